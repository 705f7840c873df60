package office_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

var forCorrection = office.Look{Purpose: register.ForCorrection, Note: "ตรวจทะเบียนซ้ำ"}

// twice enters a person of the home once more, with another birth and no
// number, in the other home.
func (w *world) twice(t *testing.T) (first, second register.Resident) {
	t.Helper()
	first = w.home.Residents[1]
	second = first
	second.ID, second.NationalNumber, second.Household, second.Position = "twice", "", w.other.Household.ID, register.Occupant
	second.Birth.Day = first.Birth.Day%28 + 1
	second.Nationality = ""
	err := w.store.Write(t.Context(), "clerk", func(x office.Writer) error {
		rec := second.Record()
		return x.Append(act.RecordSet, "resident/"+second.ID, 0, act.Change{Register: register.Residents, ID: second.ID, Office: w.Profile.Office, Set: rec.Fields})
	})
	if err != nil {
		t.Fatal(err)
	}
	return first, second
}

func TestTwoRecordsBecomeOnePersonAndTwoAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	first, second := w.twice(t)
	v, err := w.clerk.Visit(ctx, second.ID, "citizen")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := w.clerk.Begin(ctx, "th.house-register-copy", v)
	if err != nil {
		t.Fatal(err)
	}

	c, err := w.registrar.Compare(ctx, first.ID, second.ID, forCorrection)
	if err != nil {
		t.Fatal(err)
	}
	if c.Match.Score < register.Likely || c.B.Petitions != 1 || c.A.Household.ID != w.home.Household.ID {
		t.Errorf("the comparison says %+v", c)
	}
	var differ []string
	for _, a := range c.Aspects {
		if !a.Same(c.A.Record.Fields, c.B.Record.Fields) {
			differ = append(differ, a.Name)
		}
	}
	if want := []string{"number", "birth", "nationality", "home"}; !slices.Equal(differ, want) {
		t.Errorf("they differ in %v, want %v", differ, want)
	}
	joint := office.Joint{Stays: first.ID, Leaves: second.ID, StaysVersion: c.A.Record.Version, LeavesVersion: c.B.Record.Version, Take: []string{"birth"}, Reason: "บัตรประชาชนยืนยัน"}
	for code, change := range map[string]func(*office.Joint){
		"reason_needed":  func(j *office.Joint) { j.Reason = " " },
		"record_changed": func(j *office.Joint) { j.LeavesVersion-- },
		"joined_already": func(j *office.Joint) { j.Leaves, j.LeavesVersion = j.Stays, j.StaysVersion },
		"not_found":      func(j *office.Joint) { j.Leaves = "nobody" },
	} {
		wrong := joint
		change(&wrong)
		if _, err := w.registrar.Join(ctx, wrong); office.CodeOf(err) != code {
			t.Errorf("want %s: %v", code, err)
		}
	}
	if _, err := w.clerk.Join(ctx, joint); office.CodeOf(err) != "not_allowed" {
		t.Errorf("a clerk joins: %v", err)
	}
	stays, err := w.registrar.Join(ctx, joint)
	if err != nil {
		t.Fatal(err)
	}
	if stays.ID != first.ID || stays.Birth != second.Birth || stays.NationalNumber != first.NationalNumber || stays.Household != first.Household {
		t.Errorf("the record that stays is %+v", stays)
	}
	if v, err = w.clerk.Visit(ctx, second.ID, "citizen"); err != nil || v.Resident.ID != first.ID || len(v.Petitions) != 1 {
		t.Errorf("whoever opens the one that left sees %+v, %v", v.Resident, err)
	}
	if again, err := w.clerk.Resume(ctx, draft.Petition.ID); err != nil || again.Petition.State != petition.Drafted {
		t.Errorf("the draft of the one that left: %v", err)
	}
	if found, err := w.clerk.Duplicates(ctx, stays); err != nil || slices.ContainsFunc(found, func(m register.Match) bool { return m.Resident.ID == second.ID }) {
		t.Errorf("they are taken for duplicates still: %+v, %v", found, err)
	}
	joint.StaysVersion = stays.Version
	if _, err := w.registrar.Join(ctx, joint); office.CodeOf(err) != "joined_already" {
		t.Errorf("joined twice: %v", err)
	}
	opened, err := w.registrar.History(ctx, register.Residents, first.ID, forCorrection)
	if err != nil || len(opened.Joined) != 1 || opened.Joined[0].ID != second.ID || opened.History[len(opened.History)-1].Reason != joint.Reason {
		t.Errorf("the record's page says %+v, %v", opened, err)
	}

	if _, err := w.clerk.Part(ctx, second.ID, "ผิดคน"); office.CodeOf(err) != "not_allowed" {
		t.Errorf("a clerk parts: %v", err)
	}
	parted, err := w.registrar.Part(ctx, second.ID, "ผิดคน")
	if err != nil || parted.ID != second.ID || parted.Birth != second.Birth {
		t.Fatalf("parted: %+v, %v", parted, err)
	}
	if v, err = w.clerk.Visit(ctx, first.ID, "citizen"); err != nil || v.Resident.Birth != first.Birth || len(v.Petitions) != 0 {
		t.Errorf("after parting the first has birth %s and %d petitions, want %s and none: %v", v.Resident.Birth, len(v.Petitions), first.Birth, err)
	}
	if _, err := w.registrar.Part(ctx, second.ID, "ผิดคน"); office.CodeOf(err) != "not_joined" {
		t.Errorf("parted twice: %v", err)
	}
}

func TestNoHouseholdLosesItsHeadByJoining(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, second := w.twice(t)
	head := w.home.Residents[0]
	if head.Position != register.Head {
		t.Fatalf("the first of the home is %s", head.Position)
	}
	c, err := w.registrar.Compare(ctx, second.ID, head.ID, forCorrection)
	if err != nil {
		t.Fatal(err)
	}
	joint := office.Joint{Stays: second.ID, Leaves: head.ID, StaysVersion: c.A.Record.Version, LeavesVersion: c.B.Record.Version, Reason: "คนเดียวกัน"}
	if _, err := w.registrar.Join(ctx, joint); office.CodeOf(err) != "join_head" {
		t.Errorf("a home lost its head: %v", err)
	}
	joint.Take = []string{"home"}
	stays, err := w.registrar.Join(ctx, joint)
	if err != nil || stays.Household != head.Household || stays.Position != register.Head {
		t.Errorf("with the home taken over: %+v, %v", stays, err)
	}
}
