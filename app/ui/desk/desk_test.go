package desk_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/forms/act"
	"sala/forms/petition"
)

func want(t *testing.T, d *desk.Desk, screen desk.Screen, stage desk.Stage) {
	t.Helper()
	v := d.View()
	if v.Screen != screen || v.Serve.Stage != stage && stage != "" {
		t.Fatalf("the desk is at %s/%s with trouble %+v, want %s/%s", v.Screen, v.Serve.Stage, v.Trouble, screen, stage)
	}
}

func trouble(d *desk.Desk) string {
	if t := d.View().Trouble; t != nil {
		return t.Code
	}
	return ""
}

func TestSignIn(t *testing.T) {
	d, o := open(t)
	if got := len(d.View().SignIn.Officers); got != 3 {
		t.Fatalf("%d officers may sign in, want 3", got)
	}
	d.ChooseOfficer("somchai")
	d.SignInWith("wrong")
	if got := trouble(d); got != "wrong_password" {
		t.Errorf("a wrong password gives trouble %q", got)
	}
	want(t, d, desk.SignIn, "")
	d.SignInWith(rehearsal.Password)
	want(t, d, desk.Today, "")
	if got := trouble(d); got != "" {
		t.Errorf("after signing in there is still trouble %q", got)
	}
	if !slices.Contains(o.Store.Kinds(), act.SignInRefused) {
		t.Error("the refused sign-in does not stand in the journal")
	}
	if slices.Contains(d.View().Screens, desk.Approvals) {
		t.Error("a clerk is shown the approvals")
	}
}

// toForm brings the desk from the card to the form of the house register copy.
func toForm(t *testing.T, d *desk.Desk, o *rehearsal.Office) {
	t.Helper()
	o.Insert()
	want(t, d, desk.Serve, desk.AtPerson)
	if v := d.View().Serve.Visitor; !v.Known || v.Resident.ID != "R1" || len(v.Members) != 5 {
		t.Fatalf("the card's holder is %+v", v)
	}
	d.Narrow("ทะเบียนบ้าน")
	offered := d.View().Serve.Offered("th")
	if len(offered) != 1 {
		t.Fatalf("%d services match the filter, want 1", len(offered))
	}
	d.Choose(offered[0].Form.ID)
	want(t, d, desk.Serve, desk.AtForm)
}

func TestServeFromCardToPaper(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)

	if q, _ := d.View().Serve.Page.Question("cid"); q.Value != rehearsal.Card().NationalNumber {
		t.Errorf("the form is filled with %v, want the card's number", q.Value)
	}
	d.Review()
	want(t, d, desk.Serve, desk.AtForm)
	if got := d.View().Serve.Page.Wrong(); len(got) == 0 || got[0].Question != "purpose" {
		t.Errorf("what is wrong with the form: %+v, want the purpose missing", got)
	}
	d.Answer("purpose", "other")
	if _, asked := d.View().Serve.Page.Question("purpose_other"); !asked {
		t.Error("the other purpose is not asked for")
	}
	d.Answer("purpose", "school")
	d.Answer("copies", "9")
	d.Review()
	want(t, d, desk.Serve, desk.AtForm)
	d.Answer("copies", "1")
	d.Review()
	want(t, d, desk.Serve, desk.AtReview)
	d.Submit()
	want(t, d, desk.Serve, desk.AtDecision)

	d.Decide("somchai", rehearsal.Password, desk.Approve, "")
	if got := trouble(d); got != "same_officer" {
		t.Errorf("the same officer approving gives trouble %q", got)
	}
	d.Decide("wilai", rehearsal.Password, desk.Approve, "")
	want(t, d, desk.Serve, desk.AtPayment)
	if got := d.View().Officer.ID; got != "somchai" {
		t.Errorf("after the second officer's decision %s is signed in, want somchai", got)
	}
	d.Pay("cash", 10000)
	want(t, d, desk.Serve, desk.AtPrint)
	if got := d.View().Serve.Paid.Change.Minor; got != 8000 {
		t.Errorf("the change is %d, want 8000", got)
	}
	d.Print()
	want(t, d, desk.Serve, desk.AtDone)
	if got := d.View().Serve.Issued.Certificate.Number; got == "" || o.Printer.Pages != 1 {
		t.Errorf("certificate %q, %d pages printed", got, o.Printer.Pages)
	}
	d.Deliver()
	want(t, d, desk.Today, desk.AtCard)
	if got := d.View().Today; got.Done != 1 || got.Cash.Cash.Minor != 2000 {
		t.Errorf("the day so far is %+v", got)
	}
}

