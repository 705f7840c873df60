package field_test

import (
	"testing"

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
	o := rehearsal.New()
	th, err := pack.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	o.Forms = offered{o.Forms, th.Forms()}
	f := inWindow(s, studiotest.Kit(t), options(o), field.Look{Language: "en", Scheme: theme.Contrast, Scale: 2})
	t.Cleanup(f.Close)
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	s.Settle()
	for _, fault := range s.Faults() {
		t.Error(fault)
	}
}
