package desk_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/work"
)

// The card of who comes next is read by itself: at once while nothing is under
// way, and otherwise as soon as the desk is free.
func TestNextCardIsReadByItself(t *testing.T) {
	d, o := signedIn(t)
	o.Insert()
	want(t, d, desk.Serve, desk.AtPerson)
	first := d.View().Serve.Visitor
	o.Insert() // told of once more
	if d.View().Serve.Visitor != first {
		t.Error("the card that is in was read again")
	}
	o.Remove()
	o.Insert() // the next one, before anything was begun for the first
	want(t, d, desk.Serve, desk.AtPerson)
	if d.View().Serve.Visitor == first {
		t.Error("the second card was not read")
	}
	d.Choose("house-register-copy")
	o.Remove()
	o.Insert()
	want(t, d, desk.Serve, desk.AtForm)
	d.Next()
	if v := d.View(); v.Toast == nil || v.Toast.Key != "desk.said.under_way" {
		t.Errorf("who wants the next person is told %+v", v.Toast)
	}
	submit(t, d)
	approve(t, d)
	d.LeaveVisit()
	want(t, d, desk.Serve, desk.AtPerson) // the waiting card's holder
	if mine := d.View().Serve.Visitor.Petitions; len(mine) != 1 || mine[0].State != "approved" {
		t.Errorf("the petition that was left is %+v", mine)
	}
	d.Back()
	d.Go(desk.Today)
	want(t, d, desk.Today, desk.AtCard) // nothing waits any more
}

// A citizen who has no money with her holds nobody up: the petition stays among
// the officer's own, and goes on where it was left.
func TestVisitIsLeftAtThePayment(t *testing.T) {
	d, o := signedIn(t)
	toPayment(t, d, o)
	d.LeaveVisit()
	want(t, d, desk.Today, desk.AtCard)
	mine := d.View().Today.Mine
	if len(mine) != 1 {
		t.Fatalf("%d petitions are mine, want the one that was left", len(mine))
	}
	d.GoOn(mine[0])
	want(t, d, desk.Serve, desk.AtPayment)
}

// Approve with nothing typed is a slip, and no wrong password of somebody else.
func TestNothingTypedIsNoWrongPassword(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	submit(t, d)
	for range 20 {
		d.Decide("wilai", "", desk.Approve, "")
		if got := trouble(d); got != "secret_missing" {
			t.Fatalf("nothing typed gives trouble %q", got)
		}
	}
	wilai := o.SignedIn("wilai")
	if err := wilai.SetPIN("280417"); err != nil {
		t.Fatal(err)
	}
	d.Decide("wilai", "280417", desk.Approve, "")
	want(t, d, desk.Serve, desk.AtPayment)
}

// Who types fast presses Enter before the search has answered: it opens what the
// whole text finds, not what its first letters had found.
func TestEnterWaitsForTheSearch(t *testing.T) {
	o := rehearsal.New()
	slow := &work.Held{}
	with := options(o)
	with.Runner, with.Aside, with.Keeper = slow, work.Inline{}, work.Inline{}
	d := opened(t, with)
	slow.LetGo()
	signIn(d, "somchai")
	slow.LetGo()
	for _, screen := range []desk.Screen{desk.Serve, desk.People} {
		d.Go(screen)
		search := d.Search
		if screen == desk.People {
			search = d.FindPeople
		}
		search("ใจดี")
		slow.LetGo()
		search("ประเสริฐ")
		d.Enter("ประเสริฐ")
		slow.LetGo()
		v := d.View()
		if asked := map[desk.Screen]string{desk.Serve: v.Serve.Asked.ID, desk.People: v.People.Asked.ID}[screen]; asked != "R2" {
			t.Errorf("at %s Enter opens %q, want R2", screen, asked)
		}
	}
}

// On the first page a figure goes on with the petition that stands there, and
// Down from a search that found nobody does not leave for the top bar.
func TestFiguresAndArrows(t *testing.T) {
	d, _, o, s := window(t)
	canvas := s.Window.Canvas()
	key := func(name fyne.KeyName) { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	signIn(d, "somchai")
	toForm(t, d, o)
	d.Back()
	d.NextVisitor()
	for _, screen := range []desk.Screen{desk.Serve, desk.People} {
		d.Go(screen)
		at := canvas.Focused()
		test.Type(at, "xyzzy")
		key(fyne.KeyDown)
		if canvas.Focused() != at {
			t.Errorf("at %s the keyboard went to %T", screen, canvas.Focused())
		}
	}
	d.Go(desk.Today)
	key("1")
	want(t, d, desk.Serve, desk.AtForm)
}

// A drawer in which nothing was taken has no currency of its own, and the
// difference is said in the office's.
func TestEmptyDrawerIsClosed(t *testing.T) {
	d, _, _, s := window(t)
	signIn(d, "somchai")
	d.Go(desk.Cash)
	d.CloseDay(3000, "นับผิด")
	shown := test.RenderObjectToMarkup(s.Window.Content())
	if got := trouble(d); got != "" || strings.Contains(shown, "⟦") || !strings.Contains(shown, "30.00") {
		t.Errorf("trouble %q; the page shows a phrase that is missing, or no amount", got)
	}
}
