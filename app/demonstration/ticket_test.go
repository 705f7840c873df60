package demonstration

import (
	"context"
	"strings"
	"testing"
	"time"

	"sala/app/office"
)

// TestTicketIsFinishedAtTheDesk hands a citizen's petition over with the network
// cut: the ticket's code leads the desk to it, with nothing typed again, and a
// code that was altered leads nowhere.
func TestTicketIsFinishedAtTheDesk(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, st := opened(ctx, t, 300)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s.Link.Refuse()
	must(s.Devices(ctx, "insert"))
	kiosk := st.Office.Kiosk()
	card, err := kiosk.ReadCard(ctx, nil)
	must(err)
	visitor, err := kiosk.Identify(ctx, card)
	must(err)
	d, err := kiosk.Begin(ctx, "th.house-register-copy", visitor)
	must(err)
	must(kiosk.Answer(ctx, d, "purpose", "school"))
	p, err := kiosk.Submit(ctx, d)
	must(err)
	p, outcome, err := kiosk.HandOver(ctx, p.ID, office.WhyRegister)
	must(err)
	if outcome != office.Printed || p.Ticket != office.WhyRegister {
		t.Errorf("the ticket is %s, for %q", outcome, p.Ticket)
	}
	text, err := st.Office.Tickets.SignTicket(p.Number, p.Form, p.Content, st.Office.Now())
	must(err)
	if strings.Contains(text, card.NationalNumber) {
		t.Error("the ticket says who it is")
	}
	desk, err := st.Office.SignIn(ctx, s.Registrar.ID, s.Registrar.Password)
	must(err)
	found, err := desk.Ticketed(ctx, text)
	must(err)
	if found.ID != p.ID || found.Answers["purpose"] != "school" {
		t.Errorf("the ticket leads to %+v", found)
	}
	middle := len(text) / 2
	forged := text[:middle] + strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return 'A'
	}, text[middle:middle+1]) + text[middle+1:]
	if _, err := desk.Ticketed(ctx, forged); office.CodeOf(err) != "ticket_unreadable" {
		t.Errorf("a forged ticket gives %v", err)
	}
	approved, err := desk.Approve(ctx, found, "")
	must(err)
	_, err = desk.TakeFee(ctx, approved.ID, office.Tender{Method: "cash"})
	must(err)
	_, err = desk.Issue(ctx, approved.ID, nil)
	must(err)
}
