package sqlstore

import (
	"context"
	"errors"
	"testing"

	"sala/sync/central"
)

// TestOnlyWhatMayBeLostIsUnflushed promises that a transaction that does not
// wait for the disk keeps what it wrote and leaves the next one waiting, however
// it ended.
func TestOnlyWhatMayBeLostIsUnflushed(t *testing.T) {
	s, err := OpenSQLite(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	synchronous := func(x central.Tx) (n int) { // not prepared: what it says is as old as its preparation
		if err := x.(*tx).tx.QueryRowContext(context.Background(), "pragma synchronous").Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	refused := errors.New("refused")
	for _, end := range []struct {
		name string
		err  error
	}{{"kept", nil}, {"refused", refused}, {"given up", context.Canceled}} {
		t.Run(end.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			err := s.UpdateUnflushed(ctx, func(x central.Tx) error {
				if n := synchronous(x); n != 1 {
					t.Errorf("synchronous is %d in it", n)
				}
				if err := x.AddChunk("h "+end.name, 0, []byte("body")); err != nil {
					return err
				}
				if end.err == context.Canceled {
					cancel()
				}
				return end.err
			})
			if !errors.Is(err, end.err) {
				t.Errorf("%v, want %v", err, end.err)
			}
			if err := s.Update(context.Background(), func(x central.Tx) error {
				if n := synchronous(x); n != 2 {
					t.Errorf("synchronous is %d in the next one", n)
				}
				b, err := x.Chunk("h "+end.name, 0)
				if kept := err == nil && string(b) == "body"; kept != (end.err == nil) {
					t.Errorf("%q, %v", b, err)
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
}
