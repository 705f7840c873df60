package field_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/assets/packs"
	"sala/forms/definition"
	"sala/forms/pack"
)

// offered is a catalogue that offers other forms.
type offered struct {
	office.Catalogue
	forms []*definition.Form
}

func (o offered) Forms() []*definition.Form { return o.forms }

// TestTheFormsOfThePackFitInLargeLetters promises that the titles of the forms
// that the Thai pack has stay within the screen at double size.
func TestTheFormsOfThePackFitInLargeLetters(t *testing.T) {
	s := studiotest.Open(t, 1366, 768)
	f, o := open(t, false, func() {})
	th, err := pack.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	o.Forms = offered{o.Forms, th.Forms()}
	w := field.NewWindow(f, s.Window.Canvas(), studiotest.Kit(t), field.Look{Language: "en", Scheme: theme.Contrast, Scale: 2}, func(th fyne.Theme) { s.Use(th) })
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	w.Render()
	s.Settle()
	for _, fault := range s.Faults() {
		t.Error(fault)
	}
}
