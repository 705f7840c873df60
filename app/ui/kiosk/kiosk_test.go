package kiosk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kiosk"
	"sala/app/ui/work"
	"sala/forms/act"
	"sala/forms/petition"
)

// clock is the time that the limits go by.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// options are those of a kiosk at an office, all of whose work is done at once.
func options(o *rehearsal.Office, c *clock) kiosk.Options {
	return kiosk.Options{Office: o.Office, Runner: work.Inline{}, Do: func(f func()) { f() }, Now: c.now, Changed: func() {}}
}

func open(t *testing.T) (*kiosk.Kiosk, *rehearsal.Office, *rehearsal.Till, *clock) {
	t.Helper()
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	k := kiosk.New(options(o, c))
	t.Cleanup(k.Close)
	return k, o, o.Money, c
}

func at(t *testing.T, k *kiosk.Kiosk, want kiosk.Page) {
	t.Helper()
	if v := k.View(); v.Page != want {
		t.Fatalf("the kiosk is at %s with code %q and question %q, want %s", v.Page, v.Code, v.Path, want)
	}
}

// toReview answers everything of the house register copy.
func toReview(t *testing.T, k *kiosk.Kiosk, o *rehearsal.Office) {
	t.Helper()
	k.Speak("ko")
	at(t, k, kiosk.Services)
	k.Choose("house-register-copy")
	at(t, k, kiosk.Insert)
	o.Insert()
	at(t, k, kiosk.Confirm)
	k.Me()
	at(t, k, kiosk.Question)
	var asked []string
	for k.View().Page == kiosk.Question {
		path := k.View().Path
		asked = append(asked, path)
		if path == "purpose" {
			k.Next()
			if v := k.View(); v.Path != "purpose" || !v.Checked {
				t.Fatal("a question that must be answered can be passed")
			}
			k.Answer("purpose", "court")
		}
		k.Next()
	}
	if want := []string{"telephone", "purpose", "copies", "needed_by"}; !slices.Equal(asked, want) {
		t.Errorf("the kiosk asked %v, want %v: what the card knows is not asked", asked, want)
	}
	at(t, k, kiosk.Review)
}

// through brings a citizen from the first page to the payment; card is what she
// does when she is asked for it.
func through(k *kiosk.Kiosk, language string, card func()) {
	k.Speak(language)
	k.Choose("house-register-copy")
	if k.View().Page == kiosk.Insert {
		card()
	}
	k.Me()
	k.Answer("purpose", "work")
	for range 4 {
		k.Next()
	}
	k.Submit()
}

func TestFromLanguageToGoodbye(t *testing.T) {
	k, o, money, c := open(t)
	toReview(t, k, o)
	k.Submit()
	at(t, k, kiosk.Payment)
	k.Pay()
	at(t, k, kiosk.Take)
	if (money.In-money.Out) != 2000 || o.Printer.Pages != 1 {
		t.Errorf("the till took %d and %d pages were printed", (money.In - money.Out), o.Printer.Pages)
	}
	o.Reader.Remove()
	o.Publish(office.Event{Kind: office.CardRemoved})
	at(t, k, kiosk.Take) // the paper is still to be taken
	k.Leave()
	at(t, k, kiosk.Goodbye)
	if v := k.View(); v.Visitor != nil || v.Petition.ID != "" || v.Form.Form != nil {
		t.Errorf("the last page still knows the citizen: %+v", v)
	}
	c.at = c.at.Add(10 * time.Second)
	k.Tick()
	at(t, k, kiosk.Welcome)
	if got := k.View().Language; got != "" {
		t.Errorf("the next citizen is greeted in %s", got)
	}
	list, err := o.SignedIn("wilai").Petitions(context.Background(), office.PetitionFilter{})
	if err != nil || len(list) != 1 || list[0].State != petition.Delivered || list[0].SubmittedBy != "TH-5001-D01" {
		t.Errorf("the petition: %+v, %v", list, err)
	}
}

