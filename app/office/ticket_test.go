package office_test

import (
	"context"
	"errors"
	"testing"

	"sala/app/office"
	"sala/forms/petition"
)

// slips keeps what a receipt printer is given.
type slips struct{ printed []office.Receipt }

func (*slips) Name() string { return "slips" }

func (s *slips) PrintReceipt(_ context.Context, r office.Receipt) (office.Outcome, error) {
	s.printed = append(s.printed, r)
	return office.Printed, nil
}

// line is a queue that gives what it has.
type line struct{ numbers []string }

func (l *line) Next(context.Context) (string, error) {
	if len(l.numbers) == 0 {
		return "", errors.New("the relay is gone")
	}
	n := l.numbers[0]
	l.numbers = l.numbers[1:]
	return n, nil
}

// TestTicketSaysThePlace promises that the ticket has the place in the queue as
// the largest on it and in the language of the office, keeps it when it is
// printed again on the same day and not on the next, names nobody, and comes
// without a place when there is none to be had. The petition is found by the place,
// typed in small letters too, for as long as it is called by it.
func TestTicketSaysThePlace(t *testing.T) {
	w := newWorld(t)
	printer, queue := &slips{}, &line{numbers: []string{"A12", "A13"}}
	w.Office.Receipts, w.Office.Queue = printer, queue
	p := w.submitted(t)
	hand := func() (petition.Petition, office.Receipt) {
		t.Helper()
		after, outcome, err := w.clerk.HandOver(t.Context(), p.ID, "kiosk.counter")
		if err != nil || outcome != office.Printed {
			t.Fatalf("%s, %v", outcome, err)
		}
		return after, printer.printed[len(printer.printed)-1]
	}
	found := func(when, place, want string) {
		t.Helper()
		if p, err := w.clerk.Placed(t.Context(), place); p.ID != want || (want == "") != (office.CodeOf(err) == "not_found") {
			t.Errorf("%s %q finds %q, %v", when, place, p.ID, err)
		}
	}
	found("before there is a ticket", "", "")
	after, slip := hand()
	if slip.TotalLabel != "คิวที่" || slip.Total != "A12" || slip.Payer != "" || after.Place.Number != "A12" {
		t.Errorf("%+v, and the petition has %+v", slip, after.Place)
	}
	if _, again := hand(); again.Total != "A12" {
		t.Errorf("printed again it has the place %q", again.Total)
	}
	found("with the ticket", "a12", p.ID)
	w.now = w.now.AddDate(0, 0, 1)
	if w.PlaceToday(after) != "" {
		t.Error("yesterday's place is today's")
	}
	found("on the next day", "A12", "")
	if _, next := hand(); next.Total != "A13" {
		t.Errorf("on the next day it has the place %q", next.Total)
	}
	w.now = w.now.AddDate(0, 0, 1)
	if _, none := hand(); none.Total != "" || none.TotalLabel != "" || none.QR == "" {
		t.Errorf("without a queue: %+v", none)
	}
}
