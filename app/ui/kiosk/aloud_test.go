package kiosk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// ear is a voice that writes down what it says.
type ear struct {
	said          []string
	volume, speed int
	stops         int
	reading       bool
}

func (e *ear) Tune(volume, speed int)     { e.volume, e.speed = volume, speed }
func (e *ear) Say(language, words string) { e.said = append(e.said, language+": "+words) }
func (e *ear) Reading() bool              { return e.reading }
func (e *ear) Stop()                      { e.stops++ }
func (e *ear) last() string {
	if len(e.said) == 0 {
		return ""
	}
	return e.said[len(e.said)-1]
}

// hall is a kiosk with a window and a voice.
type hall struct {
	*kiosk.Kiosk
	o *rehearsal.Office
	c *clock
	s *studiotest.Studio
	e *ear
	w *kiosk.Window

	english, thai kit.Kit
}

func openHall(t *testing.T) *hall {
	t.Helper()
	h := &hall{o: rehearsal.New(), c: &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}, s: studiotest.Open(t, 1280, 1024), e: &ear{}}
	var w *kiosk.Window
	aloud := false
	h.Kiosk = kiosk.New(kiosk.Options{Office: h.o.Office, Runner: work.Inline{}, Do: func(f func()) { f() }, Now: h.c.now, Aloud: func() bool { return aloud }, Reading: h.e.Reading, Changed: func() {
		if w != nil {
			w.Render()
		}
	}})
	t.Cleanup(h.Close)
	parts := studiotest.Kit(t)
	h.english = parts
	h.english.Language, h.thai = "en", parts
	h.thai.Language = "th"
	parts.Find = func(query string, _ int) []kit.Division {
		if query == "" {
			return nil
		}
		return []kit.Division{{Subdistrict: "วัดเกต", District: "เมืองเชียงใหม่", Province: "เชียงใหม่", Postcode: "50000", Code: "500107"}}
	}
	w = kiosk.NewWindow(h.Kiosk, h.s.Window.Canvas(), parts, kiosk.Look{Scheme: theme.Light, Scale: 1}, func(th fyne.Theme) { h.s.Use(th) })
	h.w = w
	w.Speaks(h.e)
	return h
}

// press presses keys as a keypad does: whatever has the focus gets them.
func (h *hall) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		c := h.s.Window.Canvas()
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: k})
			continue
		}
		c.OnTypedKey()(&fyne.KeyEvent{Name: k})
	}
}

// says is what stands on a control, in English.
func (h *hall) says(key string, pairs ...any) string { return h.english.Say(key, pairs...) }

// label is what has the focus is called.
func (h *hall) label() string {
	if l, ok := h.s.Window.Canvas().Focused().(interface{ AccessibilityLabel() string }); ok {
		return l.AccessibilityLabel()
	}
	return ""
}

// to moves the focus with the arrow to a control of this name, whatever else is said
// of it, and presses OK.
func (h *hall) to(t *testing.T, name string) {
	t.Helper()
	for range 150 {
		h.press(fyne.KeyDown)
		if l := h.label(); l == name || strings.HasPrefix(l, name+": ") {
			h.press(fyne.KeyReturn)
			return
		}
	}
	v := h.View()
	t.Fatalf("no arrow leads to %q on the page %s (question %q, focus on %T %q)", name, v.Page, v.Path, h.s.Window.Canvas().Focused(), h.label())
}

func TestThePageIsReadAloud(t *testing.T) {
	h := openHall(t)
	h.Speak("th")
	if len(h.e.said) != 0 {
		t.Fatalf("was read without being wished for: %q", h.e.said)
	}
	h.press(fyne.KeyF7) // what an earphone socket sends
	if got := h.e.last(); !strings.HasPrefix(got, "th: ต้องการบริการใด") {
		t.Errorf("reads %q", got)
	}
	h.press(fyne.KeyDown)
	if got := h.e.last(); got != "th: "+h.label() || h.label() == "" {
		t.Errorf("the arrow comes to %q, and %q is read", h.label(), got)
	}
	n := len(h.e.said)
	h.press(fyne.KeyF2)
	if got := h.e.last(); len(h.e.said) != n+1 || !strings.HasPrefix(got, "th: ต้องการบริการใด") {
		t.Errorf("again reads %q", got)
	}
	h.press(fyne.KeyF4, fyne.KeyF4, fyne.KeyF6)
	if h.e.volume != 2 || h.e.speed != 1 {
		t.Errorf("volume %d, speed %d", h.e.volume, h.e.speed)
	}
	h.Wipe()
	h.Speak("ko")
	n = len(h.e.said)
	h.Choose("birth")
	if len(h.e.said) != n {
		t.Error("the next person is read to without asking")
	}
}

