package kiosk_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
)

// key is one on the screen; a button is like it.
type key interface {
	fyne.CanvasObject
	fyne.Tappable
	AccessibilityLabel() string
}

// tap presses a key on the screen, by what a voice calls it.
func (h *hall) tap(t *testing.T, name string) {
	t.Helper()
	for _, k := range studiotest.All[key](h.s) {
		if k.AccessibilityLabel() == name {
			k.Tapped(nil)
			return
		}
	}
	t.Fatalf("there is no key %q", name)
}

// atLetters brings the kiosk to a question that is answered in letters.
func (h *hall) atLetters(t *testing.T, language string) *kit.Entry {
	t.Helper()
	h.Speak(language)
	h.Choose("house-register-copy")
	h.o.Insert()
	h.Me()
	h.Next()
	h.Answer("purpose", "other")
	h.Next()
	e, ok := h.s.Window.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("the focus is on %T", h.s.Window.Canvas().Focused())
	}
	return e
}

// Who types by touch hears each key: the letter, a mark by its name, what was taken
// away, Shift, and the keys of another layout. On a machine's own keyboard it is the
// same. Who is not read to hears nothing.
func TestEachKeyIsSaid(t *testing.T) {
	h := openHall(t)
	h.atLetters(t, "th")
	h.tap(t, "ก")
	h.tap(t, h.thai.Say("kit.key.rub_out"))
	if len(h.e.said) != 0 {
		t.Fatalf("was said without being wished for: %q", h.e.said)
	}
	h.press(fyne.KeyF7)
	e := h.s.Window.Canvas().Focused().(*kit.Entry)
	say := func(key string, pairs ...any) string { return h.thai.Say(key, pairs...) }
	for _, step := range []struct {
		key  string // on the screen; "" on the machine's keyboard
		rune rune
		name fyne.KeyName
		says string
		text string
	}{
		{key: "ก", says: "ก", text: "ก"},
		{key: say("kit.key.name.0e49"), says: say("kit.key.name.0e49"), text: "ก้"},
		{key: say("kit.key.rub_out"), says: say("kit.key.rubbed_out", "what", say("kit.key.name.0e49")), text: "ก"},
		{key: say("kit.key.shift_off"), says: say("kit.key.shift_on"), text: "ก"},
		{key: "ฤ", says: "ฤ", text: "กฤ"},
		{key: say("kit.key.shift_off"), says: say("kit.key.shift_on"), text: "กฤ"},
		{key: say("kit.key.shift_on"), says: say("kit.key.shift_off"), text: "กฤ"},
		{key: say("kit.key.space"), says: say("kit.key.space"), text: "กฤ "},
		{key: say("kit.key.layout.ko"), says: say("kit.key.layout.ko"), text: "กฤ "},
		{key: "ㅎ", says: "ㅎ", text: "กฤ ㅎ"},
		{key: "ㅏ", says: "ㅏ", text: "กฤ 하"},
		{key: "ㄴ", says: "ㄴ", text: "กฤ 한"},
		{key: say("kit.key.rub_out"), says: "하", text: "กฤ 하"},
		{key: say("kit.key.layout.en"), says: say("kit.key.layout.en"), text: "กฤ 하"},
		{key: "a", says: "a", text: "กฤ 하a"},
		{key: say("kit.key.layout.digits"), says: say("kit.key.layout.digits"), text: "กฤ 하a"},
		{key: "7", says: "7", text: "กฤ 하a7"},
		{rune: 'ข', says: "ข", text: "กฤ 하a7ข"},
		{name: fyne.KeyBackspace, says: say("kit.key.rubbed_out", "what", "ข"), text: "กฤ 하a7"},
	} {
		n := len(h.e.said)
		switch {
		case step.key != "":
			h.tap(t, step.key)
		case step.name != "":
			e.TypedKey(&fyne.KeyEvent{Name: step.name})
		default:
			e.TypedRune(step.rune)
		}
		if got := h.e.said[n:]; !slices.Equal(got, []string{"th: " + step.says}) || e.Text != step.text {
			t.Errorf("%+v: %q is said, and %q stands there", step, got, e.Text)
		}
	}
}

// Of a PIN is said how many figures were typed, and never one of them, however they
// are typed.
func TestPINIsNeverSaid(t *testing.T) {
	for _, way := range []string{"touch", "keyboard"} {
		h := openHall(t)
		h.Speak("en")
		h.press(fyne.KeyF7)
		h.Choose("elderly")
		h.o.Insert()
		h.Me()
		e := h.s.Window.Canvas().Focused().(*kit.Entry)
		n := len(h.e.said)
		for _, r := range "9867" {
			if way == "touch" {
				h.tap(t, string(r))
			} else {
				e.TypedRune(r)
			}
		}
		h.tap(t, h.says("kit.key.rub_out"))
		var want []string
		for _, count := range []int{1, 2, 3, 4, 3} {
			want = append(want, "en: "+h.says("kit.key.secret", "count", count))
		}
		if got := h.e.said[n:]; !slices.Equal(got, want) {
			t.Errorf("by %s: %q is said, want %q", way, got, want)
		}
	}
	h := openHall(t)
	h.Speak("en")
	h.press(fyne.KeyF7)
	h.Choose("elderly")
	h.o.Insert()
	h.Me()
	h.figures(rehearsal.PIN)
	if want := "en: " + h.says("kiosk.pin_label") + ": " + h.says("kit.key.secret", "count", len(rehearsal.PIN)); !slices.Contains(h.e.said, want) {
		t.Errorf("by keypad is said %q, want %q", h.e.said, want)
	}
	if strings.Contains(strings.Join(h.e.said, " "), rehearsal.PIN) {
		t.Error("the PIN is said")
	}
}
