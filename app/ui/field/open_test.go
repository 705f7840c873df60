package field_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// options are those of a field at an office, all of whose work is done at once.
func options(o *rehearsal.Office) field.Options {
	return field.Options{Office: o.Office, Runner: work.Inline{}, Delay: work.AtOnce, Do: func(f func()) { f() }, Changed: func() {}, Officer: "somchai", Language: "th"}
}

// open returns a field over an office that goes out with three visits, or one
// that stays.
func open(t *testing.T, out bool) (*field.Field, *rehearsal.Office) {
	t.Helper()
	o := rehearsal.New()
	if out {
		o.GoOut()
	}
	f := field.New(options(o))
	t.Cleanup(f.Close)
	return f, o
}

// openSlowly is open of an office that goes out, whose work is done when the test
// says so.
func openSlowly(t *testing.T) (*field.Field, *rehearsal.Office, *work.Held) {
	t.Helper()
	o, line := rehearsal.New(), &work.Held{}
	o.GoOut()
	with := options(o)
	with.Runner, with.Delay = line, func(time.Duration, func()) {}
	f := field.New(with)
	t.Cleanup(f.Close)
	return f, o, line
}

// light is the usual look in a language.
func light(language string) field.Look {
	return field.Look{Language: language, Scheme: theme.Light, Scale: 1}
}

// inWindow returns a field whose view a studio's window shows.
func inWindow(s *studiotest.Studio, parts kit.Kit, with field.Options, usual field.Look) *field.Field {
	var w *field.Window
	with.Changed = func() {
		if w != nil {
			w.Render()
		}
	}
	f := field.New(with)
	w = field.NewWindow(f, s.Window.Canvas(), parts, usual, func(th fyne.Theme) { s.Use(th) })
	return f
}

// openInWindow is open of an office that goes out, in a window of that size.
func openInWindow(t *testing.T, width, height float32, usual field.Look) (*studiotest.Studio, *field.Field, *rehearsal.Office) {
	t.Helper()
	s, o := studiotest.Open(t, width, height), rehearsal.New()
	o.GoOut()
	f := inWindow(s, studiotest.Kit(t), options(o), usual)
	t.Cleanup(f.Close)
	return s, f, o
}
