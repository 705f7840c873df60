package desk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/forms/act"
)

func TestPINAndIdleLock(t *testing.T) {
	d, o := signedIn(t)
	d.SetPIN("1111")
	if trouble(d) == "" {
		t.Error("1111 is taken as a PIN")
	}
	d.SetPIN("8264")
	d.Touch()
	o.Clock.At = o.Clock.At.Add(4 * time.Minute)
	d.Tick()
	want(t, d, desk.Today, "")
	o.Clock.At = o.Clock.At.Add(2 * time.Minute)
	d.Tick()
	want(t, d, desk.SignIn, "")
	if !d.View().SignIn.Locked || !d.View().SignIn.PIN {
		t.Fatalf("after six minutes the desk is %+v", d.View().SignIn)
	}
	d.SignInWith("9999")
	want(t, d, desk.SignIn, "")
	d.SignInWith("8264")
	want(t, d, desk.Today, "")
}

// After three wrong PINs the desk asks for the password again.
func TestThePINEndsAfterThreeWrongTries(t *testing.T) {
	d, _ := signedIn(t)
	d.SetPIN("2580")
	d.Lock()
	if !d.View().SignIn.PIN {
		t.Fatal("the PIN is not asked for")
	}
	for range 3 {
		d.SignInWith("0000")
		if got := trouble(d); got != "wrong_pin" {
			t.Errorf("trouble %q", got)
		}
	}
	if d.View().SignIn.PIN {
		t.Error("the PIN is still asked for")
	}
	d.SignInWith(rehearsal.Password)
	want(t, d, desk.Today, "")
}

// A PIN is offered on the day's page to whoever gave her password, until she has
// set one or declined: that day it does not come back, not after a lock, at the
// next sign-in or after a crash.
func TestAPINIsOfferedOnceADay(t *testing.T) {
	for name, answer := range map[string]func(*desk.Desk){
		"set":      func(d *desk.Desk) { d.SetPIN("8264") },
		"declined": (*desk.Desk).DeclinePIN,
	} {
		t.Run(name, func(t *testing.T) {
			d, o := signedIn(t)
			offers := func(when string, want bool) {
				t.Helper()
				if got := d.View().OffersPIN; got != want {
					t.Errorf("%s: a PIN is offered: %v, want %v", when, got, want)
				}
			}
			offers("at first", true)
			d.SetPIN("1111")
			offers("after a weak one", true)
			d.Lock()
			signIn(d, "somchai")
			offers("not answered yet", true)
			answer(d)
			offers("answered", false)
			d.Lock()
			signIn(d, "somchai")
			offers("after a lock", false)
			d.SignOut()
			signIn(d, "somchai")
			offers("after signing out", false)
			d.SignOut()
			signIn(d, "wilai")
			offers("to a colleague", true)
			d.Close()
			d = opened(t, options(o))
			signIn(d, "somchai")
			offers("after a crash", false)
			o.Clock.At = o.Clock.At.AddDate(0, 0, 1)
			d.SignOut()
			signIn(d, "somchai")
			offers("the next day", true)
		})
	}
	d, o := open(t)
	o.AddOfficer(act.Officer{ID: "glass", Names: map[string]string{"en": "Account behind glass"}, Roles: []string{"emergency"}})
	d.ChooseOfficer("glass")
	d.BreakGlass(rehearsal.Password, "Somchai Rakngan", "both registrars are ill")
	if want(t, d, desk.Today, ""); d.View().OffersPIN {
		t.Error("behind glass a PIN is offered")
	}
}

// One key asks for the PIN in place, its digits go nowhere else, and then the
// keyboard is where it was.
func TestAPINIsSetOnTheDaysPage(t *testing.T) {
	d, w, o, s := window(t)
	canvas := s.Window.Canvas()
	key := func(name fyne.KeyName) {
		if f := canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: name})
		} else {
			canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
		}
	}
	signIn(d, "somchai")
	toForm(t, d, o)
	d.Back()
	d.NextVisitor()
	d.Go(desk.Today)
	if len(d.View().Today.Mine) == 0 {
		t.Fatal("no figure goes on with a petition, and this test says nothing")
	}
	first := canvas.Focused()
	key(fyne.Key9)
	asked := canvas.Focused()
	key(fyne.KeyEscape)
	if asked == first || canvas.Focused() != first {
		t.Errorf("9 goes to %T, and Escape back to %T", asked, canvas.Focused())
	}
	key(fyne.Key9)
	for _, digit := range "1264" {
		key(fyne.KeyName(digit))
		test.Type(canvas.Focused(), string(digit))
	}
	want(t, d, desk.Today, "")
	w.Render()
	key(fyne.KeyReturn)
	want(t, d, desk.Today, "")
	if !o.Office.HasPIN("somchai") || d.View().OffersPIN || canvas.Focused() != first {
		t.Errorf("there is a PIN: %v, it is offered: %v, the keyboard is at %T", o.Office.HasPIN("somchai"), d.View().OffersPIN, canvas.Focused())
	}
}