// Who is read to hears what stands on the document before it is printed.
func TestTheDocumentIsReadBeforeItIsPrinted(t *testing.T) {
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	with := options(o, c)
	with.Aloud = func() bool { return true }
	k := kiosk.New(with)
	defer k.Close()
	o.Insert()
	through(k, "th", k.ReadCard)
	k.Pay()
	at(t, k, kiosk.Document)
	if o.Printer.Pages != 0 {
		t.Error("it was printed before it was read")
	}
	parts := studiotest.Kit(t)
	parts.Language = "th"
	if said := kiosk.Spoken(&parts, k.View()); !strings.Contains(said, "ทะเบียนบ้าน") || !strings.Contains(said, "ใจดี") {
		t.Errorf("reads %q", said)
	}
	k.Print()
	at(t, k, kiosk.Take)
}

// A card or a paper that was left is called after, whether pages are read or not.
func TestWhatWasLeftIsCalledAfter(t *testing.T) {
	h := openHall(t)
	h.o.Insert()
	through(h.Kiosk, "th", h.ReadCard)
	h.Pay()
	at(t, h.Kiosk, kiosk.Take)
	h.c.at = h.c.at.Add(31 * time.Second)
	h.Tick()
	if h.e.last() != "th: อย่าลืมเอกสาร" || !slices.Contains(h.s.Texts(), "อย่าลืมเอกสาร") {
		t.Errorf("of the paper is said %q, and the page shows %q", h.e.last(), h.s.Texts())
	}
	h.Leave()
	h.c.at = h.c.at.Add(6 * time.Second)
	h.Tick()
	if h.e.last() != "th: อย่าลืมบัตรประชาชน" {
		t.Errorf("of the card is said %q", h.e.last())
	}
	h.c.at = h.c.at.Add(30 * time.Second)
	h.Tick()
	at(t, h.Kiosk, kiosk.Goodbye) // the card is still there
	h.c.at = h.c.at.Add(60 * time.Second)
	h.Tick()
	at(t, h.Kiosk, kiosk.Welcome)
	// The next person does not get to see whose card it is.
	h.Speak("th")
	h.Choose("house-register-copy")
	if at(t, h.Kiosk, kiosk.Insert); h.View().Visitor != nil {
		t.Error("a card that was left behind is read for the next person")
	}
}

// Who walks away in the middle is called back for her card before all is wiped, once
// every few seconds; who took it with her is not.
func TestCardIsCalledAfterInTheMiddle(t *testing.T) {
	for _, took := range []bool{false, true} {
		h := openHall(t)
		h.Speak("en")
		h.Choose("house-register-copy")
		h.o.Insert()
		h.Me()
		if took {
			h.o.Remove()
		}
		h.c.at = h.c.at.Add(55 * time.Second)
		h.Tick()
		before := len(h.e.said)
		for range 12 {
			h.c.at = h.c.at.Add(time.Second)
			h.Tick()
		}
		called := 0
		for _, s := range h.e.said[before:] {
			if s == "en: "+h.says("kiosk.card_left") {
				called++
			}
		}
		if want := map[bool]int{false: 2}[took]; called != want {
			t.Errorf("card taken %v: it was called after %d times, want %d: %q", took, called, want, h.e.said[before:])
		}
	}
}

