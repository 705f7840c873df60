package demonstration

import (
	"fmt"
	"strings"

	"sala/app/invented"
	"sala/forms/act"
	"sala/forms/register"
)

// demonstrationSeed gives the same invented people every time.
const demonstrationSeed = 2569

const stationName = "TH-5014-D01"

var officeNames = map[string]string{
	"th": "สำนักทะเบียนตัวอย่าง อำเภอสันทราย",
	"ko": "산사이 군 견본 등록사무소",
	"en": "Specimen registry, San Sai District",
}

// officers of the demonstration; nobody of these names is meant.
var officers = map[string]act.Officer{
	"somjai": {
		ID: "somjai", Roles: []string{"clerk", "administrator"},
		Names: map[string]string{"th": "นางสาวสมใจ ตัวอย่างดี", "ko": "솜짜이 뚜아양디", "en": "Ms Somjai Tuayangdi"},
		Title: map[string]string{"th": "เจ้าหน้าที่ทะเบียน", "ko": "등록 담당", "en": "Registration clerk"},
	},
	"wichai": {
		ID: "wichai", Roles: []string{"registrar", "head"},
		Names: map[string]string{"th": "นายวิชัย ตัวอย่างงาม", "ko": "위차이 뚜아양응암", "en": "Mr Wichai Tuayangngam"},
		Title: map[string]string{"th": "นายทะเบียนอำเภอ", "ko": "등록관", "en": "District registrar"},
	},
}

// cardOf is a resident's identity card in devsim's form: the card's own fields.
func cardOf(r register.Resident, a register.Address) map[string]any {
	name := func(lang string) string {
		n := r.Names[lang]
		return strings.Join([]string{n.Prefix, n.First, n.Middle, n.Last}, "#")
	}
	sex := "1"
	if r.Sex == register.Female {
		sex = "2"
	}
	word := func(w, s string) string {
		if s == "" {
			return ""
		}
		return w + s
	}
	return map[string]any{
		"number": r.NationalNumber, "name_th": name("th"), "name_en": name("en"),
		"birth": thaiCardDate(r.Birth.Year, r.Birth.Month, r.Birth.Day), "sex": sex,
		"request": "50140123456789000001", "issuer": "อำเภอสันทราย/เชียงใหม่", "issuer_code": "5014010000001",
		"issued": "25650115", "expires": "25740114", "type": "01",
		"address": strings.Join([]string{a.House, word("หมู่ที่ ", a.Village), word("ตรอก", a.Alley), word("ซอย", a.Lane), word("ถนน", a.Road),
			word("ตำบล", a.Subdistrict), word("อำเภอ", a.District), word("จังหวัด", a.Province)}, "#"),
		"photo_number": "50140115650001",
		"pin":          "1234",
	}
}

// Office is the office of the demonstration.
const Office = invented.ThaiOffice

func (a Account) String() string { return fmt.Sprintf("%s (password %s)", a.ID, a.Password) }
