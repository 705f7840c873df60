package office_test

import (
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/forms/register"
)

// Somebody old enough is told of the old-age allowance until she asks for it.
func TestOffersUntilAskedFor(t *testing.T) {
	w := newWorld(t)
	var old register.Resident
	for home := range invented.People(7, 40) {
		for _, r := range home.Residents {
			if r.Birth.Year < 1960 && r.Nationality == "TH" {
				old = r
			}
		}
	}
	if old.ID == "" {
		t.Fatal("nobody old among the invented people")
	}
	offered := func() bool {
		v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: old.NationalNumber})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range v.Offers {
			if o.Form == "th.old-age-allowance" {
				if o.Because["th"] == "" {
					t.Error("an offer without its reason")
				}
				return true
			}
		}
		return false
	}
	if !offered() {
		t.Fatal("the old-age allowance is not offered")
	}
	v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: old.NationalNumber})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.clerk.Begin(t.Context(), "th.old-age-allowance", v); err != nil {
		t.Fatal(err)
	}
	if offered() {
		t.Error("what is under way is offered again")
	}
}
