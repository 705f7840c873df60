package station_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"sala/app/office"
	"sala/app/station"
	"sala/sync/courier"
)

// journey carries a station's bundle to central and returns the reply.
func (w *world) journey(st *station.Station) (courier.Taken, []byte) {
	w.t.Helper()
	var bundle, reply bytes.Buffer
	_, err := st.Courier().Export(w.t.Context(), func(int) (io.WriteCloser, error) { return closer{&bundle}, nil }, 0)
	must(w.t, err)
	keys := courier.Keys{Courier: w.Central.Authority.Courier, Signing: w.Central.Authority.Signing}
	taken, err := courier.Answer(w.t.Context(), w.Central, keys, &bundle, func() (io.WriteCloser, error) { return closer{&reply}, nil })
	must(w.t, err)
	return taken, reply.Bytes()
}

// TestAnOldCopyIsHealedByTheCourier: a station without a network that was put
// back from a copy writes nothing until the courier's reply has brought back
// what central had of it, and goes on under the next number.
func TestAnOldCopyIsHealedByTheCourier(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx, copies := t.Context(), t.TempDir()
	must(t, w.writes(st, "early"))
	_, err := st.BackUp(ctx, copies, 0, nil)
	must(t, err)
	for i := range 5 {
		must(t, w.writes(st, fmt.Sprintf("late-%d", i)))
	}
	for range 2 { // the second time with the entries of the leases
		_, reply := w.journey(st)
		_, err := st.TakeReply(ctx, bytes.NewReader(reply))
		must(t, err)
	}
	before, err := st.Store.Head(ctx)
	must(t, err)
	kept, err := st.Store.Digest(ctx)
	must(t, err)
	has, err := w.Central.Through(ctx, "TH-5014-D01")
	must(t, err)
	must(t, st.Close())

	st = w.putBack(copies, st.Dir, "malee-TH-5014-D01")
	old, err := st.Store.Head(ctx)
	must(t, err)
	if err := w.writes(st, "too-early"); office.CodeOf(err) != "old_copy" {
		t.Fatalf("an old copy writes: %v", err)
	}
	taken, reply := w.journey(st)
	if want := int(has - old.Seq); taken.Restored != want || taken.Refused != "" {
		t.Fatalf("central gives %d entries back, want %d: %+v", taken.Restored, want, taken)
	}
	for turn := range 2 { // the second time it does nothing
		r, err := st.TakeReply(ctx, bytes.NewReader(reply))
		must(t, err)
		if turn == 0 && r.Restored != taken.Restored || turn == 1 && r.Restored != 0 {
			t.Errorf("turn %d: %d entries came back of %d", turn, r.Restored, taken.Restored)
		}
	}
	after, err := st.Store.Head(ctx)
	must(t, err)
	if after.Seq != has || has > before.Seq || has <= old.Seq {
		t.Fatalf("healed to entry %d, central has %d", after.Seq, has)
	}
	must(t, w.writes(st, "next"))
	if taken, _ = w.journey(st); taken.Refused != "" || taken.Accepted == 0 || taken.Restored != 0 {
		t.Fatalf("central does not go on with the station: %+v", taken)
	}
	for _, id := range []string{"early", "late-0", "late-4", "next"} {
		must(t, st.Store.Read(ctx, func(x office.Reader) error { _, err := x.Resident(id); return err }))
	}
	if now, err := st.Store.Digest(ctx); err != nil || now["number"] != kept["number"] {
		t.Errorf("the numbers are not what they were: %v", err)
	}
	_, err = st.Store.VerifyJournal(ctx)
	must(t, err)
}

// TestACopyThatLostNothingGoesOn: the courier's reply says so.
func TestACopyThatLostNothingGoesOn(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx, copies := t.Context(), t.TempDir()
	must(t, w.writes(st, "early"))
	_, reply := w.journey(st)
	_, err := st.TakeReply(ctx, bytes.NewReader(reply))
	must(t, err)
	_, err = st.BackUp(ctx, copies, 0, nil)
	must(t, err)
	must(t, st.Close())

	st = w.putBack(copies, st.Dir, "malee-TH-5014-D01")
	if err := w.writes(st, "too-early"); office.CodeOf(err) != "old_copy" {
		t.Fatalf("a copy writes before anybody said that it is the newest: %v", err)
	}
	_, reply = w.journey(st)
	_, err = st.TakeReply(ctx, bytes.NewReader(reply))
	must(t, err)
	must(t, w.writes(st, "next"))
}
