package desk_test

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/forms/act"
)

// What somebody left at a kiosk stands among the day's follow-ups until an officer
// says that it was given back.
func TestWhatWasLeftAtAKioskIsToBeGivenBack(t *testing.T) {
	d, o := signedIn(t)
	ctx := context.Background()
	kiosk := o.Office.Kiosk()
	draft, err := kiosk.Begin(ctx, "elderly", office.Visitor{PIN: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{office.LeftPaper, office.LeftCard, office.LeftCard} {
		if err := kiosk.NoteLeft(ctx, draft.Petition.ID, what); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := kiosk.LeaveKiosk(ctx, draft.Petition.ID); err != nil { // she went away
		t.Fatal(err)
	}
	again := func() []office.Left {
		d.Go(desk.People)
		d.Go(desk.Today)
		return d.View().Today.Left
	}
	if got := again(); len(got) != 2 || d.View().Today.ToDo() != 2 || got[0].Petition.ID != draft.Petition.ID {
		t.Fatalf("left are %+v", got)
	}
	for want, what := range []string{office.LeftPaper, office.LeftCard} {
		d.FollowUp()
		if p := d.View().Petitions.Shown; d.View().Screen != desk.Petitions || p == nil || p.ID != draft.Petition.ID {
			t.Fatalf("the follow-up goes to %s, %+v", d.View().Screen, p)
		}
		d.GiveBack(what)
		if got := again(); len(got) != 1-want {
			t.Errorf("after the %s was given back there are %+v", what, got)
		}
	}
}

// A card that belongs to no petition stands among them, too: F7 gives the keyboard to
// the button that says that it was given back.
func TestACardWithoutAPetitionIsToBeGivenBack(t *testing.T) {
	d, _, o, s := window(t)
	if err := o.Office.Kiosk().NoteCardLeft(context.Background()); err != nil {
		t.Fatal(err)
	}
	signIn(d, "somchai")
	if v := d.View().Today; len(v.Cards) != 1 || v.ToDo() != 1 {
		t.Fatalf("left are %+v", v.Cards)
	}
	canvas := s.Window.Canvas()
	canvas.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF7})
	canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if v := d.View().Today; len(v.Cards) != 0 || d.View().Toast == nil || !slices.Contains(o.Store.Kinds(), act.CardGivenBack) {
		t.Errorf("left are %+v, and the desk says %+v", v.Cards, d.View().Toast)
	}
	canvas.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF7}) // there is nothing to do
	want(t, d, desk.Today, "")
}
