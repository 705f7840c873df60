package office

import (
	"context"
	"errors"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// Till is a machine that takes and gives money. Both methods tell of every piece
// that moves, with a negative amount when it goes out; a note is told of while it
// can still be given back, which happens when moved returns an error.
type Till interface {
	Name() string
	// Take returns nil when the amount, or more, is in; what is in stays in
	// whatever the error.
	Take(ctx context.Context, amount fee.Money, moved func(Piece) error) error
	// Give pays an amount out in coins; the error says that it was not all.
	Give(ctx context.Context, amount fee.Money, moved func(Piece) error) error
}

// Piece is money that moves: a coin, a note, or coins that a machine gives.
type Piece struct {
	What   string // coin, note, coins
	Amount fee.Money
}

// Paying is how far a payment at the machine has come.
type Paying struct {
	In   fee.Money // in the machine
	Due  fee.Money
	Back bool      // money is on its way out: change, or all of it
	Out  fee.Money // all that comes out, while it does
	Card string    // by card: what the terminal wants or does, one of the Card steps; "" in coins and notes
}

// HasTill reports whether the station has a machine that takes money.
func (o *Office) HasTill() bool { return o.Till != nil }

// PayAtTill takes what is due into the machine, makes the fee of it and gives
// change. Every piece is an entry before anything else happens to it. When the
// context ends or a machine fails before enough is in, everything is given back;
// what cannot be given back is written down as owed, and the error says so.
func (s *Session) PayAtTill(ctx context.Context, id string, progress func(Paying)) (Paid, error) {
	const op = "pay at the machine"
	var paid Paid
	if err := s.need(op, Collect); err != nil {
		return paid, err
	}
	if s.office.Till == nil {
		return paid, &Error{Op: op, Code: "till.none"}
	}
	if progress == nil {
		progress = func(Paying) {}
	}
	p, err := s.petition(ctx, id)
	if err != nil {
		return paid, s.office.explain(op, err)
	}
	due := p.Due()
	if due.Minor <= 0 {
		return paid, &Error{Op: op, Code: "nothing_due"}
	}
	t := &taking{session: s, id: id, due: due, in: p.Machine.In, progress: progress}
	var trouble error
	if missing := due.Minor - t.in; missing > 0 {
		trouble = s.office.Till.Take(ctx, fee.Money{Minor: missing, Currency: due.Currency}, t.moved)
	}
	late := context.WithoutCancel(ctx) // money that is in is seen to, whoever has gone
	if t.in >= due.Minor {
		paid, err = s.TakeFee(late, id, Tender{Method: petition.ByMachine, Tendered: t.in})
		trouble = err
	}
	if back := s.giveBack(late, t, trouble); back != nil {
		trouble = back
	}
	if trouble == nil {
		paid.Petition, trouble = s.petition(late, id)
	}
	return paid, s.office.explain(op, trouble)
}

func (s *Session) petition(ctx context.Context, id string) (p petition.Petition, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		p, err = r.Petition(id)
		return err
	})
	return p, err
}

// taking is one payment at the machine.
type taking struct {
	session  *Session
	id       string
	due      fee.Money
	in       int64
	out      int64 // all that comes out, while it does
	back     bool
	progress func(Paying)
}

// tell says how far it is.
func (t *taking) tell(back bool) {
	money := func(minor int64) fee.Money { return fee.Money{Minor: minor, Currency: t.due.Currency} }
	t.progress(Paying{In: money(t.in), Due: t.due, Back: back, Out: money(t.out)})
}

// moved writes a piece down.
func (t *taking) moved(x Piece) error {
	what := x.What
	if x.Amount.Minor < 0 {
		what = "returned"
		if t.back {
			what = "change"
		}
	}
	err := t.session.money(context.Background(), t.id, act.MoneyMoved, func(p petition.Petition) any {
		return act.Money{Petition: t.id, Till: t.session.office.Till.Name(), What: what, Amount: x.Amount}
	})
	if err != nil {
		return err
	}
	t.in += x.Amount.Minor
	t.tell(x.Amount.Minor < 0)
	return nil
}

// money appends one entry about a petition's money.
func (s *Session) money(ctx context.Context, id, kind string, payload func(petition.Petition) any) error {
	return s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		p, err := w.Petition(id)
		if err != nil {
			return err
		}
		return w.Append(kind, "petition/"+id, p.Version, payload(p))
	})
}

