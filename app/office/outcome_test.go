package office_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/forms/petition"
	"sala/forms/register"
)

// filled begins a form and answers it.
func (w *world) filled(t *testing.T, form string, answers map[string]any) *office.Draft {
	t.Helper()
	holder := w.home.Residents[0]
	v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: holder.NationalNumber, Names: holder.Names, Birth: holder.Birth, Sex: holder.Sex})
	if err != nil {
		t.Fatal(err)
	}
	d, err := w.clerk.Begin(t.Context(), form, v)
	if err != nil {
		t.Fatal(err)
	}
	for q, a := range answers {
		if err := w.clerk.Answer(t.Context(), d, q, a); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// A life event files its petitions in the transaction of its intake: each knows
// the event, and those that are complete are submitted.
func TestLifeEventFilesItsPetitions(t *testing.T) {
	w := newWorld(t)
	d := w.filled(t, "th.event-birth", map[string]any{
		"applicant_phone": "0812345678", "child_first": "ขวัญข้าว", "child_last": "ใจดี", "child_sex": "female", "born_on": "2026-11-20", "born_at": "08:30",
		"born_in": "home", "informant_is": "mother", "father_known": false, "grant": true, "insured": false,
	})
	if _, err := w.clerk.Submit(t.Context(), d); err != nil {
		for _, p := range d.Sheet.Problems() {
			t.Logf("%s: %s %v", p.Question, p.Code, p.Args)
		}
		t.Fatal(err)
	}
	if len(d.Filed) != 2 {
		t.Fatalf("%d petitions filed, want the birth and the grant", len(d.Filed))
	}
	for i, form := range []string{"th.birth-report", "th.newborn-allowance"} {
		p := d.Filed[i]
		if p.Form != form || p.Event != d.Petition.ID || p.Resident != d.Petition.Resident {
			t.Errorf("filed %s of event %q", p.Form, p.Event)
		}
		if p.State != petition.Submitted && p.State != petition.Drafted {
			t.Errorf("%s is %s", p.Form, p.State)
		}
	}
}

// Whoever comes, the mother is the mother: a man who reports a birth is asked
// for her, and is the father.
func TestBirthIsReportedByEitherParent(t *testing.T) {
	w := newWorld(t)
	all := append(slices.Clone(w.home.Residents), w.other.Residents...)
	for _, sex := range []register.Sex{register.Female, register.Male} {
		i := slices.IndexFunc(all, func(r register.Resident) bool { return r.Sex == sex && r.Birth.Year < 2000 })
		if i < 0 {
			t.Fatalf("nobody in the house is %s", sex)
		}
		who := all[i]
		v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: who.NationalNumber, Names: who.Names, Birth: who.Birth, Sex: who.Sex})
		if err != nil {
			t.Fatal(err)
		}
		d, err := w.clerk.Begin(t.Context(), "th.event-birth", v)
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]any{"applicant_phone": "0812345678", "child_first": "ขวัญ" + string(sex[:1]), "child_last": "ใจดี", "child_sex": "female", "born_on": "2026-11-20", "born_at": "08:30",
			"born_in": "home", "grant": false, "insured": false, "child_house": "50140012345"}
		mother, father := who.NationalNumber, ""
		if sex == register.Male {
			mother, father = "1101700230708", who.NationalNumber
			answers["mother_name"], answers["mother_number"] = "นางสาวพิมพร ศรีเจริญ", mother
		} else {
			answers["father_known"] = false
		}
		for path, value := range answers {
			if err := w.clerk.Answer(t.Context(), d, path, value); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.clerk.Submit(t.Context(), d); err != nil {
			t.Fatalf("%s: %v, %v", sex, err, d.Sheet.Problems())
		}
		birth := d.Filed[0]
		if birth.Answers["mother_number"] != mother || father != "" && birth.Answers["father_number"] != father || birth.State != petition.Submitted {
			t.Errorf("%s: mother %v, father %v, %s", sex, birth.Answers["mother_number"], birth.Answers["father_number"], birth.State)
		}
		if got := birth.Answers["informant_is"]; got != map[register.Sex]string{register.Female: "mother", register.Male: "father"}[sex] {
			t.Errorf("%s: the informant is the %v", sex, got)
		}
	}
}

// What a petition leads to in a register happens with its approval, under the
// petition's number, and a petition that wants no paper is fulfilled by it.
func TestApprovalChangesTheRegister(t *testing.T) {
	w := newWorld(t)
	holder := w.home.Residents[0]
	d := w.filled(t, "th.move", map[string]any{
		"applicant_phone": "0812345678", "move_kind": "in", "moved_on": "2026-11-20", "host_agrees": true,
		"new_address":            map[string]any{"country": "TH", "house": "9", "subdistrict": "สันทรายน้อย", "district": "สันทราย", "province": "เชียงใหม่", "postcode": "50210"},
		"new_house_code":         w.other.Household.HouseCode,
		"movers[0].mover_number": holder.NationalNumber, "movers[0].mover_name": holder.Name("th"), "movers[0].mover_kin": "head",
	})
	p, err := w.clerk.Submit(t.Context(), d)
	if err != nil {
		for _, p := range d.Sheet.Problems() {
			t.Logf("%s: %s %v", p.Question, p.Code, p.Args)
		}
		t.Fatal(err)
	}
	if p, err = w.registrar.Approve(t.Context(), p, ""); err != nil {
		t.Fatal(err)
	}
	if p.State != petition.Fulfilled {
		t.Errorf("state %s, want fulfilled: the form leads to no paper and costs nothing", p.State)
	}
	v, err := w.clerk.Visit(t.Context(), holder.ID, "test")
	if err != nil {
		t.Fatal(err)
	}
	if v.Resident.Household != w.other.Household.ID || v.Resident.MovedIn.String() != "2026-11-20" {
		t.Errorf("lives in %s since %s, want %s since 2026-11-20", v.Resident.Household, v.Resident.MovedIn, w.other.Household.ID)
	}
	if v.Resident.Version != 2 { // version 1 came from central
		t.Errorf("version %d after the change", v.Resident.Version)
	}
}

// At a kiosk a life event leads to what the kiosk gives, and says of the rest
// that the counter does it; events that the kiosk can do something for are first.
func TestLifeEventsAtTheKiosk(t *testing.T) {
	w := newWorld(t)
	kiosk := w.Kiosk()
	here := kiosk.Services()
	events := kiosk.LifeEvents(here)
	if len(events) != 10 {
		t.Errorf("%d life events, want the ten of the pack", len(events))
	}
	gives := func(v office.Service) bool {
		return slices.ContainsFunc(here, func(h office.Service) bool { return h.Form.ID == v.Form.ID })
	}
	done := false // with the events that the kiosk can do something for
	for _, e := range events {
		var forms []string
		for i, v := range e.Services {
			forms = append(forms, v.Form.ID)
			if gives(v) == (v.Why == office.WhyCounter) {
				t.Errorf("%s: %s is %q", e.Form.ID, v.Form.ID, v.Why)
			}
			if i > 0 && gives(v) && !gives(e.Services[i-1]) {
				t.Errorf("%s: the kiosk's own %s comes after what the counter does", e.Form.ID, v.Form.ID)
			}
		}
		if gives(e.Services[0]) && done {
			t.Errorf("%s comes after events for which the kiosk can do nothing", e.Form.ID)
		}
		done = done || !gives(e.Services[0])
		if want := []string{"th.house-register-copy", "th.move", "th.waste-collection"}; e.Form.ID == "th.event-moving" && !slices.Equal(forms, want) {
			t.Errorf("moving leads to %v, want %v", forms, want)
		}
	}
}
