package office

import (
	"context"
	"strings"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
)

// Reprint prints an issued certificate again, under its number. It needs a
// reason, and counts.
func (s *Session) Reprint(ctx context.Context, certificate, reason string) (Issued, error) {
	const op = "reprint"
	var out Issued
	if err := s.correction(op, reason); err != nil {
		return out, err
	}
	out.Certificate.Number = certificate
	err := s.office.Store.Read(ctx, func(r Reader) error {
		if err := s.read(r, &out); err != nil {
			return err
		}
		switch {
		case out.Certificate.Prints == 0 || out.Certificate.Status == "void":
			return &Error{Op: op, Code: "not_issued", Args: map[string]any{"number": certificate}}
		case out.Petition.Unsure(certificate):
			return &Error{Op: op, Code: "print_unsure", Args: map[string]any{"number": certificate}}
		}
		return nil
	})
	if err == nil {
		out.PDF, err = s.office.typeset(ctx, out.Certificate)
	}
	if err != nil {
		return out, s.office.explain(op, err)
	}
	job, failure := s.job(ctx, certificate, out.PDF)
	if job.Number == "" {
		return out, s.office.explain(op, failure)
	}
	out.Outcome, job.Reason = Outcome(job.Outcome), reason
	err = s.office.Store.Write(context.WithoutCancel(ctx), s.Officer.ID, func(w Writer) error {
		if err := w.Append(act.CertificateReprinted, "certificate/"+certificate, 0, job); err != nil {
			return err
		}
		return s.read(w, &out)
	})
	if err == nil && out.Outcome != Printed {
		err = &Error{Op: op, Code: printCode(s.office.explain(op, failure), out.Outcome), Err: failure}
	}
	return out, s.office.explain(op, err)
}

// Void withdraws a certificate for good: whoever verifies it after the next
// sync is told so. Its number is never used again.
func (s *Session) Void(ctx context.Context, certificate, reason string) (Issued, error) {
	const op = "void"
	out := Issued{Certificate: Certificate{Number: certificate}}
	if err := s.correction(op, reason); err != nil {
		return out, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		c, err := w.Certificate(certificate)
		if err != nil {
			return err
		}
		if c.Status == "void" {
			return &Error{Op: op, Code: "void_already", Args: map[string]any{"number": certificate}}
		}
		if err := w.Append(act.CertificateVoided, "certificate/"+certificate, 0, act.Printing{Number: certificate, Reason: reason, Outcome: "void"}); err != nil {
			return err
		}
		return s.read(w, &out)
	})
	return out, s.office.explain(op, err)
}

// Refund gives back what was paid for a petition. The money goes back under a
// receipt number of its own.
func (s *Session) Refund(ctx context.Context, id, reason string) (petition.Petition, error) {
	const op = "refund"
	var p petition.Petition
	if err := s.correction(op, reason); err != nil {
		return p, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if p, err = w.Petition(id); err != nil {
			return err
		}
		back := fee.Money{Minor: p.Due().Minor - p.Fee.Minor, Currency: p.Fee.Currency} // less what was paid
		if back.Minor >= 0 {
			return &Error{Op: op, Code: "nothing_paid"}
		}
		use, err := w.NextNumber(number.Receipts)
		if err != nil {
			return err
		}
		method := p.Paid[len(p.Paid)-1].Method
		if err := w.Append(act.FeeRefunded, "petition/"+id, p.Version, act.Payment{Petition: id, Amount: back, Method: method, Receipt: use, Reason: reason}); err != nil {
			return err
		}
		p, err = w.Petition(id)
		return err
	})
	if err == nil {
		s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	}
	return p, s.office.explain(op, err)
}

// Spoil takes a number out of use: a sheet that was ruined before anything was
// printed on it.
func (s *Session) Spoil(ctx context.Context, kind, reason string) (act.NumberUse, error) {
	const op = "spoil a number"
	var use act.NumberUse
	if err := s.correction(op, reason); err != nil {
		return use, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if use, err = w.NextNumber(kind); err != nil {
			return err
		}
		use.Reason = reason
		return w.Append(act.NumberSpoiled, "number/"+use.Text, 0, use)
	})
	return use, s.office.explain(op, err)
}

// correction checks what every correction needs: the right to it, and a reason.
func (s *Session) correction(op, reason string) error {
	if err := s.need(op, Correct); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return &Error{Op: op, Code: "reason_needed"}
	}
	return nil
}

// read fills in a certificate and its petition after an act.
func (s *Session) read(w Reader, out *Issued) (err error) {
	if out.Certificate, err = w.Certificate(out.Certificate.Number); err != nil {
		return err
	}
	out.Petition, err = w.Petition(out.Certificate.Petition)
	return err
}

// printCode is the code of a print that did not come out.
func printCode(err error, o Outcome) string {
	if code := CodeOf(err); code != "" && code != "internal" {
		return code
	}
	return "printer_" + string(o)
}
