package field_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// Sunlight and language are each officer's own: they are there after a crash,
// change with the shift, and stay where a form is open.
func TestALookIsKeptForTheOfficerWhoChoseIt(t *testing.T) {
	s, parts, o := studiotest.Open(t, 1366, 768), studiotest.Kit(t), rehearsal.New()
	o.GoOut()
	var f *field.Field
	begin := func(said field.Look) {
		with := options(o)
		with.Officer, with.Look = "", said
		f = inWindow(s, parts, with, light("th").With(said))
	}
	looks := func(when, title string, scheme theme.Scheme) {
		t.Helper()
		if th, ok := fyne.CurrentApp().Settings().Theme().(*theme.Theme); !ok || th.Scheme != scheme {
			t.Errorf("%s the theme is %+v, want %s", when, th, scheme)
		}
		for _, text := range s.Texts() {
			if text == title {
				return
			}
		}
		t.Errorf("%s there is no %q: %q", when, title, s.Texts())
	}
	signIn := func(id string) { f.ChooseOfficer(id); f.SignInWith(rehearsal.Password) }
	begin(field.Look{})
	defer func() { f.Close() }()
	signIn("somchai")
	f.Open("s1")
	f.Answer("remarks", "มีหมา")
	s.Press("English")
	s.Press("Sunlight")
	if q, _ := f.View().Page.Question("remarks"); q.Value != "มีหมา" {
		t.Errorf("with another look the remarks are %v", q.Value)
	}
	f.Close() // the power is cut

	begin(field.Look{})
	looks("at sign-in after a crash", "Sunlight", theme.Contrast)
	signIn("somchai")
	looks("after a crash", "Sunlight", theme.Contrast)
	f.Lock()
	signIn("wilai")
	looks("for another officer", "แดดจ้า", theme.Light)
	f.Lock()
	signIn("somchai")
	looks("after the shift change", "Sunlight", theme.Contrast)
	s.Press("Sunlight") // in the shade again
	f.Close()

	begin(field.Look{Scheme: theme.Dark})
	signIn("somchai")
	looks("with a flag", "Sunlight", theme.Dark)
	s.Press("Sunlight")
	looks("chosen otherwise", "Sunlight", theme.Contrast)
}
