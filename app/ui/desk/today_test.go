package desk_test

import (
	"context"
	"testing"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/work"
	"sala/forms/petition"
)

// stopped returns a desk of an office at which nothing is saved by time: as it
// is when the power goes right after a key.
func stopped(t *testing.T, o *rehearsal.Office) *desk.Desk {
	t.Helper()
	with := options(o)
	with.Delay = work.Never
	d := opened(t, with)
	signIn(d, "somchai")
	return d
}

// A power cut in the middle of a word loses nothing of it, and the desk goes on
// at the same question.
func TestPowerCutLosesNoKey(t *testing.T) {
	o := rehearsal.New()
	d := stopped(t, o)
	toForm(t, d, o)
	acts := len(o.Store.Kinds())
	for _, typed := range []string{"0", "05", "053"} {
		d.Answer("telephone", typed)
	}
	if got := len(o.Store.Kinds()); got != acts {
		t.Errorf("three keys are %d acts of the journal", got-acts)
	}

	again := stopped(t, o)
	open := again.View().Today.LeftOpen
	if len(open) != 1 || open[0].Path != "telephone" || open[0].Officer != "somchai" {
		t.Fatalf("after the power cut the open forms are %+v", open)
	}
	again.GoOnOpen()
	want(t, again, desk.Serve, desk.AtForm)
	if q, _ := again.View().Serve.Page.Question("telephone"); q.Value != "053" || again.View().Serve.At != "telephone" {
		t.Errorf("the answer is %v at %q", q.Value, again.View().Serve.At)
	}
	again.Back() // put aside with nothing more typed
	p, err := o.SignedIn("somchai").Petition(context.Background(), open[0].Petition)
	if err != nil || p.Answers["telephone"] != "053" {
		t.Fatalf("put aside, the petition says %v, %v", p.Answers["telephone"], err)
	}
	again.Resume(p.ID)
	again.Answer("purpose", "school")
	again.Review()
	again.Submit()
	want(t, again, desk.Serve, desk.AtDecision)
	if got := again.View().Serve.Petition.Answers["telephone"]; got != "053" {
		t.Errorf("what is handed in says %v", got)
	}
	if got := stopped(t, o).View().Today.LeftOpen; len(got) != 0 {
		t.Errorf("a form that was handed in is offered again: %+v", got)
	}
}

// What was typed before the petition changed elsewhere is not put over the
// change.
func TestTypingOnAnOlderPetitionIsNotUsed(t *testing.T) {
	o := rehearsal.New()
	d := stopped(t, o)
	toForm(t, d, o)
	d.Answer("telephone", "053")
	id := d.View().Serve.Petition.ID
	s := o.SignedIn("somchai")
	draft, err := s.Resume(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Answer(context.Background(), draft, "telephone", "02"); err != nil {
		t.Fatal(err)
	}
	if draft, err = s.Resume(context.Background(), id); err != nil || draft.Sheet.Value("telephone") != "02" {
		t.Errorf("the answer is %v, %v", draft.Sheet.Value("telephone"), err)
	}
}

// A form that was put aside is not offered as one that was left open, and the
// visitor's list has it at once.
func TestParkedFormIsNoneThatWasLeftOpen(t *testing.T) {
	o := rehearsal.New()
	d := stopped(t, o)
	toForm(t, d, o)
	d.Answer("telephone", "053")
	d.Back()
	want(t, d, desk.Serve, desk.AtPerson)
	if got := d.View().Serve.Visitor.Petitions; len(got) != 1 || got[0].State != petition.Drafted || got[0].Answers["telephone"] != "053" {
		t.Errorf("the visitor's petitions are %+v", got)
	}
	d.NextVisitor()
	d.Go(desk.Today)
	if got := d.View().Today; len(got.LeftOpen) != 0 || len(got.Mine) != 1 {
		t.Errorf("today shows %+v", got)
	}
}

// A citizen's ticket from the kiosk is finished at the desk with what she typed
// there.
func TestTicketIsFinishedWithoutTypingAgain(t *testing.T) {
	d, o := signedIn(t)
	ctx := context.Background()
	kiosk := o.Office.Kiosk()
	draft, err := kiosk.Begin(ctx, "elderly", office.Visitor{PIN: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := kiosk.Answer(ctx, draft, "remarks", "รับเงินทางธนาคาร"); err != nil {
		t.Fatal(err)
	}
	p, err := kiosk.Submit(ctx, draft)
	if err != nil {
		t.Fatal(err)
	}
	d.Go(desk.People)
	d.Go(desk.Today)
	if got := d.View().Today.Tickets; len(got) != 1 || got[0].ID != p.ID {
		t.Fatalf("the tickets are %+v", got)
	}
	d.NextTicket()
	want(t, d, desk.Serve, desk.AtDecision)
	if got := d.View().Serve.Petition.Answers["remarks"]; got != "รับเงินทางธนาคาร" {
		t.Errorf("the desk has %v", got)
	}
}
