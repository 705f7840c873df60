package field_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/theme"
	"sala/forms/act"
)

// wait lets time pass at a laptop that nobody touches.
func wait(f *field.Field, o *rehearsal.Office, d time.Duration) {
	o.Clock.At = o.Clock.At.Add(d)
	f.Tick()
}

// TestALaptopThatNobodyTouchesLocksItself promises that the work is off the
// screen after five minutes, and that the same officer comes back to where she
// was by her PIN.
func TestALaptopThatNobodyTouchesLocksItself(t *testing.T) {
	f, o := open(t, true)
	f.SignInWith(rehearsal.Password)
	f.ToMine()
	f.SetPIN("1111")
	if got := f.View().Code; got != "pin_weak" {
		t.Errorf("1111 as a PIN gives %q", got)
	}
	f.SetPIN("8264")
	f.FromMine()
	f.Open("s2")
	f.Answer("remarks", "ใช้รถเข็น")
	f.Touch()
	wait(f, o, 4*time.Minute)
	if got := f.View().Screen; got != field.Visit {
		t.Fatalf("after four minutes the laptop shows %s", got)
	}
	wait(f, o, 2*time.Minute)
	v := f.View()
	if v.Screen != field.SignIn || !v.SignIn.Locked || !v.SignIn.PIN || v.SignIn.Officer != "somchai" {
		t.Fatalf("after six minutes the laptop shows %s, %+v", v.Screen, v.SignIn)
	}
	if v.Officer.ID != "" || v.Visitor != nil || v.Stop != nil || len(v.Stops) > 0 || v.Page.Form != nil || strings.Contains(v.Title(), "visit") {
		t.Errorf("behind the lock there is %+v", v)
	}
	f.SignInWith("9999")
	if got := f.View(); got.Screen != field.SignIn || got.Code != "wrong_pin" {
		t.Errorf("a wrong PIN: %s, code %q", got.Screen, got.Code)
	}
	f.SignInWith("8264")
	v = f.View()
	if q, _ := v.Page.Question("remarks"); v.Screen != field.Visit || v.Code != "" || q.Value != "ใช้รถเข็น" {
		t.Fatalf("the officer who comes back finds %s with %v, code %q", v.Screen, q.Value, v.Code)
	}
	f.Finish()
	if got := f.View(); got.Screen != field.Done {
		t.Errorf("after a lock the visit ends with %s, code %q", got.Screen, got.Code)
	}
}

// TestNoCardIsReadBehindTheLock promises that a card that is put into a locked
// laptop says nothing of its holder, not even later.
func TestNoCardIsReadBehindTheLock(t *testing.T) {
	f, o := open(t, true)
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	f.Lock()
	o.Insert()
	f.SignInWith(rehearsal.Password)
	if v := f.View(); v.Screen != field.Subject || v.Visitor != nil {
		t.Errorf("after the lock the laptop shows %s with %+v", v.Screen, v.Visitor)
	}
}

// TestTheNextOfficerSeesNothing promises that whoever signs in after a lock or a
// sign-out finds nothing of the officer before, who finds what she typed in its
// draft.
func TestTheNextOfficerSeesNothing(t *testing.T) {
	for name, leave := range map[string]func(*field.Field){"locked": (*field.Field).Lock, "signed out": (*field.Field).SignOut} {
		t.Run(name, func(t *testing.T) {
			f, o := open(t, true)
			f.SignInWith(rehearsal.Password)
			f.NewVisit()
			f.Find("ใจดี")
			f.ToList()
			f.SortByDeadline(true)
			f.Want(func(c *field.Choice) { c.Areas = []string{"วัดเกต"} })
			f.Open("s2")
			f.Answer("remarks", "ใช้รถเข็น")
			leave(f)
			if v := f.View(); v.Screen != field.SignIn || v.SignIn.Locked != (name == "locked") {
				t.Fatalf("the laptop shows %s, %+v", v.Screen, v.SignIn)
			}
			f.ChooseOfficer("wilai")
			f.SignInWith(rehearsal.Password)
			v := f.View()
			if v.Screen != field.List || v.Officer.ID != "wilai" {
				t.Fatalf("the next officer begins at %s as %q, code %q", v.Screen, v.Officer.ID, v.Code)
			}
			if v.Visitor != nil || v.Stop != nil || v.Page.Form != nil || v.Query != "" || len(v.Hits) > 0 || v.Toast != "" || v.Told != "" || len(v.Choice.Areas) > 0 || v.ByDeadline {
				t.Errorf("the next officer finds %+v", v)
			}
			f.Answer("remarks", "x")
			f.Finish()
			if got := f.View().Screen; got != field.List {
				t.Errorf("the form of the officer before can be handed in: %s", got)
			}
			f.SignOut()
			f.ChooseOfficer("somchai")
			f.SignInWith(rehearsal.Password)
			f.Open("s2")
			if q, _ := f.View().Page.Question("remarks"); q.Value != "ใช้รถเข็น" {
				t.Errorf("the first officer finds %v in her draft", q.Value)
			}
			kinds := o.Store.Kinds()
			if slices.Contains(kinds, act.PetitionSubmitted) {
				t.Error("a form was handed in")
			}
		})
	}
}

