// Package kiosk is the machine in the hall at which a citizen serves herself:
// one question a page, nothing that scrolls, nothing left behind.
//
// Kiosk is the presenter, plain Go; Window is the Fyne side of it.
package kiosk

import (
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// Voice reads pages aloud. Volume and speed are steps from the usual 0.
type Voice interface {
	Tune(volume, speed int)
	Say(language, words string) // in place of what is being read
	Reading() bool              // whether something is being read
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
	Voice  Voice  // nil: pages are not read
	Ring   func() // calls somebody back to what was left, where no voice can; nil: it cannot be heard
	Beat   func() // is called every second by the goroutine that draws; may be nil
	Stays  string // what Ended was told by the process before
	// Ended is as in Options; it is told how the kiosk looks and sounds for whoever is
	// still there, "" when she has gone. Nil when nothing begins anew.
	Ended func(stays string)
	Quit  func()
	// Recovered says that what a kiosk that died left open was ended before.
	Recovered bool
}

// Show fills the window with a kiosk; end stops it.
func Show(f Front) (end func()) {
	var w *Window
	var k *Kiosk
	line := work.NewLine(fyne.Do, func(wait *work.Wait) { k.Waiting(wait) })
	var ended func()
	if f.Ended != nil {
		ended = func() {
			stays := ""
			if w != nil {
				stays = w.Stays()
			}
			f.Ended(stays)
		}
	}
	k = New(Options{Office: f.Office, Runner: line, Do: fyne.Do, Now: time.Now, Recovered: f.Recovered, Ended: ended, Quit: f.Quit, Aloud: func() bool { return w != nil && w.look.Aloud }, Reading: func() bool { return w != nil && w.reading() }, Changed: func() {
		if w != nil {
			w.Render()
			f.Window.SetTitle(k.View().Title())
		}
	}})
	w = NewWindow(k, f.Window.Canvas(), f.Parts, Look{Scheme: f.Scheme, Scale: f.Scale}, f.Use)
	w.Rings(f.Ring)
	if f.Voice != nil {
		w.Speaks(f.Voice)
	}
	w.wipe = func() {
		fyne.CurrentApp().Clipboard().SetContent("")
		go debug.FreeOSMemory() // what the last person left behind goes back to the system, which clears it
	}
	w.Resume(f.Stays)
	f.Window.SetCloseIntercept(func() {}) // Alt+F4 is no way out
	// It beats at once: until then a watcher takes a frozen program for one that
	// is still starting.
	stop := work.Every(time.Second, fyne.Do, func() {
		k.Tick()
		if f.Window.FullScreen() {
			f.Window.RequestFocus() // a window manager's keys may have put it away, and behind it lies the machine
		}
		if f.Beat != nil {
			f.Beat()
		}
	})
	return func() { stop(); k.Close(); line.Close() }
}
