package field_test

import (
	"testing"

	"sala/app/ui/internal/rehearsal"
)

// TestTheBarStaysOneLine promises that a lamp which says more does not move the
// page under a finger: on a small laptop the office's long name is shortened.
func TestTheBarStaysOneLine(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	o.Profile.Names = map[string]string{"en": "Registration office of a district with a long name"}
	f.SignInWith(rehearsal.Password)
	s.Settle()
	top := func() float32 {
		at := s.Places("Work list")
		if len(at) == 0 {
			t.Fatalf("the list is not shown: %q", s.Texts())
		}
		return at[0].Y
	}
	o.Store.Acknowledge()
	f.Tick()
	s.Settle()
	before := top()
	for range 100 { // "100 to be sent"
		f.Touch()
		f.NewVisit()
		f.About("R4", "a visit")
		f.ToList()
	}
	f.Tick()
	s.Settle()
	if after := top(); after != before || f.View().Status.Journal.Pending < 100 {
		t.Errorf("with %d entries to be sent the list's title is at %v, without any at %v", f.View().Status.Journal.Pending, after, before)
	}
	if before > 120 {
		t.Errorf("the list's title stands at %v: the bar has two lines", before)
	}
}

// TestWarningsLeaveRoomForTheForm promises that a low battery and a full disk are
// said in one line each over a form, and with what to do about them on the list.
func TestWarningsLeaveRoomForTheForm(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password)
	o.Machine = rehearsal.Worn{Percent: 7, Bytes: 150 << 20}
	f.Tick()
	s.Settle()
	const hint = "Plug it in. What is saved stays"
	if len(s.Places("Battery at 7%")) != 1 || len(s.Places(hint)) != 1 {
		t.Errorf("the list says %q", s.Texts())
	}
	f.Open("s1")
	s.Settle()
	if len(s.Places("Battery at 7%")) != 1 || len(s.Places(hint)) != 0 {
		t.Errorf("the form says %q", s.Texts())
	}
}
