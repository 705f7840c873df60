package station_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// What tells the process that dies at a kiosk how far somebody has come then.
const (
	dueDir  = "SALA_TEST_DUE"
	dueCard = "SALA_TEST_DUE_CARD"
	dueAt   = "SALA_TEST_DUE_AT"
)

// dead ends this process as a power cut does.
func dead(t *testing.T) { must(t, syscall.Kill(os.Getpid(), syscall.SIGKILL)) }

// drawer is a machine that is given one note and has no coins for change.
type drawer struct {
	note  int64
	stuck func() // what happens before enough is in
}

func (*drawer) Name() string { return "drawer" }

func (d *drawer) Take(_ context.Context, amount fee.Money, moved func(office.Piece) error) error {
	err := moved(office.Piece{What: "note", Amount: fee.Money{Minor: d.note, Currency: amount.Currency}})
	if d.note < amount.Minor {
		d.stuck()
	}
	return err
}

func (*drawer) Give(context.Context, fee.Money, func(office.Piece) error) error {
	return errors.New("no coins")
}

// TestDueProcess is the kiosk that dies in the test below.
func TestDueProcess(t *testing.T) {
	dir := os.Getenv(dueDir)
	if dir == "" {
		return
	}
	ctx := t.Context()
	st, err := station.Open(ctx, station.Options{Dir: dir})
	must(t, err)
	kiosk := st.Office.Kiosk()
	p, err := kiosk.Submit(ctx, begins(t, kiosk, os.Getenv(dueCard)))
	must(t, err)
	p, err = kiosk.ApproveByStandingOrder(ctx, p)
	must(t, err)
	note := map[string]int64{"half paid": p.Due().Minor / 2, "paper": p.Due().Minor, "ticket": p.Due().Minor + 8000}[os.Getenv(dueAt)]
	st.Office.Till = &drawer{note: note, stuck: func() { dead(t) }}
	_, _ = kiosk.PayAtTill(ctx, p.ID, nil) // what cannot be given back is owed
	dead(t)
}

// What is due to whoever stood before a kiosk that died is known to the next one,
// though central has every entry of it and the kiosk forgets what central has: she
// gets it, and is forgotten then.
func TestAKioskForgetsNobodyToWhomSomethingIsDue(t *testing.T) {
	tests := []struct {
		name string
		left func(petition.Petition) bool // by the kiosk that died
		owed func(fee int64) int64
	}{
		{name: "half paid", left: func(p petition.Petition) bool { return p.Machine.In == p.Fee.Minor/2 && len(p.Paid) == 0 }, owed: func(fee int64) int64 { return fee / 2 }},
		{name: "paper", left: func(p petition.Petition) bool { return p.Due().Minor == 0 && p.State == petition.Approved }, owed: func(int64) int64 { return 0 }},
		{name: "ticket", left: func(p petition.Petition) bool { return p.Due().Minor == 0 && p.Machine.Owed == 8000 }, owed: func(int64) int64 { return 8000 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			st, _, her := w.kiosk()
			ctx := t.Context()
			must(t, st.Close())
			forgetful(t, st)
			cmd := exec.Command(os.Args[0], "-test.run=^TestDueProcess$")
			cmd.Env = append(os.Environ(), dueDir+"="+st.Dir, dueCard+"="+her.NationalNumber, dueAt+"="+tt.name)
			if out, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.Exited() {
				t.Fatalf("it was not killed: %v, %s", err, out)
			}

			sender := senderOf(t, st.Dir)
			for range 2 { // the second is after a window that died before it looked
				recovered, err := sender.Prepare(ctx, st.Dir, time.Minute)
				must(t, err)
				if recovered {
					t.Error("nothing is said to be left for the window")
				}
			}
			next, err := station.Open(ctx, station.Options{Dir: st.Dir})
			must(t, err)
			defer next.Close()
			acked := acknowledged(t, next)
			_, err = next.Store.Purge(ctx, acked) // as upkeep does
			must(t, err)
			all := hers(t, next)
			if len(all) != 1 || !tt.left(all[0]) {
				t.Fatalf("the next kiosk finds %+v", all)
			}
			if n, err := next.Office.Kiosk().Recover(ctx); n != 1 || err != nil {
				t.Errorf("it saw to %d, %v", n, err)
			}
			p := hers(t, next)[0]
			if p.Ticket != "kiosk.stopped" || p.Machine.In != 0 || p.Machine.Owed != tt.owed(p.Fee.Minor) {
				t.Errorf("she has ticket %q, %+v", p.Ticket, p.Machine)
			}
			must(t, next.Close())

			prepare(t, sender, st.Dir, time.Minute)
			last, err := station.Open(ctx, station.Options{Dir: st.Dir})
			must(t, err)
			defer last.Close()
			acknowledged(t, last)
			if all := hers(t, last); len(all) > 0 {
				t.Errorf("it knows her still: %+v", all)
			}
			for _, kind := range []string{act.PetitionSubmitted, act.MoneyMoved, act.PetitionTicketed} {
				if kept, err := last.Store.Newest(ctx, kind, 9); len(kept) > 0 || err != nil {
					t.Errorf("%s is kept: %+v, %v", kind, kept, err)
				}
			}
		})
	}
}

// acknowledged returns how far central has a kiosk's journal: to its end.
func acknowledged(t *testing.T, st *station.Station) uint64 {
	t.Helper()
	acked, err := st.Store.Acknowledged(t.Context())
	must(t, err)
	head, err := st.Store.Head(t.Context())
	must(t, err)
	if acked != head.Seq {
		t.Fatalf("central has %d of %d entries", acked, head.Seq)
	}
	return acked
}

// hers returns the petitions that a kiosk knows of its own.
func hers(t *testing.T, st *station.Station) []petition.Petition {
	t.Helper()
	list, err := st.Office.Kiosk().Petitions(t.Context(), office.PetitionFilter{Officer: st.Config.Profile.Station})
	must(t, err)
	return list
}
