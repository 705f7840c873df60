package office

import (
	"context"
	"errors"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
)

// Tender is how a fee is paid.
type Tender struct {
	Method   string // cash, card, transfer
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
}

// TakeFee takes what is still due and prints the receipt. The number of the
// receipt is used in the same act in which the fee is taken. A receipt that
// could not be printed does not undo the payment: PrintReceipt prints it later.
func (s *Session) TakeFee(ctx context.Context, id string, t Tender) (Paid, error) {
	const op = "take the fee"
	var paid Paid
	if err := s.need(op, Collect); err != nil {
		return paid, err
	}
	var use act.NumberUse
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
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
			return &Error{Op: op, Code: "too_little", Args: map[string]any{"due": paid.Amount.String()}}
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

// PrintReceipt prints a receipt and journals what became of it.
func (s *Session) PrintReceipt(ctx context.Context, r Receipt) (Outcome, error) {
	const op = "print the receipt"
	if s.office.Receipts == nil {
		return Failed, &Error{Op: op, Code: "printer.none"}
	}
	outcome, err := s.office.Receipts.PrintReceipt(ctx, r)
	p := act.Printing{Number: r.Number, Printer: s.office.Receipts.Name(), Outcome: string(outcome), Reason: CodeOf(s.office.explain(op, err))}
	noted := s.office.Store.Write(context.WithoutCancel(ctx), s.Officer.ID, func(w Writer) error {
		return w.Append(act.ReceiptPrinted, "receipt/"+r.Number, 0, p)
	})
	return outcome, s.office.explain(op, errors.Join(err, noted))
}

// Step is a step of issuing a certificate, for a progress line.
type Step string

// The steps of Issue.
const (
	StepNumber  Step = "number"
	StepTypeset Step = "typeset"
	StepPrint   Step = "print"
	StepDone    Step = "done"
)

// Issued is a certificate on paper.
type Issued struct {
	Certificate Certificate
	Petition    petition.Petition
	PDF         []byte
	Outcome     Outcome
}

// Issue makes out the certificate of an approved, paid petition and prints it:
// number, typeset, print, confirmed, issued. If the printer refuses, the
// certificate keeps its number and Print tries it again; a job whose end is
// unknown is left for the officer, who says with ConfirmPrint what came out.
func (s *Session) Issue(ctx context.Context, id string, progress func(Step)) (Issued, error) {
	const op = "issue"
	if progress == nil {
		progress = func(Step) {}
	}
	var out Issued
	if err := s.need(op, Collect); err != nil {
		return out, err
	}
	if s.office.Paper == nil {
		return out, &Error{Op: op, Code: "not_enrolled"}
	}
	progress(StepNumber)
	var number string
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		number, err = s.prepare(w, id)
		return err
	})
	if err != nil {
		return out, s.office.explain(op, err)
	}
	return s.Print(ctx, number, progress)
}

// prepare takes a number and writes down the whole certificate under it. A
// petition that has one which never reached paper gets that one again.
func (s *Session) prepare(w Writer, id string) (string, error) {
	p, err := w.Petition(id)
	if err != nil {
		return "", err
	}
	made, err := w.Certificates(id)
	if err != nil {
		return "", err
	}
	for _, c := range made {
		if c.Prints == 0 && c.Status == "prepared" {
			return c.Number, nil
		}
	}
	use, err := w.NextNumber(number.Certificates)
	if err != nil {
		return "", err
	}
	doc, err := s.document(w, p, use.Text)
	if err != nil {
		return "", err
	}
	body, err := doc.Encode()
	if err != nil {
		return "", err
	}
	content, err := doc.ContentHash()
	if err != nil {
		return "", err
	}
	seal, err := s.office.Paper.Seal(doc)
	if err != nil {
		return "", err
	}
	c := act.Certificate{Number: use, Petition: id, Template: doc.Template, Document: body, Content: content[:], Seal: seal}
	return use.Text, w.Append(act.CertificatePrepared, "certificate/"+use.Text, p.Version, c)
}

// Print puts a prepared certificate on paper.
func (s *Session) Print(ctx context.Context, number string, progress func(Step)) (Issued, error) {
	const op = "print the certificate"
	if progress == nil {
		progress = func(Step) {}
	}
	var out Issued
	err := s.office.Store.Read(ctx, func(r Reader) (err error) {
		out.Certificate, err = r.Certificate(number)
		return err
	})
	if err != nil {
		return out, s.office.explain(op, err)
	}
	progress(StepTypeset)
	if out.PDF, err = s.office.Paper.Certificate(ctx, out.Certificate.Document, out.Certificate.Seal); err != nil {
		return out, s.office.explain(op, err)
	}
	progress(StepPrint)
	if s.office.Pages == nil {
		return out, &Error{Op: op, Code: "printer.none"}
	}
	var failure error
	out.Outcome, failure = s.office.Pages.PrintPage(ctx, number, out.PDF)
	if err := s.printed(ctx, &out, number, CodeOf(s.office.explain(op, failure))); err != nil {
		return out, s.office.explain(op, err)
	}
	if out.Outcome != Printed {
		return out, &Error{Op: op, Code: printCode(s.office.explain(op, failure), out.Outcome), Err: failure}
	}
	progress(StepDone)
	return out, nil
}

// ConfirmPrint is the officer's word on a job whose end the printer did not
// tell: whether a sheet came out.
func (s *Session) ConfirmPrint(ctx context.Context, number string, cameOut bool) (Issued, error) {
	out := Issued{Outcome: Failed}
	if cameOut {
		out.Outcome = Printed
	}
	err := s.printed(ctx, &out, number, "officer")
	return out, s.office.explain("confirm the print", err)
}

// printed journals the outcome of a print job and reads back what it made.
func (s *Session) printed(ctx context.Context, out *Issued, number, reason string) error {
	kind := act.CertificateNotPrinted
	if out.Outcome == Printed {
		kind = act.CertificateIssued
	}
	printer := ""
	if s.office.Pages != nil {
		printer = s.office.Pages.Name()
	}
	err := s.office.Store.Write(context.WithoutCancel(ctx), s.Officer.ID, func(w Writer) error {
		job := act.Printing{Number: number, Printer: printer, Outcome: string(out.Outcome), Reason: reason}
		if err := w.Append(kind, "certificate/"+number, 0, job); err != nil {
			return err
		}
		out.Certificate.Number = number
		return s.read(w, out)
	})
	if err == nil {
		s.office.Publish(Event{Kind: PetitionChanged, ID: out.Petition.ID})
	}
	return err
}
