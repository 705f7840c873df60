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

// TestANumberIsFoundHoweverItIsWritten: with its dashes or without, in a record
// of any register and in the answers of a petition.
func TestANumberIsFoundHoweverItIsWritten(t *testing.T) {
	s := create(t, t.TempDir())
	if err := s.ApplyPage(context.Background(), changes(t, 700,
		register.Record{Register: register.Taxes, ID: "t1", Version: 1, Office: testOffice, Fields: register.Fields{"payer": "1-5099-00000-01-7", "telephone": "053 123 456"}},
		register.Record{Register: register.Taxes, ID: "t2", Version: 1, Office: testOffice, Fields: register.Fields{"payer": "1509900000017"}},
	)); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"1-5099-00000-01-7": {"t1", "t2"}, "1509900000017": {"t1", "t2"}, "5099-00000": {"t1", "t2"}, "50990000001": {"t1", "t2"}, "053123456": {"t1"}, "053-123-456": {"t1"}, "123 456": {"t1"},
	} {
		var got []string
		for _, h := range find(t, s, query, 10) {
			got = append(got, h.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
}

// TestASilentLetterMayLackItsSign: a name typed without the sign over its silent
// letter, and with another letter of that sound, comes before names that only
// begin as it sounds.
func TestASilentLetterMayLackItsSign(t *testing.T) {
	s := create(t, t.TempDir())
	var all []register.Record
	for i, n := range [][2]string{{"กิตติพร", "คำตาประเสริฐ"}, {"กิตติพงศ์", "สิงห์คำ"}, {"สมศักดิ์", "ใจดี"}, {"สมสัก", "กล้า"}} {
		all = append(all, register.Resident{ID: fmt.Sprintf("n%d", i), Version: 1, Office: testOffice, Names: map[string]register.Name{"th": {First: n[0], Last: n[1]}}}.Record())
	}
	if err := s.ApplyPage(context.Background(), changes(t, 700, all...)); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"กิตติพงษ": "n1", "กิตติพงศ": "n1", "กิตติพงษ์": "n1", "สมศักดิ": "n2", "สมสักดิ": "n2"} {
		if hits := find(t, s, query, 10); len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%s finds %+v, want %s first", query, hits, want)
		}
	}
}

// TestANameInPartsIsOneName: a Korean name is written with a hyphen, a space or
// neither, in the register as by whoever asks.
func TestANameInPartsIsOneName(t *testing.T) {
	s := create(t, t.TempDir())
	var all []register.Record
	for i, first := range []string{"Minsu", "Min-su", "Min", "Sunmin"} {
		all = append(all, register.Resident{ID: fmt.Sprintf("k%d", i), Version: 1, Office: testOffice, Names: map[string]register.Name{"en": {First: first, Last: "Kim"}}}.Record())
	}
	if err := s.ApplyPage(context.Background(), changes(t, 700, all...)); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{"Kim Min-su": {"k0", "k1"}, "kim minsu": {"k0", "k1"}, "Kim Min su": {"k1"}, "Min-su": {"k0", "k1"}, "Kim Sun-mi": {"k3"}} {
		hits := find(t, s, query, 10)
		for _, id := range want {
			if i := slices.IndexFunc(hits, func(h office.Hit) bool { return h.ID == id }); i < 0 || i >= len(want) {
				t.Errorf("%s finds %+v, want %v first", query, hits, want)
			}
		}
	}
}
