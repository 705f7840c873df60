package office_test

import (
	"maps"
	"slices"
	"testing"

	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/answer"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
)

// example returns the answers of a form's example that pass.
func example(t *testing.T, form string) map[string]any {
	t.Helper()
	e, err := pack.ReadExample(packs.Files(form[:2]), form)
	if err != nil {
		t.Fatal(err)
	}
	return e.Pass
}

// Somebody who is in the register, waits to be sent, or is in another petition
// is found at entry, whatever the spelling; entering the same again needs a
// reason, which flags the petition.
func TestNobodyIsEnteredTwiceUnnoticed(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	known := w.home.Residents[1]
	name := known.Names["th"]
	found, err := w.clerk.Duplicates(ctx, register.Resident{Names: map[string]register.Name{"th": {First: name.First, Last: name.Last + "์"}}, Birth: known.Birth})
	if err != nil || len(found) == 0 || found[0].Resident.ID != known.ID || found[0].From != office.InRegister {
		t.Fatalf("%+v, %v", found, err)
	}

	birth := example(t, "th.birth-report")
	first := w.filled(t, "th.birth-report", birth)
	if found, err := w.clerk.DraftDuplicates(ctx, first); err != nil || len(found) != 0 {
		t.Fatalf("the first birth looks like %+v, %v", found, err)
	}
	other := maps.Clone(birth)
	other["child_first"] = "ทนกร" // as it sounds
	second := w.filled(t, "th.birth-report", other)
	if found, err := w.clerk.DraftDuplicates(ctx, second); err != nil || len(found) != 1 || found[0].From != office.InDraft || found[0].Resident.ID != first.Petition.ID {
		t.Fatalf("beside a draft: %+v, %v", found, err)
	}
	if _, err := w.clerk.Submit(ctx, first); err == nil {
		t.Fatal("two drafts of one birth: the first was submitted without a question")
	} else {
		wantCode(t, err, "duplicate_person")
	}
	if _, err := w.clerk.Withdraw(ctx, second.Petition, "entered twice"); err != nil {
		t.Fatal(err)
	}
	p, err := w.clerk.Submit(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = w.registrar.Approve(ctx, p, ""); err != nil {
		t.Fatal(err)
	}
	third := w.filled(t, "th.birth-report", birth)
	_, err = w.clerk.Submit(ctx, third)
	wantCode(t, err, "duplicate_person")
	if len(third.Alike) != 1 || third.Alike[0].From != office.InOutbox || third.Alike[0].Score < register.Certain {
		t.Errorf("beside the register: %+v", third.Alike)
	}
	_, err = w.clerk.SubmitAnyway(ctx, third, "  ")
	wantCode(t, err, "reason_needed")
	p, err = w.clerk.SubmitAnyway(ctx, third, "ฝาแฝดชื่อเดียวกัน")
	if err != nil || p.State != petition.Submitted || p.Flagged == "" {
		t.Errorf("%s, flagged %q, %v", p.State, p.Flagged, err)
	}
}

// Somebody whose name and birth are both mistyped is found by the address that
// was typed, in the register as well as among the drafts.
func TestTypedAddressFindsWhoLivesThere(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	known, lives := w.home.Residents[1], w.home.Household.Address
	name, birth := known.Names["th"], known.Birth
	birth.Day = birth.Day%28 + 1
	typed := register.Resident{Names: map[string]register.Name{"th": {First: name.First, Last: name.Last + "า"}}, Birth: birth}
	is := func(id string) func(register.Match) bool {
		return func(m register.Match) bool { return m.Resident.ID == id }
	}
	found, err := w.clerk.Duplicates(ctx, typed)
	if err != nil || slices.ContainsFunc(found, is(known.ID)) {
		t.Fatalf("without an address: %+v, %v", found, err)
	}
	typed.Homes = []register.Address{{House: "เลขที่ " + lives.House, Subdistrict: "ตำบล" + lives.Subdistrict}}
	found, err = w.clerk.Duplicates(ctx, typed)
	if i := slices.IndexFunc(found, is(known.ID)); err != nil || i < 0 || !slices.Contains(found[i].Reasons, register.SameAddress) {
		t.Fatalf("with one: %+v, %v", found, err)
	}

	report := example(t, "th.birth-report")
	report["applicant_address"] = answer.AddressAnswer(lives)
	first := w.filled(t, "th.birth-report", report)
	again := maps.Clone(report)
	again["child_last"] = report["child_last"].(string) + "า"
	again["born_on"], again["child_house"], again["mother_number"] = "2026-11-13", "50140000099", "3100600445635"
	second := w.filled(t, "th.birth-report", again)
	found, err = w.clerk.DraftDuplicates(ctx, second)
	if i := slices.IndexFunc(found, is(first.Petition.ID)); err != nil || i < 0 || !slices.Contains(found[i].Reasons, register.SameAddress) {
		t.Errorf("beside a draft: %+v, %v", found, err)
	}
	if err := w.clerk.Answer(ctx, second, "applicant_address", nil); err != nil {
		t.Fatal(err)
	}
	if found, err = w.clerk.DraftDuplicates(ctx, second); err != nil || slices.ContainsFunc(found, is(first.Petition.ID)) {
		t.Errorf("beside a draft, without an address: %+v, %v", found, err)
	}
}

// What is wrong may be submitted for review, with a reason, where the form
// allows it, and nothing of it is left out.
func TestSaveAnyway(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	strict := w.filled(t, "th.birth-report", map[string]any{"child_first": "x"})
	_, err := w.clerk.SubmitAnyway(ctx, strict, "later")
	wantCode(t, err, "form_refused")

	answers := example(t, "th.household-survey")
	delete(answers, "visited_on")
	lenient := w.filled(t, "th.household-survey", answers)
	if err := w.clerk.Answer(ctx, lenient, "visited_on", nil); err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.Submit(ctx, lenient)
	wantCode(t, err, "form_refused")
	if err := w.clerk.Answer(ctx, lenient, "visited_on", "not a day"); err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.SubmitAnyway(ctx, lenient, "nobody at home")
	wantCode(t, err, "form_refused") // it would be lost
	if err := w.clerk.Answer(ctx, lenient, "visited_on", nil); err != nil {
		t.Fatal(err)
	}
	p, err := w.clerk.SubmitAnyway(ctx, lenient, "nobody at home")
	if err != nil || p.Flagged != "nobody at home" {
		t.Errorf("flagged %q, %v", p.Flagged, err)
	}
}