// Whatever a device does, the petition stays where it was and the desk says so.
func TestTroubleLeavesThePetitionWhereItWas(t *testing.T) {
	d, o := signedIn(t)
	o.Reader.Break("card_pulled")
	o.Publish(office.Event{Kind: office.CardInserted})
	want(t, d, desk.Serve, desk.AtCard)
	if got := trouble(d); got != "card_pulled" {
		t.Errorf("a card pulled half-way gives trouble %q", got)
	}
	toForm(t, d, o)
	d.Answer("purpose", "bank")
	d.Review()
	d.Submit()
	d.Decide("wilai", rehearsal.Password, desk.Approve, "")
	o.Printer.Fail(office.Failed, "printer_paper_out")
	d.Pay("cash", 0)
	want(t, d, desk.Serve, desk.AtPrint)
	if got := trouble(d); got != "printer_paper_out" {
		t.Errorf("a receipt that was not printed gives trouble %q", got)
	}
	d.Print()
	want(t, d, desk.Serve, desk.AtPrint)
	if got := trouble(d); got != "printer_paper_out" {
		t.Errorf("a printer without paper gives trouble %q", got)
	}
	o.Printer.Fail(office.Unknown, "printer_unknown")
	d.Print()
	if d.View().Serve.Unsure == "" {
		t.Fatal("the desk does not ask what came out")
	}
	d.CameOut(false)
	o.Printer.Fail(office.Printed, "")
	d.Print()
	want(t, d, desk.Serve, desk.AtDone)
	var numbers []string
	for _, c := range d.View().Serve.Petition.Certificates {
		numbers = append(numbers, c.Number)
	}
	if len(numbers) != 1 {
		t.Errorf("three tries used the numbers %v, want one", numbers)
	}
}

func TestLockKeepsTheWork(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	d.Answer("purpose", "court")
	d.Lock()
	want(t, d, desk.SignIn, "")
	d.Go(desk.People)
	want(t, d, desk.SignIn, "")
	signIn(d, "wilai")
	want(t, d, desk.Serve, desk.AtForm)
	if q, _ := d.View().Serve.Page.Question("purpose"); q.Value != "court" {
		t.Errorf("after the change of shift the answer is %v, want court", q.Value)
	}
	d.SignOut()
	d.SignInWith(rehearsal.Password)
	want(t, d, desk.Today, desk.AtCard)
}

func TestReturnedPetitionIsCorrected(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	d.Answer("purpose", "work")
	d.Review()
	d.Submit()
	d.DecideLater()
	want(t, d, desk.Serve, desk.AtDone)
	d.Deliver()

	d.SignOut()
	signIn(d, "wilai")
	d.Go(desk.Approvals)
	p := d.View().Approvals.Shown
	if p == nil {
		t.Fatal("nothing waits for a decision")
	}
	d.DecideHere(desk.Return, "โปรดแนบหลักฐาน")
	if got := len(d.View().Approvals.List); got != 0 {
		t.Errorf("%d petitions wait still", got)
	}
	d.Go(desk.Petitions)
	d.ShowQueue(desk.QueueReturned)
	var got []office.Listed
	d.Rows(0, 10, func(rows []office.Listed) { got = rows })
	if len(got) != 1 || got[0].Petition.State != petition.Returned || d.View().Petitions.Count != 1 {
		t.Fatalf("returned petitions: %+v", got)
	}
	d.GoOn(got[0].Petition)
	want(t, d, desk.Serve, desk.AtForm)
}

// toDone serves the card's holder to the end.
func toDone(t *testing.T, d *desk.Desk, o *rehearsal.Office) {
	t.Helper()
	toForm(t, d, o)
	d.Answer("purpose", "school")
	d.Review()
	d.Submit()
	d.Decide("wilai", rehearsal.Password, desk.Approve, "")
	d.Pay("cash", 0)
	d.Print()
	want(t, d, desk.Serve, desk.AtDone)
	d.Deliver()
}

func TestCorrectionsAndDayEnd(t *testing.T) {
	d, o := signedIn(t)
	toDone(t, d, o)
	d.Go(desk.Certificates)
	v := d.View().Certificates
	if len(v.List) != 1 {
		t.Fatalf("certificates: %+v", v)
	}
	d.ShowCertificate(v.List[0].Number)
	d.Correct(desk.Reprint, "")
	if trouble(d) == "" {
		t.Error("a reprint needs no reason")
	}
	d.Correct(desk.Reprint, "กระดาษยับ")
	if got := trouble(d); got != "" || o.Printer.Pages != 2 {
		t.Errorf("the reprint: trouble %q, %d pages", got, o.Printer.Pages)
	}
	d.Go(desk.Cash)
	if c := d.View().Cash; c.Own.Cash.Minor != 2000 || len(c.Receipts) != 1 || c.Receipts[0].Total.Minor != 2000 {
		t.Fatalf("the cash: %+v", c)
	}
	d.CloseDay(1900, "")
	if got := trouble(d); got != "difference" {
		t.Errorf("a drawer that differs gives %q", got)
	}
	d.CloseDay(2000, "")
	if c := d.View().Cash.Closed; c == nil || c.Counted.Minor != 2000 || c.Receipts != 1 {
		t.Errorf("the day is closed with %+v, trouble %q", c, trouble(d))
	}
	if !slices.Contains(o.Store.Kinds(), act.DayClosed) {
		t.Error("the closing does not stand in the journal")
	}
}