// The register's age is told by the office's clocks, as on the paper, however the
// machine's own is set.
func TestAgeOfTheRegisterIsTheOfficesTime(t *testing.T) {
	h := openHall(t)
	h.o.Store.Now = func() time.Time { return time.Date(2026, 11, 21, 22, 29, 0, 0, time.UTC) }
	h.o.Store.Acknowledge()
	h.o.SetLamps(func(l *office.Lamps) { l.Network = office.Lamp{Light: office.LightWarn} })
	h.Wipe()
	h.Speak("en")
	if !slices.ContainsFunc(h.s.Texts(), func(s string) bool { return strings.Contains(s, "22 Nov 2026 05:29") }) {
		t.Errorf("the page shows %q", h.s.Texts())
	}
}

// Where no voice is installed a chime calls; where nothing sounds, whoever looks after
// the machine is told.
func TestWhatWasLeftIsRungForWithoutAVoice(t *testing.T) {
	for _, sounds := range []bool{true, false} {
		h := openHall(t)
		h.w.Speaks(nil)
		rung := 0
		if sounds {
			h.w.Rings(func() { rung++ })
		}
		h.o.Insert()
		through(h.Kiosk, "th", h.ReadCard)
		h.Pay()
		at(t, h.Kiosk, kiosk.Take)
		if rung != 0 {
			t.Error("it rings while nothing is left")
		}
		h.c.at = h.c.at.Add(31 * time.Second)
		h.Tick()
		if rung != map[bool]int{true: 1}[sounds] {
			t.Errorf("it rang %d times for the paper", rung)
		}
		h.Leave()
		h.c.at = h.c.at.Add(6 * time.Second)
		h.Tick()
		if rung != map[bool]int{true: 2}[sounds] {
			t.Errorf("it rang %d times for paper and card", rung)
		}
		h.Wipe()
		h.Staff()
		h.Speak("en")
		h.Unlock("minji", rehearsal.Password)
		if told := slices.Contains(h.s.Texts(), h.says("kiosk.staff_silent")); told == sounds {
			t.Errorf("with sound %v whoever looks after it sees %q", sounds, h.s.Texts())
		}
	}
}

// With four arrows, OK, Back and Help alone every service is reached, and its end.
func TestKeypadReachesEveryService(t *testing.T) {
	h := openHall(t)
	services := h.o.Kiosk().Services()
	if len(services) < 7 {
		t.Fatalf("%d services", len(services))
	}
	for _, s := range services {
		t.Run(s.Form.ID, func(t *testing.T) {
			h.o.Remove()
			h.to(t, kit.LanguageName("en"))
			at(t, h.Kiosk, kiosk.Services)
			h.press(fyne.KeyF1)
			if !h.View().Help {
				t.Error("Help does not help")
			}
			h.press(fyne.KeyF1)
			h.choose(t, s.Form.Title.In("en"))
			at(t, h.Kiosk, kiosk.Insert)
			h.press(fyne.KeyEscape) // and there and back again
			at(t, h.Kiosk, kiosk.Services)
			h.choose(t, s.Form.Title.In("en"))
			h.o.Insert()
			at(t, h.Kiosk, kiosk.Confirm)
			h.press(fyne.KeyReturn)
			if s.Form.KioskPIN {
				at(t, h.Kiosk, kiosk.PIN)
				h.figures(rehearsal.PIN)
				h.press(fyne.KeyReturn)
			}
			h.questions(t)
			at(t, h.Kiosk, kiosk.Review)
			h.to(t, h.says("kiosk.review_go"))
			if h.View().Page == kiosk.Payment {
				h.to(t, h.says("kiosk.pay_here"))
				at(t, h.Kiosk, kiosk.Take)
				h.to(t, h.says("kiosk.take_done"))
			} else {
				at(t, h.Kiosk, kiosk.Ticket)
				h.to(t, h.says("kiosk.ticket_done"))
			}
			at(t, h.Kiosk, kiosk.Goodbye)
			h.o.Publish(office.Event{Kind: office.CardRemoved})
			h.c.at = h.c.at.Add(9 * time.Second)
			h.Tick()
			at(t, h.Kiosk, kiosk.Welcome)
		})
	}
}

