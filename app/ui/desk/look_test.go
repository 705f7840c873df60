package desk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/forms/act"
)

// How the window looks is each officer's own: it is there after a crash, changes
// with the shift, and the sign-in page looks as the last officer had it. What the
// command line says stands until somebody chooses otherwise.
func TestALookIsKeptForTheOfficerWhoChoseIt(t *testing.T) {
	s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
	usual := light("th")
	var d *desk.Desk
	var w *desk.Window
	begin := func(said desk.Look) {
		with := options(o)
		with.Look = said
		d, w = inWindow(s, parts(t), with, usual.With(said))
	}
	crash := func(said desk.Look) { d.Close(); begin(said) }
	looks := func(when string, want desk.Look) {
		t.Helper()
		if got := w.Look(); got != want {
			t.Errorf("%s the window looks %+v, want %+v", when, got, want)
		}
		if th, ok := fyne.CurrentApp().Settings().Theme().(*theme.Theme); !ok || th.Scheme != want.Scheme || th.Scale != want.Scale {
			t.Errorf("%s the theme is %+v", when, th)
		}
	}
	none := desk.Look{}
	begin(none)
	defer func() { d.Close() }()
	looks("at first", usual)
	signIn(d, "somchai")
	d.Go(desk.Settings)
	for _, label := range []string{"한국어", "어둡게", "125 %"} { // each in the language that then stands
		s.Press(label)
	}
	chosen := desk.Look{Language: "ko", Scheme: theme.Dark, Scale: 1.25}
	looks("once chosen", chosen)

	crash(none)
	looks("at sign-in after a crash", chosen)
	signIn(d, "somchai")
	looks("after a crash", chosen)
	d.SignOut()
	looks("signed out", chosen)

	signIn(d, "wilai")
	looks("for another officer", usual)
	s.Press("English")
	english := desk.Look{Language: "en", Scheme: theme.Light, Scale: 1}
	d.Lock()
	signIn(d, "somchai")
	looks("after the shift change", chosen)
	d.Lock()
	signIn(d, "wilai")
	looks("after another", english)

	crash(desk.Look{Language: "th", Scale: 2})
	looks("with flags, at sign-in", desk.Look{Language: "th", Scheme: theme.Light, Scale: 2})
	signIn(d, "somchai")
	looks("with flags", desk.Look{Language: "th", Scheme: theme.Dark, Scale: 2})
	s.Press("English")
	looks("chosen otherwise", desk.Look{Language: "en", Scheme: theme.Dark, Scale: 2})
	crash(none)
	signIn(d, "somchai")
	looks("without flags again", desk.Look{Language: "en", Scheme: theme.Dark, Scale: 1.25})

	d.SignOut()
	s.Press("ไทย") // at the sign-in page: whoever picks it there keeps it
	looks("picked at sign-in", desk.Look{Language: "th", Scheme: theme.Dark, Scale: 1.25})
	signIn(d, "wilai")
	looks("picked by who came", usual)
	crash(none)
	looks("picked, and after a crash", usual)
	for _, kind := range o.Store.Kinds() {
		if kind != act.SignedIn {
			t.Errorf("%s stands in the journal", kind)
		}
	}
}

// What could not be kept is said, and the window looks as it was chosen all the same.
func TestALookThatCannotBeKeptIsSaid(t *testing.T) {
	d, w, o, s := window(t)
	signIn(d, "somchai")
	o.Store.Fail = &office.Error{Op: "write", Code: "disk_full"}
	s.Press("English")
	if code(d) != "disk_full" || w.Look().Language != "en" {
		t.Errorf("trouble %q, language %q", code(d), w.Look().Language)
	}
}