func TestPaidByCard(t *testing.T) {
	k, o, _, _ := open(t)
	toReview(t, k, o)
	k.Submit()
	o.Bank.Fail(rehearsal.Coded("terminal.declined"), false, 0)
	k.PayByCard()
	if v := k.View(); v.Page != kiosk.Payment || v.Code != "terminal.declined" || v.Paying != nil {
		t.Fatalf("a declined card leads to %s, %q", v.Page, v.Code)
	}
	var shown string
	o.Bank.During = func() { shown = k.View().Paying.Card }
	o.Printer.Fail(office.Failed, "printer.paper_out")
	k.PayByCard()
	if v := k.View(); v.Page != kiosk.Printing || v.Code != "printer.paper_out" || !v.PaidHere() || o.Bank.Holds() != 2000 || shown != office.CardPresent {
		t.Fatalf("%s with %q, shown %q, the terminal holds %d", v.Page, v.Code, shown, o.Bank.Holds())
	}
	k.MoneyBack()
	at(t, k, kiosk.Goodbye)
	if o.Bank.Holds() != 0 {
		t.Errorf("the terminal holds %d", o.Bank.Holds())
	}
}

// What comes out of the machine is said, until it can have been taken: what was put in
// before she stopped, the change, and a fee that comes back for want of a paper.
func TestMoneyThatComesOutIsSaid(t *testing.T) {
	k, o, _, _ := open(t)
	toReview(t, k, o)
	k.Submit()
	o.Money.Put(nil, 1000)
	k.Pay()
	if v := k.View(); v.Page != kiosk.Payment || v.Returned.Minor != 1000 || v.Code != "" {
		t.Fatalf("who stopped stands at %s with %q, and is told of %s", v.Page, v.Code, v.Returned)
	}
	o.Money.Put(nil, 1000, 5000)
	o.Money.During = func() {
		if v := k.View(); v.Returned.Minor != 0 {
			t.Errorf("while she pays she is told of the %s before", v.Returned)
		}
	}
	o.Printer.Fail(office.Failed, "printer.paper_out")
	k.Pay()
	if v := k.View(); v.Page != kiosk.Printing || v.Change.Minor != 4000 || v.Receipt || !v.Unproven {
		t.Fatalf("who paid stands at %s, with %s of change, a receipt %t, none %t", v.Page, v.Change, v.Receipt, v.Unproven)
	}
	k.MoneyBack()
	at(t, k, kiosk.Goodbye)
	if v := k.View(); v.Returned.Minor != 2000 || v.ToCard {
		t.Errorf("whose fee came back is told of %s, to her card %t", v.Returned, v.ToCard)
	}
	k.Wipe()
	if v := k.View(); v.Returned.Minor != 0 {
		t.Errorf("the next citizen is told of %s", v.Returned)
	}
}

// A service that asks for the card's PIN is not begun without it; three wrong ones
// lock the card, and the kiosk says so.
func TestPIN(t *testing.T) {
	k, o, _, _ := open(t)
	toPIN := func() {
		t.Helper()
		k.Speak("th")
		k.Choose("elderly")
		o.Insert()
		k.Me()
		at(t, k, kiosk.PIN)
	}
	toPIN()
	k.TypePIN("0000")
	if v := k.View(); v.Page != kiosk.PIN || v.Code != "reader.pin_wrong" || v.Tries != 2 {
		t.Fatalf("a wrong PIN leads to %s, %q, %d tries", v.Page, v.Code, v.Tries)
	}
	k.TypePIN(rehearsal.PIN)
	at(t, k, kiosk.Question)
	k.Back()
	k.Wipe()
	o.Remove()
	toPIN()
	for _, want := range []string{"reader.pin_wrong", "reader.pin_wrong", "reader.pin_blocked", "reader.pin_blocked"} {
		k.TypePIN("9999")
		if v := k.View(); v.Page != kiosk.PIN || v.Code != want {
			t.Errorf("%s with %q, want %q", v.Page, v.Code, want)
		}
	}
	k.TypePIN(rehearsal.PIN)
	at(t, k, kiosk.PIN)
	o.Remove()
	k.TypePIN(rehearsal.PIN)
	if v := k.View(); v.Page != kiosk.PIN || v.Code != "reader.card_pulled" {
		t.Errorf("without the card: %s, %q", v.Page, v.Code)
	}
	k.Back()
	at(t, k, kiosk.Confirm)
}

