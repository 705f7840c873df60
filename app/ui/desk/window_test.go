package desk_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// The whole visit with nothing but keys, into whatever has the keyboard.
func TestKeysAlone(t *testing.T) {
	d, _, o, s := window(t)
	canvas := s.Window.Canvas()
	key := func(name fyne.KeyName) {
		t.Helper()
		if f := canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: name})
			return
		}
		canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
	typed := func(text string) {
		t.Helper()
		if canvas.Focused() == nil {
			t.Fatalf("nothing has the keyboard for %q", text)
		}
		test.Type(canvas.Focused(), text)
	}
	d.ChooseOfficer("somchai")
	typed(rehearsal.Password)
	key(fyne.KeyReturn)
	want(t, d, desk.Today, "")
	o.Insert()
	want(t, d, desk.Serve, desk.AtPerson)
	typed("14/1")
	key(fyne.KeyReturn)
	want(t, d, desk.Serve, desk.AtForm)
	key(fyne.KeyF9) // the purpose is missing: the keyboard is there
	typed("2")
	key(fyne.KeyF9)
	want(t, d, desk.Serve, desk.AtReview)
	key(fyne.KeyF9)
	want(t, d, desk.Serve, desk.AtDecision)
	typed(rehearsal.Password)
	key(fyne.KeyReturn)
	want(t, d, desk.Serve, desk.AtPayment)
	typed("100")
	key(fyne.KeyReturn)
	want(t, d, desk.Serve, desk.AtPrint)
	key(fyne.KeyReturn) // the main button has the keyboard
	want(t, d, desk.Serve, desk.AtDone)
	key(fyne.KeyF9)
	want(t, d, desk.Today, "")
}

func TestAnotherLookKeepsWhatWasTyped(t *testing.T) {
	d, w, o, s := window(t)
	signIn(d, "somchai")
	o.Insert()
	d.Choose("house-register-copy")
	test.Type(s.Window.Canvas().Focused(), "053-1")
	for _, look := range []desk.Look{{Language: "ko", Scheme: theme.Dark, Scale: 1}, {Language: "en", Scheme: theme.Contrast, Scale: 1.5}} {
		w.SetLook(look)
		if q, _ := d.View().Serve.Page.Question("telephone"); q.Value != "053-1" {
			t.Errorf("in %s the telephone is %v", look.Language, q.Value)
		}
		s.Settle()
		purpose, _ := d.View().Serve.Page.Question("purpose")
		if label := purpose.Label.In(look.Language); !slices.Contains(s.Texts(), label) {
			t.Errorf("%q is not shown: %q", label, s.Texts())
		}
	}
}

// What was typed but belongs to no form yet stays too, half a date as well, and
// the keyboard is where it was; also when something happens outside.
func TestNothingTypedIsLost(t *testing.T) {
	d, w, o, s := window(t)
	canvas := s.Window.Canvas()
	signIn(d, "somchai")
	o.Insert()
	d.Choose("move-in")
	d.Answer("moved", "22/1")
	entries := func() (out []string) {
		if e, ok := canvas.Focused().(*kit.Entry); ok {
			out = append(out, e.Text)
		}
		return out
	}
	w.SetLook(desk.Look{Language: "th", Scheme: theme.Dark, Scale: 1})
	s.Settle()
	if got := entries(); len(got) != 1 || got[0] != "22/1" {
		t.Errorf("half a date is %q", got)
	}
	d.Back()
	d.NextVisitor()
	toForm(t, d, o)
	d.Answer("purpose", "bank")
	d.Review()
	d.Submit()
	d.Decide("wilai", rehearsal.Password, desk.Approve, "")
	want(t, d, desk.Serve, desk.AtPayment)
	test.Type(canvas.Focused(), "50")
	w.SetLook(desk.Look{Language: "ko", Scheme: theme.Light, Scale: 1.25})
	if got := entries(); len(got) != 1 || got[0] != "50" {
		t.Fatalf("what was handed over is %q", got)
	}
	o.Publish(office.Event{Kind: office.SyncChanged})
	canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	want(t, d, desk.Serve, desk.AtPrint)
	if got := d.View().Serve.Paid.Change.Minor; got != 3000 {
		t.Errorf("the change is %d", got)
	}
}
