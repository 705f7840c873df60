package invented_test

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"sala/app/invented"
	"sala/assets/packs"
	"sala/forms/calendar"
	"sala/forms/chart"
	"sala/forms/register"
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

// The route of an invented work list names every visit once, and leads from each
// to one than which none of those to come is nearer.
func TestTheRouteGoesToTheNearest(t *testing.T) {
	homes := slices.Collect(invented.People(7, 100))
	visits, err := invented.Visits(7, homes, []string{"x"}, "somebody", calendar.Date{Year: 2026, Month: 11, Day: 22})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(visits, func(a, b register.Visit) int { return a.Order - b.Order })
	for i, v := range visits {
		if v.Order != i+1 {
			t.Fatalf("visit %d of the route has the number %d", i+1, v.Order)
		}
		if i == 0 {
			continue
		}
		before := visits[i-1].Position
		for _, later := range visits[i+1:] {
			if chart.Distance(before, later.Position) < chart.Distance(before, v.Position) {
				t.Errorf("the route goes from %d to %d past %d", i, v.Order, later.Order)
			}
		}
	}
}
