package desk_test

import (
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/work"
)

// toPayment brings the desk to the fee.
func toPayment(t *testing.T, d *desk.Desk, o *rehearsal.Office) {
	t.Helper()
	toForm(t, d, o)
	submit(t, d)
	approve(t, d)
}

// submit fills the form that is open and hands it in.
func submit(t *testing.T, d *desk.Desk) {
	t.Helper()
	d.Answer("purpose", "school")
	d.Answer("copies", "1")
	d.Review()
	d.Submit()
	want(t, d, desk.Serve, desk.AtDecision)
}

// approve has the second officer approve what was handed in.
func approve(t *testing.T, d *desk.Desk) {
	t.Helper()
	d.Decide("wilai", rehearsal.Password, desk.Approve, "")
	want(t, d, desk.Serve, desk.AtPayment)
}

// What a printer refused is offered again by itself when the printer is well,
// and the trouble goes with its cause; a printer that was well all the time
// offers nothing.
func TestRefusedPaperIsOfferedAgain(t *testing.T) {
	for _, c := range []struct {
		paper desk.Paper
		lamp  func(*office.Lamps) *office.Lamp
	}{
		{desk.ReceiptPaper, func(l *office.Lamps) *office.Lamp { return &l.Receipt }},
		{desk.CertificatePaper, func(l *office.Lamps) *office.Lamp { return &l.Pages }},
	} {
		t.Run(string(c.paper), func(t *testing.T) {
			d, o := signedIn(t)
			light := func(to office.Light) { o.SetLamps(func(l *office.Lamps) { c.lamp(l).Light = to }) }
			toPayment(t, d, o)
			if c.paper == desk.CertificatePaper {
				d.Pay("cash", 0)
			}
			o.Printer.Fail(office.Failed, "printer.paper_out")
			if c.paper == desk.ReceiptPaper {
				d.Pay("cash", 0)
			} else {
				d.Print()
			}
			want(t, d, desk.Serve, desk.AtPrint)
			if got := trouble(d); got != "printer.paper_out" {
				t.Fatalf("trouble %q", got)
			}
			light(office.LightGood)
			if got := d.View().Serve.Again; got != "" {
				t.Errorf("%q is offered of a printer that nothing was seen of", got)
			}
			light(office.LightBad)
			light(office.LightGood)
			if got := d.View().Serve.Again; got != c.paper {
				t.Fatalf("the printer is well, and %q is offered", got)
			}
			if got := trouble(d); got != "" {
				t.Errorf("the printer is well, and there is still trouble %q", got)
			}
			light(office.LightBad)
			if got := d.View().Serve.Again; got != "" {
				t.Errorf("the paper is out again, and %q is offered", got)
			}
			light(office.LightGood)
			o.Printer.Fail(office.Printed, "")
			d.PrintAgain()
			if got := d.View().Serve.Again; got != "" || trouble(d) != "" {
				t.Errorf("it is printed, and %q is offered, trouble %q", got, trouble(d))
			}
			if c.paper == desk.CertificatePaper {
				want(t, d, desk.Serve, desk.AtDone)
			}
		})
	}
}

// While a card is being read the desk finds people by name, and while a receipt
// is being printed the fee is not taken twice.
func TestTheDeskGoesOnBesideADevice(t *testing.T) {
	o := rehearsal.New()
	slow := &work.Held{}
	with := options(o)
	with.Aside = slow
	d := opened(t, with)
	signIn(d, "somchai")
	o.Insert()
	want(t, d, desk.Serve, desk.AtCard)
	if d.View().Serve.Reading == "" {
		t.Fatal("the card is not being read")
	}
	d.Search("สม")
	if v := d.View().Serve; !v.Looked || len(v.Hits) == 0 {
		t.Errorf("beside the reader nobody is found: %+v", v.Hits)
	}
	slow.LetGo()
	want(t, d, desk.Serve, desk.AtPerson)
	d.Choose("house-register-copy")
	submit(t, d)
	approve(t, d)
	d.Pay("cash", 0)
	d.Pay("cash", 0)
	slow.LetGo()
	want(t, d, desk.Serve, desk.AtPrint)
	if got := trouble(d); got != "" {
		t.Errorf("two presses of Enter give trouble %q", got)
	}
}

// A card that is read slowly does not take the place of somebody whom the clerk
// has found by name meanwhile.
func TestASlowCardTakesNobodysPlace(t *testing.T) {
	o := rehearsal.New()
	slow := &work.Held{}
	with := options(o)
	with.Aside = slow
	d := opened(t, with)
	signIn(d, "somchai")
	o.Insert()
	d.Search("สม")
	d.Ask(d.View().Serve.Hits[0])
	slow.LetGo()
	want(t, d, desk.Serve, desk.AtPurpose)
	if d.View().Serve.Reading != "" {
		t.Error("the card is still being read")
	}
}

// What is waited for aside is shown while nothing else is waited for.
func TestBothWaitsAreShown(t *testing.T) {
	d, _ := signedIn(t)
	one, other := &work.Wait{What: "one", Since: time.Unix(1, 0)}, &work.Wait{What: "other", Since: time.Unix(1, 0)}
	shows := func(want *work.Wait) {
		t.Helper()
		if got := d.View().Wait; got != want {
			t.Errorf("%+v is shown, want %+v", got, want)
		}
	}
	d.WaitingAside(other)
	shows(other)
	d.Waiting(one)
	shows(one)
	d.Waiting(nil)
	shows(other)
	d.WaitingAside(nil)
	shows(nil)
}
