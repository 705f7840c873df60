package kiosk_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"sala/app/demonstration"
	"sala/app/office"
	"sala/app/station"
	"sala/app/ui/kiosk"
	"sala/app/ui/work"
	"sala/forms/petition"
)

// TestTwoHundredRealSessions is the long form of TestTwoHundredSessions: a real
// station, encrypted and enrolled, with simulated devices on serial lines and a
// central system that comes and goes. SALA_LONG=1 runs it.
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
	st, err := station.Open(ctx, station.Options{Dir: scene.Station, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	h := &real{t: t, scene: scene, st: st, c: &clock{time.Now()}, spent: map[kiosk.Page]time.Duration{}, events: make(chan func(), 100_000)}
	h.k = kiosk.New(kiosk.Options{Office: st.Office, Runner: work.Inline{}, Do: func(f func()) { h.events <- f }, Now: h.c.now, Changed: func() {}})
	defer h.k.Close()
	ends := map[kiosk.Page]int{}
	began := time.Now()
	for n := range 200 {
		h.dice = rand.New(rand.NewPCG(2569, uint64(n)))
		ends[h.visit()]++
		h.mend()
		h.walkAway(n)
		if t.Failed() {
			return
		}
		if end, ok := t.Deadline(); ok && time.Until(end) < time.Minute/2 { // what is cut off leaves its central running
			t.Fatalf("time for %d sessions only: %v, of it %v", n+1, time.Since(began).Round(time.Second), h.spent)
		}
		if n%20 == 19 {
			t.Logf("%d sessions in %v, of it %v", n+1, time.Since(began).Round(time.Second), h.spent)
		}
	}
	t.Logf("200 sessions in %v ended at %v", time.Since(began), ends)
	h.accounts()
	if err := scene.Link.Restore(); err != nil {
		t.Fatal(err)
	}
	if r, err := st.Sync.SyncOnce(ctx); err != nil || r.Rejected+r.Conflicts > 0 {
		t.Errorf("central: %+v, %v", r, err)
	}
}

// real is the kiosk of a real station.
type real struct {
	t      *testing.T
	scene  *demonstration.Scene
	st     *station.Station
	k      *kiosk.Kiosk
	c      *clock
	dice   *rand.Rand
	events chan func()
	spent  map[kiosk.Page]time.Duration
}

// patient is how often a person tries a page that does not lead on.
const patient = 3

func (h *real) tell(command string) {
	h.t.Helper()
	if err := h.scene.Devices(context.Background(), command); err != nil && !strings.Contains(err.Error(), "did not take it") {
		h.t.Fatal(err)
	}
}

// settle lets what the devices and the network say come to the kiosk.
func (h *real) settle(holds func(kiosk.View) bool) bool {
	for deadline := time.Now().Add(8 * time.Second); time.Now().Before(deadline); {
		select {
		case f := <-h.events:
			f()
		case <-time.After(10 * time.Millisecond):
			if holds(h.k.View()) {
				return true
			}
		}
	}
	return false
}

// visit serves one citizen, with one fault in two visits, and returns the page
// that she left at.
func (h *real) visit() kiosk.Page {
	fault := h.dice.IntN(16)
	switch fault {
	case 0:
		h.tell("paper-out on")
	case 1:
		h.tell("unplug printer")
	case 2:
		h.tell("notes-jam on")
	case 3:
		h.tell("hopper-jam on")
	case 4:
		h.tell("money-mute on")
	case 5:
		h.tell("remove-after 40")
	case 6:
		h.scene.Link.Refuse()
	case 7:
		h.tell("noise reader 400")
	}
	leaves, tries := 4+h.dice.IntN(40), map[kiosk.Page]int{}
	for step := 0; step < 40; step++ {
		v := h.k.View()
		if step == leaves || v.Page == kiosk.Goodbye {
			return v.Page
		}
		switch tries[v.Page]++; {
		case tries[v.Page] <= patient:
			began := time.Now()
			h.next(v)
			h.spent[v.Page] += time.Since(began)
		case v.Page == kiosk.Payment:
			h.k.AtCounter()
		case v.Page == kiosk.Insert:
			return v.Page
		default:
			h.next(v)
		}
		h.settle(func(kiosk.View) bool { return true })
	}
	return h.k.View().Page
}

// next does what a person does at a page.
func (h *real) next(v kiosk.View) {
	k := h.k
	switch v.Page {
	case kiosk.Welcome:
		k.Speak("th")
	case kiosk.Services:
		k.Choose("th.house-register-copy")
	case kiosk.Insert:
		h.tell("insert")
		h.settle(func(v kiosk.View) bool { return v.Page != kiosk.Insert || v.Code != "" })
	case kiosk.Confirm:
		k.Me()
	case kiosk.Question:
		if v.Path == "purpose" {
			k.Answer("purpose", "school")
		}
		k.Next()
	case kiosk.Review:
		k.Submit()
	case kiosk.Payment:
		h.pay(v)
	case kiosk.Printing:
		k.AtCounter()
	case kiosk.Ticket:
		k.TicketTaken()
	case kiosk.Take:
		h.tell("remove")
		k.Leave()
	}
}

// pay throws money in from another hand, sometimes too little, and then gives up.
func (h *real) pay(v kiosk.View) {
	pieces := [][]string{{"coin 1000", "coin 1000"}, {"note 2000"}, {"note 10000"}, {"coin 1000", "note 2000"}, {"coin 500"}, {}}[h.dice.IntN(6)]
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(700 * time.Millisecond) // until the slot is open
		for _, p := range pieces {
			_ = h.scene.Devices(context.Background(), p)
			time.Sleep(300 * time.Millisecond)
		}
		time.Sleep(300 * time.Millisecond)
		h.k.GiveUp() // nothing happens when it is paid
	}()
	h.k.Pay()
	<-done
	if h.k.View().Page == kiosk.Payment && h.dice.IntN(2) == 0 {
		h.k.AtCounter()
	}
}

