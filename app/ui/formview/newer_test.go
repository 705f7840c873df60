package formview_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// A page that was made before the last key was pressed is drawn often while the
// machine is busy: it never puts back what stood there before, whoever has the
// keyboard by then.
func TestAnOlderPageTakesNothingBack(t *testing.T) {
	o, line := rehearsal.New(), &work.Held{}
	somchai := o.SignedIn("somchai")
	d, err := somchai.Begin(t.Context(), "house-register-copy", office.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	studio, k := studiotest.Open(t, 800, 700), studiotest.Kit(t)
	studio.Use(theme.New(theme.Desk, theme.Light, 1))
	k.Language, k.Front = "en", theme.Desk
	shown := formview.Of(d.Form, d.Sheet)
	var v *formview.View
	f := formview.Fill(d, formview.Screen{Runner: line, Keeper: work.Inline{}, Do: func(f func()) { f() }, Session: func() *office.Session { return somchai },
		Shown: func(p formview.Page) { shown = p; v.Update(p) }, Failed: func(err error) { t.Error(err) }, Delay: work.Never})
	shown = f.Since(shown)
	v = formview.New(&k, shown, "", formview.Changes{Answer: f.Answer})
	studio.Window.SetContent(v.Column)
	studio.Settle()
	v.Focus("telephone")
	entry := studio.Window.Canvas().Focused()
	holds := func(when, want string) {
		t.Helper()
		if got := entry.(interface{ Holds() string }).Holds(); got != want {
			t.Errorf("%s the telephone is %q, want %q", when, got, want)
		}
	}
	test.Type(entry, "05")
	first := line.Begin() // its page waits for the screen
	test.Type(entry, "3123")
	v.Focus("copies")
	v.Update(shown)
	holds("drawn again", "053123")
	first()
	holds("with the page of the first keys", "053123")
	for len(line.Jobs) > 0 {
		if after := line.Begin(); after != nil {
			after()
		}
	}
	v.Update(shown)
	holds("caught up", "053123")
	f.Answer("telephone", "0999") // from elsewhere, as a scanner does
	v.Update(shown)
	holds("before the new answer", "053123")
	line.Begin()()
	holds("with an answer from elsewhere", "0999")
}
