package certificate_test

import (
	"testing"

	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/register"
)

// What the registers hold is enough for the certificate that is asked for most.
func TestHouseRegisterCopyFromTheRegisters(t *testing.T) {
	tpl, ok := shipped(t).Template("th.house-register-copy")
	if !ok {
		t.Fatal("no template")
	}
	home := register.Household{HouseCode: "50010123456", Kind: "บ้าน", Address: register.Address{Country: "TH", House: "9", Subdistrict: "บ้านสวน", District: "เมืองบ้านสวน", Province: "ตัวอย่าง"}}
	head := register.Resident{NationalNumber: "1101700230708", Names: map[string]register.Name{"th": {Prefix: "นาย", First: "ก้อง", Last: "ทั้งปวง"}}, Sex: register.Male,
		Birth: calendar.Date{Year: 1990, Month: 1, Day: 1}, Nationality: "TH", Position: register.Head}
	other := register.Resident{NationalNumber: "1101700230716", Names: map[string]register.Name{"th": {Prefix: "นาง", First: "ฝ้าย", Last: "ทั้งปวง"}}, Position: register.Occupant}
	doc, err := tpl.Fill(certificate.Values("th", head, home, []register.Resident{head, other}), certificate.Issue{Number: "1", On: day})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Subject.Name != "นายก้อง ทั้งปวง" || doc.Subject.Number != "1-1017-00230-70-8" || doc.Subject.Place != home.Address.Line() {
		t.Errorf("subject %+v", doc.Subject)
	}
	rows := doc.Blocks[2].Table.Rows
	if len(rows) != 2 || rows[0][1] != "นายก้อง ทั้งปวง\n1-1017-00230-70-8" || rows[0][4] != "เจ้าบ้าน" || rows[1][2] != "" {
		t.Errorf("members %q", rows)
	}
}
