package kiosk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/demonstration"
	"sala/app/office"
	"sala/app/station"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
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
	t.Setenv("TMPDIR", t.TempDir()) // is searched, too
	scene, err := demonstration.Prepare(ctx, demonstration.Options{Dir: t.TempDir(), People: 300, Kiosk: true, Tell: func(key string, args ...any) { t.Log(key, args) }})
	if err != nil {
		t.Fatal(err)
	}
	defer scene.Close()
	r := &rounds{t: t, scene: scene, studio: studiotest.Open(t, 1280, 1024), on: draw(t), ends: map[kiosk.Page]int{}, reached: map[string]int{}, did: map[string]int{}, wrong: map[string]bool{}}
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
		r.balances(n)
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
	r.proves()
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
	reached map[string]int  // pages, troubles and ways of going
	did     map[string]int  // what was done to devices and network, and took place
	wrong   map[string]bool // of that, since all was put right
	kills   int
}

// Each of these has to have been come to so often, or the sessions prove nothing: the
// pages, and what a citizen sees of a fault.
var least = map[string]int{
	string(kiosk.Payment): 10, string(kiosk.Printing): 10, string(kiosk.Take): 10, string(kiosk.Ticket): 10, string(kiosk.PIN): 10, string(kiosk.Officer): 10,
	"left in the middle": 15, "random touch": 50, "offline": 10,
}

// proves checks that everything that may go wrong did.
func (r *rounds) proves() {
	for what, n := range least {
		if r.reached[what] < n {
			r.t.Errorf("%s: %d times, want %d", what, r.reached[what], n)
		}
	}
	for _, f := range faults {
		for _, c := range f.on {
			if r.did[c] == 0 {
				r.t.Errorf("%q never took place", c)
			}
		}
	}
	if r.did["cut"] < 10 || r.kills < 20 {
		r.t.Errorf("the network was cut %d times, the kiosk was killed %d times", r.did["cut"], r.kills)
	}
	r.t.Logf("took place: %v", r.did)
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
	p := &person{machine: r.m, dice: dice, tell: r.tell, cut: r.cut, password: r.scene.Clerk.Password, reached: r.reached}
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
	if err == nil {
		r.did[command]++
		r.wrong[command] = true
	}
	return err == nil
}

// cut cuts the network.
func (r *rounds) cut() {
	r.did["cut"]++
	r.scene.Link.Refuse()
}

// mend puts right for the next person what went wrong, and nothing else: a cable that
// is put back was out for a moment.
func (r *rounds) mend() {
	for _, f := range faults {
		if !slices.ContainsFunc(f.on, func(c string) bool { return r.wrong[c] }) {
			continue
		}
		for _, c := range f.off {
			r.tell(c)
		}
	}
	clear(r.wrong)
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
	a := accountOf(t, list)
	c := r.count()
	a.balances(t, c.In-c.Out+c.Cards)
	if fee := int64(2000); c.In < 10*fee || c.Out == 0 || c.Cards < 10*fee {
		t.Errorf("the machines took and gave %+v: it proves nothing", c)
	}
	sheets, err := filepath.Glob(filepath.Join(r.scene.Station, "paper", "*.pdf"))
	if err != nil || len(sheets) < a.papers {
		t.Errorf("%d certificates count as printed, and %d papers lie there, %v", a.papers, len(sheets), err)
	}
	t.Logf("%d petitions: %v; %+v; held %d, of that owed %d, not known %d; %d papers", len(list), a.states, c, a.held, a.owed, a.unknown, a.papers)
	if err := r.scene.Link.Restore(); err != nil {
		t.Fatal(err)
	}
	if done, err := r.m.st.Sync.SyncOnce(ctx); err != nil || done.Rejected+done.Conflicts > 0 {
		t.Errorf("central: %+v, %v", done, err)
	}
}

// balances checks after a session that the petitions account for what the machines
// hold, so that it is known whose session lost something.
func (r *rounds) balances(n int) {
	list, err := r.m.st.Office.Kiosk().Petitions(context.Background(), office.PetitionFilter{Limit: 1000})
	if err != nil {
		r.t.Fatal(err)
	}
	var a account
	for _, p := range list {
		a.held += p.Machine.Owed + p.Machine.In + paidInMachine(p)
		a.unknown += p.Machine.Asked
	}
	c := r.count()
	if a.balances(r.t, c.In-c.Out+c.Cards); r.t.Failed() {
		r.t.Logf("after session %d: %+v", n, c)
		for _, p := range list[:min(len(list), 6)] {
			r.t.Logf("%s %s %+v paid %v, ticket %q", p.ID, p.State, p.Machine, p.Paid, p.Ticket)
		}
	}
}

// counted is what whoever empties the machines counts in them.
type counted struct{ In, Out, Cards int64 }

func (r *rounds) count() (c counted) {
	file := filepath.Join(r.scene.Dir, "holds.json")
	r.tell("holds " + file)
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

// left searches the station's folder and that of temporary files for whoever came:
// the papers are her own.
func (r *rounds) left() {
	words := map[string]string{}
	for _, w := range []string{r.scene.Holder.NationalNumber, r.scene.Holder.Names["th"].First, r.scene.Holder.Names["th"].Last, r.scene.Holder.Names["en"].Last} {
		for name, form := range encodings(w) {
			words[form] = w + " in " + name
		}
	}
	files := 0
	look := func(path string, d fs.DirEntry, err error) error {
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
	}
	err := errors.Join(filepath.WalkDir(r.scene.Station, look), filepath.WalkDir(os.TempDir(), look))
	if err != nil || files == 0 {
		r.t.Errorf("searched %d files: %v", files, err)
	}
}
