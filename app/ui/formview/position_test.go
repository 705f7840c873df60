package formview_test

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2/test"

	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// A position is typed with how sure whoever types is of it, is kept as it was
// entered, half or whole, and is read so in the review.
func TestAPositionIsTypedWithItsAccuracy(t *testing.T) {
	v := lay(t, studiotest.Open(t, 800, 700), theme.Field, "en", rehearsal.Inspection(), nil)
	put := func(at, sure string) {
		t.Helper()
		v.Focus("place")
		canvas := v.Window.Canvas()
		for _, words := range []string{at, sure} {
			test.Type(canvas.Focused(), words)
			canvas.FocusNext()
		}
		canvas.Unfocus()
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
			if err := v.sheet.Set("place", nil); err != nil {
				t.Fatal(err)
			}
			v.anew(t)
			put(x.at, x.sure)
			if got := v.sheet.Raw("place"); !reflect.DeepEqual(got, x.want) {
				t.Fatalf("the answer is %#v, want %#v", got, x.want)
			}
			q, _ := v.page().Question("place")
			if x.problem == "" && len(q.Problems) > 0 || x.problem != "" && (len(q.Problems) == 0 || q.Problems[0].Code != x.problem) {
				t.Errorf("its problems are %v, want %q", q.Problems, x.problem)
			}
			if got := formview.Answer(&v.kit, q); x.reads != "" && got != x.reads {
				t.Errorf("it reads %q, want %q", got, x.reads)
			}
			v.Update(v.page())
			held := holds(v.Studio)
			v.anew(t)
			if again := holds(v.Studio); !reflect.DeepEqual(again, held) {
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
	received := map[string]any{"lat": 18.5, "lon": 98.25, "accuracy": 6.0, "at": "2026-11-21T15:20:00+07:00"}
	v := lay(t, studiotest.Open(t, 800, 700), theme.Field, "en", rehearsal.Inspection(), map[string]any{"place": received})
	v.Focus("place")
	test.Type(v.Window.Canvas().Focused(), "5")
	if got, want := v.sheet.Raw("place"), map[string]any{"lat": 18.5, "lon": 98.255}; !reflect.DeepEqual(got, want) {
		t.Errorf("typed over it is %v, want %v", got, want)
	}
}