// mend puts everything right for the next person.
func (h *real) mend() {
	for _, c := range []string{"paper-out off", "notes-jam off", "hopper-jam off", "money-mute off", "noise reader off", "remove", "plug printer", "fill 3 60", "fill 4 80"} {
		h.tell(c)
	}
	_ = h.scene.Link.Restore()
}

// walkAway lets time pass until the first page is back, with nothing of anybody.
func (h *real) walkAway(n int) {
	for range 300 {
		h.settle(func(kiosk.View) bool { return true })
		if v := h.k.View(); v.Page == kiosk.Welcome && v.Language == "" && !v.CardIn {
			break
		}
		h.c.at = h.c.at.Add(time.Second)
		h.k.Tick()
	}
	if v := h.k.View(); v.Page != kiosk.Welcome || v.Visitor != nil || v.Petition.ID != "" || v.Form.Form != nil || v.Code != "" {
		h.t.Fatalf("after session %d the kiosk is at %s with %q", n, v.Page, v.Code)
	}
}

// accounts checks that every petition has an end and nobody's money is forgotten.
func (h *real) accounts() {
	list, err := h.st.Office.Kiosk().Petitions(context.Background(), office.PetitionFilter{Limit: 1000})
	if err != nil {
		h.t.Fatal(err)
	}
	states := map[petition.State]int{}
	var owed int64
	for _, p := range list {
		states[p.State]++
		owed += p.Machine.Owed
		printed := false
		for _, x := range p.Certificates {
			printed = printed || x.Outcome == string(office.Printed)
		}
		paid := p.Fee.Minor - p.Due().Minor
		switch {
		case p.Machine.In != 0:
			h.t.Errorf("%d of %s lie in the machine and are nobody's", p.Machine.In, p.Number)
		case paid > 0 && !printed && p.Ticket == "":
			h.t.Errorf("%s was paid and has neither paper nor ticket", p.Number)
		case p.Machine.Owed > 0 && p.Ticket == "":
			h.t.Errorf("%s: the machine owes %d, and no ticket says so", p.Number, p.Machine.Owed)
		case p.State == petition.Drafted:
			h.t.Errorf("a draft was left behind: %s", p.ID)
		}
	}
	h.t.Logf("%d petitions: %v; owed %d", len(list), states, owed)
}
