package station_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/register"
)

// writes appends one act of the officer's to the station's journal.
func (w *world) writes(st *station.Station, id string) error {
	return st.Store.Write(w.t.Context(), "malee", func(x office.Writer) error {
		return x.Append(act.RecordSet, "resident/"+id, 0, act.Change{Register: register.Residents, ID: id, Office: st.Config.Profile.Office,
			Set: register.Fields{"first_th": "สมหญิง", "last_th": "ใจดี"}})
	})
}

// putBack makes the newest copy the station in dir, as a person does whose disk
// was broken.
func (w *world) putBack(copies, dir, officer string) *station.Station {
	w.t.Helper()
	all, err := store.Backups(copies, "")
	must(w.t, err)
	_, err = store.PutBack(w.t.Context(), all[len(all)-1].Dir, dir, store.Unlock{Officer: officer, Password: testPassword}, store.Environment{})
	must(w.t, err)
	st, err := station.Open(w.t.Context(), station.Options{Dir: dir, Unlock: store.Unlock{Officer: officer, Password: testPassword}})
	must(w.t, err)
	w.t.Cleanup(func() { st.Close() })
	return st
}

// TestAnOldCopyIsHealedByCentral: a station that was put back from a copy can be
// read, writes nothing, gets back from central what it had, and goes on under
// the next number: no entry is lost and the journal does not fork.
func TestAnOldCopyIsHealedByCentral(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx, copies := t.Context(), t.TempDir()
	must(t, w.writes(st, "early"))
	_, err := st.BackUp(ctx, copies, 0, nil)
	must(t, err)
	for i := range 5 {
		must(t, w.writes(st, fmt.Sprintf("late-%d", i)))
	}
	for range 2 { // the second time with the numbers that central leased
		_, err = st.Sync.SyncOnce(ctx)
		must(t, err)
	}
	before, err := st.Store.Head(ctx)
	must(t, err)
	must(t, st.Close())

	st = w.putBack(copies, st.Dir, "malee-TH-5014-D01")
	if err := w.writes(st, "too-early"); office.CodeOf(err) != "old_copy" {
		t.Fatalf("an old copy writes: %v", err)
	}
	r, err := st.Sync.SyncOnce(ctx)
	must(t, err)
	if r.Restored == 0 {
		t.Error("central gave nothing back")
	}
	after, err := st.Store.Head(ctx)
	must(t, err)
	if after != before {
		t.Fatalf("healed to entry %d, the station had come to %d", after.Seq, before.Seq)
	}
	must(t, w.writes(st, "next"))
	if r, err = st.Sync.SyncOnce(ctx); err != nil || r.Accepted == 0 {
		t.Fatalf("central does not go on with the station: %+v, %v", r, err)
	}
	for _, id := range []string{"early", "late-0", "late-4", "next"} {
		must(t, st.Store.Read(ctx, func(x office.Reader) error { _, err := x.Resident(id); return err }))
	}
}

// TestAWitnessTellsAnOldFolder: somebody copies the whole folder of a station
// over itself from an older copy; the note outside of it tells.
func TestAWitnessTellsAnOldFolder(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D02")
	st.Config.Witnesses = []string{filepath.Join(t.TempDir(), "notes")}
	must(t, st.Config.Write(st.Dir))
	st = w.reopen(st)
	must(t, w.writes(st, "early"))
	must(t, st.Close())
	old := filepath.Join(t.TempDir(), "old")
	must(t, os.CopyFS(old, os.DirFS(st.Dir)))

	st, err := station.Open(t.Context(), station.Options{Dir: st.Dir})
	must(t, err)
	must(t, w.writes(st, "late"))
	must(t, st.Close())
	must(t, os.RemoveAll(st.Dir))
	must(t, os.CopyFS(st.Dir, os.DirFS(old)))
	must(t, os.Chmod(filepath.Join(st.Dir, "station.machine"), 0o600))

	st, err = station.Open(t.Context(), station.Options{Dir: st.Dir})
	must(t, err)
	defer st.Close()
	if err := w.writes(st, "fork"); office.CodeOf(err) != "old_copy" {
		t.Fatalf("an old copy of the whole folder writes: %v", err)
	}
	must(t, st.Office.GoOn(t.Context(), st, "malee-TH-5014-D02")) // central never had it
	must(t, w.writes(st, "decided"))
}

// hand is a clock that a test turns.
type hand struct {
	mu sync.Mutex
	at time.Time
}

