package kiosk

import (
	"fmt"
	"slices"

	"sala/app/ui/theme"
)

// A kiosk begins anew as another process after everybody whom it came to know. Who
// pressed Start again is still there, and hears and sees the next one as this: of her
// goes on how it looks and sounds, and nothing else. It ends as ever, when she has gone.

const stays = "%s %g %t %t %d %d"

// Stays is the look of who is still there, for the next process; "" is the usual look,
// and that of who has gone.
func (w *Window) Stays() string {
	l := w.look
	if l == w.usual {
		return ""
	}
	return fmt.Sprintf(stays, l.Scheme, l.Scale, l.Low, l.Aloud, l.Volume, l.Speed)
}

// Resume takes up the look of who was there before the process began. Words that are
// no look change nothing.
func (w *Window) Resume(words string) {
	var l Look
	if n, err := fmt.Sscanf(words, stays, &l.Scheme, &l.Scale, &l.Low, &l.Aloud, &l.Volume, &l.Speed); err != nil || n != 6 {
		return
	}
	if !slices.Contains([]theme.Scheme{theme.Light, theme.Dark, theme.Contrast}, l.Scheme) || l.Scale < 1 || l.Scale > 2 {
		return
	}
	l.Volume, l.Speed = bounded(l.Volume, l.Speed)
	w.SetLook(l)
}

// bounded keeps volume and speed in their bounds.
func bounded(volume, speed int) (int, int) {
	return max(-mostVolume, min(mostVolume, volume)), max(-mostSpeed+1, min(mostSpeed, speed))
}
