package studiotest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Places returns where in the window words are shown: each text that is exactly
// these.
func (s *Studio) Places(words string) []fyne.Position {
	var out []fyne.Position
	walk(s.Window.Content(), fyne.Position{}, 0, func(o fyne.CanvasObject, at fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && t.Text == words {
			out = append(out, at)
		}
	})
	return out
}
