package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
)

// Tender is how a fee is paid.
type Tender struct {
	Method   string // cash, card, transfer; machine and terminal at a kiosk
	Tendered int64  // what was handed over, in minor units; 0 = exactly the fee
}

// Paid is a fee that was taken, and the receipt for it.
type Paid struct {
	Petition petition.Petition
	Amount   fee.Money
	Change   fee.Money
	Receipt  Receipt
	Outcome  Outcome // of printing the receipt
	PrintErr error   // why it was not printed; the fee is taken all the same
	copy     int     // how often the receipt was printed before
}

// TakeFee takes what is still due and prints the receipt. The number of the
// receipt is used in the same act in which the fee is taken. A receipt that
// could not be printed does not undo the payment: PrintReceipt prints it later.
func (s *Session) TakeFee(ctx context.Context, id string, t Tender) (Paid, error) {
	return s.takeFee(ctx, id, t, func(Writer) error { return nil })
}

// takeFee takes the fee in one transaction with what comes before it.
func (s *Session) takeFee(ctx context.Context, id string, t Tender, before func(Writer) error) (Paid, error) {
	const op = "take the fee"
	var paid Paid
	if err := s.need(op, Collect); err != nil {
		return paid, err
	}
	var use act.NumberUse
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		if err := before(w); err != nil {
			return err
		}
		p, err := w.Petition(id)
		if err != nil {
			return err
		}
		paid.Amount = p.Due()
		if paid.Amount.Minor <= 0 {
			return &Error{Op: op, Code: "nothing_due"}
		}
		if t.Tendered == 0 {
			t.Tendered = paid.Amount.Minor
		}
		if t.Tendered < paid.Amount.Minor {
			return &Error{Op: op, Code: "too_little", Args: map[string]any{"due": paid.Amount}}
		}
		paid.Change = fee.Money{Minor: t.Tendered - paid.Amount.Minor, Currency: paid.Amount.Currency}
		if use, err = w.NextNumber(number.Receipts); err != nil {
			return err
		}
		payment := act.Payment{Petition: id, Amount: paid.Amount, Method: t.Method, Receipt: use, Tendered: t.Tendered}
		if err := w.Append(act.FeeTaken, "petition/"+id, p.Version, payment); err != nil {
			return err
		}
		if paid.Petition, err = w.Petition(id); err != nil {
			return err
		}
		paid.Receipt, err = s.receipt(w, paid, use)
		return err
	})
	if err != nil {
		return paid, s.office.explain(op, err)
	}
	s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	paid.Outcome, paid.PrintErr = s.PrintReceipt(ctx, paid.Receipt)
	return paid, nil
}