// choose finds a service, on the next page when it is not on this one.
func (h *hall) choose(t *testing.T, name string) {
	t.Helper()
	if !slices.ContainsFunc(h.s.Texts(), func(s string) bool { return strings.HasPrefix(name, s) }) {
		h.to(t, h.says("kiosk.more", "at", 1, "of", 2))
	}
	h.to(t, name)
}

// questions answers whatever is asked with the keypad.
func (h *hall) questions(t *testing.T) {
	t.Helper()
	for range 40 {
		v := h.View()
		if v.Page != kiosk.Question {
			return
		}
		path := v.Path
		h.to(t, h.says("kiosk.next"))
		if w := h.View(); w.Page != kiosk.Question || w.Path != path {
			continue
		}
		h.onEach(t, path, func() { h.answer(t, path) })
		h.to(t, h.says("kiosk.next"))
		if w := h.View(); w.Page == kiosk.Question && w.Path == path {
			t.Fatalf("the keypad does not get past the question %s: %q", path, h.s.Texts())
		}
	}
}

// answer chooses the first tile, or types into every field with the keys on the screen.
func (h *hall) answer(t *testing.T, path string) {
	t.Helper()
	q, _ := h.View().Form.Question(path)
	switch {
	case len(q.Options) > 0:
		h.to(t, q.Options[0].Label.In("en"))
		return
	case string(q.Kind) == "yes_no":
		h.to(t, "Yes")
		return
	}
	if string(q.Kind) == "group" {
		h.to(t, "Add another")
	}
	typed := "12"
	if string(q.Kind) == "date" {
		typed = "22/11/2026"
	}
	c := h.s.Window.Canvas()
	seen := map[fyne.Focusable]bool{}
	for range 150 {
		if e, ok := c.Focused().(*kit.Entry); ok && !seen[e] && !(string(q.Kind) == "group" && len(seen) > 0) { // of a row the name is enough
			seen[e] = true
			h.figures(typed)
			h.press(fyne.KeyReturn) // takes what was found, and goes on
			continue
		}
		if h.label() == h.says("kiosk.next") && len(seen) > 0 {
			return
		}
		h.press(fyne.KeyDown)
	}
}

// With arrows and OK alone a text is typed on the keyboard on the screen, each key is
// said when the arrows come to it, and what stands in the field once it was pressed.
func TestKeypadTypesOnTheScreen(t *testing.T) {
	h := openHall(t)
	h.Speak("th")
	h.Choose("house-register-copy")
	h.o.Insert()
	h.Me()
	h.Next()
	h.Answer("purpose", "other")
	h.Next()
	at(t, h.Kiosk, kiosk.Question)
	h.press(fyne.KeyF7)
	field := func() *kit.Entry {
		t.Helper()
		e, ok := h.s.Window.Canvas().Focused().(*kit.Entry)
		if !ok {
			t.Fatalf("the focus is on %T", h.s.Window.Canvas().Focused())
		}
		return e
	}
	e := field()
	h.press(fyne.KeyReturn) // nothing stands in it
	board, ok := h.s.Window.Canvas().Focused().(*kit.Keyboard)
	if !ok {
		t.Fatalf("OK on an empty field leads to %T", h.s.Window.Canvas().Focused())
	}
	// key goes to a key: along its row, down to the last, and up again.
	key := func(name string) {
		t.Helper()
		way := fyne.KeyDown
		for range 9 {
			for range 13 {
				switch board.AccessibilityLabel() {
				case name:
					h.press(fyne.KeyReturn)
					return
				case h.thai.Say("kit.key.rub_out"):
					way = fyne.KeyUp // of the last row
				}
				h.press(fyne.KeyRight)
				if want := "th: " + board.AccessibilityLabel(); h.e.last() != want {
					t.Fatalf("the arrow comes to %q, and %q is read", want, h.e.last())
				}
			}
			h.press(way)
		}
		t.Fatalf("no arrow leads to the key %q", name)
	}
	if board.Shown() != kit.ThaiKeys {
		t.Fatalf("the keyboard shows %s", board.Shown())
	}
	key("ข")
	if e.Text != "ข" || h.e.last() != "th: โปรดระบุ: ข" {
		t.Errorf("the key types %q, and %q is read", e.Text, h.e.last())
	}
	key("ไม้โท")
	if e.Text != "ข้" {
		t.Errorf("a mark types %q", e.Text)
	}
	key(h.thai.Say("kit.key.rub_out"))
	key(h.thai.Say("kit.key.rub_out"))
	key(h.thai.Say("kit.key.layout.ko"))
	if want := "th: " + h.thai.Say("kit.key.layout.ko") + ". 1"; !slices.Contains(h.e.said, want) {
		t.Errorf("of the other keys is said %q", h.e.said)
	}
	key("ㅎ")
	key("ㅏ")
	key("ㄴ")
	if e.Text != "한" {
		t.Errorf("the two-set keys type %q", e.Text)
	}
	for h.s.Window.Canvas().Focused() == fyne.Focusable(board) {
		h.press(fyne.KeyUp)
	}
	if got := field(); got != e {
		t.Error("above the keys is not the field")
	}
	h.press(fyne.KeyRight) // behind its text
	if _, ok := h.s.Window.Canvas().Focused().(*kit.Keyboard); !ok {
		t.Errorf("the right arrow behind a text leads to %T", h.s.Window.Canvas().Focused())
	}
	for h.s.Window.Canvas().Focused() == fyne.Focusable(board) {
		h.press(fyne.KeyDown)
	}
	if _, ok := h.s.Window.Canvas().Focused().(*kit.Button); !ok {
		t.Errorf("below the keys is %T", h.s.Window.Canvas().Focused())
	}
}

