package office

import (
	"context"
	"time"

	"sala/forms/act"
)

// Receipt writes the receipt of a fee that was taken before, to be printed once
// more. What was handed over and given as change is not on it any more.
func (s *Session) Receipt(ctx context.Context, number string) (Receipt, error) {
	const op = "write a receipt again"
	var out Receipt
	if err := s.need(op, Collect); err != nil {
		return out, err
	}
	err := s.office.Store.Read(ctx, func(r Reader) error {
		paid, err := payment(r, number)
		if err != nil {
			return err
		}
		p, err := r.Petition(paid.Petition)
		if err != nil {
			return err
		}
		out, err = s.receipt(r, Paid{Petition: p, Amount: paid.Amount}, act.NumberUse{Text: number})
		return err
	})
	return out, s.office.explain(op, err)
}

// payment finds the fee that a receipt is for.
func payment(r Reader, number string) (Payment, error) {
	all, err := r.Payments(time.Time{})
	if err != nil {
		return Payment{}, err
	}
	for _, p := range all {
		if p.Receipt == number {
			return p, nil
		}
	}
	return Payment{}, ErrNotFound
}
