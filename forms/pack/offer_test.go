package pack_test

import (
	"strings"
	"testing"

	"sala/forms/calendar"
	"sala/forms/pack"
)

func TestOffers(t *testing.T) {
	p := load(t, "th")
	today := calendar.Date{Year: 2026, Month: 11, Day: 22}
	grandmother := map[string]any{"nationality": "TH", "birth": "1960-01-01"}
	mother := map[string]any{"nationality": "TH", "birth": "1998-01-01"}
	child := map[string]any{"members": []any{map[string]any{"relation": "head", "birth": "1998-01-01"}, map[string]any{"relation": "child", "birth": "2026-10-01"}}}
	for _, c := range []struct {
		name  string
		facts pack.Facts
		want  string
	}{
		{"nothing is known", pack.Facts{}, ""},
		{"an old woman", pack.Facts{Resident: grandmother}, "old-age"},
		{"who asked already", pack.Facts{Resident: grandmother, Asked: []string{"th.old-age-allowance"}}, ""},
		{"who gets it already", pack.Facts{Resident: grandmother, Records: []map[string]any{{"register": "welfare", "kind": "old_age"}}}, ""},
		{"a young mother", pack.Facts{Resident: mother, Household: child}, "newborn"},
		{"a licence that expires soon", pack.Facts{Resident: mother, Records: []map[string]any{{"register": "licence", "expires": "2026-12-31"}}}, "licence-expiring"},
		{"a licence that does not", pack.Facts{Resident: mother, Records: []map[string]any{{"register": "licence", "expires": "2027-12-31"}}}, ""},
		{"a child of seven", pack.Facts{Resident: map[string]any{"nationality": "TH", "birth": "2019-11-01"}}, "card-renewal"},
	} {
		c.facts.Today = today
		var got []string
		for _, o := range p.Offers(c.facts) {
			got = append(got, o.ID)
			if o.Because["th"] == "" || o.Because["en"] == "" {
				t.Errorf("%s: no reason", o.ID)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

func TestHolidays(t *testing.T) {
	for country, c := range map[string]struct{ from, want string }{
		"th": {"2026-12-04", "2026-12-08"}, // Friday; Monday stands in for the 5th
		"kr": {"2026-09-23", "2026-09-28"}, // 추석
	} {
		from, _ := calendar.Parse(c.from)
		if got := load(t, country).Holidays().Deadline(from, 1); got.String() != c.want {
			t.Errorf("%s: one working day after %s is %s, want %s", country, c.from, got, c.want)
		}
	}
}

// The catalogue is what an office needs: counts, languages, areas, events.
func TestCatalogue(t *testing.T) {
	forms, events, areas := 0, 0, map[string]bool{}
	for _, country := range []string{"th", "kr"} {
		for _, f := range load(t, country).Forms() {
			if len(f.Languages()) != 3 {
				t.Errorf("%s is not in three languages: %v", f.ID, f.Languages())
			}
			if len(f.LegalBasis) != 3 || f.Area == "" || !f.Confirmed && len(f.Unconfirmed) == 0 {
				t.Errorf("%s: legal basis %v, area %q", f.ID, f.LegalBasis, f.Area)
			}
			if f.LifeEvent {
				if events++; len(f.LeadsTo) < 2 {
					t.Errorf("the life event %s files %d petitions", f.ID, len(f.LeadsTo))
				}
				continue
			}
			forms++
			areas[f.Area] = true
		}
	}
	for _, area := range strings.Fields(`residents real_estate automobiles employment customs statistics land_registration health_welfare rural local_industry
		environment petitions finance_tax building local_development road_transport culture_sports animal_husbandry fisheries water_bodies forest disaster
		civil_defence irrigation internal`) {
		if !areas[area] {
			t.Errorf("no form of the area %s", area)
		}
	}
	if forms < 60 || events < 10 {
		t.Errorf("%d forms and %d life events", forms, events)
	}
}
