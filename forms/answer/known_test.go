package answer_test

import (
	"testing"

	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
)

func TestAboutPrefills(t *testing.T) {
	home := register.Household{ID: "H1", HouseCode: "50140012345", Address: register.Address{Country: "TH", House: "9", Subdistrict: "หนองจ๊อม", District: "สันทราย", Province: "เชียงใหม่"}}
	head := register.Resident{ID: "R1", NationalNumber: "1101700230708", Birth: calendar.Date{Year: 1990, Month: 5, Day: 1}, Position: register.Head, Household: "H1",
		Names: map[string]register.Name{"th": {Prefix: "นาง", First: "สมหญิง", Last: "ใจดี"}}}
	child := register.Resident{ID: "R2", Names: map[string]register.Name{"th": {First: "ก", Last: "ใจดี"}}}
	for _, r := range []register.Resident{head, child} {
		members := []register.Resident{r, head}
		form := &definition.Form{ID: "x", Country: "TH", Sections: []definition.Section{{ID: "s", Questions: []definition.Question{
			{ID: "who", Kind: definition.NationalNumber, Prefill: "card.number", Label: definition.Text{"en": "x"}},
			{ID: "full", Kind: definition.ShortText, Prefill: "resident.name", Label: definition.Text{"en": "x"}},
			{ID: "home", Kind: definition.Address, Prefill: "card.address", Label: definition.Text{"en": "x"}},
			{ID: "code", Kind: definition.ShortText, Prefill: "household.code", Label: definition.Text{"en": "x"}},
			{ID: "people", Kind: definition.Group, Prefill: "household.members", Label: definition.Text{"en": "x"}, Columns: []definition.Question{
				{ID: "name", Kind: definition.ShortText, Label: definition.Text{"en": "x"}},
			}},
		}}}}
		s, err := answer.Open(form, nil, answer.Env{Prefill: answer.About(r, home, members, "th")})
		if err != nil {
			t.Fatal(err)
		}
		if r.NationalNumber != "" && s.Value("who") != r.NationalNumber || s.Value("full") != r.Name("th") || s.Value("code") != home.HouseCode {
			t.Errorf("%v", s.Answers())
		}
		if got := answer.AnsweredAddress(s.Value("home")); got != home.Address {
			t.Errorf("address %+v, want %+v", got, home.Address)
		}
		if s.Rows("people") != len(members) || s.Value("people[0].name") != r.Name("th") {
			t.Errorf("%d rows of %d", s.Rows("people"), len(members))
		}
	}
}
