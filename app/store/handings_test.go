package store_test

import (
	"context"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/sync/wire"
)

// The history of a petition knows when it was handed in, by whom, and nothing of
// what central did not take.
func TestHandings(t *testing.T) {
	s := create(t, t.TempDir())
	submit(t, s, "p1", "")
	submit(t, s, "p2", "")
	h, err := s.Head(context.Background())
	must(t, err)
	for id, want := range map[string]int{"p1": 1, "p2": 1, "p3": 0} {
		if got := handings(t, s, id); len(got) != want || want > 0 && (got[0].By != "malee" || got[0].At < noon().UnixMilli()) {
			t.Errorf("%s was handed in %+v", id, got)
		}
	}
	acknowledge(t, s, map[uint64]wire.Verdict{h.Seq: {Outcome: wire.Rejected, Reason: "form_refused"}})
	if got := handings(t, s, "p2"); len(got) != 0 {
		t.Errorf("what central refused was handed in %+v", got)
	}
	if got := handings(t, s, "p1"); len(got) != 1 {
		t.Errorf("what central took was handed in %+v", got)
	}
}

func handings(t *testing.T, s *store.Store, id string) (all []office.Handing) {
	t.Helper()
	must(t, s.Read(context.Background(), func(r office.Reader) (err error) {
		all, err = r.(office.Handings).Handings(id)
		return err
	}))
	return all
}
