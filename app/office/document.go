package office

import (
	"fmt"
	"slices"
	"strconv"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/identity"
	"sala/forms/petition"
	"sala/forms/register"
)

// document makes out the certificate that a petition's form leads to, from the
// register as it is now.
func (s *Session) document(r Reader, p petition.Petition, number string) (certificate.Document, error) {
	form, ok := s.office.Forms.Form(p.Form)
	if !ok {
		return certificate.Document{}, unknownForm(p.Form)
	}
	template := ""
	for _, o := range form.LeadsTo {
		if o.Certificate != "" {
			template = o.Certificate
		}
	}
	write, ok := templates[template]
	if !ok {
		return certificate.Document{}, &Error{Op: "make out a certificate", Code: "no_template", Args: map[string]any{"form": form.ID, "template": template}}
	}
	resident, err := r.Resident(p.Resident)
	if err != nil {
		return certificate.Document{}, err
	}
	household, err := r.Household(resident.Household)
	if err != nil {
		return certificate.Document{}, err
	}
	members, err := r.Members(household.ID)
	if err != nil {
		return certificate.Document{}, err
	}
	signer, err := s.signatory(r, p)
	if err != nil {
		return certificate.Document{}, err
	}
	state, err := r.Journal()
	if err != nil {
		return certificate.Document{}, err
	}
	now := s.office.Now()
	d := write(certified{form: form, petition: p, resident: resident, household: household, members: members, on: calendar.Of(now)})
	d.Template, d.Number = template, number
	d.Issuer = certificate.Issuer{ID: s.office.Profile.Office, Names: s.office.Profile.Names}
	d.Officer = certificate.Signatory{ID: signer.ID, Name: inLanguage(signer.Names, d.Language), Title: inLanguage(signer.Title, d.Language)}
	d.Issued, d.IssuedAt = calendar.Of(now), now.Unix()
	// The paper is printed before central has acknowledged its issue, so it is
	// provisional by nature; whoever verifies it later can see that it became final.
	d.Provisional = true
	if !state.LastSync.IsZero() {
		at := state.LastSync.In(now.Location())
		d.AsOf = calendar.Of(at).Long(d.Language) + at.Format(" 15:04")
	}
	return d, nil
}

// signatory is the officer who approved; under a standing order, the registrar.
func (s *Session) signatory(r Reader, p petition.Petition) (act.Officer, error) {
	for _, d := range slices.Backward(p.Decisions) {
		if d.Kind != act.PetitionApproved {
			continue
		}
		if o, err := r.Officer(d.By); err == nil {
			return o, nil
		}
		break
	}
	officers, err := r.Officers()
	if err != nil {
		return act.Officer{}, err
	}
	for _, role := range []Role{Registrar, HeadOfSection} {
		for _, o := range officers {
			if slices.Contains(o.Roles, string(role)) {
				return o, nil
			}
		}
	}
	return s.Officer, nil
}

func inLanguage(words map[string]string, language string) string {
	return definition.Text(words).In(language)
}

// certified is what a template may write about.
type certified struct {
	form      *definition.Form
	petition  petition.Petition
	resident  register.Resident
	household register.Household
	members   []register.Resident
	on        calendar.Date
}

// templates are the certificates that this station can make out, by ID.
var templates = map[string]func(certified) certificate.Document{
	"th.house-register-copy": houseRegisterCopy,
}

// houseRegisterCopy writes the certified copy of the house register (ท.ร.14/1).
// Its fields are those of the register (ท.ร.14); the wording of the
// certification sentence is unconfirmed against the printed form.
func houseRegisterCopy(c certified) certificate.Document {
	a := c.household.Address
	subdistrict, district := "ตำบล", "อำเภอ"
	if a.InBangkok() {
		subdistrict, district = "แขวง", "เขต"
	}
	d := certificate.Document{
		Language:  "th",
		Title:     "สำเนาทะเบียนบ้าน",
		Subtitle:  "แบบรับรองรายการทะเบียนบ้าน",
		FormCode:  "ท.ร.14/1",
		Subject:   certificate.Subject{Name: c.resident.Name("th"), Number: identity.Format("TH", c.resident.NationalNumber), Birth: c.resident.Birth.Long("th"), Place: a.Line()},
		Certifies: fmt.Sprintf("ขอรับรองว่ารายการข้างต้นคัดจากทะเบียนบ้าน ณ วันที่ %s และถูกต้องตรงกับรายการในทะเบียนราษฎร", c.on.Long("th")),
	}
	if !c.petition.Fee.IsZero() {
		d.Fee = fmt.Sprintf("ค่าธรรมเนียม %d บาท", c.petition.Fee.Minor/100)
	}
	rows := []certificate.Row{
		{Label: "รหัสประจำบ้าน", Value: identity.FormatHouse(c.household.HouseCode)},
		{Label: "ที่อยู่", Value: a.Line()},
		{Label: "เลขที่", Value: a.House},
		{Label: "หมู่ที่", Value: a.Village},
		{Label: "ถนน", Value: a.Road},
		{Label: subdistrict, Value: a.Subdistrict},
		{Label: district, Value: a.District},
		{Label: "จังหวัด", Value: a.Province},
		{Label: "ประเภทบ้าน", Value: c.household.Kind},
		{Label: "กำหนดเลขที่เมื่อ", Value: c.household.Registered.Long("th")},
		{Label: "ผู้ขอคัดรับรอง", Value: c.resident.Name("th")},
	}
	var kept []certificate.Row
	for _, r := range rows {
		if r.Value != "" {
			kept = append(kept, r)
		}
	}
	d.Blocks = []certificate.Block{{Rows: kept}, {Table: memberTable(c.members)}}
	return d
}

func memberTable(members []register.Resident) *certificate.Table {
	t := &certificate.Table{
		Columns: []certificate.Column{
			{Title: "ที่", Share: 5, Align: "center"}, {Title: "ชื่อตัว-ชื่อสกุล", Share: 27}, {Title: "เลขประจำตัวประชาชน", Share: 22},
			{Title: "เพศ", Share: 7, Align: "center"}, {Title: "วันเดือนปีเกิด", Share: 19}, {Title: "สถานภาพ", Share: 11}, {Title: "สัญชาติ", Share: 9},
		},
		End: "สิ้นสุดรายการ",
	}
	for i, m := range members {
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(i + 1), m.Name("th"), identity.Format("TH", m.NationalNumber), thaiSex[m.Sex], m.Birth.Long("th"), thaiPosition[m.Position], thaiNationality(m.Nationality),
		})
	}
	return t
}

var (
	thaiSex      = map[register.Sex]string{register.Male: "ชาย", register.Female: "หญิง"}
	thaiPosition = map[register.Position]string{register.Head: "เจ้าบ้าน", register.Occupant: "ผู้อาศัย"}
)

func thaiNationality(country string) string {
	if country == "TH" {
		return "ไทย"
	}
	return country
}
