package kiosk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kiosk"
	"sala/app/ui/work"
)

// That the line to central is busy, or was used, moves nobody: her place stays, and the
// page is not read anew. An outage goes on while central is tried again.
func TestTheLineMovesNobody(t *testing.T) {
	h := openHall(t)
	line := func(l office.Light) {
		h.o.SetLamps(func(all *office.Lamps) { all.Network = office.Lamp{Light: l} })
		h.o.Store.Acknowledge()
		h.o.Publish(office.Event{Kind: office.DeviceChanged})
	}
	line(office.LightGood)
	h.press(fyne.KeyF7)
	h.Speak("en")
	h.press(fyne.KeyDown, fyne.KeyDown)
	at, n := h.label(), len(h.e.said)
	for _, l := range []office.Light{office.LightBusy, office.LightGood} {
		h.o.Store.Now = func() time.Time { return h.c.at.Add(time.Hour) }
		line(l)
		if h.label() != at || len(h.e.said) != n {
			t.Errorf("the line is %s: from %q the keypad comes to %q, and %q is read", l, at, h.label(), h.e.said[n:])
		}
	}
	h.press(fyne.KeyDown)
	place := h.label()
	for _, l := range []office.Light{office.LightBad, office.LightGood} { // the page says so, and she stays where she is
		if line(l); h.label() != place {
			t.Errorf("the line is %s: from %q the keypad comes to %q", l, place, h.label())
		}
	}
	shows := func() bool { return strings.Contains(strings.Join(h.s.Texts(), " "), "network") }
	for _, l := range []office.Light{office.LightBad, office.LightBusy, office.LightBad} {
		if line(l); !shows() {
			t.Errorf("the line is %s after it was away, and the page does not say that it is away", l)
		}
	}
	if got := h.e.last(); !strings.Contains(got, "The network is down") {
		t.Errorf("that the network went is read as %q", got)
	}
	if line(office.LightGood); shows() {
		t.Error("the line is back, and the page says that it is away")
	}
}

// Who goes back to the languages, or starts again, goes on hearing; when she has gone
// the next person sees and hears the usual kiosk.
func TestWhoStaysGoesOnHearing(t *testing.T) {
	ways := map[string]func(h *hall){
		"back":        func(h *hall) { h.press(fyne.KeyEscape) },
		"start again": func(h *hall) { h.to(t, h.says("kiosk.start_again")) },
	}
	for name, way := range ways {
		h := openHall(t)
		h.press(fyne.KeyF7)
		h.Speak("en")
		way(h)
		at(t, h.Kiosk, kiosk.Welcome)
		if got := h.e.last(); !strings.Contains(got, "arrow keys and OK") {
			t.Errorf("%s: at the languages is read %q", name, got)
		}
		h.c.at = h.c.at.Add(61 * time.Second)
		h.Tick()
		n := len(h.e.said)
		if h.Speak("en"); len(h.e.said) != n {
			t.Errorf("%s: the next person is read %q", name, h.e.said[n:])
		}
	}
}

// From the last answer the arrow comes to the way on, and OK where nothing has the
// focus says where it leads.
func TestTheWayOnIsNext(t *testing.T) {
	h := openHall(t)
	h.press(fyne.KeyF7)
	h.Speak("en")
	h.press(fyne.KeyReturn)
	if got := h.e.last(); h.label() == "" || got != "en: "+h.label() {
		t.Errorf("OK comes to %q, and %q is read", h.label(), got)
	}
	h.Choose("house-register-copy")
	h.o.Insert()
	if got := h.e.last(); !strings.HasSuffix(got, h.says("kiosk.confirm_yes")) || !strings.Contains(got, "Somying") || !strings.Contains(got, "1984") {
		t.Errorf("before OK is pressed %q is read", got)
	}
	h.Me()
	h.Next()
	h.to(t, "Bank")
	h.press(fyne.KeyUp, fyne.KeyDown)
	if h.label() != h.says("kiosk.next") {
		t.Errorf("after the last answer the arrow comes to %q", h.label())
	}
}

// Who presses Next once more is told once more what is wrong.
func TestWhatIsWrongIsSaidEachTime(t *testing.T) {
	h := openHall(t)
	h.press(fyne.KeyF7)
	h.Speak("en")
	h.Choose("house-register-copy")
	h.ReadCard() // none is in
	n := len(h.e.said)
	if h.ReadCard(); len(h.e.said) != n+1 || h.e.last() != h.e.said[n-1] {
		t.Errorf("without a card is read %q, and the second time %q", h.e.said[n-1], h.e.said[n:])
	}
	h.Dismiss()
	h.o.Insert()
	h.Me()
	h.Next() // to what must be answered
	h.Next()
	n = len(h.e.said)
	if h.Next(); len(h.e.said) != n+1 || !strings.Contains(h.e.last(), "needed") {
		t.Errorf("the second time is read %q", h.e.said[n:])
	}
}

