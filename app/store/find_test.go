package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/register"
)

func find(t *testing.T, s *store.Store, query string, limit int) (hits []office.Hit) {
	t.Helper()
	read(t, s, func(r office.Reader) (err error) {
		hits, err = r.Find(query, limit)
		return err
	})
	return hits
}

// TestOneLetterFinds: a single letter finds names that begin with it, and stops
// at the limit.
func TestOneLetterFinds(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 40)
	for _, q := range []string{"ณ", "s", "ก"} {
		if hits := find(t, s, q, 5); len(hits) == 0 || len(hits) > 5 {
			t.Errorf("%s finds %d, want 1 to 5", q, len(hits))
		}
	}
}

// TestAHitSaysWhatTheOutboxHolds promises that a record that was changed here is
// told as waiting until central has it.
func TestAHitSaysWhatTheOutboxHolds(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 4)
	if h := find(t, s, "r0000001", 5); len(h) > 0 && h[0].Outbox != "" {
		t.Errorf("what central sent waits: %+v", h[0])
	}
	write(t, s, "malee", func(w office.Writer) error {
		return w.Append(act.RecordSet, "resident/new", 0, act.Change{Register: register.Residents, ID: "new", Office: testOffice, Set: register.Fields{"first_th": "พิเศษสุด"}})
	})
	hits := find(t, s, "พิเศษสุด", 5)
	if len(hits) != 1 || hits[0].Outbox != office.OutboxWaiting {
		t.Fatalf("the new record: %+v", hits)
	}
	acknowledge(t, s, nil)
	if hits = find(t, s, "พิเศษสุด", 5); len(hits) != 1 || hits[0].Outbox != "" {
		t.Errorf("after the acknowledgement: %+v", hits)
	}
}

// TestNoKindCrowdsTheOthersOut: a hundred people of a name leave room for the
// petition that has it in its answers.
func TestNoKindCrowdsTheOthersOut(t *testing.T) {
	s := create(t, t.TempDir())
	var all []register.Record
	for i := range 100 {
		all = append(all, register.Resident{ID: fmt.Sprintf("c%03d", i), Version: 1, Office: testOffice, Names: map[string]register.Name{"th": {First: "สมัครงาน", Last: "มากมาย"}}}.Record())
	}
	if err := s.ApplyPage(context.Background(), changes(t, 700, all...)); err != nil {
		t.Fatal(err)
	}
	submit(t, s, "p1", "")
	hits := find(t, s, "สมัครงาน", 50)
	if len(hits) != 50 || !slices.ContainsFunc(hits, func(h office.Hit) bool { return h.ID == "p1" }) {
		t.Errorf("%d hits, and the petition is not among them", len(hits))
	}
}

// TestAForgottenNameIsInNoVocabulary: when the last record with a word is gone,
// so is the word.
func TestAForgottenNameIsInNoVocabulary(t *testing.T) {
	ctx, s := context.Background(), create(t, t.TempDir())
	rec := register.Resident{ID: "x", Version: 1, Office: testOffice, Names: map[string]register.Name{"th": {First: "ไม่มีใครเหมือน", Last: "เดียว"}}}.Record()
	if err := s.ApplyPage(ctx, changes(t, 700, rec)); err != nil {
		t.Fatal(err)
	}
	known := func() bool {
		words, err := store.Vocabulary(s)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(words, "ไม่มีใครเหมือน")
	}
	if !known() {
		t.Fatal("the name is not in the vocabulary")
	}
	page := changes(t, 701, rec)
	page.Changes[0].Version, page.Changes[0].Body = 2, nil
	if err := s.ApplyPage(ctx, page); err != nil {
		t.Fatal(err)
	}
	if known() {
		t.Error("the name is still in the vocabulary")
	}
}