// TestWhatOneBeganDoesNotLandAtTheNext promises that what an officer began ends
// behind the lock, and shows on nobody else's screen.
func TestWhatOneBeganDoesNotLandAtTheNext(t *testing.T) {
	f, _, line := openSlowly(t)
	line.LetGo()
	f.SignInWith(rehearsal.Password)
	line.LetGo()
	f.Open("s2")
	f.Lock()
	line.LetGo()
	if got := f.View().Screen; got != field.SignIn {
		t.Fatalf("a form that comes late shows over the lock: %s", got)
	}
	f.SignInWith(rehearsal.Password)
	line.LetGo()
	if got := f.View().Screen; got != field.Visit {
		t.Fatalf("the officer who comes back finds %s, want the form she had opened", got)
	}
	f.ToList()
	line.LetGo()
	f.NewVisit()
	f.Lock()
	f.ChooseOfficer("wilai")
	f.SignInWith(rehearsal.Password)
	f.About("R4", "x") // comes to its end after the next officer's password
	line.LetGo()
	if v := f.View(); v.Screen != field.List || v.Officer.ID != "wilai" || v.Visitor != nil {
		t.Errorf("%s finds %s with %+v", v.Officer.ID, v.Screen, v.Visitor)
	}
}

// TestTheWindowLocksByKeyAndStaysOpenUnderAFinger promises that F12 locks, F11
// signs out, F10 shows what is the officer's own and Esc leads back, and that a
// list which a finger moves is not locked meanwhile.
func TestTheWindowLocksByKeyAndStaysOpenUnderAFinger(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	press := func(name fyne.KeyName, want field.Screen) {
		t.Helper()
		c := s.Window.Canvas()
		if at := c.Focused(); at != nil {
			at.TypedKey(&fyne.KeyEvent{Name: name})
		} else {
			c.OnTypedKey()(&fyne.KeyEvent{Name: name})
		}
		s.Settle()
		if got := f.View().Screen; got != want {
			t.Fatalf("%s leads to %s, want %s", name, got, want)
		}
	}
	f.SignInWith(rehearsal.Password)
	o.Clock.At = o.Clock.At.Add(4 * time.Minute)
	scrolled(s.Window.Content()).Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -60)})
	wait(f, o, 2*time.Minute)
	if got := f.View().Screen; got != field.List {
		t.Fatalf("a list under a finger is locked: %s", got)
	}
	f.Open("s1")
	press(fyne.KeyF10, field.Mine)
	press(fyne.KeyEscape, field.Visit)
	press(fyne.KeyF12, field.SignIn)
	if said := strings.Join(s.Texts(), "|"); strings.Contains(said, "สมชาย รักงาน") && f.View().Officer.ID != "" || strings.Contains(said, "ขอให้มาตอนเช้า") {
		t.Errorf("the locked laptop says %s", said)
	}
	press(fyne.KeyF10, field.SignIn)
	f.SignInWith(rehearsal.Password)
	if got := f.View().Screen; got != field.Visit {
		t.Fatalf("after the lock: %s", got)
	}
	press(fyne.KeyF11, field.SignIn)
	f.SignInWith(rehearsal.Password)
	if got := f.View().Screen; got != field.List {
		t.Errorf("after signing out: %s", got)
	}
}

// TestAListUnderTheWheelIsNotLocked promises that turning the wheel over a list
// counts as being there, as a finger on it does.
func TestAListUnderTheWheelIsNotLocked(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 400, field.Look{Language: "en", Scheme: theme.Light, Scale: 1.3})
	f.SignInWith(rehearsal.Password)
	s.Settle()
	o.Clock.At = o.Clock.At.Add(4 * time.Minute)
	scrolled(s.Window.Content()).Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20)})
	wait(f, o, 2*time.Minute)
	if got := f.View().Screen; got != field.List {
		t.Errorf("after the wheel was turned the laptop shows %s", got)
	}
	wait(f, o, 6*time.Minute)
	if got := f.View().Screen; got != field.SignIn {
		t.Errorf("after nobody was there the laptop shows %s", got)
	}
}