// More reads what it shows, and nothing that was read before.
func TestMoreReadsWhatItShows(t *testing.T) {
	h := openHall(t)
	h.press(fyne.KeyF7)
	h.Speak("en")
	h.to(t, h.says("kiosk.more", "at", 1, "of", 2))
	got := h.e.last()
	if !strings.HasPrefix(got, "en: "+h.says("kiosk.part", "at", 2, "of", 2)) || strings.Contains(got, "house register") || !strings.Contains(got, "Disability allowance") {
		t.Errorf("of the second part is read %q", got)
	}
	if n := len(h.e.said); true {
		if h.press(fyne.KeyF2); len(h.e.said) != n+1 || h.e.last() != got {
			t.Errorf("again reads %q", h.e.said[n:])
		}
	}
}

// The rule under which a kiosk's paper is given, how old the register is and that
// central has not confirmed it are read before it is printed, in the paper's language.
func TestTheOrderIsReadBeforeItIsPrinted(t *testing.T) {
	k, o, _ := listened(t)
	o.Store.Acknowledge()
	o.Insert()
	through(k, "en", k.ReadCard)
	k.Pay()
	at(t, k, kiosk.Document)
	for _, want := range []string{
		o.Words.Text("th", "paper.order", map[string]any{"order": "house-register-copy@1.0.0"}),
		o.Words.Text("th", "paper.provisional", nil),
	} {
		if !slices.Contains(k.View().Lines, want) {
			t.Errorf("%q is not among what is read: %q", want, k.View().Lines)
		}
	}
	age := o.Words.Text("th", "paper.as_of", map[string]any{"at": ""})
	if !slices.ContainsFunc(k.View().Lines, func(l string) bool { return strings.HasPrefix(l, age) && len(l) > len(age) }) {
		t.Errorf("how old the register is is not among what is read: %q", k.View().Lines)
	}
}

// Who listens to a long page presses nothing meanwhile: she is asked whether she is
// there when it has ended, and not while it is read.
func TestListeningIsBeingThere(t *testing.T) {
	h := openHall(t)
	h.press(fyne.KeyF7)
	h.Speak("en")
	h.e.reading = true
	for range 200 {
		h.c.at = h.c.at.Add(time.Second)
		h.Tick()
	}
	if h.View().Left != 0 || h.View().Page != kiosk.Services {
		t.Fatalf("while the page is read the kiosk asks whether she is there: %q", h.View().Title())
	}
	h.e.reading = false
	h.c.at = h.c.at.Add(59 * time.Second)
	if h.Tick(); h.View().Left != 0 {
		t.Error("she is not given all of her time after it")
	}
	h.c.at = h.c.at.Add(2 * time.Second)
	if h.Tick(); h.View().Left == 0 {
		t.Error("she is not asked")
	}
	h.e.reading = true // the question is read, too
	h.c.at = h.c.at.Add(30 * time.Second)
	h.Tick()
	at(t, h.Kiosk, kiosk.Welcome)
}

// telling is a runner that tells of each wait, as the window's does.
type telling struct{ told func() }

func (r telling) Run(_ string, job work.Job) {
	r.told()
	if then := job(context.Background()); then != nil {
		then()
	}
}

// Between the last coin and the next page no page offers to pay nothing.
func TestNobodyIsAskedToPayNothing(t *testing.T) {
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	var k *kiosk.Kiosk
	asked := 0
	changed := func() {
		if k == nil {
			return
		}
		if v := k.View(); v.Page == kiosk.Payment && v.Paying == nil {
			if asked++; v.Petition.Due().Minor == 0 {
				t.Errorf("a fee of nothing is asked for")
			}
		}
	}
	k = kiosk.New(kiosk.Options{Office: o.Office, Runner: telling{changed}, Do: func(f func()) { f() }, Now: c.now, Aloud: func() bool { return true }, Changed: changed})
	t.Cleanup(k.Close)
	o.Insert()
	through(k, "en", k.ReadCard)
	o.Money.Put(nil, 1000, 1000)
	k.Pay()
	if at(t, k, kiosk.Document); asked == 0 {
		t.Error("the test does not see the page that asks for the fee")
	}
}
