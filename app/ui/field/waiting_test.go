package field_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/work"
	"sala/forms/register"
)

// A long wait says after a second how long it has taken and how it is given up,
// though nothing else happens.
func TestALongWaitCanBeGivenUp(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password)
	since, stopped := time.Now(), false
	f.Waiting(&work.Wait{What: "field.wait.take_out", Since: since, Cancel: func() { stopped = true }})
	if slices.Contains(s.Texts(), "Cancel") {
		t.Error("what has just begun can be cancelled")
	}
	f.View().Wait.Since = since.Add(-3 * time.Second) // meanwhile
	f.Beat()
	if !slices.Contains(s.Texts(), "3 s") {
		t.Errorf("after three seconds there is %q", s.Texts())
	}
	s.Press("Cancel")
	if !stopped {
		t.Error("Cancel does not cancel it")
	}
}

// Back on the list the keyboard is at the visit that was left for later, and at
// the next one when it is done.
func TestBackOnTheListAtTheVisitThatWasLeft(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password)
	at := func() string {
		b, _ := s.Window.Canvas().Focused().(*kit.Button)
		if b == nil {
			return ""
		}
		return b.Label
	}
	first := at()
	f.Open("s2")
	second := f.View().Stop.Title
	f.ToList()
	if got := at(); got != second || got == first {
		t.Errorf("the keyboard is at %q, want %q, which was left for later", got, second)
	}
	f.Open("s2")
	f.ToEnding(register.VisitNotMet)
	f.Because("nobody")
	f.EndNow()
	if got := at(); got != first {
		t.Errorf("the keyboard is at %q, want the next visit, %q", got, first)
	}
}

// While something takes long the laptop warns of its battery still, and does not
// pile up looks at everything else behind it.
func TestABatteryThatRunsLowIsToldDuringALongWait(t *testing.T) {
	o, line := rehearsal.New(), &work.Held{}
	o.GoOut()
	with := options(o)
	with.Runner, with.Keeper = line, work.Inline{}
	f := field.New(with)
	t.Cleanup(f.Close)
	line.LetGo()
	f.SignInWith(rehearsal.Password)
	line.LetGo()
	line.Run("field.wait.take_out", func(context.Context) func() { return nil })
	f.Waiting(&work.Wait{What: "field.wait.take_out", Since: time.Now()})
	o.Machine = rehearsal.Worn{Percent: 7, Bytes: 1 << 40}
	for range 20 {
		f.Tick()
	}
	if got := f.View().Warnings; len(got) != 1 || got[0].Code != "battery" {
		t.Errorf("the laptop warns of %+v", got)
	}
	if len(line.Jobs) != 1 {
		t.Errorf("%d jobs stand in line, want what is waited for alone", len(line.Jobs))
	}
	line.LetGo()
	f.Waiting(nil)
	f.Tick()
	if len(line.Jobs) != 1 {
		t.Errorf("after the wait %d jobs stand in line, want one look", len(line.Jobs))
	}
}

// A take-out that was cut off before its first record came says how many there
// are to come.
func TestATakeOutThatBroughtNothingSaysHowMuchIsToCome(t *testing.T) {
	s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
	o.GoOut().Breaks = true
	o.ComeHome()
	f := inWindow(s, studiotest.Kit(t), options(o), light("en"))
	t.Cleanup(f.Close)
	f.SignInWith(rehearsal.Password)
	f.TakeOutNow()
	f.Dismiss()
	if want := "It stopped at 0 of 72 records"; !slices.Contains(s.Texts(), want) {
		t.Errorf("there is no %q: %q", want, s.Texts())
	}
}
