package desk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// options are those of a desk at an office, all of whose work is done at once.
func options(o *rehearsal.Office) desk.Options {
	return desk.Options{Office: o.Office, Runner: work.Inline{}, Delay: work.AtOnce, Do: func(f func()) { f() }, Changed: func() {}}
}

// open returns a desk whose work is done at once.
func open(t *testing.T) (*desk.Desk, *rehearsal.Office) {
	t.Helper()
	o := rehearsal.New()
	return opened(t, options(o)), o
}

// opened returns a desk that is closed when the test ends.
func opened(t *testing.T, with desk.Options) *desk.Desk {
	t.Helper()
	d := desk.New(with)
	t.Cleanup(d.Close)
	return d
}

// signedIn returns a desk at which the clerk has signed in.
func signedIn(t *testing.T) (*desk.Desk, *rehearsal.Office) {
	t.Helper()
	d, o := open(t)
	signIn(d, "somchai")
	want(t, d, desk.Today, "")
	return d, o
}

// signIn signs an officer in with her password.
func signIn(d *desk.Desk, officer string) {
	d.ChooseOfficer(officer)
	d.SignInWith(rehearsal.Password)
}

// light is the usual look in a language.
func light(language string) desk.Look {
	return desk.Look{Language: language, Scheme: theme.Light, Scale: 1}
}

// inWindow returns a desk whose View a studio's window shows.
func inWindow(s *studiotest.Studio, k kit.Kit, with desk.Options, usual desk.Look) (*desk.Desk, *desk.Window) {
	var w *desk.Window
	with.Changed = func() {
		if w != nil {
			w.Render()
		}
	}
	d := desk.New(with)
	w = desk.NewWindow(d, s.Window.Canvas(), k, usual, func(th fyne.Theme) { s.Use(th) })
	return d, w
}

// window is a desk with its window in memory.
func window(t *testing.T) (*desk.Desk, *desk.Window, *rehearsal.Office, *studiotest.Studio) {
	t.Helper()
	s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
	d, w := inWindow(s, parts(t), options(o), light("th"))
	t.Cleanup(d.Close)
	return d, w, o, s
}
