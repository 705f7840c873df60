package office_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
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

// A list is narrowed by what a clerk has before her: a part of the citizen's
// name in either script, her number, the petition's, or what was answered; and
// turned round it is the same list from its other end.
func TestListIsNarrowed(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	first, second := w.home.Residents[0], w.home.Residents[1]
	var hers string
	for _, r := range []string{first.ID, second.ID, first.ID} {
		v, err := w.clerk.VisitFor(ctx, r, office.Look{Purpose: register.ForCitizen})
		if err != nil {
			t.Fatal(err)
		}
		d, err := w.clerk.Begin(ctx, "th.house-register-copy", v)
		if err != nil {
			t.Fatal(err)
		}
		if r == second.ID {
			hers = d.Petition.ID
			if err := w.clerk.Answer(ctx, d, "purpose_other", "ประกันภัย"); err != nil {
				t.Fatal(err)
			}
		}
	}
	of := func(f office.PetitionFilter) (ids []string) {
		t.Helper()
		rows, all, err := w.clerk.List(ctx, f)
		if err != nil || all != len(rows) {
			t.Fatalf("%+v: %d of %d, %v", f, len(rows), all, err)
		}
		for _, r := range rows {
			ids = append(ids, r.Petition.ID)
		}
		return ids
	}
	thai := []rune(second.Names["th"].First)
	for _, text := range []string{string(thai[:len(thai)-1]), second.Names["en"].First[1:], second.NationalNumber[:11], second.NationalNumber, "ประกัน"} {
		if got := of(office.PetitionFilter{Text: text}); !slices.Contains(got, hers) || len(got) != 1 {
			t.Errorf("%q finds %v, want only %s", text, got, hers)
		}
	}
	if got := of(office.PetitionFilter{Text: "ไม่มีใคร"}); len(got) != 0 {
		t.Errorf("what nobody has finds %v", got)
	}
	name := []rune(first.Names["en"].First)
	if got := of(office.PetitionFilter{Text: string(name[:2])}); len(got) < 2 { // which most of the district have somewhere
		t.Errorf("two letters find %v, want both of %s", got, first.ID)
	}
	for _, order := range []office.Order{"", office.OldestFirst, office.ByNumber, office.ByState} {
		there, back := of(office.PetitionFilter{Order: order}), of(office.PetitionFilter{Order: order, Turned: true})
		slices.Reverse(back)
		if len(there) != 3 || !slices.Equal(there, back) {
			t.Errorf("%q: %v, and from the other end %v", order, there, back)
		}
	}
}
