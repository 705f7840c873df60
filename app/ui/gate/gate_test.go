package gate_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/gate"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// TestTheGateAsksUntilItIsOpen promises that a wrong password is told and asked
// for again, that the right one opens, and that every sentence fits.
func TestTheGateAsksUntilItIsOpen(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		s := studiotest.Open(t, 1366, 768)
		tried := make(chan string, 2)
		after := make(chan func(), 2)
		gate.Show(gate.Front{
			Canvas: s.Window.Canvas(), Parts: func() kit.Kit { return studiotest.Kit(t) }, Use: func(th fyne.Theme) { s.Use(th) }, Theme: theme.Desk, Language: language, Scheme: theme.Light, Scale: 1,
			Officers: []string{"somchai", "wilai"}, Officer: "wilai",
			Open: func(officer, password string) error {
				tried <- officer + " " + password
				if password != "right" {
					return &office.Error{Op: "open station", Code: "wrong_password"}
				}
				return nil
			},
			Do: func(f func()) { after <- f }, Every: func(func()) (stop func()) { return func() {} },
		})
		look := func(name string) {
			s.Settle()
			for _, fault := range s.Faults() {
				t.Errorf("%s in %s: %s", name, language, fault)
			}
			if out := os.Getenv("SALA_LOOK"); out != "" {
				s.Save(out, "gate-"+name+"-"+language)
			}
		}
		look("asked")
		for _, password := range []string{"wrong", "right"} {
			at := s.Window.Canvas().Focused()
			if at == nil {
				t.Fatalf("%s: nothing has the keyboard", language)
			}
			test.Type(at, password)
			at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if got := <-tried; got != "wilai "+password {
				t.Errorf("%s: tried %q", language, got)
			}
			look("opening")
			(<-after)()
			look(password)
		}
	}
}