func (h *hand) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hand) turn(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// looked has a station look what is due, and waits until it has: the second tick is
// taken when the first look is over.
func looked(ticks chan<- time.Time) {
	ticks <- time.Time{}
	ticks <- time.Time{}
}

// TestTheSecondCopyIsMadeByItself promises a copy when one is due, none before,
// the newest ones kept, and a word when there is no place for it.
func TestTheSecondCopyIsMadeByItself(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D03")
	ctx, copies := t.Context(), filepath.Join(t.TempDir(), "stick")
	must(t, os.Mkdir(copies, 0o700))
	must(t, s.PlanCopies(ctx, st, office.CopyPlan{Folder: copies, Hours: 4, Keep: 2}))
	must(t, st.Close())

	clock, ticks := &hand{at: time.Now().Add(time.Minute)}, make(chan time.Time)
	st, err := station.Open(ctx, station.Options{Dir: st.Dir, Live: true, Quiet: true, Now: clock.now, Ticks: ticks})
	must(t, err)
	defer st.Close()
	kept := make(chan struct{}, 100)
	defer st.Office.Subscribe(func(e office.Event) {
		if e.Kind == office.StationKept {
			kept <- struct{}{}
		}
	})()
	for i, turn := range []time.Duration{0, time.Hour, 4 * time.Hour, 4 * time.Hour} {
		clock.turn(turn)
		looked(ticks)
		all, err := st.Copies(ctx)
		must(t, err)
		if want := []int{1, 1, 2, 2}[i]; len(all) != want {
			t.Fatalf("turn %d: %d copies, want %d", i, len(all), want)
		}
	}
	if len(kept) != 3 {
		t.Errorf("%d copies told, want 3", len(kept))
	}
	all, err := st.Copies(ctx)
	must(t, err)
	if n, err := st.DrillCopy(ctx, all[0].Dir, "malee-TH-5014-D03", testPassword); err != nil || n == 0 {
		t.Errorf("the copy that was made by itself: %d entries, %v", n, err)
	}

	must(t, os.RemoveAll(copies))
	must(t, os.WriteFile(copies, nil, 0o600)) // the stick is out
	clock.turn(5 * time.Hour)
	looked(ticks)
	if st.CopyTrouble() == "" {
		t.Error("nobody is told that no copy was made")
	}
	found := false
	for _, f := range st.Examine(ctx, false) {
		found = found || f.Code == "copies_away"
	}
	if !found {
		t.Error("the doctor does not see that the copies are away")
	}
}

// TestAKioskForgets promises that a kiosk at rest keeps nothing of a citizen
// that central has, and that its chain still verifies.
func TestAKioskForgets(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-K01")
	st.Config.Forget = true
	must(t, st.Config.Write(st.Dir))
	st = w.reopen(st)
	ctx := t.Context()
	must(t, st.Store.Write(ctx, "kiosk", func(x office.Writer) error {
		return x.Append(act.CardRead, "card/1", 0, act.CardReading{})
	}))
	for range 2 { // the second with the numbers that central leased: from then on nothing is written at rest
		_, err := st.Sync.SyncOnce(ctx)
		must(t, err)
	}
	must(t, st.Close())

	clock, ticks := &hand{at: time.Now().Add(time.Minute)}, make(chan time.Time)
	st, err := station.Open(ctx, station.Options{Dir: st.Dir, Live: true, Quiet: true, Now: clock.now, Ticks: ticks})
	must(t, err)
	defer st.Close()
	looked(ticks)
	clock.turn(time.Hour)
	looked(ticks)
	r, err := st.Store.VerifyJournal(ctx)
	must(t, err)
	if r.Purged == 0 {
		t.Error("the kiosk kept the card that it read")
	}
}

func TestNoPlanNoCopy(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D04")
	if _, err := s.MakeCopy(t.Context(), st, nil); office.CodeOf(err) != "no_copy_folder" {
		t.Errorf("a copy to nowhere: %v", err)
	}
	for _, dir := range []string{"relative", filepath.Join(t.TempDir(), "missing")} {
		err := s.PlanCopies(t.Context(), st, office.CopyPlan{Folder: dir})
		if office.CodeOf(err) != "copy_folder" {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if !errors.Is(station.ErrNoCopies, station.ErrNoCopies) || st.CopyPlan().Folder != "" {
		t.Error("a refused plan is kept")
	}
}