// A terminal that falls silent in the middle leads to the desk with a ticket: the
// citizen does not pay twice.
func TestCardUnknown(t *testing.T) {
	k, o, _, _ := open(t)
	toReview(t, k, o)
	k.Submit()
	o.Bank.Fail(rehearsal.Coded("terminal.unknown"), true, 1)
	k.PayByCard()
	if v := k.View(); v.Page != kiosk.Ticket || v.Why != "terminal.unknown" || v.Petition.Machine.Asked != 2000 {
		t.Errorf("it leads to %s, %q, %+v", v.Page, v.Why, v.Petition.Machine)
	}
}

// Whose card it is is asked as soon as its texts are there; the photograph is shown
// when it comes, and nobody who goes on waits for it.
func TestTheNameDoesNotWaitForThePhotograph(t *testing.T) {
	k, o, _, _ := open(t)
	begin := func() {
		k.Speak("th")
		k.Choose("house-register-copy")
		o.Insert()
	}
	photo := func() int {
		if v := k.View().Visitor; v != nil && v.Card != nil {
			return len(v.Card.Photo)
		}
		return -1
	}
	o.Reader.During = func() {
		if v := k.View(); v.Page != kiosk.Confirm || v.Reading != "" || photo() != 0 {
			t.Errorf("when the texts are there the kiosk is at %s, reads %q, photograph %d", v.Page, v.Reading, photo())
		}
	}
	begin()
	at(t, k, kiosk.Confirm)
	if photo() <= 0 {
		t.Error("the photograph is never shown")
	}
	for name, leave := range map[string]func(){"Yes": k.Me, "Back": k.Back, "Start again": k.Wipe} {
		k.Wipe()
		o.Remove()
		left := kiosk.Page("")
		o.Reader.During = func() { leave(); left = k.View().Page }
		begin()
		if v := k.View(); v.Page != left || left == kiosk.Confirm || photo() > 0 || v.Code != "" {
			t.Errorf("%s before the photograph leads to %s, and with it to %s with %q", name, left, v.Page, v.Code)
		}
	}
	// A card that is pulled during its photograph leaves a name without one.
	k.Wipe()
	o.Remove()
	o.Reader.During = func() { o.Reader.Break("reader.card_pulled") }
	begin()
	if v := k.View(); v.Page != kiosk.Confirm || v.Code != "" || photo() != 0 {
		t.Errorf("a card pulled during its photograph leads to %s with %q", v.Page, v.Code)
	}
}

// Who goes back while her card is read is not asked whether it is she, and a ticket
// that she puts away is not what the next service goes on with.
func TestBackFromTheCard(t *testing.T) {
	k, o, _, c := open(t)
	k.Speak("th")
	k.ReadCard()
	at(t, k, kiosk.Services)
	k.Choose("house-register-copy")
	left := false
	o.Reader.During = func() { left = true; k.Back(); k.Back() }
	o.Insert()
	if at(t, k, kiosk.Services); !left || k.View().Visitor != nil || k.View().Reading != "" {
		t.Errorf("after Back the kiosk still reads %q, or knows %+v", k.View().Reading, k.View().Visitor)
	}
	k.Wipe()
	k.Ticketed("garbage") // at the first page, and then nobody comes
	if k.View().Code == "" {
		t.Fatal("a ticket that is none is not said to be none")
	}
	for range 90 {
		c.at = c.at.Add(time.Second)
		k.Tick()
	}
	if v := k.View(); v.Page != kiosk.Welcome || v.Code != "" {
		t.Errorf("the next person is greeted at %s with %q", v.Page, v.Code)
	}
}

func TestWalkAwayIsWiped(t *testing.T) {
	k, o, _, c := open(t)
	toReview(t, k, o)
	c.at = c.at.Add(61 * time.Second)
	k.Tick()
	if k.View().Left == 0 {
		t.Fatal("the kiosk does not warn")
	}
	k.Touch()
	k.Tick()
	if k.View().Left != 0 {
		t.Fatal("a touch does not give more time")
	}
	c.at = c.at.Add(85 * time.Second)
	k.Tick()
	at(t, k, kiosk.Welcome)
	if v := k.View(); v.Visitor != nil || v.Form.Form != nil || v.Language != "" {
		t.Errorf("after the wipe the kiosk knows %+v", v)
	}
	if !slices.Contains(o.Store.Kinds(), act.PetitionWithdrawn) {
		t.Error("the draft was left behind")
	}
}

