package kiosk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kiosk"
	"sala/app/ui/kit"
	"sala/assets/packs"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/forms/register"
)

// With four arrows, OK, Back and Help alone every service that the
// delivered packs give to kiosks is reached, and its end.
func TestKeypadReachesEveryServiceOfThePacks(t *testing.T) {
	for _, country := range packs.Countries() {
		h := openHall(t)
		usePack(t, h.o, country)
		h.Wipe()
		services := h.o.Kiosk().Services()
		if len(services) < 6 {
			t.Fatalf("%s: %d services", country, len(services))
		}
		for _, s := range services {
			t.Run(s.Form.ID, func(t *testing.T) { h.walk(t, s.Form, examples(t, country, s.Form.ID)) })
		}
		whole := 0
		for _, e := range h.o.Kiosk().LifeEvents(services) {
			if e.Intake {
				whole++
				t.Run(e.Form.ID, func(t *testing.T) { h.walk(t, e.Form, examples(t, country, e.Form.ID)) })
			}
		}
		if whole == 0 {
			t.Errorf("%s: no life event is taken in as a whole", country)
		}
	}
}

// usePack gives the rehearsed office a delivered pack, and its country.
func usePack(t *testing.T, o *rehearsal.Office, country string) {
	t.Helper()
	forms, err := pack.Load(packs.Files(country))
	if err != nil {
		t.Fatal(err)
	}
	templates, err := certificate.LoadTemplates(packs.Files(country))
	if err != nil {
		t.Fatal(err)
	}
	o.Forms, o.Templates, o.Offers = forms, templates, nil
	o.Profile.Country = strings.ToUpper(country)
}

// examples are the answers of a form's example that passes.
func examples(t *testing.T, country, form string) map[string]any {
	t.Helper()
	e, err := pack.ReadExample(packs.Files(country), form)
	if err != nil {
		t.Fatal(err)
	}
	return e.Pass
}

// holderOf is the card of somebody of the country.
func holderOf(country string) office.Card {
	c := rehearsal.Card()
	if country == "KR" {
		c.NationalNumber = "9010121234567"
		c.Names = map[string]register.Name{"ko": {First: "민수", Last: "김"}, "en": {First: "Minsu", Last: "Kim"}}
	}
	return c
}

// walk asks for one service with the keypad, from the first page to the last.
func (h *hall) walk(t *testing.T, f *definition.Form, pass map[string]any) {
	h.o.Remove()
	h.to(t, kit.LanguageName("en"))
	at(t, h.Kiosk, kiosk.Services)
	if f.LifeEvent {
		h.to(t, h.says("kiosk.way.events"))
		h.choose(t, f.Title.In("en"))
		h.to(t, h.says("kiosk.event_all"))
	} else {
		h.choose(t, f.Title.In("en"))
	}
	at(t, h.Kiosk, kiosk.Insert)
	h.o.Reader.Insert(holderOf(h.o.Profile.Country))
	h.o.Publish(office.Event{Kind: office.CardInserted})
	at(t, h.Kiosk, kiosk.Confirm)
	h.press(fyne.KeyReturn)
	if f.KioskPIN {
		at(t, h.Kiosk, kiosk.PIN)
		h.figures(rehearsal.PIN)
		h.press(fyne.KeyReturn)
	}
	for n := 0; h.View().Page == kiosk.Question; n++ {
		if n > 60 {
			t.Fatal("the questions have no end")
		}
		path := h.View().Path
		h.to(t, h.says("kiosk.next"))
		if v := h.View(); v.Page != kiosk.Question || v.Path != path {
			continue
		}
		h.onEach(t, path, func() { h.answerAs(t, path, pass) })
		h.to(t, h.says("kiosk.next"))
		if v := h.View(); v.Page == kiosk.Question && v.Path == path {
			t.Fatalf("the keypad does not get past the question %s: %q", path, h.s.Texts())
		}
	}
	at(t, h.Kiosk, kiosk.Review)
	h.to(t, h.says("kiosk.review_go"))
	if h.View().Page == kiosk.Payment {
		h.to(t, h.says("kiosk.pay_here"))
	}
	if v := h.View(); v.Page == kiosk.Printing && v.Code != "" { // the rehearsed registers lack what this paper says
		h.to(t, h.says("kiosk.to_desk"))
	}
	switch v := h.View(); v.Page {
	case kiosk.Take:
		h.to(t, h.says("kiosk.take_done"))
	case kiosk.Ticket:
		h.to(t, h.says("kiosk.ticket_done"))
	default:
		t.Fatalf("it ends at %s with %q", v.Page, v.Code)
	}
	at(t, h.Kiosk, kiosk.Goodbye)
	h.o.Publish(office.Event{Kind: office.CardRemoved})
	h.c.at = h.c.at.Add(9e9)
	h.Tick()
	at(t, h.Kiosk, kiosk.Welcome)
}

// A telephone number, which the packs take in digits, is asked for with the digits, and
// a story with the letters.
func TestNumbersInATextOpenWithTheDigits(t *testing.T) {
	for country, form := range map[string]string{"th": "th.nuisance-complaint", "kr": "kr.civil-petition"} {
		h := openHall(t)
		usePack(t, h.o, country)
		h.Wipe()
		pass := examples(t, country, form)
		h.Speak("en")
		h.Choose(form)
		h.o.Reader.Insert(holderOf(h.o.Profile.Country))
		h.o.Publish(office.Event{Kind: office.CardInserted})
		at(t, h.Kiosk, kiosk.Confirm)
		h.Me()
		shown := map[string]kit.Layout{}
		for range 60 {
			v := h.View()
			if v.Page != kiosk.Question {
				break
			}
			if e, ok := h.s.Window.Canvas().Focused().(*kit.Entry); ok {
				h.press(map[bool]fyne.KeyName{true: fyne.KeyReturn, false: fyne.KeyRight}[e.Text == ""])
				if board, ok := h.s.Window.Canvas().Focused().(*kit.Keyboard); ok {
					shown[v.Path] = board.Shown()
				}
			}
			if x, there := pass[v.Path]; there {
				h.Answer(v.Path, x)
			}
			h.Next()
		}
		if shown["applicant_phone"] != kit.DigitKeys || shown["story"] != kit.LatinKeys {
			t.Errorf("%s: the keys are %v", form, shown)
		}
	}
}

