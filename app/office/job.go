package office

import (
	"context"
	"errors"

	"sala/forms/act"
	"sala/forms/number"
)

// typeset makes a certificate's pages, with a code for what is wrong with its
// text or with the station's key.
func (o *Office) typeset(ctx context.Context, c Certificate) ([]byte, error) {
	if o.Paper == nil {
		return nil, &Error{Op: "typeset", Code: "not_enrolled"}
	}
	pdf, err := o.Paper.Certificate(ctx, c.Document, c.Seal)
	return pdf, paperError("typeset", err)
}

// job hands a certificate's pages to the printer. That it does so stands in the
// journal first, with the sheets of security paper that lie in the printer: if
// the power fails now, a person is asked what came out. The job is zero when
// nothing was printed and nothing stands in the journal.
func (s *Session) job(ctx context.Context, certificate string, pdf []byte) (act.Printing, error) {
	if s.office.Pages == nil {
		return act.Printing{}, &Error{Op: "print", Code: "printer.none"}
	}
	job := act.Printing{Number: certificate, Printer: s.office.Pages.Name(), Outcome: act.Started}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if job.Sheets, err = sheetsFor(w, s.office.Paper.Pages(pdf)); err != nil {
			return err
		}
		return w.Append(act.CertificatePrinting, "certificate/"+certificate, 0, job)
	})
	if err != nil {
		return act.Printing{}, err
	}
	outcome, err := s.office.Pages.PrintPage(ctx, certificate, pdf)
	job.Outcome = string(outcome)
	return job, err
}

// sheetsFor returns the next sheets of security paper, none where the station
// has never had any. The code is "no_sheets" when too few are left.
func sheetsFor(r Reader, pages int) ([]act.NumberUse, error) {
	free, err := r.FreeNumbers(number.Sheets, pages)
	if err != nil || len(free) == pages {
		return free, err
	}
	stocked, err := r.Stocked()
	if err != nil || !stocked {
		return nil, err
	}
	return nil, &Error{Op: "take sheets", Code: "no_sheets", Args: map[string]any{"needed": pages, "left": len(free)}, Err: ErrNoNumbers}
}

// held returns the sheets that lie in the printer for a certificate.
func held(r Reader, certificate string) ([]act.NumberUse, error) {
	all, err := r.Sheets(certificate)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	var out []act.NumberUse
	for _, s := range all {
		if s.Fate == number.Held {
			s.Reason = ""
			out = append(out, s.NumberUse)
		}
	}
	return out, nil
}
