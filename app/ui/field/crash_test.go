package field_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/forms/act"
	"sala/forms/register"
)

// Whatever is entered on the laptop is there again after a crash: the answers of a
// form and what stands beside it, why a visit ends, whom a new one is about, what
// is to be taken out, and who breaks the glass.
func TestNothingThatIsEnteredIsLostInACrash(t *testing.T) {
	s, parts := studiotest.Open(t, 1366, 768), studiotest.Kit(t)
	for _, x := range []struct {
		name         string
		home         bool // the laptop has not gone out yet
		entered      int  // into how many inputs at least
		play         func(*field.Field)
		again        func(*field.Field) // nil as before
		signedInFree bool               // nobody signs in
	}{
		{name: "glass", entered: 2, signedInFree: true, play: func(f *field.Field) { f.ChooseOfficer("glass") }},
		{name: "form", entered: 2, play: func(f *field.Field) { f.Open("s1") }},
		{name: "certificate", entered: 3, play: func(f *field.Field) { f.Open("s3") }},
		{name: "ending", entered: 2, play: func(f *field.Field) { f.Open("s1"); f.ToEnding(register.VisitNotMet) }},
		{name: "new visit", entered: 1, play: func(f *field.Field) { f.NewVisit() }},
		{name: "outing", home: true, entered: 4, play: func(f *field.Field) { f.ToOuting() }, again: func(*field.Field) {}},
	} {
		t.Run(x.name, func(t *testing.T) {
			o := rehearsal.New()
			o.AddOfficer(act.Officer{ID: "glass", Names: map[string]string{"en": "Account behind glass"}, Roles: []string{"emergency"}})
			o.GoOut()
			if x.home {
				o.ComeHome()
			}
			begin := func() *field.Field {
				f := inWindow(s, parts, options(o), light("th"))
				if !x.signedInFree {
					f.SignInWith(rehearsal.Password)
				}
				return f
			}
			held := func() (out []string) {
				for _, in := range s.Inputs() {
					out = append(out, fmt.Sprintf("%T %q", in, in.Holds()))
				}
				return out
			}
			f := begin()
			x.play(f)
			blank, entered := held(), 0
			for n := 0; n < len(s.Inputs()); n++ {
				if x.signedInFree && n == 0 { // who signs in is chosen anew
					continue
				}
				if studiotest.Enter(s.Inputs()[n]) {
					entered++
				}
			}
			want := held()
			if entered < x.entered {
				t.Fatalf("%d inputs take something, want %d: %q", entered, x.entered, blank)
			}
			f.Close() // the power is cut

			f = begin()
			defer f.Close()
			if x.again == nil {
				x.again = x.play
			}
			x.again(f)
			if got := held(); !slices.Equal(got, want) {
				t.Errorf("it began with\n%s\nbefore the crash it held\n%s\nnow at %s it holds\n%s", strings.Join(blank, "\n"), strings.Join(want, "\n"), f.View().Title(), strings.Join(got, "\n"))
			}
		})
	}
}

// What was done with is forgotten: a visit that ended leaves none of its words.
func TestWhatIsDoneWithIsForgotten(t *testing.T) {
	f, o := open(t, true)
	f.SignInWith(rehearsal.Password)
	f.Open("s1")
	f.Said("มีหมา")
	f.ToEnding(register.VisitNotMet)
	f.Because("ไม่มีใครอยู่")
	if left, err := o.SignedIn("somchai").Texts(t.Context()); err != nil || len(left) != 2 {
		t.Fatalf("before it ends there is %v, %v", left, err)
	}
	if v := f.View(); v.End.Said != "มีหมา" {
		t.Errorf("what was to be said is gone on the way to the ending: %+v", v.End)
	}
	f.EndNow()
	f.NewVisit()
	f.Find("ใจดี")
	f.LeaveSubject()
	if left, err := o.SignedIn("somchai").Texts(t.Context()); err != nil || len(left) > 0 {
		t.Errorf("afterwards there is %v, %v", left, err)
	}
}
