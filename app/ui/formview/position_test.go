package formview_test

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2/test"

	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/forms/answer"
)

// A position is typed with how sure whoever types is of it, is kept as it was
// entered, half or whole, and is read so in the review.
func TestAPositionIsTypedWithItsAccuracy(t *testing.T) {
	s, k := studiotest.Open(t, 800, 700), studiotest.Kit(t)
	s.Use(theme.New(theme.Field, theme.Light, 1))
	k.Language, k.Front = "en", theme.Field
	form := rehearsal.Inspection()
	sheet, err := answer.Open(form, nil, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	var v *formview.View
	set := func(path string, value any) {
		if err := sheet.Set(path, value); err != nil {
			t.Error(err)
		}
		if v != nil {
			v.Update(formview.Of(form, sheet))
		}
	}
	anew := func() { // as after a crash
		v = formview.New(&k, formview.Of(form, sheet), "", formview.Changes{Answer: set})
		s.Window.SetContent(v.Column)
		s.Settle()
	}
	put := func(at, sure string) {
		t.Helper()
		v.Focus("place")
		for _, words := range []string{at, sure} {
			e := s.Window.Canvas().Focused()
			test.Type(e, words)
			s.Window.Canvas().FocusNext()
		}
		s.Window.Canvas().Unfocus()
	}
	for _, x := range []struct {
		name, at, sure string
		want           any
		problem, reads string
	}{
		{"both", "18.7883, 98.9853", "12.5", map[string]any{"lat": 18.7883, "lon": 98.9853, "accuracy": 12.5}, "", "18.7883, 98.9853  ·  to within 12.5 m"},
		{"unknown", "18.7883, 98.9853", "", map[string]any{"lat": 18.7883, "lon": 98.9853}, "", "18.7883, 98.9853"},
		{"in Thai digits", "๑๘.๕, ๙๘.๒๕", "๘", map[string]any{"lat": 18.5, "lon": 98.25, "accuracy": 8.0}, "", "18.5, 98.25  ·  to within 8 m"},
		{"no number", "18.7883, 98.9853", "near", map[string]any{"lat": 18.7883, "lon": 98.9853, "accuracy": "near"}, "not_an_accuracy", ""},
		{"half", "18.78", "12", "18.78 ± 12", "not_a_location", ""},
		{"accuracy alone", "", "12", "± 12", "not_a_location", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			v = nil
			set("place", nil)
			anew()
			put(x.at, x.sure)
			if got := sheet.Raw("place"); !reflect.DeepEqual(got, x.want) {
				t.Fatalf("the answer is %#v, want %#v", got, x.want)
			}
			q, _ := formview.Of(form, sheet).Question("place")
			if x.problem == "" && len(q.Problems) > 0 || x.problem != "" && (len(q.Problems) == 0 || q.Problems[0].Code != x.problem) {
				t.Errorf("its problems are %v, want %q", q.Problems, x.problem)
			}
			if got := formview.Answer(&k, q); x.reads != "" && got != x.reads {
				t.Errorf("it reads %q, want %q", got, x.reads)
			}
			v.Update(formview.Of(form, sheet))
			held := holds(s)
			anew()
			if again := holds(s); !reflect.DeepEqual(again, held) {
				t.Errorf("after a crash the entries hold %q, before %q", again, held)
			}
		})
	}
}

// holds returns what stands in every input.
func holds(s *studiotest.Studio) (out []string) {
	for _, in := range s.Inputs() {
		out = append(out, in.Holds())
	}
	return out
}

// What is typed over a receiver's position has not the receiver's accuracy.
func TestAReceiversAccuracyIsNotThatOfATypedPosition(t *testing.T) {
	s, k := studiotest.Open(t, 800, 700), studiotest.Kit(t)
	s.Use(theme.New(theme.Field, theme.Light, 1))
	k.Language, k.Front = "en", theme.Field
	form := rehearsal.Inspection()
	sheet, err := answer.Open(form, map[string]any{"place": map[string]any{"lat": 18.5, "lon": 98.25, "accuracy": 6.0, "at": "2026-11-21T15:20:00+07:00"}}, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	var v *formview.View
	v = formview.New(&k, formview.Of(form, sheet), "", formview.Changes{Answer: func(path string, value any) {
		if err := sheet.Set(path, value); err != nil {
			t.Error(err)
		}
		v.Update(formview.Of(form, sheet))
	}})
	s.Window.SetContent(v.Column)
	s.Settle()
	v.Focus("place")
	test.Type(s.Window.Canvas().Focused(), "5")
	if want := map[string]any{"lat": 18.5, "lon": 98.255}; !reflect.DeepEqual(sheet.Raw("place"), want) {
		t.Errorf("typed over it is %v, want %v", sheet.Raw("place"), want)
	}
}
