package kiosk_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
)

// What the keypad types on the screen stays as it is typed until Next: the space
// between two words, and a nought before a figure.
func TestKeypadTypesASpace(t *testing.T) {
	h := openHall(t)
	usePack(t, h.o, "th")
	h.Wipe()
	h.Speak("en")
	h.Choose("th.general-petition")
	h.o.Insert()
	h.Me()
	h.Next()
	e, ok := h.s.Window.Canvas().Focused().(*kit.Entry)
	if v := h.View(); v.Path != "subject" || !ok {
		t.Fatalf("the question is %q, the focus on %T", v.Path, h.s.Window.Canvas().Focused())
	}
	h.press(fyne.KeyReturn)
	board := h.s.Window.Canvas().Focused().(*kit.Keyboard)
	space := func() {
		for range 60 {
			if board.AccessibilityLabel() == h.says("kit.key.space") {
				h.press(fyne.KeyReturn)
				return
			}
			h.press(fyne.KeyRight)
			if strings.Contains(board.AccessibilityLabel(), h.says("kit.key.rub_out")) {
				h.press(fyne.KeyRight)
			}
		}
		t.Fatal("no arrow leads to the space")
	}
	h.key(board, 'a')
	h.press(fyne.KeyDown, fyne.KeyDown)
	space()
	if e.Text != "a " {
		t.Errorf("after the space stands %q", e.Text)
	}
	h.key(board, 'q')
	if e.Text != "a q" {
		t.Errorf("after the next word stands %q", e.Text)
	}
}