func TestTroubleAtTheKiosk(t *testing.T) {
	k, o, money, _ := open(t)
	o.Reader.Break("card_pulled")
	k.Speak("th")
	k.Choose("house-register-copy")
	k.ReadCard()
	at(t, k, kiosk.Insert)
	if got := k.View().Code; got != "card_pulled" {
		t.Errorf("a card pulled half-way gives %q", got)
	}
	k.Wipe()
	toReview(t, k, o)
	k.Submit()
	money.Put(rehearsal.Coded("till.coin_jam"), 1000)
	k.Pay()
	at(t, k, kiosk.Payment)
	if k.View().Code != "till.coin_jam" || money.Out != 1000 {
		t.Errorf("a coin that is stuck gives %q, and %d came back", k.View().Code, money.Out)
	}
	o.Printer.Fail(office.Failed, "printer_paper_out")
	k.Pay()
	at(t, k, kiosk.Printing)
	if got := k.View().Code; got != "printer_paper_out" {
		t.Errorf("a printer without paper gives %q", got)
	}
	if held := money.In - money.Out; held != 2000 {
		t.Errorf("the till holds %d, want the fee once", held)
	}
	o.Printer.Fail(office.Printed, "")
	k.Print()
	at(t, k, kiosk.Take)
}

func TestOfficerTakesTheFeeAtTheKiosk(t *testing.T) {
	k, o, _, _ := open(t)
	toReview(t, k, o)
	k.Submit()
	k.CallOfficer()
	at(t, k, kiosk.Officer)
	k.PaidTo("somchai", "wrong")
	at(t, k, kiosk.Officer)
	k.PaidTo("somchai", rehearsal.Password)
	at(t, k, kiosk.Take)
}

func TestWhatAKioskMayNotGiveIsATicket(t *testing.T) {
	k, o, _, _ := open(t)
	toReview(t, k, o)
	k.Submit()
	k.AtCounter()
	at(t, k, kiosk.Ticket)
	if k.View().Petition.Number == "" {
		t.Error("the ticket has no number")
	}
	k.Leave()
	at(t, k, kiosk.Goodbye)
}

// Whoever asks for a ticket and, before it is there, touches a way to pay, is asked
// for no money: the desk takes it.
func TestNobodyPaysWhatIsOnItsWayToTheDesk(t *testing.T) {
	o, line := rehearsal.New(), &work.Held{}
	c := &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	with := options(o, c)
	with.Runner = line
	k := kiosk.New(with)
	t.Cleanup(k.Close)
	line.LetGo()
	for _, press := range []func(){
		func() { k.Speak("th") }, func() { k.Choose("house-register-copy") }, o.Insert, k.Me,
		func() { k.Answer("purpose", "court") }, k.Next, k.Next, k.Next, k.Next, k.Submit,
	} {
		press()
		line.LetGo()
	}
	at(t, k, kiosk.Payment)
	k.AtCounter()
	k.Pay()
	k.AtCounter()
	line.LetGo()
	at(t, k, kiosk.Ticket)
	if v := k.View(); v.Paying != nil || o.Money.In != 0 || v.Petition.Ticket == "" {
		t.Errorf("the ticket %q is there, the machine took %d and takes: %t", v.Petition.Ticket, o.Money.In, v.Paying != nil)
	}
}

func TestBackGoesThroughEveryPage(t *testing.T) {
	k, o, _, _ := open(t)
	toReview(t, k, o)
	var pages []kiosk.Page
	for range 20 {
		if !k.View().MayGoBack() {
			break
		}
		k.Back()
		pages = append(pages, k.View().Page)
	}
	if last := pages[len(pages)-1]; last != kiosk.Welcome {
		t.Errorf("Back leads through %v, and not to the first page", pages)
	}
}
