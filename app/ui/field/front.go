// Package field is the laptop that an officer carries out of network reach: what
// to take along, then the work list and its map, then the form.
//
// Field is the presenter, plain Go; Window is the Fyne side of it.
package field

import (
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/work"
)

// Front is what the laptop's window is made of.
type Front struct {
	Office   *office.Office
	Files    Files    // nil where no photo can be chosen
	Verifier Verifier // nil where no seal can be checked
	Window   fyne.Window
	Parts    kit.Kit
	Use      func(fyne.Theme)
	Officer  string
	Usual    Look // where nobody chose
	Said     Look // by the command line, zero where it says nothing
}

// glance is how often the position, the battery and the disk are looked at.
const glance = 5 * time.Second

// Show fills the window with the field front end; end stops it.
func Show(f Front) (end func()) {
	var w *Window
	var d *Field
	line := work.NewLine(fyne.Do, func(wait *work.Wait) { d.Waiting(wait) })
	keeper := work.NewLine(fyne.Do, nil)
	d = New(Options{Office: f.Office, Files: f.Files, Verifier: f.Verifier, Runner: line, Keeper: keeper, Delay: work.Later, Do: fyne.Do, Officer: f.Officer, Language: f.Usual.Language, Look: f.Said, Changed: func() {
		if w != nil {
			w.Render()
			f.Window.SetTitle(d.View().Title())
		}
	}})
	w = NewWindow(d, f.Window.Canvas(), f.Parts, f.Usual, f.Use)
	stop, still := work.Every(glance, fyne.Do, d.Tick), work.Every(time.Second, fyne.Do, d.Beat)
	return func() { stop(); still(); d.Close(); line.Close(); keeper.Close() }
}
