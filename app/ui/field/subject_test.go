package field_test

import (
	"slices"
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

// TestTheFormSaysWhatItIsAbout promises that the words of a subject that no register
// has stand on its form, when it is begun and when it is gone on with, at both sizes.
func TestTheFormSaysWhatItIsAbout(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		s, f, o := openInWindow(t, 1366, 768, field.Look{Language: "en", Scheme: theme.Light, Scale: scale})
		withForm(t, o, "th.food-stall-inspection")
		f.SignInWith(rehearsal.Password)
		f.NewVisit()
		f.Find("the stall by the school")
		f.Choose("th.food-stall-inspection")
		for _, when := range []string{"begun", "gone on with"} {
			if v := f.View(); v.Screen != field.Visit || !slices.Contains(s.Texts(), "the stall by the school") {
				t.Errorf("at %v, %s, the %s does not say what it is about: %q", scale, when, v.Screen, s.Texts())
			}
			id := f.View().Stop.ID
			f.ToList()
			f.Open(id)
		}
	}
}

// TestACardOfSomebodyUnknownIsUsed promises that whoever is met on the way and is
// not in the register that was taken out is recorded by the card: nothing on it is
// typed again.
func TestACardOfSomebodyUnknownIsUsed(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("th"))
	withForm(t, o, "th.house-register-copy")
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	card := rehearsal.Card()
	card.NationalNumber = "1101700230708" // of nobody in the register
	o.Reader.Insert(card)
	o.Publish(office.Event{Kind: office.CardInserted})
	s.Settle()
	name := card.Names["th"].Full("th")
	if len(s.Places(name)) == 0 {
		t.Errorf("the card's name is not shown: %q", s.Texts())
	}
	f.Choose("th.house-register-copy")
	v := f.View()
	if v.Code != "" || v.Screen != field.Visit || v.Stop.Title != name {
		t.Fatalf("the screen is %s with %q, the visit is about %+v", v.Screen, v.Code, v.Stop)
	}
	s.Settle()
	if len(s.Places(name)) == 0 {
		t.Errorf("the form does not say whom it is about: %q", s.Texts())
	}
	for path, want := range map[string]any{"applicant_name": name, "applicant_number": card.NationalNumber} {
		if q, _ := v.Page.Question(path); q.Value != want {
			t.Errorf("%s is %v, want %v", path, q.Value, want)
		}
	}
}
