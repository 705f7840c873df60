// Package field is the laptop that an officer carries out of network reach: the
// work list first, then the form.
//
// Field is the presenter, plain Go; Window is the Fyne side of it.
package field

import (
	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// Front is what the laptop's window is made of.
type Front struct {
	Office   *office.Office
	Window   fyne.Window
	Parts    kit.Kit
	Use      func(fyne.Theme)
	Language string
	Officer  string
	Scheme   theme.Scheme
	Scale    float32
	Round    Round // nil: the work list is the officer's own open petitions
}

// Show fills the window with the field front end; end stops it.
func Show(f Front) (end func()) {
	var w *Window
	var d *Field
	line := work.NewLine(fyne.Do, func(wait *work.Wait) { d.Waiting(wait) })
	d = New(Options{Office: f.Office, Round: f.Round, Runner: line, Delay: work.Later, Do: fyne.Do, Officer: f.Officer, Changed: func() {
		if w != nil {
			w.Render()
			f.Window.SetTitle(d.View().Title())
		}
	}})
	w = NewWindow(d, f.Window.Canvas(), f.Parts, Look{Language: f.Language, Scheme: f.Scheme, Scale: f.Scale}, f.Use)
	return func() { d.Close(); line.Close() }
}
