package station_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	"sala/sync/central"
	"sala/sync/client"
	"sala/sync/wire"
)

// twin copies the whole folder of a closed station, as somebody does who images
// a disk, and opens both.
func (w *world) twin(st *station.Station) (first, second *station.Station) {
	w.t.Helper()
	must(w.t, st.Close())
	dir := filepath.Join(w.t.TempDir(), "twin")
	must(w.t, os.CopyFS(dir, os.DirFS(st.Dir)))
	must(w.t, os.Chmod(filepath.Join(dir, "station.machine"), 0o600))
	return w.opened(st.Dir), w.opened(dir)
}

func (w *world) opened(dir string) *station.Station {
	w.t.Helper()
	st, err := station.Open(w.t.Context(), station.Options{Dir: dir})
	must(w.t, err)
	w.t.Cleanup(func() { st.Close() })
	return st
}

// runs synchronises and wants it to end for a reason.
func (w *world) runs(st *station.Station, reason string) {
	w.t.Helper()
	if _, err := st.Sync.SyncOnce(w.t.Context()); client.ReasonOf(err) != reason {
		w.t.Fatalf("%s: a run ends for %q, want %q: %v", st.Dir, client.ReasonOf(err), reason, err)
	}
}

// disputes are the pushes that central set aside for a person.
func (w *world) disputes() (pushes []wire.Push) {
	w.t.Helper()
	must(w.t, w.Central.Store.View(w.t.Context(), func(tx central.Tx) error {
		kept, err := tx.Settings("dispute")
		for _, b := range kept {
			var p wire.Push
			must(w.t, wire.NewCodec().Decode(b, &p))
			pushes = append(pushes, p)
		}
		return err
	}))
	return pushes
}

// stands fails where a machine is not stopped as a second copy with all that it
// wrote.
func (w *world) stands(st *station.Station, wrote ...string) {
	w.t.Helper()
	ctx := w.t.Context()
	if err := w.writes(st, "never"); office.CodeOf(err) != "second_copy" {
		w.t.Errorf("a second copy writes: %v", err)
	}
	for _, id := range wrote {
		must(w.t, st.Store.Read(ctx, func(x office.Reader) error { _, err := x.Resident(id); return err }))
	}
	_, err := st.Store.VerifyJournal(ctx)
	must(w.t, err)
	s, err := st.Office.SignIn(ctx, "malee-TH-5014-D01", testPassword) // to look at it
	must(w.t, err)
	if !s.May(office.Inspect) {
		w.t.Error("she may not look at it")
	}
	if _, err := st.Office.SignIn(ctx, "malee-TH-5014-D01", "wrong "+testPassword); err == nil {
		w.t.Error("anybody is let in at a stopped machine")
	}
	told := false
	for _, f := range st.Examine(ctx, false) {
		told = told || f.Check == "copy" && f.Level == store.Bad && f.Code == "second_copy"
	}
	if !told {
		w.t.Error("the doctor does not tell of the second copy")
	}
}

// TestTheSecondCopyIsStopped: two machines with one journal both write and
// synchronise. The second is stopped, over restarts, with all that it wrote, of
// which central keeps a copy; the first loses nothing, works on, and goes on
// with central when a person has looked, whatever the second tries.
func TestTheSecondCopyIsStopped(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx := t.Context()
	must(t, w.writes(st, "shared"))
	w.runs(st, "")
	w.runs(st, "") // with the entries of the leases
	first, second := w.twin(st)

	must(t, w.writes(first, "first-1"))
	w.runs(first, "")
	must(t, w.writes(second, "second-1"))
	must(t, w.writes(second, "second-2"))
	w.runs(second, wire.RefusedFork)
	w.stands(second, "shared", "second-1", "second-2")
	second = w.reopen(second)
	w.stands(second, "shared", "second-1", "second-2")
	if aside := w.disputes(); len(aside) != 1 || len(aside[0].Entries) < 2 {
		t.Errorf("central set %d pushes aside", len(aside))
	}
	taken, reply := w.journey(second) // a person may carry it to central to look at
	if taken.Refused != wire.RefusedFork || taken.Restored != 0 {
		t.Errorf("central says of the second's bundle: %+v", taken)
	}
	if _, err := second.TakeReply(ctx, bytes.NewReader(reply)); office.CodeOf(err) != "second_copy" {
		t.Errorf("the courier's reply says: %v", err)
	}

	must(t, w.writes(first, "first-2"))
	w.runs(first, client.ReasonHeld)
	must(t, w.writes(first, "first-3"))
	must(t, w.Central.Reinstate(ctx, "TH-5014-D01"))
	w.runs(second, wire.RefusedFork) // it asks, and does not push
	w.runs(first, "")
	w.stands(second, "shared", "second-1", "second-2")
	head, err := first.Store.Acknowledged(ctx)
	must(t, err)
	if has, err := w.Central.Through(ctx, "TH-5014-D01"); err != nil || has != head {
		t.Errorf("central has the first through %d of %d, %v", has, head, err)
	}
	for _, id := range []string{"shared", "first-1", "first-2", "first-3"} {
		must(t, first.Store.Read(ctx, func(x office.Reader) error { _, err := x.Resident(id); return err }))
	}
	if aside, err := first.Store.SetAside(ctx); err != nil || len(aside) != 0 {
		t.Errorf("central set aside of the first: %+v, %v", aside, err)
	}
}

