package pack_test

import (
	"strconv"
	"testing"

	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
)

// Whatever a form asks for that the register knows stands in it already: in each
// row of a household's members, too.
func TestWhatIsKnownIsNotAskedAgain(t *testing.T) {
	day := calendar.Date{Year: 1985, Month: 5, Day: 1}
	for country, of := range map[string]struct {
		number, language string
		address          register.Address
	}{
		"th": {"1101700230708", "th", register.Address{Country: "TH", House: "9", Subdistrict: "หนองจ๊อม", District: "สันทราย", Province: "เชียงใหม่", Postcode: "50210"}},
		"kr": {"8505011234563", "ko", register.Address{Country: "KR", Road: "견본로", House: "9", Province: "경기도", District: "수원시"}},
	} {
		person := func(id string, place register.Position) register.Resident {
			name := register.Name{Prefix: "นาง", First: "สมหญิง", Middle: "ก", Last: "ใจดี"}
			return register.Resident{ID: id, NationalNumber: of.number, Birth: day, Death: day, MovedIn: day, Sex: register.Female, Nationality: "TH", Position: place, Relation: "head", Household: "H1",
				Names: map[string]register.Name{"th": name, "ko": name, "en": name}, Father: register.Parent{Name: "ก", NationalNumber: of.number}, Mother: register.Parent{Name: "ข", NationalNumber: of.number}}
		}
		head, other := person("R1", register.Head), person("R2", register.Occupant)
		home := register.Household{ID: "H1", HouseCode: "50140012345", Kind: "house", Registered: day, Address: of.address}
		known := answer.About(head, home, []register.Resident{head, other}, of.language)
		known["officer"] = map[string]any{"name": "ก"}
		for _, form := range load(t, country).Forms() {
			s, err := answer.Open(form, nil, answer.Env{Today: calendar.Date{Year: 2026, Month: 11, Day: 22}, Prefill: known})
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range form.Questions() {
				switch {
				case q.Prefill == "":
				case q.Kind != definition.Group && q.Kind != definition.Table:
					if s.Value(q.ID) == nil && s.Relevant(q.ID) {
						t.Errorf("%s: %s says nothing, of %s", form.ID, q.ID, q.Prefill)
					}
				case s.Rows(q.ID) != 2:
					t.Errorf("%s: %s has %d rows of two members", form.ID, q.ID, s.Rows(q.ID))
				default:
					for row := range 2 {
						asked := 0
						for _, column := range q.Columns {
							if s.Value(q.ID+"["+strconv.Itoa(row)+"]."+column.ID) != nil {
								asked++
							}
						}
						if asked < 2 {
							t.Errorf("%s: row %d of %s has %d answers, want the name and the birth: %v", form.ID, row, q.ID, asked, s.Answers()[q.ID])
						}
					}
				}
			}
		}
	}
}
