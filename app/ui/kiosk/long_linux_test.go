package kiosk_test

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/app/demonstration"
	"sala/app/office"
	"sala/app/station"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/forms/petition"
)

// TestTwoHundredRealSessions is the long form of TestTwoHundredSessions: a real
// station, encrypted and enrolled, with simulated devices on serial lines and a
// central system that comes and goes; the kiosk's work is done on goroutines of its
// own, as in the program. People ask for every service in every language, pay in
// every way, or press whatever the keypad has; devices fail at any moment; every
// tenth kiosk is killed while it serves. SALA_LONG=1 runs it.
func TestTwoHundredRealSessions(t *testing.T) {
	if os.Getenv("SALA_LONG") == "" {
		return
	}
	ctx := t.Context()
	scene, err := demonstration.Prepare(ctx, demonstration.Options{Dir: t.TempDir(), People: 300, Kiosk: true, Tell: func(key string, args ...any) { t.Log(key, args) }})
	if err != nil {
		t.Fatal(err)
	}
	defer scene.Close()
	r := &rounds{t: t, scene: scene, studio: studiotest.Open(t, 1280, 1024), on: draw(t), ends: map[kiosk.Page]int{}, reached: map[string]int{}}
	r.open(false)
	defer func() { _ = r.m.st.Close() }() // where it fails, too
	began := time.Now()
	for n := range 200 {
		dice := rand.New(rand.NewPCG(2569, uint64(n)))
		switch {
		case n%10 == 9:
			r.killed(n, dice)
		default:
			r.serve(n, dice)
		}
		if t.Failed() {
			return
		}
		if end, ok := t.Deadline(); ok && time.Until(end) < time.Minute/2 { // what is cut off leaves its central running
			t.Fatalf("time for %d sessions only: %v", n+1, time.Since(began).Round(time.Second))
		}
		if n%20 == 19 {
			t.Logf("%d sessions in %v", n+1, time.Since(began).Round(time.Second))
		}
	}
	t.Logf("200 sessions in %v, %d of them killed, ended at %v; reached %v", time.Since(began).Round(time.Second), r.kills, r.ends, r.reached)
	for _, page := range []kiosk.Page{kiosk.Payment, kiosk.Printing, kiosk.Take, kiosk.Ticket, kiosk.PIN, kiosk.Officer} {
		if r.reached[string(page)] < 10 {
			t.Errorf("people came to %s %d times: it proves nothing", page, r.reached[string(page)])
		}
	}
	r.accounts()
	r.close()
	r.left()
}

// rounds are all sessions of one station.
type rounds struct {
	t       *testing.T
	scene   *demonstration.Scene
	studio  *studiotest.Studio
	on      *screen
	m       *machine
	ends    map[kiosk.Page]int
	reached map[string]int // pages and troubles
	kills   int
}

// open opens the station and its kiosk, with a window or without.
func (r *rounds) open(window bool) {
	r.t.Helper()
	st, err := station.Open(r.t.Context(), station.Options{Dir: r.scene.Station, Live: true})
	if err != nil {
		r.t.Fatal(err)
	}
	studio := r.studio
	if !window {
		studio = nil
	}
	r.m = newMachine(r.t, st, r.on, studio)
}

func (r *rounds) close() {
	r.m.close()
	if err := r.m.st.Close(); err != nil {
		r.t.Error(err)
	}
}

// serve serves one person, puts everything right again, and waits until nobody is
// here any more.
func (r *rounds) serve(n int, dice *rand.Rand) {
	p := &person{machine: r.m, dice: dice, tell: r.tell, cut: r.scene.Link.Refuse, password: r.scene.Clerk.Password, reached: r.reached}
	r.ends[p.visit()]++
	r.mend()
	r.m.walkAway(n)
}

// tell gives the simulated devices a command, and reports whether they took it.
func (r *rounds) tell(command string) bool {
	err := r.scene.Devices(context.Background(), command)
	if err != nil && !strings.Contains(err.Error(), "did not take it") && !strings.Contains(err.Error(), "wants no card") {
		r.t.Errorf("%s: %v", command, err)
	}
	return err == nil
}

// mend puts everything right for the next person.
func (r *rounds) mend() {
	for _, f := range faults {
		for _, c := range f.off {
			r.tell(c)
		}
	}
	for _, c := range []string{"remove", "fill 3 60", "fill 4 80"} {
		r.tell(c)
	}
	_ = r.scene.Link.Restore()
}

// accounts checks that every petition has an end and nobody's money is forgotten.
func (r *rounds) accounts() {
	t, ctx := r.t, context.Background()
	list, err := r.m.st.Office.Kiosk().Petitions(ctx, office.PetitionFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	states, papers := map[petition.State]int{}, 0
	var owed, unknown int64
	for _, p := range list {
		states[p.State]++
		owed += p.Machine.Owed
		unknown += p.Machine.Asked
		printed := false
		for _, x := range p.Certificates {
			if x.Outcome == string(office.Printed) {
				printed = true
				papers++
			}
		}
		paid := p.Fee.Minor - p.Due().Minor
		switch {
		case p.Machine.In != 0:
			t.Errorf("%d of %s lie in the machine and are nobody's", p.Machine.In, p.Number)
		case paid > 0 && !printed && p.Ticket == "":
			t.Errorf("%s was paid and has neither paper nor ticket", p.Number)
		case p.Machine.Owed > 0 && p.Ticket == "":
			t.Errorf("%s: the machine owes %d, and no ticket says so", p.Number, p.Machine.Owed)
		case p.Machine.Asked > 0 && p.Ticket == "":
			t.Errorf("%s: whether a card was charged is not known, and no ticket says so", p.Number)
		case p.State == petition.Drafted:
			t.Errorf("a draft was left behind: %s", p.ID)
		}
	}
	sheets, err := filepath.Glob(filepath.Join(r.scene.Station, "paper", "*.pdf"))
	if err != nil || len(sheets) < papers {
		t.Errorf("%d certificates count as printed, and %d papers lie there, %v", papers, len(sheets), err)
	}
	t.Logf("%d petitions: %v; owed %d, not known %d; %d papers", len(list), states, owed, unknown, papers)
	if err := r.scene.Link.Restore(); err != nil {
		t.Fatal(err)
	}
	if done, err := r.m.st.Sync.SyncOnce(ctx); err != nil || done.Rejected+done.Conflicts > 0 {
		t.Errorf("central: %+v, %v", done, err)
	}
}

// left searches the station's folder for whoever came: the papers are her own.
func (r *rounds) left() {
	words := map[string]string{}
	for _, w := range []string{r.scene.Holder.NationalNumber, r.scene.Holder.Names["th"].First, r.scene.Holder.Names["th"].Last, r.scene.Holder.Names["en"].Last} {
		for name, form := range encodings(w) {
			words[form] = w + " in " + name
		}
	}
	files := 0
	err := filepath.WalkDir(r.scene.Station, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && d.Name() == "paper" {
				return filepath.SkipDir
			}
			return err
		}
		b, err := os.ReadFile(path)
		files++
		for form, says := range words {
			if bytes.Contains(b, []byte(form)) {
				r.t.Errorf("%s holds %s", filepath.Base(path), says)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		r.t.Errorf("searched %d files: %v", files, err)
	}
}
