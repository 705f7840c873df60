// Package kiosk is the machine in the hall at which a citizen serves herself:
// one question a page, nothing that scrolls, nothing left behind.
//
// Kiosk is the presenter, plain Go; Window is the Fyne side of it.
package kiosk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/forms/fee"
)

// Till takes money at the machine.
type Till interface {
	// Take takes the amount and returns when it is in the machine; inserted is
	// told how much has come so far, in minor units. An error means that
	// everything was given back.
	Take(ctx context.Context, due fee.Money, inserted func(minor int64)) error
}

// Voice reads pages aloud.
type Voice interface {
	Say(language, words string)
	Stop()
}

// Front is what the kiosk's window is made of.
type Front struct {
	Office *office.Office
	Window fyne.Window
	Parts  kit.Kit
	Use    func(fyne.Theme)
	Scheme theme.Scheme
	Scale  float32
	Till   Till  // nil: fees are paid at the counter, or to an officer
	Voice  Voice // nil: silent
}

// Show fills the window with a kiosk; end stops it.
func Show(f Front) (end func()) {
	var w *Window
	var k *Kiosk
	line := work.NewLine(fyne.Do, func(wait *work.Wait) { k.Waiting(wait) })
	k = New(Options{Office: f.Office, Runner: line, Do: fyne.Do, Now: time.Now, Till: f.Till, Changed: func() {
		if w != nil {
			w.Render()
			f.Window.SetTitle(k.View().Title())
		}
	}})
	w = NewWindow(k, f.Window.Canvas(), f.Parts, Look{Scheme: f.Scheme, Scale: f.Scale}, f.Use)
	w.voice = f.Voice
	w.wipe = func() { fyne.CurrentApp().Clipboard().SetContent("") }
	f.Window.SetCloseIntercept(func() {}) // Alt+F4 is no way out
	stop := make(chan struct{})
	go tick(stop, k)
	return func() { close(stop); k.Close(); line.Close() }
}

// tick tells the kiosk every second that time passes.
func tick(stop chan struct{}, k *Kiosk) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-stop:
			return
		case <-t.C:
			fyne.Do(k.Tick)
		}
	}
}
