package register_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/forms/calendar"
	"sala/forms/register"
)

func ms(s string) int64 {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t.UnixMilli()
}

func TestHistory(t *testing.T) {
	rev := func(effective, recorded, address string) register.Revision {
		d, _ := calendar.Parse(effective)
		return register.Revision{Record: register.Record{Fields: register.Fields{"house": address, "name": "ก"}}, Effective: d, Recorded: ms(recorded)}
	}
	h := register.History{
		rev("", "2020-01-01", "1"),
		rev("2022-05-01", "2022-06-10", "2"), // reported late
		rev("2021-03-01", "2023-01-01", "3"), // a correction of what held before
	}
	day := func(s string) calendar.Date { d, _ := calendar.Parse(s); return d }
	for _, c := range []struct{ on, want string }{{"2019-01-01", ""}, {"2020-06-01", "1"}, {"2021-06-01", "3"}, {"2022-05-01", "2"}, {"2026-01-01", "2"}} {
		rec, ok := h.On(day(c.on))
		if got := rec.Fields.Text("house"); got != c.want || ok != (c.want != "") {
			t.Errorf("on %s: %q, want %q", c.on, got, c.want)
		}
	}
	for _, c := range []struct{ at, want string }{{"2022-05-15", "1"}, {"2022-07-01", "2"}, {"2023-06-01", "3"}} {
		if rec, _ := h.KnownAt(ms(c.at)); rec.Fields.Text("house") != c.want {
			t.Errorf("known at %s: %q, want %q", c.at, rec.Fields.Text("house"), c.want)
		}
	}
	if got := len(h.Of("house")); got != 3 {
		t.Errorf("%d revisions of house", got)
	}
	if got := len(h.Of("name")); got != 1 {
		t.Errorf("%d revisions of name", got)
	}
}

func TestDifferenceMakesTheChange(t *testing.T) {
	fields := rapid.Custom(func(t *rapid.T) register.Fields {
		f := register.Fields{}
		for _, name := range []string{"a", "b", "c"} {
			if v := rapid.SampledFrom([]any{nil, "", "x", "y", int64(1), true}).Draw(t, name); v != nil {
				f[name] = v
			}
		}
		return f
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := fields.Draw(t, "before"), fields.Draw(t, "after")
		set, clear, old := register.Difference(before, after)
		got := before.Change(set, clear)
		for _, name := range []string{"a", "b", "c"} {
			g, w := got[name], after[name]
			if g == "" {
				g = nil
			}
			if w == "" {
				w = nil
			}
			if !reflect.DeepEqual(g, w) {
				t.Fatalf("%s is %v, want %v", name, g, w)
			}
		}
		for name, v := range old {
			if before[name] != v {
				t.Fatalf("old %s is %v", name, v)
			}
		}
	})
}

func TestPolicy(t *testing.T) {
	private := register.Rule{Purposes: []string{register.ForPetition, register.ForCitizen}, Consent: []string{register.ForPetition, register.ForCitizen}}
	open := register.Rule{Purposes: []string{register.ForPetition, register.ForCitizen, register.ForInspection}}
	p := register.Policies([]register.Definition{{Name: register.Residents, Rule: open}, {Name: register.Taxes, Rule: private}, {Name: register.Welfare, Rule: private}})
	for _, c := range []struct {
		name string
		look register.Look
		want error
	}{
		{"no purpose", register.Look{Register: register.Residents}, register.ErrPurpose},
		{"a petition that is not named", register.Look{Register: register.Residents, Purpose: register.ForPetition}, register.ErrPurpose},
		{"a petition", register.Look{Register: register.Residents, Purpose: register.ForPetition, Petition: "p"}, nil},
		{"tax without consent", register.Look{Register: register.Taxes, Purpose: register.ForCitizen}, register.ErrConsent},
		{"tax with the card on the reader", register.Look{Register: register.Taxes, Purpose: register.ForCitizen, Consent: "card"}, nil},
		{"welfare on a visit", register.Look{Register: register.Welfare, Purpose: register.ForInspection}, register.ErrPurpose},
		{"a register of a pack", register.Look{Register: "boats", Purpose: register.ForInspection}, register.ErrPurpose},
	} {
		if err := p.Allow(c.look); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}
