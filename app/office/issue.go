package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/number"
	"sala/forms/petition"
)

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
// unknown, as after a power cut, is left for the officer, who says with
// ConfirmPrint what came out: until then the code is "print_unsure".
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
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		out.Certificate.Number, out.PDF, err = s.prepare(ctx, w, id)
		return err
	})
	if err != nil {
		return Issued{}, s.office.explain(op, err)
	}
	return s.print(ctx, out, progress)
}

// prepare takes a number and writes down the whole certificate under it; its
// pages are set first, so that what cannot be printed takes no number. A
// petition that has one which never reached paper gets that one again.
func (s *Session) prepare(ctx context.Context, w Writer, id string) (string, []byte, error) {
	p, err := w.Petition(id)
	if err != nil {
		return "", nil, err
	}
	made, err := w.Certificates(id)
	if err != nil {
		return "", nil, err
	}
	for _, c := range made {
		if c.Prints == 0 && c.Status == "prepared" {
			return c.Number, nil, nil
		}
	}
	if p.Due().Minor > 0 {
		return "", nil, petition.ErrFee
	}
	use, err := w.NextNumber(number.Certificates)
	if err != nil {
		return "", nil, err
	}
	doc, err := s.document(w, p, use.Text)
	if err != nil {
		return "", nil, err
	}
	c, pdf, err := s.made(ctx, doc)
	if err != nil {
		return "", nil, err
	}
	c.Number, c.Petition = use, id
	return use.Text, pdf, w.Append(act.CertificatePrepared, "certificate/"+use.Text, p.Version, c)
}

// made seals a document and sets its pages.
func (s *Session) made(ctx context.Context, doc certificate.Document) (c act.Certificate, pdf []byte, err error) {
	c.Template = doc.Template
	if c.Document, err = doc.Encode(); err != nil {
		return c, nil, err
	}
	content, err := doc.ContentHash()
	if err != nil {
		return c, nil, err
	}
	c.Content = content[:]
	if c.Seal, err = s.office.Paper.Seal(doc); err != nil {
		return c, nil, paperError("seal", err)
	}
	pdf, err = s.office.typeset(ctx, Certificate{Document: doc, Seal: c.Seal})
	return c, pdf, err
}

// Print puts a prepared certificate on paper.
func (s *Session) Print(ctx context.Context, number string, progress func(Step)) (Issued, error) {
	out := Issued{Certificate: Certificate{Number: number}}
	if err := s.need("print the certificate", Collect); err != nil {
		return out, err
	}
	if progress == nil {
		progress = func(Step) {}
	}
	return s.print(ctx, out, progress)
}

// print prints the certificate of out, whose pages may be set already.
func (s *Session) print(ctx context.Context, out Issued, progress func(Step)) (Issued, error) {
	const op = "print the certificate"
	number := out.Certificate.Number
	err := s.office.Store.Read(ctx, func(r Reader) error { return s.read(r, &out) })
	if err != nil {
		return out, s.office.explain(op, err)
	}
	if out.Petition.Unsure(number) {
		out.Outcome = Unknown
		return out, &Error{Op: op, Code: "print_unsure", Args: map[string]any{"number": number}}
	}
	progress(StepTypeset)
	if out.PDF == nil {
		out.PDF, err = s.office.typeset(ctx, out.Certificate)
	}
	if err != nil {
		return out, s.office.explain(op, err)
	}
	progress(StepPrint)
	job, failure := s.job(ctx, number, out.PDF)
	if job.Number == "" {
		return out, s.office.explain(op, failure)
	}
	if err := s.printed(ctx, &out, job, CodeOf(s.office.explain(op, failure))); err != nil {
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
	const op = "confirm the print"
	if err := s.need(op, Collect); err != nil {
		return Issued{}, err
	}
	job := act.Printing{Number: number, Outcome: string(Failed)}
	if cameOut {
		job.Outcome = string(Printed)
	}
	if s.office.Pages != nil {
		job.Printer = s.office.Pages.Name()
	}
	var out Issued
	err := s.office.Store.Read(ctx, func(r Reader) (err error) {
		job.Sheets, err = held(r, number)
		return err
	})
	if err == nil {
		err = s.printed(ctx, &out, job, "officer")
	}
	return out, s.office.explain(op, err)
}

// printed journals the outcome of a print job and reads back what it made.
func (s *Session) printed(ctx context.Context, out *Issued, job act.Printing, reason string) error {
	kind := act.CertificateNotPrinted
	out.Outcome = Outcome(job.Outcome)
	if out.Outcome == Printed {
		kind = act.CertificateIssued
	}
	job.Reason = reason
	err := s.office.Store.Write(context.WithoutCancel(ctx), s.Officer.ID, func(w Writer) error {
		if err := w.Append(kind, "certificate/"+job.Number, 0, job); err != nil {
			return err
		}
		out.Certificate.Number = job.Number
		return s.read(w, out)
	})
	if err == nil {
		s.office.Publish(Event{Kind: PetitionChanged, ID: out.Petition.ID})
	}
	return err
}
