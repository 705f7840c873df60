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
	kiosk := kioskStand(ctx, t)
	p := kiosk.submits(ctx, t)
	p, outcome, err := kiosk.HandOver(ctx, p.ID, office.WhyRegister)
	must(t, err)
	if outcome != office.Printed || p.Ticket != office.WhyRegister {
		t.Errorf("the ticket is %s, for %q", outcome, p.Ticket)
	}
	text, err := kiosk.st.Office.Tickets.SignTicket(p.Number, p.Form, p.Content, kiosk.st.Office.Now())
	must(t, err)
	if strings.Contains(text, kiosk.card.NationalNumber) {
		t.Error("the ticket says who it is")
	}
	desk, err := kiosk.st.Office.SignIn(ctx, kiosk.scene.Registrar.ID, kiosk.scene.Registrar.Password)
	must(t, err)
	found, err := desk.Ticketed(ctx, text)
	must(t, err)
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
	must(t, err)
	_, err = desk.TakeFee(ctx, approved.ID, office.Tender{Method: "cash"})
	must(t, err)
	_, err = desk.Issue(ctx, approved.ID, nil)
	must(t, err)
}
