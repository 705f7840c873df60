package kiosk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// When the letters become larger no page needs more than the window has, not even for
// the moment until the page is made anew: a window that grew stays large, and its foot
// is out of sight.
func TestLargerLettersKeepTheWindow(t *testing.T) {
	s := studiotest.Open(t, 1280, 1024)
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	var w *kiosk.Window
	k := kiosk.New(kiosk.Options{Office: o.Office, Runner: work.Inline{}, Do: func(f func()) { f() }, Now: c.now, Changed: func() {
		if w != nil {
			w.Render()
		}
	}})
	t.Cleanup(k.Close)
	changes := 0
	w = kiosk.NewWindow(k, s.Window.Canvas(), studiotest.Kit(t), kiosk.Look{Scheme: theme.Light, Scale: 1}, func(th fyne.Theme) {
		s.Use(th)
		changes++
		if need := s.Window.Canvas().Content().MinSize(); need.Height > 1024 || need.Width > 1280 {
			t.Errorf("with the new letters the page before needs %v", need)
		}
	})
	w.Speaks(&ear{})
	k.Speak("en")
	s.Settle()
	w.SetLook(kiosk.Look{Scheme: theme.Light, Scale: 2})
	if changes != 2 {
		t.Errorf("the letters were changed %d times", changes)
	}
}
