package desk_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/desk"
	"sala/app/ui/internal/studiotest"
)

// Every page has a help of its own, which stands in the way of nothing: what is
// typed goes on to where it went, and Escape closes the help before it leaves the
// page.
func TestHelp(t *testing.T) {
	words := studiotest.Kit(t).Words
	for _, screen := range []desk.Screen{desk.SignIn, desk.Today, desk.People, desk.Petitions, desk.Approvals, desk.Certificates, desk.Cash, desk.Verify, desk.Sync, desk.Devices, desk.Reports, desk.Settings} {
		if key := "desk.help.page." + string(screen); !words.Has(key) {
			t.Errorf("nothing is said under %s", key)
		}
	}
	for _, stage := range append(desk.Stages(), desk.AtPurpose, desk.AtPerson, desk.AtLooks, desk.AtNewer, desk.AtEvent) {
		if key := "desk.help.page.serve_" + string(stage); !words.Has(key) {
			t.Errorf("nothing is said under %s", key)
		}
	}
	d, w, o, s := window(t)
	canvas := s.Window.Canvas()
	signIn(d, "somchai")
	o.Insert()
	at := canvas.Focused()
	at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if !w.Helps() || canvas.Focused() != at {
		t.Fatal("F1 opens no help, or takes the keyboard")
	}
	test.Type(at, "14/1")
	if got := d.View().Serve.Filter; got != "14/1" {
		t.Errorf("beside the help %q was typed", got)
	}
	at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if want(t, d, desk.Serve, desk.AtPerson); w.Helps() {
		t.Error("Escape does not close the help")
	}
	at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	want(t, d, desk.Serve, desk.AtCard)
}
