package office_test

import (
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/petition"
)

// A petition that is handed to a colleague is hers from then on; what the citizen
// asked for does not change.
func TestPetitionIsPassedOn(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	d, err := w.clerk.Begin(ctx, "th.house-register-copy", office.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	id := d.Petition.ID
	if _, err := w.clerk.Note(ctx, id, " "); office.CodeOf(err) != "reason_needed" {
		t.Errorf("an empty note: %v", err)
	}
	if _, err := w.clerk.Note(ctx, id, "โทรกลับพรุ่งนี้"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.clerk.PassOn(ctx, id, "nobody", ""); office.CodeOf(err) != "not_found" {
		t.Errorf("to nobody: %v", err)
	}
	p, err := w.clerk.PassOn(ctx, id, w.registrar.Officer.ID, "ขอให้ทำต่อ")
	if err != nil {
		t.Fatal(err)
	}
	if p.Holder != w.registrar.Officer.ID || p.State != petition.Drafted || len(p.Decisions) != 2 || p.Decisions[0].Kind != act.PetitionNoted || p.Decisions[1].For != p.Holder {
		t.Errorf("the petition is %+v", p)
	}
	for _, s := range []*office.Session{w.clerk, w.registrar} {
		mine, all, err := s.List(ctx, office.PetitionFilter{Officer: s.Officer.ID, States: office.Unfinished()})
		want := 0
		if s == w.registrar {
			want = 1
		}
		if err != nil || len(mine) != want || all != want {
			t.Errorf("%s has %d of %d petitions, %v; want %d", s.Officer.ID, len(mine), all, err, want)
		}
	}
}

// A list is read page by page, in the order that was asked for, and nothing is
// missed or told twice.
func TestListIsReadByPages(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	for range 7 {
		if _, err := w.clerk.Begin(ctx, "th.house-register-copy", office.Visitor{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, order := range []office.Order{"", office.OldestFirst, office.ByNumber, office.ByState} {
		seen := map[string]bool{}
		for from := 0; ; from += 3 {
			page, all, err := w.clerk.List(ctx, office.PetitionFilter{Order: order, Offset: from, Limit: 3})
			if err != nil || all != 7 {
				t.Fatalf("%q: %d in all, %v", order, all, err)
			}
			if len(page) == 0 {
				break
			}
			for _, row := range page {
				seen[row.Petition.ID] = true
			}
		}
		if len(seen) != 7 {
			t.Errorf("%q: the pages have %d petitions of 7", order, len(seen))
		}
	}
}
