package invented_test

import (
	"iter"
	"strings"
	"testing"

	"sala/app/invented"
	"sala/assets/packs"
	"sala/forms/calendar"
	"sala/forms/chart"
)

// Every visit of an invented work list stands in its own sub-district on the
// invented map of its country, and what was said before is in its language.
func TestVisitsAreOnTheMap(t *testing.T) {
	for country, homes := range map[string]iter.Seq[invented.Home]{"th": invented.People(7, 300), "kr": invented.KoreanPeople(7, 300)} {
		var list []invented.Home
		for h := range homes {
			list = append(list, h)
		}
		visits, err := invented.Visits(7, list, []string{"x"}, "somebody", calendar.Date{Year: 2026, Month: 11, Day: 22})
		if err != nil {
			t.Fatal(err)
		}
		c, err := chart.Load(packs.Files(country))
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for i, v := range visits {
			said += v.Said
			a, ok := c.Area(list[i].Household.Address.Subdistrict)
			if !ok || !a.Inside(v.Position) {
				t.Errorf("%s lies at %v, outside of %s", v.ID, v.Position, list[i].Household.Address.Subdistrict)
			}
		}
		if thai := strings.ContainsAny(said, "กขคงจชดตทนบปผพมยรลวสหอ"); said == "" || thai != (country == "th") {
			t.Errorf("%s: what was said is %.60q", country, said)
		}
	}
}
