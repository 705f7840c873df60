package store_test

import (
	"context"
	"testing"

	"sala/app/store"
)

// TestABrokenChainIsTold promises that the doctor and the report name the entry
// that somebody changed.
func TestABrokenChainIsTold(t *testing.T) {
	ctx := context.Background()
	for _, test := range []struct {
		name, script string
		at           uint64
	}{
		{"an entry says something else", "UPDATE journal SET payload = x'a0' WHERE seq = 2", 2},
		{"another officer did it", "UPDATE journal SET officer = 'nobody' WHERE seq = 3", 3},
		{"an entry is left out", "DELETE FROM journal WHERE seq = 2", 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := create(t, t.TempDir())
			submit(t, s, "p1", "")
			if r, err := s.VerifyJournal(ctx); err != nil || r.Trouble != "" || r.At != 0 {
				t.Fatalf("before: %+v, %v", r, err)
			}
			if err := store.Run(s, test.script); err != nil {
				t.Fatal(err)
			}
			r, err := s.VerifyJournal(ctx)
			if err == nil || r.Trouble == "" || r.At != test.at || r.Entries >= test.at {
				t.Errorf("%+v, %v: want trouble at entry %d", r, err, test.at)
			}
			for _, f := range s.Examine(ctx, false) {
				if f.Check == "journal" && (f.Level != store.Bad || f.Code != "chain_broken" || f.Args["entry"] != test.at || f.Err == "") {
					t.Errorf("the doctor says %+v", f)
				}
			}
		})
	}
}

// TestNothingComesAfterTheEnd promises no entry and no error after the last
// entry and beyond it, and the last one before it.
func TestNothingComesAfterTheEnd(t *testing.T) {
	s := create(t, t.TempDir())
	submit(t, s, "p1", "")
	h, err := s.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for after, want := range map[uint64]uint64{h.Seq - 1: 1, h.Seq: 0, h.Seq + 1: 0, h.Seq + 1000: 0, 1<<63 - 1: 0} {
		var n uint64
		for e, err := range s.Entries(context.Background(), after) {
			if n++; err != nil || e.Seq != after+n {
				t.Errorf("after %d: entry %d, %v", after, e.Seq, err)
			}
		}
		if n != want {
			t.Errorf("%d entries after %d of %d, want %d", n, after, h.Seq, want)
		}
	}
}
