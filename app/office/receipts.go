package office

import (
	"context"
	"errors"
	"strings"

	"sala/forms/act"
)

// Receipt writes the receipt of a fee that was taken before, or given back, to
// be printed once more. What was handed over and given as change is not on it
// any more; one that was printed before says that it is a copy.
func (s *Session) Receipt(ctx context.Context, number string) (Receipt, error) {
	const op = "write a receipt again"
	var out Receipt
	if err := s.need(op, Collect); err != nil {
		return out, err
	}
	err := s.office.Store.Read(ctx, func(r Reader) error {
		paid, err := r.Payment(number)
		if err != nil {
			return err
		}
		p, err := r.Petition(paid.Petition)
		if err != nil {
			return err
		}
		out, err = s.receipt(r, Paid{Petition: p, Amount: paid.Amount, copy: paid.Prints}, act.NumberUse{Text: number})
		return err
	})
	return out, s.office.explain(op, err)
}

// ReprintReceipt prints the receipt of a number again. One that was printed
// before needs a reason, and counts.
func (s *Session) ReprintReceipt(ctx context.Context, number, reason string) (Receipt, Outcome, error) {
	const op = "print a receipt again"
	var paid Payment
	err := s.office.Store.Read(ctx, func(r Reader) (err error) {
		paid, err = r.Payment(number)
		return err
	})
	if err == nil && paid.Prints > 0 {
		err = s.correction(op, reason)
	}
	if err != nil {
		return Receipt{}, Failed, s.office.explain(op, err)
	}
	r, err := s.Receipt(ctx, number)
	if err != nil {
		return r, Failed, err
	}
	outcome, err := s.printReceipt(ctx, r, strings.TrimSpace(reason))
	return r, outcome, err
}

// PrintReceipt prints a receipt and journals what became of it.
func (s *Session) PrintReceipt(ctx context.Context, r Receipt) (Outcome, error) {
	return s.printReceipt(ctx, r, "")
}

func (s *Session) printReceipt(ctx context.Context, r Receipt, reason string) (Outcome, error) {
	const op = "print the receipt"
	if err := s.need(op, Collect); err != nil {
		return Failed, err
	}
	if s.office.Receipts == nil {
		return Failed, &Error{Op: op, Code: "printer.none"}
	}
	outcome, err := s.office.Receipts.PrintReceipt(ctx, r)
	if outcome != Printed {
		reason = CodeOf(s.office.explain(op, err))
	}
	p := act.Printing{Number: r.Number, Printer: s.office.Receipts.Name(), Outcome: string(outcome), Reason: reason}
	noted := s.office.Store.Write(context.WithoutCancel(ctx), s.Officer.ID, func(w Writer) error {
		return w.Append(act.ReceiptPrinted, "receipt/"+r.Number, 0, p)
	})
	return outcome, s.office.explain(op, errors.Join(err, noted))
}