// TestTheCourierStopsASecondCopy: without a network the reply brings what
// central keeps. The right machine, which carried a bundle meanwhile, is held.
func TestTheCourierStopsASecondCopy(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx := t.Context()
	must(t, w.writes(st, "shared"))
	w.runs(st, "")
	first, second := w.twin(st)

	must(t, w.writes(first, "first-1"))
	_, unread := w.journey(first) // the reply is still on the stick
	must(t, w.writes(second, "second-1"))
	taken, reply := w.journey(second)
	if taken.Refused != wire.RefusedFork {
		t.Fatalf("central takes the second: %+v", taken)
	}
	must(t, w.writes(second, "second-2")) // nobody knows yet
	if _, err := second.TakeReply(ctx, bytes.NewReader(reply)); office.CodeOf(err) != "second_copy" {
		t.Errorf("the reply to the second: %v", err)
	}
	w.stands(second, "shared", "second-1", "second-2")

	_, reply = w.journey(first)
	if _, err := first.TakeReply(ctx, bytes.NewReader(reply)); client.ReasonOf(err) != client.ReasonHeld {
		t.Errorf("the reply to the first: %v", err)
	}
	must(t, w.writes(first, "first-2"))
	_, err := first.TakeReply(ctx, bytes.NewReader(unread))
	must(t, err)
	must(t, w.Central.Reinstate(ctx, "TH-5014-D01"))
	_, reply = w.journey(first)
	_, err = first.TakeReply(ctx, bytes.NewReader(reply))
	must(t, err)
}

// TestAnOldCopyHealsBeforeItCouldBeStopped: a folder from before that nobody
// noticed, with nothing written since, gets back what it lost; so does one
// whose name central had stopped for another copy meanwhile.
func TestAnOldCopyHealsBeforeItCouldBeStopped(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	must(t, w.writes(st, "shared"))
	w.runs(st, "")
	w.runs(st, "")
	first, second := w.twin(st)
	_, third := w.twin(second)
	second = w.opened(second.Dir)
	for i := range 3 {
		must(t, w.writes(first, fmt.Sprintf("late-%d", i)))
	}
	w.runs(first, "")
	must(t, w.writes(second, "other"))
	w.runs(second, wire.RefusedFork)
	w.stands(second, "other")

	r, err := third.Sync.SyncOnce(t.Context())
	must(t, err)
	if r.Restored != 3 {
		t.Errorf("%d entries came back, want 3", r.Restored)
	}
	must(t, third.Store.Behind())
	must(t, third.Store.Read(t.Context(), func(x office.Reader) error { _, err := x.Resident("late-2"); return err }))
}

// TestARightMachineIsHeldAndNotStopped: the acknowledgement of its last push was
// lost on the line, and then a copy was refused.
func TestARightMachineIsHeldAndNotStopped(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx := t.Context()
	must(t, w.writes(st, "shared"))
	w.runs(st, "")
	w.runs(st, "")
	first, second := w.twin(st)
	must(t, w.writes(first, "first-1"))
	acked, err := first.Store.Acknowledged(ctx)
	must(t, err)
	waits, err := first.Store.Unacknowledged(ctx, acked, 0, 0)
	must(t, err)
	_, err = w.Central.Push(ctx, "TH-5014-D01", wire.Pack(waits)) // nobody hears the answer
	must(t, err)
	must(t, w.writes(second, "second-1"))
	w.runs(second, wire.RefusedFork)

	w.runs(first, client.ReasonHeld)
	must(t, w.writes(first, "first-2"))
	must(t, first.Store.Behind())
	held := false
	for _, f := range first.Examine(ctx, false) {
		held = held || f.Check == "line" && f.Level == store.Warn && f.Code == client.ReasonHeld
	}
	if !held {
		t.Error("the doctor does not say that the right machine is held")
	}
}
