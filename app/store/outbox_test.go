package store_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"testing"

	"sala/sync/client"
	"sala/sync/journal"
	"sala/sync/wire"

	"sala/app/store"
)

// The store is what the sync client asks for.
var (
	_ client.Store    = (*store.Store)(nil)
	_ client.Restorer = (*store.Store)(nil)
	_ client.Secrets  = store.Secrets{}
)

func TestAcknowledgeRefusesWhatIsNotThisJournal(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	submit(t, s, "p1", "")
	h, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := mustDigest(t, s)
	for _, test := range []struct {
		name string
		a    wire.Acknowledgement
		code string
	}{
		{"another station's", wire.Acknowledgement{Station: "TH-0000-D01", Through: h.Seq, Head: h.Hash}, "second_copy"},
		{"entries that are not there", wire.Acknowledgement{Station: testStation, Through: h.Seq + 1, Head: h.Hash}, "old_copy"},
		{"another journal", wire.Acknowledgement{Station: testStation, Through: h.Seq, Head: journal.Hash{1}}, "second_copy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			refusedAs(t, s.Acknowledge(ctx, test.a), test.code)
			if n, err := s.Acknowledged(ctx); n != 0 || err != nil || !maps.Equal(mustDigest(t, s), want) {
				t.Error("it was taken in all the same")
			}
		})
	}
	acknowledge(t, s, nil)
	if n, err := s.Acknowledged(ctx); n != h.Seq || err != nil {
		t.Errorf("acknowledged through %d, %v", n, err)
	}
	// Central's word again, and an older one, move nothing back.
	if err := s.Acknowledge(ctx, wire.Acknowledgement{Station: testStation, Through: h.Seq, Head: h.Hash}); err != nil {
		t.Error(err)
	}
	if err := s.Acknowledge(ctx, wire.Acknowledgement{Station: testStation}); err != nil {
		t.Error(err)
	}
	if n, _ := s.Acknowledged(ctx); n != h.Seq {
		t.Errorf("acknowledged through %d after an older word", n)
	}
}

func TestUnacknowledgedKeepsToItsLimits(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	for _, id := range []string{"p1", "p2", "p3"} {
		submit(t, s, id, "")
	}
	for _, test := range []struct {
		after             uint64
		entries, bytes, n int
	}{{0, 3, 0, 3}, {0, 0, 0, 8}, {6, 0, 0, 2}, {0, 0, 1, 1}, {8, 10, 10, 0}} {
		got, err := s.Unacknowledged(ctx, test.after, test.entries, test.bytes)
		if err != nil || len(got) != test.n {
			t.Errorf("after %d, at most %d of %d bytes: %d entries, %v, want %d", test.after, test.entries, test.bytes, len(got), err, test.n)
		}
		for i, e := range got {
			if e.Seq != test.after+uint64(i)+1 {
				t.Errorf("entry %d in place %d after %d", e.Seq, i, test.after)
			}
			if err := e.Verify(s.Identity().Public); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	s := create(t, dir)
	x := s.Secrets()
	if _, err := x.Load("token"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a secret that was never kept: %v", err)
	}
	if err := x.Save("token", []byte("abc")); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if b, err := open(t, dir).Secrets().Load("token"); string(b) != "abc" || err != nil {
		t.Errorf("secret %q, %v", b, err)
	}
}
