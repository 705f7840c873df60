package gate_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/gate"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// slow is a station that opens when it is told to, and the clock of its gate.
type slow struct {
	gate.Front
	ends    chan error  // how each opening ends
	after   chan func() // what is to be done on the screen's goroutine
	late    []func()    // what is done after a while
	second  func()      // called once a second
	stopped int         // how often the seconds were stopped
	indexed int
	left    bool // the window was closed
}

func opens(t *testing.T, s *studiotest.Studio, language string) *slow {
	o := &slow{ends: make(chan error), after: make(chan func(), 8)}
	o.Front = gate.Front{
		Canvas: s.Window.Canvas(), Parts: func() kit.Kit { return studiotest.Kit(t) }, Use: func(th fyne.Theme) { s.Use(th) }, Theme: theme.Desk, Language: language, Scheme: theme.Light, Scale: 1,
		Open:    func(string, string) error { return <-o.ends },
		Indexed: func() int { return o.indexed },
		Do:      func(f func()) { o.after <- f },
		Delay:   func(_ time.Duration, f func()) { o.late = append(o.late, f) },
		Every: func(f func()) (stop func()) {
			o.second = f
			return func() { o.stopped++ }
		},
		Quit: func() { o.left = true },
	}
	return o
}

// do does what waits for the screen.
func (o *slow) do() {
	for {
		select {
		case f := <-o.after:
			f()
		default:
			return
		}
	}
}

// pass lets seconds pass.
func (o *slow) pass(seconds int) {
	o.do()
	for _, f := range o.late {
		f()
	}
	o.late = nil
	o.do()
	for range seconds {
		o.second()
	}
}

// solid is a text without the places at which its lines may end.
func solid(s string) string { return strings.Join(strings.Fields(s), "") }

// TestAStationThatOpensForLongSaysWhy promises that a window is empty only for a
// moment, then says what it waits for and how far it has come, may be closed, and
// that one which does not open says why and tries again.
func TestAStationThatOpensForLongSaysWhy(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		t.Run(language, func(t *testing.T) {
			s := studiotest.Open(t, 1366, 768)
			o := opens(t, s, language)
			k := studiotest.Kit(t)
			k.Language = language
			shows := func(name string, keys ...string) {
				t.Helper()
				s.Settle()
				for _, fault := range s.Faults() {
					t.Errorf("%s: %s", name, fault)
				}
				if out := os.Getenv("SALA_LOOK"); out != "" {
					s.Save(out, "waiting-"+name+"-"+language)
				}
				said := solid(strings.Join(s.Texts(), ""))
				for _, key := range []string{"gate.opening", "gate.opening_long", "gate.close", "gate.again", "gate.indexing_hint"} {
					has := strings.Contains(said, solid(k.Say(key)))
					if key == "gate.close" { // a button, whose words are in a hint too
						has = slices.Contains(s.Texts(), k.Say(key))
					}
					if has != slices.Contains(keys, key) {
						t.Errorf("%s: %s is there: %v, in %q", name, key, has, said)
					}
				}
			}
			gate.Wait(o.Front)
			shows("begins")
			o.pass(1)
			shows("opens", "gate.opening")
			o.pass(6)
			shows("long", "gate.opening", "gate.opening_long", "gate.close")
			o.indexed = 40_000
			o.pass(1)
			shows("indexes", "gate.indexing_hint", "gate.close")
			if said := solid(strings.Join(s.Texts(), "")); !strings.Contains(said, solid(k.Say("gate.indexing", "count", 40_000))) {
				t.Errorf("it does not say how far it has come: %q", said)
			}
			s.Press(k.Say("gate.close"))
			if !o.left {
				t.Error("the window was not closed")
			}
			o.ends <- &office.Error{Op: "open station", Code: "disk_full"}
			(<-o.after)()
			shows("failed", "gate.again", "gate.close")
			if o.stopped != 1 {
				t.Errorf("the seconds were stopped %d times", o.stopped)
			}
			o.indexed = 0
			s.Press(k.Say("gate.again"))
			o.pass(1)
			shows("again", "gate.opening")
			o.ends <- nil
			(<-o.after)()
			if o.stopped != 2 {
				t.Errorf("it is open, and the seconds were stopped %d times", o.stopped)
			}
		})
	}
}

// Where nobody may close the window, as on a kiosk, nothing offers to.
func TestAKiosksGateIsNotClosed(t *testing.T) {
	s := studiotest.Open(t, 1280, 1024)
	o := opens(t, s, "en")
	o.Quit = nil
	gate.Wait(o.Front)
	o.pass(9)
	s.Settle()
	k := studiotest.Kit(t)
	k.Language = "en"
	said := solid(strings.Join(s.Texts(), ""))
	if !strings.Contains(said, solid(k.Say("gate.elsewhere"))) || strings.Contains(said, solid(k.Say("gate.close"))) {
		t.Errorf("it says %q", said)
	}
	o.ends <- nil
	(<-o.after)()
}
