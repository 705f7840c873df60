package register_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sala/forms/calendar"
	"sala/forms/register"
)

// anybody draws a person out of so few names, births, numbers and homes that two
// of them are often nearly the same.
func anybody(t *rapid.T, id string) register.Resident {
	one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, id+label) }
	r := register.Resident{ID: id,
		NationalNumber: one("number", "", "1101700230708", "1101700237008", "1101700230798", "3100600445635"),
		Sex:            register.Sex(one("sex", "", string(register.Male), string(register.Female))),
		Names:          map[string]register.Name{},
		Household:      one("household", "", "H1", "H2"),
		Mother:         register.Parent{NationalNumber: one("mother", "", "1", "2")},
	}
	if known := rapid.IntRange(0, 9).Draw(t, id+"birth"); known > 0 { // in part, or all of it
		r.Birth.Year = rapid.SampledFrom([]int{1990, 1991, 2533, 1950}).Draw(t, id+"year")
		if known > 1 {
			r.Birth.Month = rapid.SampledFrom([]int{5, 12}).Draw(t, id+"month")
		}
		if known > 2 {
			r.Birth.Day = rapid.SampledFrom([]int{5, 12}).Draw(t, id+"day")
		}
	}
	if rapid.Bool().Draw(t, id+"thai") {
		r.Names["th"] = register.Name{First: one("first", "สมชาย", "สมชัย", "สมศักดิ์", "วรรณา"), Last: one("last", "ศรีเจริญ", "สีเจริญ", "สีจริญ", "ใจดี", "")}
	}
	if rapid.Bool().Draw(t, id+"latin") {
		r.Names["en"] = register.Name{First: one("latin first", "Somchai", "Somchay", "Sonchai"), Last: one("latin last", "Sicharoen", "Jaidee")}
	}
	if rapid.Bool().Draw(t, id+"home") {
		r.Homes = []register.Address{{House: one("house", "7", "9"), Village: one("village", "", "1", "2"), Subdistrict: one("place", "", "ป่าตอง", "ในเมือง"), Road: one("road", "", "ถนนใหญ่")}}
	}
	return r
}

// Whoever could be taken for the same person comes up among the candidates.
func TestWhoIsLikelySharesAKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anybody(t, "a"), anybody(t, "b")
		m := register.Compare(a, b)
		if m.Score < register.Likely {
			return
		}
		x := register.NewIndex()
		x.Add(b)
		if len(x.Duplicates(a)) != 1 {
			t.Fatalf("%.2f %v, and no candidate:\n%+v %q\n%+v %q", m.Score, m.Reasons, a, register.Keys(a), b, register.Keys(b))
		}
	})
}

// A name that many bear is no key by itself, and neither is a year.
func TestKeysTellPeopleApart(t *testing.T) {
	namesake := func(year, month, day int) register.Resident {
		return register.Resident{Names: map[string]register.Name{"th": {First: "สมชาย", Last: "ใจดี"}}, Birth: calendar.Date{Year: year, Month: month, Day: day}}
	}
	keys := register.Keys(namesake(1990, 5, 12))
	for _, other := range []register.Resident{namesake(1991, 6, 12), namesake(0, 0, 0)} {
		if slices.ContainsFunc(register.Keys(other), func(k string) bool { return slices.Contains(keys, k) }) {
			t.Errorf("%v shares a key with %v", other.Birth, keys)
		}
	}
}

// The numbers of one slip are those that Compare takes for nearly the same.
func TestNearNumbersAreThoseOfOneSlip(t *testing.T) {
	number := "1101700230708"
	near := register.NearNumbers(number)
	if near[0] != number || len(near) != 1+9*13+10 {
		t.Errorf("%d numbers, the first %s", len(near), near[0])
	}
	seen := map[string]bool{}
	for _, n := range near {
		m := register.Compare(register.Resident{NationalNumber: number}, register.Resident{NationalNumber: n})
		if seen[n] || len(m.Reasons) != 1 || !strings.Contains(fmt.Sprint(register.SameNumber, register.NumberNearly), m.Reasons[0]) {
			t.Errorf("%s: %v", n, m.Reasons)
		}
		seen[n] = true
	}
	if got := register.NearNumbers("M1234567"); !slices.Equal(got, []string{"M1234567"}) {
		t.Errorf("a passport: %v", got)
	}
	if register.NearNumbers("") != nil {
		t.Error("no number has neighbours")
	}
}
