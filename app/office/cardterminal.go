package office

import (
	"context"
	"errors"
	"fmt"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// CardTerminal takes a fee from a citizen's card at a kiosk. It asks for card and
// PIN by itself.
type CardTerminal interface {
	Name() string
	// Charge takes an amount; shown is told what the terminal wants, one of the
	// Card steps. When the context ends it stops, and returns what it had booked by
	// then without an error. An error of the code "terminal.unknown" means that it
	// fell silent and may have booked; of any other, that it did not.
	Charge(ctx context.Context, amount fee.Money, shown func(step string)) (act.Booking, error)
	// Reverse takes a booking back.
	Reverse(ctx context.Context, b act.Booking) error
	// Last returns the terminal's last booking that stands, and its amount; zero
	// when there is none.
	Last(ctx context.Context) (act.Booking, fee.Money, error)
}

// Steps of a payment by card: present it, follow the terminal's display, wait,
// take the card.
const (
	CardPresent = "card"
	CardFollow  = "pin"
	CardWait    = "wait"
	CardTake    = "remove"
)

// unknown is the code of a payment of which it is not known what became of it.
const unknown = "terminal.unknown"

// HasTerminal reports whether the station has a card terminal.
func (o *Office) HasTerminal() bool { return o.Terminal != nil }

// PayByCard has the terminal take what is due and makes the fee of it. That the
// terminal was asked stands in the journal before it is, so that a payment is
// found again whatever dies meanwhile. When the context ends, what was booked is
// taken back; what cannot be is owed, and the error says so.
func (s *Session) PayByCard(ctx context.Context, id string, progress func(Paying)) (Paid, error) {
	const op = "pay by card"
	var paid Paid
	if err := s.need(op, Collect); err != nil {
		return paid, err
	}
	if s.office.Terminal == nil {
		return paid, &Error{Op: op, Code: "terminal.none"}
	}
	late := context.WithoutCancel(ctx)
	_, _, err := s.office.Terminal.Last(ctx)
	if err == nil {
		err = s.settleCards(late)
	}
	var p petition.Petition
	if err == nil {
		p, err = s.petition(late, id)
	}
	if err == nil && p.Machine.Asked > 0 {
		err = &Error{Op: op, Code: unknown}
	}
	if err != nil {
		return paid, s.office.explain(op, err)
	}
	due := p.Due()
	if due.Minor <= 0 {
		return paid, &Error{Op: op, Code: "nothing_due"}
	}
	before, _, err := s.office.Terminal.Last(ctx)
	if err == nil {
		err = s.asking(late, id, act.MoneyAsked, due, before.Receipt, "")
	}
	if err != nil {
		return paid, s.office.explain(op, err)
	}
	b, err := s.office.Terminal.Charge(ctx, due, func(step string) {
		if progress != nil {
			progress(Paying{Due: due, Card: step})
		}
	})
	if CodeOf(err) == unknown {
		b, err = s.find(late, before.Receipt, due, err)
	}
	switch {
	case CodeOf(err) == unknown: // it stays asked
	case err != nil:
		err = errors.Join(err, s.asking(late, id, act.MoneyNone, due, "", CodeOf(s.office.explain(op, err))))
	case ctx.Err() != nil:
		err = errors.Join(s.booked(late, id, due, b), s.takeBack(late, id), ctx.Err())
	default:
		paid, err = s.takeFee(late, id, Tender{Method: petition.ByTerminal}, func(w Writer) error { return s.book(w, id, due, b) })
	}
	return paid, s.office.explain(op, err)
}

// find asks a terminal that fell silent what it booked: nothing since the receipt
// before, or the payment. What it cannot say is unknown still.
func (s *Session) find(ctx context.Context, after string, amount fee.Money, lost error) (act.Booking, error) {
	b, sum, err := s.office.Terminal.Last(ctx)
	switch {
	case after == beyond:
		return b, &Error{Op: "ask a terminal", Code: unknown, Err: lost}
	case err != nil:
		return b, &Error{Op: "ask a terminal", Code: unknown, Err: errors.Join(lost, err)}
	case b.Receipt == after:
		return b, &Error{Op: "ask a terminal", Code: "terminal.cancelled", Err: lost}
	case sum.Minor != amount.Minor:
		return b, &Error{Op: "ask a terminal", Code: unknown, Err: fmt.Errorf("its last booking, %s, is of another amount: %w", b.Receipt, lost)}
	}
	return b, nil
}

// beyond stands for the receipt before a payment that the terminal cannot tell of
// any more, because it has booked another since. Only an officer can.
const beyond = "?"

// settleCards settles every payment by card that is not known, before the terminal
// books another: its last booking would no longer tell.
func (s *Session) settleCards(ctx context.Context) error {
	list, err := s.Petitions(ctx, PetitionFilter{Officer: s.Officer.ID, States: recoverable, Limit: 200})
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Machine.Asked == 0 || p.Machine.After == beyond {
			continue
		}
		_, err := s.settleCard(ctx, p.ID)
		switch CodeOf(err) {
		case "", "till.owed":
		case unknown:
			err = s.asking(ctx, p.ID, act.MoneyAsked, fee.Money{Minor: p.Machine.Asked, Currency: p.Fee.Currency}, beyond, unknown)
			fallthrough
		default:
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// settleCard finds out what became of a payment by card that was asked for and
// never answered. What was booked is taken back: whoever paid has gone.
func (s *Session) settleCard(ctx context.Context, id string) (petition.Petition, error) {
	p, err := s.petition(ctx, id)
	if err != nil || p.Machine.Asked == 0 {
		return p, err
	}
	lost := &Error{Op: "settle a payment by card", Code: unknown}
	if s.office.Terminal == nil {
		return p, lost
	}
	amount := fee.Money{Minor: p.Machine.Asked, Currency: p.Fee.Currency}
	b, err := s.find(ctx, p.Machine.After, amount, lost)
	switch {
	case CodeOf(err) == unknown:
		return p, err
	case err != nil:
		err = s.asking(ctx, id, act.MoneyNone, amount, "", CodeOf(err))
	default:
		err = errors.Join(s.booked(ctx, id, amount, b), s.takeBack(ctx, id))
	}
	if err != nil {
		return p, err
	}
	return s.petition(ctx, id)
}

// SettleCard is an officer's word on a payment by card of which the terminal never
// told: the citizen was charged, as the bank or the terminal's own list says, or
// was not. A charge pays the fee, or is owed when the fee was paid otherwise.
func (s *Session) SettleCard(ctx context.Context, id string, charged bool, note string) (petition.Petition, error) {
	const op = "settle a payment by card"
	p, err := s.petition(ctx, id)
	if err == nil {
		err = s.need(op, Correct)
	}
	if err == nil && p.Machine.Asked == 0 {
		err = &Error{Op: op, Code: "nothing_asked"}
	}
	if err != nil {
		return p, s.office.explain(op, err)
	}
	amount, b := fee.Money{Minor: p.Machine.Asked, Currency: p.Fee.Currency}, act.Booking{Receipt: beyond, Trace: note}
	switch {
	case !charged:
		err = s.asking(ctx, id, act.MoneyNone, amount, "", note)
	case p.Due().Minor == amount.Minor && p.State != petition.Withdrawn && p.State != petition.Rejected:
		_, err = s.takeFee(ctx, id, Tender{Method: petition.ByTerminal}, func(w Writer) error { return s.book(w, id, amount, b) })
	default:
		if err = s.booked(ctx, id, amount, b); err == nil {
			_, err = s.owe(ctx, id, unknown)
		}
	}
	if err == nil {
		p, err = s.petition(ctx, id)
		s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	}
	return p, s.office.explain(op, err)
}

// takeBack has the terminal take back what it booked for a petition and is no fee.
// What it does not take back is owed.
func (s *Session) takeBack(ctx context.Context, id string) error {
	p, err := s.petition(ctx, id)
	if err != nil || p.Machine.In == 0 {
		return err
	}
	amount := fee.Money{Minor: p.Machine.In, Currency: p.Fee.Currency}
	refused := s.office.Terminal.Reverse(ctx, p.Machine.Booking)
	if refused == nil {
		back := fee.Money{Minor: -amount.Minor, Currency: amount.Currency}
		return s.money(ctx, id, act.MoneyMoved, func(petition.Petition) any {
			return act.Money{Petition: id, Till: s.office.Terminal.Name(), What: "returned", Amount: back, Booking: p.Machine.Booking}
		})
	}
	owed, err := s.owe(ctx, id, CodeOf(refused))
	if err != nil {
		return err
	}
	return &Error{Op: "take a booking back", Code: "till.owed", Args: map[string]any{"amount": owed.String()}, Err: refused}
}

// asking appends that a terminal is asked, or took nothing.
func (s *Session) asking(ctx context.Context, id, kind string, amount fee.Money, after, reason string) error {
	return s.money(ctx, id, kind, func(p petition.Petition) any {
		till := p.Machine.Till
		if s.office.Terminal != nil {
			till = s.office.Terminal.Name()
		}
		return act.Asking{Petition: id, Till: till, Amount: amount, After: after, Reason: reason}
	})
}

// booked writes down what a terminal booked.
func (s *Session) booked(ctx context.Context, id string, amount fee.Money, b act.Booking) error {
	return s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error { return s.book(w, id, amount, b) })
}

func (s *Session) book(w Writer, id string, amount fee.Money, b act.Booking) error {
	p, err := w.Petition(id)
	if err != nil {
		return err
	}
	return w.Append(act.MoneyMoved, "petition/"+id, p.Version, act.Money{Petition: id, Till: p.Machine.Till, What: "card", Amount: amount, Booking: b})
}
