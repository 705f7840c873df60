package store_test

import (
	"context"
	"maps"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// nothing is a transaction that only asks whether it may.
func nothing(office.Writer) error { return nil }

// TestASecondCopyIsStopped promises that a machine that was shown another entry
// of its own under a number that it has writes nothing more, through a second
// program and after a restart too; that it loses nothing and can be read and
// copied; and that central's signature under its own journal lifts it.
func TestASecondCopyIsStopped(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := create(t, dir)
	submit(t, s, "p1", "")
	shared, err := s.Head(ctx)
	must(t, err)
	submit(t, s, "p2", "")
	beside := open(t, dir) // a window and the command line
	defer beside.Close()
	head, err := s.Head(ctx)
	must(t, err)
	want := mustDigest(t, s)

	must(t, s.Write(ctx, "malee", nothing))
	other := journal.Entry{Station: testStation, Seq: shared.Seq + 1, Prev: shared.Hash, Kind: act.SignedIn}
	refusedAs(t, s.Restore(ctx, []journal.Entry{other}), "second_copy")
	for _, each := range []*store.Store{s, beside} {
		refusedAs(t, each.Write(ctx, "malee", nothing), "second_copy")
		if at, err := each.StoppedAt(ctx); err != nil || at != other.Seq {
			t.Errorf("stopped at entry %d, %v; want %d", at, err, other.Seq)
		}
	}
	refusedAs(t, s.GoOn(ctx), "second_copy")
	must(t, s.CentralHas(ctx, head.Seq)) // that central has as many says nothing of which
	refusedAs(t, s.Write(ctx, "malee", nothing), "second_copy")
	must(t, s.Close())

	s = open(t, dir)
	defer s.Close()
	refusedAs(t, s.Behind(), "second_copy")
	refusedAs(t, s.Write(ctx, "malee", nothing), "second_copy")
	if got, err := s.Head(ctx); err != nil || got != head || !maps.Equal(mustDigest(t, s), want) {
		t.Errorf("what is there is not what was: entry %d of %d, %v", got.Seq, head.Seq, err)
	}
	waits, err := s.Unacknowledged(ctx, 0, 0, 0)
	must(t, err)
	if len(waits) != int(head.Seq) {
		t.Errorf("%d of %d entries can be carried away", len(waits), head.Seq)
	}
	_, err = s.VerifyJournal(ctx)
	must(t, err)
	_, err = s.Backup(ctx, t.TempDir(), 0, nil)
	must(t, err)

	// Central's word on what came before the difference says nothing of it.
	must(t, s.Acknowledge(ctx, wire.Acknowledgement{Station: testStation, Through: shared.Seq, Head: shared.Hash}))
	refusedAs(t, s.Write(ctx, "malee", nothing), "second_copy")
	must(t, s.Acknowledge(ctx, wire.Acknowledgement{Station: testStation, Through: head.Seq, Head: head.Hash}))
	must(t, s.Behind())
	for _, each := range []*store.Store{s, beside} {
		must(t, each.Write(ctx, "malee", nothing))
		must(t, each.Behind())
	}
}

// TestWhatProvesASecondCopy promises that only a difference under one number
// stops a machine: entries that are missing in between, and another station's,
// do not.
func TestWhatProvesASecondCopy(t *testing.T) {
	ctx := context.Background()
	for _, test := range []struct {
		name  string
		seen  func(s *store.Store, h journal.Head) error
		stops bool
	}{
		{"another entry under the last number", func(s *store.Store, h journal.Head) error {
			return s.Restore(ctx, []journal.Entry{{Station: testStation, Seq: h.Seq, Kind: act.SignedIn}})
		}, true},
		{"a next entry that follows on another", func(s *store.Store, h journal.Head) error {
			return s.Restore(ctx, []journal.Entry{{Station: testStation, Seq: h.Seq + 1, Prev: journal.Hash{1}, Kind: act.SignedIn}})
		}, true},
		{"central's signature under another entry", func(s *store.Store, h journal.Head) error {
			return s.Acknowledge(ctx, wire.Acknowledgement{Station: testStation, Through: h.Seq, Head: journal.Hash{1}})
		}, true},
		{"an entry that is further on", func(s *store.Store, h journal.Head) error {
			return s.Restore(ctx, []journal.Entry{{Station: testStation, Seq: h.Seq + 2, Prev: journal.Hash{1}, Kind: act.SignedIn}})
		}, false},
		{"an entry of another station's", func(s *store.Store, h journal.Head) error {
			return s.Restore(ctx, []journal.Entry{{Station: "TH-0000-D01", Seq: h.Seq, Kind: act.SignedIn}})
		}, false},
		{"a signature under what the station lost", func(s *store.Store, h journal.Head) error {
			return s.Acknowledge(ctx, wire.Acknowledgement{Station: testStation, Through: h.Seq + 1, Head: journal.Hash{1}})
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := create(t, t.TempDir())
			submit(t, s, "p1", "")
			h, err := s.Head(ctx)
			must(t, err)
			if test.seen(s, h) == nil {
				t.Error("it was taken in")
			}
			if err := s.Write(ctx, "malee", nothing); (err != nil) != test.stops {
				t.Errorf("the machine writes afterwards: %v", err)
			}
		})
	}
}
