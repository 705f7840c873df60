package desk_test

import (
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/work"
)

// Each check of a form leads to the first answer that is wrong, not only the
// first check.
func TestEveryCheckLeadsToWhatIsWrong(t *testing.T) {
	d, _, o, s := window(t)
	canvas := s.Window.Canvas()
	signIn(d, "somchai")
	o.Insert()
	d.Choose("house-register-copy")
	want(t, d, desk.Serve, desk.AtForm)
	d.Review()
	missing := canvas.Focused()
	if missing == nil {
		t.Fatal("nothing has the keyboard after the check")
	}
	canvas.FocusPrevious()
	if canvas.Focused() == missing {
		t.Fatal("the form has one control, and this test says nothing")
	}
	d.Review()
	want(t, d, desk.Serve, desk.AtForm)
	if canvas.Focused() != missing {
		t.Error("the second check leaves the keyboard where it was")
	}
}

// While a page is still being read, Enter presses nothing of the page before it;
// when it has been read, its first entry has the keyboard.
func TestAPageThatComesLaterTakesTheKeyboard(t *testing.T) {
	s := studiotest.Open(t, 1366, 768)
	o, later := rehearsal.New(), &work.Held{}
	with := options(o)
	with.Runner = later
	d, _ := inWindow(s, parts(t), with, light("th"))
	t.Cleanup(d.Close)
	canvas := s.Window.Canvas()
	later.LetGo()
	signIn(d, "somchai")
	later.LetGo()
	if _, ok := canvas.Focused().(*kit.Button); !ok {
		t.Fatalf("on the day's page %T has the keyboard, and this test says nothing", canvas.Focused())
	}
	d.Go(desk.Cash)
	if f := canvas.Focused(); f != nil {
		t.Errorf("a %T of the page before has the keyboard", f)
	}
	later.LetGo()
	if _, ok := canvas.Focused().(*kit.Entry); !ok {
		t.Errorf("the drawer has been read, and the keyboard is at %T", canvas.Focused())
	}
}
