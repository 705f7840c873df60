package kiosk_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// Who was identified and presses Start again is still there: the next process goes on
// reading to her. When she has gone it is the usual one, and after who has gone nothing
// is handed on at all.
func TestWhoStartsAgainIsReadToByTheNextProcess(t *testing.T) {
	h := openHall(t)
	if got := h.w.Stays(); got != "" {
		t.Errorf("of nobody %q is handed on", got)
	}
	h.Speak("en")
	h.press(fyne.KeyF7, fyne.KeyF4, fyne.KeyF6)
	h.Choose("house-register-copy")
	h.o.Insert()
	h.Me()
	h.StartAgain()
	handed := h.w.Stays()
	if handed == "" || strings.Contains(handed, "Somying") {
		t.Fatalf("%q is handed on", handed)
	}
	next := openHall(t)
	next.w.Resume(handed)
	if said := next.e.last(); !strings.Contains(said, next.thai.Say("kiosk.help.welcome")) || next.e.volume != 1 || next.e.speed != 1 {
		t.Errorf("the next process says %q, volume %d, speed %d", said, next.e.volume, next.e.speed)
	}
	if got := next.w.Stays(); got != handed {
		t.Errorf("it hands on %q, want %q", got, handed)
	}
	next.c.at = next.c.at.Add(61 * time.Second)
	next.Tick()
	if got := next.w.Stays(); got != "" {
		t.Errorf("she has gone, and %q is handed on", got)
	}
	n := len(next.e.said)
	next.Speak("en")
	if len(next.e.said) != n {
		t.Error("the next person is read to without asking")
	}
	h.Wipe()
	if got := h.w.Stays(); got != "" {
		t.Errorf("of who walked away %q is handed on", got)
	}
}

// What is no look changes nothing.
func TestOnlyALookIsTakenUp(t *testing.T) {
	h := openHall(t)
	for _, words := range []string{"", "aloud", "neon 1 true true 0 0", "light 40 false true 0 0", "light 1 false true"} {
		h.w.Resume(words)
		if got := h.w.Stays(); got != "" {
			t.Errorf("%q is taken up as %q", words, got)
		}
	}
	h.w.Resume("light 1 false true 99 -99")
	if h.e.volume != 3 || h.e.speed != -2 {
		t.Errorf("volume %d, speed %d", h.e.volume, h.e.speed)
	}
}
