package office_test

import (
	"slices"
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

// A licence that is about to end is told to its holder, one that is good for
// long is not; who has a benefit is not offered it.
func TestOffersSpeakOfRecords(t *testing.T) {
	w := newWorld(t)
	holder := w.home.Residents[0]
	offered := func() (forms []string) {
		v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: holder.NationalNumber})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range v.Offers {
			forms = append(forms, o.ID)
		}
		return forms
	}
	before := offered()
	w.put(t, register.Record{Register: register.Licences, ID: "L1", Fields: register.Fields{"kind": "food", "holder": holder.NationalNumber, "expires": "2027-11-01"}})
	if got := offered(); !slices.Equal(got, before) {
		t.Errorf("offered %v for a licence that is good for a year; before %v", got, before)
	}
	w.put(t, register.Record{Register: register.Licences, ID: "L2", Fields: register.Fields{"kind": "food", "holder": holder.NationalNumber, "expires": "2026-12-24"}})
	if got := offered(); len(got) != len(before)+1 {
		t.Errorf("offered %v for a licence that ends in a month; before %v", got, before)
	}
}
