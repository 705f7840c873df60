package office

import (
	"context"
	"errors"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/petition"
	"sala/forms/seal"
)

// Tickets signs the tickets with which a kiosk hands petitions to the desk, and
// checks those that are shown.
type Tickets interface {
	// SignTicket returns the text of the QR on a ticket: it names the petition by
	// its number and says nothing of a person.
	SignTicket(number, form string, content []byte, at time.Time) (string, error)
	// ReadTicket returns the petition's number on a ticket of this office.
	ReadTicket(text string) (number string, err error)
}

// HandOver gives a petition that a kiosk does not end to the desk: the citizen
// gets a signed ticket with a place in the queue, and the journal says why, what
// was paid and what the machine owes. A ticket that cannot be printed is no reason to lose the
// petition: its number is on the screen.
func (s *Session) HandOver(ctx context.Context, id, reason string) (petition.Petition, Outcome, error) {
	const op = "hand over to the desk"
	ctx = context.WithoutCancel(ctx)
	p, err := s.petition(ctx, id)
	if err != nil {
		return p, Failed, s.office.explain(op, err)
	}
	place := s.place(ctx, p, reason)
	outcome, printErr := s.printTicket(ctx, p, place)
	paid := fee.Money{Minor: p.Fee.Minor - p.Due().Minor, Currency: p.Fee.Currency}
	owed := fee.Money{Minor: p.Machine.Owed, Currency: p.Fee.Currency}
	err = s.money(ctx, id, act.PetitionTicketed, func(petition.Petition) any {
		return act.Ticket{Petition: id, Reason: reason, Paid: paid, Owed: owed, Printed: string(outcome), Place: place}
	})
	if err == nil {
		p, err = s.petition(ctx, id)
	}
	s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	return p, outcome, s.office.explain(op, errors.Join(err, printErr))
}

func (s *Session) printTicket(ctx context.Context, p petition.Petition, place act.Place) (Outcome, error) {
	o := s.office
	if o.Receipts == nil {
		return Failed, nil // a kiosk without a receipt printer shows the number
	}
	slip, err := s.ticket(p, place)
	if err != nil {
		return Failed, err
	}
	return o.Receipts.PrintReceipt(ctx, slip)
}

// ticket writes a ticket. It names no person: paper is left lying about.
func (s *Session) ticket(p petition.Petition, place act.Place) (Receipt, error) {
	o := s.office
	in := s.slipIn()
	lang := in.office
	say := func(key string) func(string) string {
		return func(language string) string { return o.Words.Text(language, key, nil) }
	}
	both := func(key string) string { return in.twice(say(key)) }
	now := o.Now()
	out := Receipt{
		Language: lang, Office: definition.Text(o.Profile.Names).In(lang), Title: say("ticket.title")(lang), Subtitle: in.alone(say("ticket.title")), Number: p.Number,
		At: calendar.Of(now).Long(lang) + now.Format(" 15:04"), Foot: []string{say("ticket.recorded")(in.taker), say("ticket.show")(in.taker)}, QR: p.Number,
	}
	if form, ok := o.Forms.Form(p.Form); ok {
		out.Lines = in.service(form.Title, func(title string) ReceiptLine { return ReceiptLine{Label: both("ticket.service"), Value: title} })
	}
	paid := fee.Money{Minor: p.Fee.Minor - p.Due().Minor, Currency: p.Fee.Currency}
	if paid.Minor > 0 {
		out.Lines = append(out.Lines, ReceiptLine{Label: both("ticket.paid"), Value: paid.Text(lang)})
	}
	if p.Machine.Owed > 0 {
		owed := fee.Money{Minor: p.Machine.Owed, Currency: p.Fee.Currency}
		out.Lines = append(out.Lines, ReceiptLine{Label: both("ticket.owed"), Value: owed.Text(lang)})
	}
	if place.Number != "" { // the largest on the paper: it is called
		out.TotalLabel, out.Total = both("ticket.place"), place.Number
	}
	if o.Tickets == nil {
		return out, nil
	}
	var err error
	out.QR, err = o.Tickets.SignTicket(p.Number, p.Form, p.Content, now)
	return out, err
}

// Ticketed finds the petition of a ticket that was shown to a scanner: a signed
// one, or a petition's bare number.
func (s *Session) Ticketed(ctx context.Context, text string) (petition.Petition, error) {
	const op = "read a ticket"
	number, signed := text, false
	if s.office.Tickets != nil && (strings.HasPrefix(text, seal.Prefix) || len(text) > longestNumber) {
		var err error
		if number, err = s.office.Tickets.ReadTicket(text); err != nil {
			return petition.Petition{}, &Error{Op: op, Code: "ticket_unreadable", Err: err}
		}
		signed = true
	}
	var found petition.Petition
	err := s.office.Store.Read(ctx, func(r Reader) error {
		hits, err := r.Find(number, 10)
		if err != nil {
			return err
		}
		for _, h := range hits {
			if h.What != "petition" {
				continue
			}
			p, err := r.Petition(h.ID)
			if err != nil {
				return err
			}
			if strings.EqualFold(p.Number, number) {
				found = p
				return nil
			}
		}
		return ErrNotFound
	})
	if signed && errors.Is(err, ErrNotFound) { // it is on its way, or the kiosk has forgotten what central has
		err = &Error{Op: op, Code: "ticket_elsewhere", Err: err}
	}
	return found, s.office.explain(op, err)
}

// longestNumber is longer than any petition's number: what is longer was meant as
// a code.
const longestNumber = 60
