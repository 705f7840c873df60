package kiosk_test

import (
	"context"
	"encoding/binary"
	"testing"
	"time"
	"unicode/utf16"

	"fyne.io/fyne/v2"
	"golang.org/x/text/encoding/charmap"

	"sala/app/station"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
)

// machine is the kiosk of a real station. Whatever a person does is done on the
// goroutine that draws; the clock of the time limits is moved by hand.
type machine struct {
	t      testing.TB
	st     *station.Station
	on     *screen
	k      *kiosk.Kiosk
	c      *clock
	studio *studiotest.Studio // nil without a window
	aloud  bool
}

func newMachine(t testing.TB, st *station.Station, on *screen, studio *studiotest.Studio) *machine {
	m := &machine{t: t, st: st, on: on, c: &clock{time.Now()}, studio: studio}
	on.wait(func() {
		var w *kiosk.Window
		m.k = kiosk.New(kiosk.Options{Office: st.Office, Runner: on.line, Do: on.do, Now: m.c.now, Aloud: func() bool { return m.aloud }, Changed: func() {
			if w != nil {
				w.Render()
			}
		}})
		if studio != nil {
			w = kiosk.NewWindow(m.k, studio.Window.Canvas(), studiotest.Kit(t), kiosk.Look{Scheme: theme.Light, Scale: 1}, func(th fyne.Theme) { studio.Use(th) })
			w.Speaks(&ear{})
		}
	})
	return m
}

func (m *machine) close() {
	m.idle(false)
	m.on.wait(m.k.Close)
}

func (m *machine) view() (v kiosk.View) {
	m.on.wait(func() { v = m.k.View() })
	return v
}

// until waits until the page is as it should be; false after eight seconds.
func (m *machine) until(holds func(kiosk.View) bool) bool {
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds(m.view()) {
			return true
		}
	}
	return false
}

// stuck is how long a kiosk may be busy with one thing.
const stuck = 90 * time.Second

// idle waits until all that was begun has ended. Nobody waits longer than a few
// seconds for a machine that does not take her money; once she has gone, time passes.
func (m *machine) idle(gone bool) {
	m.t.Helper()
	done := make(chan struct{})
	m.on.line.Run("", func(context.Context) func() { return func() { close(done) } })
	for began := time.Now(); ; {
		select {
		case <-done:
			return
		case <-time.After(100 * time.Millisecond):
		}
		took := time.Since(began)
		m.on.wait(func() {
			if gone {
				m.c.at = m.c.at.Add(time.Second)
				m.k.Tick()
			} else if took > 3*time.Second {
				m.k.GiveUp() // nothing happens when nothing is paid
			}
		})
		if took > stuck {
			v := m.view()
			m.t.Fatalf("the kiosk is stuck at %s with %q, step %q, paying %+v", v.Page, v.Code, v.Step, v.Paying)
		}
	}
}

// walkAway lets time pass until the first page is back, with nothing of anybody.
func (m *machine) walkAway(n int) {
	m.t.Helper()
	clean := func(v kiosk.View) bool {
		return v.Page == kiosk.Welcome && v.Language == "" && v.Code == "" && !v.CardIn
	}
	m.until(func(v kiosk.View) bool { return !v.CardIn }) // a device says so when it is asked the next time
	for range 400 {
		m.idle(true)
		if clean(m.view()) {
			break
		}
		m.on.wait(func() { m.c.at = m.c.at.Add(time.Second); m.k.Tick() })
	}
	if v := m.view(); !clean(v) || v.Visitor != nil || v.Petition.ID != "" || v.Form.Form != nil || v.Issued != nil || v.Lines != nil || v.Code != "" {
		m.t.Fatalf("after session %d the kiosk is at %s in %q with %q, a card: %t", n, v.Page, v.Language, v.Code, v.CardIn)
	}
}

// encodings are the ways in which a word may be written down.
func encodings(word string) map[string]string {
	wide := []byte{}
	for _, u := range utf16.Encode([]rune(word)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	out := map[string]string{"UTF-8": word, "UTF-16": string(wide)}
	if thai, err := charmap.Windows874.NewEncoder().String(word); err == nil {
		out["TIS-620"] = thai
	}
	return out
}
