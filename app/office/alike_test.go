package office_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"testing"

	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/petition"
	"sala/forms/register"
)

// example returns the answers of a form's example that pass.
func example(t *testing.T, form string) map[string]any {
	t.Helper()
	b, err := fs.ReadFile(packs.Files(form[:2]), "examples/"+form+".json")
	if err != nil {
		t.Fatal(err)
	}
	var e struct{ Pass map[string]any }
	if err := json.Unmarshal(b, &e); err != nil {
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
	if p, err = w.registrar.Approve(ctx, p, ""); err != nil {
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