// giveBack empties the machine of what is a petition's and no fee: change, or
// everything when it was not enough. What does not come out is owed.
func (s *Session) giveBack(ctx context.Context, t *taking, why error) error {
	p, err := s.petition(ctx, t.id)
	if err != nil || p.Machine.In == 0 {
		return err
	}
	t.in, t.out, t.back = p.Machine.In, p.Machine.In, p.Due().Minor <= 0
	t.tell(true)
	given := s.office.Till.Give(ctx, fee.Money{Minor: p.Machine.In, Currency: t.due.Currency}, t.moved)
	reason := CodeOf(s.office.explain("give change", errors.Join(given, why)))
	owed, err := s.owe(ctx, t.id, reason)
	if err != nil || owed.Minor == 0 {
		return err
	}
	return &Error{Op: "give change", Code: "till.owed", Args: map[string]any{"amount": owed}, Err: given}
}

// owe writes down as owed whatever a machine still has of a petition's money.
func (s *Session) owe(ctx context.Context, id, reason string) (fee.Money, error) {
	var owed fee.Money
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		p, err := w.Petition(id)
		if err != nil || p.Machine.In == 0 {
			return err
		}
		owed = fee.Money{Minor: p.Machine.In, Currency: p.Fee.Currency}
		return w.Append(act.MoneyOwed, "petition/"+id, p.Version, act.Debt{Petition: id, Till: p.Machine.Till, Amount: owed, Reason: reason})
	})
	return owed, err
}

// Repay notes that an officer has given a citizen what a machine owed.
func (s *Session) Repay(ctx context.Context, id string) (fee.Money, error) {
	const op = "repay what a machine owes"
	var back fee.Money
	if err := s.need(op, Correct); err != nil {
		return back, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		p, err := w.Petition(id)
		if err != nil {
			return err
		}
		if p.Machine.Owed == 0 {
			return &Error{Op: op, Code: "nothing_owed"}
		}
		back = fee.Money{Minor: p.Machine.Owed, Currency: p.Fee.Currency}
		return w.Append(act.MoneyRepaid, "petition/"+id, p.Version, act.Debt{Petition: id, Till: p.Machine.Till, Amount: back})
	})
	if err == nil {
		s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	}
	return back, s.office.explain(op, err)
}

// MoneyBack gives a fee back at the machine, or to the card, because the paper
// could not be printed, and ends the petition. What does not come out is owed, and
// the error says so; the petition ends all the same.
func (s *Session) MoneyBack(ctx context.Context, id, reason string) (petition.Petition, error) {
	const op = "give the money back"
	ctx = context.WithoutCancel(ctx)
	p, err := s.petition(ctx, id)
	if err != nil {
		return p, s.office.explain(op, err)
	}
	var last string
	if n := len(p.Paid); n > 0 {
		last = p.Paid[n-1].Method
	}
	way := map[string]bool{petition.ByMachine: s.office.Till != nil, petition.ByTerminal: s.office.Terminal != nil}
	if p.State != petition.Approved || !way[last] || p.CreatedBy != s.Officer.ID {
		return p, &Error{Op: op, Code: "nothing_paid"}
	}
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error { return s.undo(w, id, reason) })
	if err != nil {
		return p, s.office.explain(op, err)
	}
	var owed error
	if last == petition.ByTerminal {
		owed = s.takeBack(ctx, id)
	} else {
		owed = s.giveBack(ctx, &taking{session: s, id: id, due: p.Fee, progress: func(Paying) {}}, nil)
	}
	p, err = s.petition(ctx, id)
	s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	return p, s.office.explain(op, errors.Join(owed, err))
}

// undo voids what was made out and not printed, takes the fee back and ends the
// petition, in one transaction.
func (s *Session) undo(w Writer, id, reason string) error {
	made, err := w.Certificates(id)
	if err != nil {
		return err
	}
	for _, c := range made {
		if c.Prints == 0 && c.Status != "void" {
			void := act.Printing{Number: c.Number, Reason: reason, Outcome: "void"}
			if err := w.Append(act.CertificateVoided, "certificate/"+c.Number, 0, void); err != nil {
				return err
			}
		}
	}
	p, err := w.Petition(id)
	if err != nil {
		return err
	}
	n := p.Paid[len(p.Paid)-1]
	back := fee.Money{Minor: p.Due().Minor - p.Fee.Minor, Currency: p.Fee.Currency}
	refund := act.Payment{Petition: id, Amount: back, Method: n.Method, Receipt: act.NumberUse{Text: n.Receipt}, Reason: reason}
	if err := w.Append(act.FeeRefunded, "petition/"+id, p.Version, refund); err != nil {
		return err
	}
	if p, err = w.Petition(id); err != nil {
		return err
	}
	return w.Append(act.PetitionWithdrawn, "petition/"+id, p.Version, act.Decision{Petition: id, Content: p.Content, Note: reason})
}