// figures types into the field that has the focus with the keys on the screen, by
// arrows and OK.
func (h *hall) figures(text string) {
	e, ok := h.s.Window.Canvas().Focused().(*kit.Entry)
	if !ok || text == "" {
		return
	}
	way := fyne.KeyReturn
	if e.Text != "" {
		way = fyne.KeyRight
	}
	h.press(way)
	board, ok := h.s.Window.Canvas().Focused().(*kit.Keyboard)
	if !ok {
		panic(fmt.Sprintf("the keypad does not come from the field to the keys: %T", h.s.Window.Canvas().Focused()))
	}
	for _, r := range text {
		if !h.key(board, r) {
			h.key(board, 0) // to the figures
			if !h.key(board, r) {
				panic(fmt.Sprintf("no arrow leads to the key %q", r))
			}
		}
	}
	for h.s.Window.Canvas().Focused() == fyne.Focusable(board) {
		h.press(fyne.KeyUp)
	}
}

// key presses a key on the screen: along its row, down to the last, and up again. 0 is
// the key that leads to the figures.
func (h *hall) key(board *kit.Keyboard, r rune) bool {
	want := []string{string(r), h.english.Say(fmt.Sprintf("kit.key.name.%04x", r))}
	if r == 0 {
		want = []string{h.english.Say("kit.key.layout.digits")}
	}
	way := fyne.KeyDown
	for range 9 {
		for range 13 {
			switch at := board.AccessibilityLabel(); {
			case slices.Contains(want, at):
				h.press(fyne.KeyReturn)
				return true
			case at == h.english.Say("kit.key.rub_out"):
				way = fyne.KeyUp // of the last row
			}
			h.press(fyne.KeyRight)
		}
		h.press(way)
		if h.s.Window.Canvas().Focused() != fyne.Focusable(board) {
			h.press(fyne.KeyRight) // out at the top, and in again
		}
	}
	return false
}

// onEach answers a question on each screen on which it is asked. Next was pressed on the
// first.
func (h *hall) onEach(t *testing.T, path string, answer func()) {
	t.Helper()
	if q, _ := h.View().Form.Question(path); q.Kind == definition.Address {
		h.press(fyne.KeyEscape)
		answer()
		h.to(t, h.says("kiosk.next"))
	}
	answer()
}

// answerAs answers a question as an example does, in figures where it is typed.
func (h *hall) answerAs(t *testing.T, path string, pass map[string]any) {
	t.Helper()
	q, _ := h.View().Form.Question(path)
	switch q.Kind {
	case definition.OneOf:
		for _, o := range q.Options {
			if o.ID == pass[path] {
				h.choose(t, o.Label.In("en"))
				return
			}
		}
		h.choose(t, q.Options[0].Label.In("en"))
	case definition.YesNo:
		h.to(t, map[bool]string{true: "Yes", false: "No"}[pass[path] == true])
	case definition.ManyOf:
		for range 50 {
			if _, there := h.s.Window.Canvas().Focused().(*kit.Choice); there {
				h.press(fyne.KeyReturn)
				return
			}
			h.press(fyne.KeyDown)
		}
		t.Fatalf("no arrow leads to the answers of %s", path)
	case definition.Table, definition.Group:
		h.to(t, "Add another")
		h.fill(t, len(q.Columns), func(i int) string { return inFigures(q.Columns[min(i, len(q.Columns)-1)].Kind, nil) })
	default:
		h.fill(t, 20, func(int) string { return inFigures(q.Kind, pass[path]) })
	}
}

// fill types into the fields that the arrow comes to, most of them at most, until
// it comes to the way on.
func (h *hall) fill(t *testing.T, most int, text func(i int) string) {
	t.Helper()
	seen := map[fyne.Focusable]bool{}
	for range 200 {
		if e, ok := h.s.Window.Canvas().Focused().(*kit.Entry); ok && !seen[e] && len(seen) < most {
			seen[e] = true
			h.figures(text(len(seen) - 1))
			h.press(fyne.KeyReturn) // takes what was found, and goes on
			continue
		}
		if c, ok := h.s.Window.Canvas().Focused().(*kit.Choice); ok && !seen[c] { // a column of a row
			seen[c] = true
			h.press(fyne.KeyReturn)
			continue
		}
		if h.label() == h.says("kiosk.next") && len(seen) > 0 {
			return
		}
		h.press(fyne.KeyDown)
	}
}

// inFigures is an answer that can be typed in figures: those of a short example, or
// as many as it has letters.
func inFigures(kind definition.Kind, example any) string {
	switch kind {
	case definition.Date:
		if at, err := time.Parse(time.DateOnly, fmt.Sprint(example)); err == nil && at.Year() < 2000 { // a birth
			return at.Format("02/01/2006")
		}
		return "22/11/2026"
	case definition.Integer, definition.Decimal, definition.Money, definition.Time:
		if example != nil {
			return fmt.Sprint(example)
		}
	}
	text, _ := example.(string)
	only := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if only != "" && len([]rune(text)) <= 13 {
		return only
	}
	return strings.Repeat("12", 1+min(len([]rune(text)), 30)/2)
}