// What happens on a page that stays is said: what is wrong with an answer, the answer
// that was chosen of several, which also leads on, and money that fell into the slot.
func TestWhatHappensOnAPageIsSaid(t *testing.T) {
	h := openHall(t)
	h.Speak("en")
	h.press(fyne.KeyF7)
	h.Choose("house-register-copy")
	h.o.Insert()
	h.Me()
	h.Next()
	if v := h.View(); v.Path != "purpose" {
		t.Fatalf("the question is %s", v.Path)
	}
	h.to(t, h.says("kiosk.next"))
	if got := h.e.last(); !strings.Contains(got, "needed") {
		t.Errorf("after Next without an answer is said %q", got)
	}
	h.to(t, "Bank")
	if got, want := h.e.last(), "en: "+h.says("kit.chosen", "what", "Bank")+". "+h.says("kiosk.next"); got != want || h.label() != h.says("kiosk.next") {
		t.Errorf("the choice is said as %q, want %q; the focus is on %q", got, want, h.label())
	}
	h.press(fyne.KeyUp)
	for range 60 { // back to what is chosen
		if h.label() == "Bank" {
			break
		}
		h.press(fyne.KeyDown)
	}
	if got, want := h.e.last(), "en: "+h.says("kit.chosen", "what", "Bank"); got != want {
		t.Errorf("what is chosen is said as %q, want %q", got, want)
	}
	h.Next()
	h.Next()
	h.Next()
	h.Submit()
	at(t, h.Kiosk, kiosk.Payment)
	h.o.Money.Put(nil, 1000, 1000)
	n := len(h.e.said)
	h.Pay()
	if said := strings.Join(h.e.said[n:], "\n"); !strings.Contains(said, "10.00") {
		t.Errorf("while coins fall is said %q", said)
	}
}

// What is wrong with what is being typed is said once, when Next was pressed: before,
// it would move the keys away under the finger.
func TestKeysStayWhileATextIsTyped(t *testing.T) {
	h := openHall(t)
	usePack(t, h.o, "th")
	h.Wipe()
	h.Speak("en")
	h.Choose("th.general-petition")
	h.o.Insert()
	h.Me()
	wrong := func() (n int) {
		for _, words := range h.s.Texts() {
			if strings.Contains(words, "8 to 15") {
				n++
			}
		}
		return n
	}
	h.figures("1")
	if wrong() != 0 {
		t.Error("a telephone number of one figure is wrong while it is typed")
	}
	h.Next()
	if wrong() != 1 {
		t.Errorf("after Next it is said %d times: %q", wrong(), h.s.Texts())
	}
}
