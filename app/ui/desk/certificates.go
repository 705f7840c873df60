package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/number"
	"sala/forms/petition"
)

// CertificatesView is what the station made out, and the numbers and sheets that
// it has for more.
type CertificatesView struct {
	Ready  []petition.Petition // approved and paid: their certificates can be issued
	List   []Issue
	Query  string         // narrows the list by a part of a number or of the holder's name
	Shown  string         // the number of the certificate that is looked at
	Sheets []office.Sheet // on which it stands
	Stock  bool           // the numbers and sheets are looked at
	Books  []number.Balance
	Supply map[string]number.Supply
}

// Issue is a certificate as the desk lists it.
type Issue struct {
	Number   string
	Petition petition.Petition
	Outcome  string
	Paper    office.Certificate
}

// Unsure reports whether nobody has said what came of its last print.
func (i Issue) Unsure() bool { return i.Petition.Unsure(i.Number) }

// part says which of the screen's pages is shown.
func (v CertificatesView) part() string {
	if v.Stock {
		return "stock"
	}
	return v.Shown
}

func (d *Desk) loadCertificates() {
	s := d.session
	d.run.Run("desk.wait.certificates", func(ctx context.Context) func() {
		list, err := s.Petitions(ctx, office.PetitionFilter{Limit: many})
		books, err2 := s.Books(ctx)
		supply, err3 := d.office.Supplies(ctx)
		papers, err4 := d.papers(ctx, list)
		var issues []Issue
		var ready []petition.Petition
		for _, p := range list {
			if p.State == petition.Approved && p.Due().Minor <= 0 && d.certifies(p) {
				ready = append(ready, p)
			}
			for _, c := range p.Certificates {
				issues = append(issues, Issue{Number: c.Number, Petition: p, Outcome: c.Outcome, Paper: papers[c.Number]})
			}
		}
		slices.SortStableFunc(issues, func(a, b Issue) int { return strings.Compare(b.Number, a.Number) })
		slices.SortStableFunc(issues, func(a, b Issue) int { return cmp.Compare(late(a), late(b)) })
		return func() {
			if d.session != s || d.failed(cmp.Or(err, err2, err3, err4)) {
				return
			}
			v := &d.view.Certificates
			v.Ready, v.List, v.Books, v.Supply = ready, issues, books, supply
			d.changed()
			d.readSheets()
		}
	})
}

// papers reads the certificates of petitions, by number.
func (d *Desk) papers(ctx context.Context, list []petition.Petition) (map[string]office.Certificate, error) {
	all := map[string]office.Certificate{}
	err := d.office.Store.Read(ctx, func(r office.Reader) error {
		for _, p := range list {
			if len(p.Certificates) == 0 {
				continue
			}
			of, err := r.Certificates(p.ID)
			if err != nil {
				return err
			}
			for _, c := range of {
				all[c.Number] = c
			}
		}
		return nil
	})
	return all, err
}

// late puts what somebody must answer before the rest.
func late(i Issue) int {
	if i.Unsure() {
		return 0
	}
	return 1
}

// FindCertificate narrows the list to the certificates whose number, or whose
// petition's, or whose holder's name has a text.
func (d *Desk) FindCertificate(query string) {
	d.view.Certificates.Query = strings.TrimSpace(query)
	d.look(lookAt(Certificates, "query"), d.view.Certificates.Query)
	d.changed()
}

// Found returns the certificates that the query leaves.
func (v CertificatesView) Found() []Issue {
	q := strings.ToLower(v.Query)
	var out []Issue
	for _, i := range v.List {
		if q == "" || strings.Contains(strings.ToLower(i.Number+" "+i.Petition.Number+" "+i.Paper.Document.Subject.Name), q) {
			out = append(out, i)
		}
	}
	return out
}

// ShowCertificate looks at one certificate, "" at none.
func (d *Desk) ShowCertificate(of string) {
	v := &d.view.Certificates
	if v.Shown != of {
		v.Sheets = nil
	}
	v.Shown, v.Stock = of, false
	d.changed()
	d.readSheets()
}

// readSheets reads on which sheets the certificate stands that is looked at.
func (d *Desk) readSheets() {
	of := d.view.Certificates.Shown
	if of == "" {
		return
	}
	d.run.Run("desk.wait.certificates", func(ctx context.Context) func() {
		var sheets []office.Sheet
		err := d.office.Store.Read(ctx, func(r office.Reader) (err error) {
			sheets, err = r.Sheets(of)
			return err
		})
		return func() {
			if d.view.Certificates.Shown != of || d.failed(err) {
				return
			}
			d.view.Certificates.Sheets = sheets
			d.changed()
		}
	})
}

// goOnCertificates shows the certificate that was looked at, or the stock.
func (d *Desk) goOnCertificates(of string) {
	if of == "stock" {
		d.ShowStock(true)
		return
	}
	d.ShowCertificate(of)
}

// ShowStock looks at the numbers and sheets, or back at the certificates.
func (d *Desk) ShowStock(open bool) {
	d.view.Certificates.Stock = open
	d.changed()
}

// issue returns the certificate that is looked at.
func (v CertificatesView) issue() (Issue, bool) {
	at := slices.IndexFunc(v.List, func(i Issue) bool { return i.Number == v.Shown })
	if at < 0 {
		return Issue{}, false
	}
	return v.List[at], true
}

// Correction is what can be done about a certificate that is wrong.
type Correction string

// The corrections. Each needs a reason.
const (
	Reprint Correction = "reprint"
	Void    Correction = "void"
	Refund  Correction = "refund" // of what its petition cost
)

// Correct does a correction of the certificate that is looked at.
func (d *Desk) Correct(c Correction, reason string) {
	i, ok := d.view.Certificates.issue()
	if !ok {
		return
	}
	s := d.session
	d.finish("desk.wait.print", "desk.said."+string(c), map[string]any{"number": i.Number}, typedAt(Certificates, i.Number), func(ctx context.Context) (err error) {
		switch c {
		case Reprint:
			_, err = s.Reprint(ctx, i.Number, reason)
		case Void:
			_, err = s.Void(ctx, i.Number, reason)
		case Refund:
			_, err = s.Refund(ctx, i.Petition.ID, reason)
		}
		return err
	})
}

// PrintIssue prints a certificate that has its number and never reached paper.
func (d *Desk) PrintIssue() {
	if i, ok := d.view.Certificates.issue(); ok {
		s := d.session
		d.finish("desk.wait.print", "desk.said.reprint", map[string]any{"number": i.Number}, typedAt(Certificates, i.Number), func(ctx context.Context) error {
			_, err := s.Print(ctx, i.Number, nil)
			return err
		})
	}
}

// Answer says what came of the last print of the certificate that is looked at.
func (d *Desk) AnswerPrint(cameOut bool) {
	if i, ok := d.view.Certificates.issue(); ok {
		s := d.session
		d.finish("desk.wait.save", "desk.said.print_noted", nil, "", func(ctx context.Context) error {
			_, err := s.ConfirmPrint(ctx, i.Number, cameOut)
			return err
		})
	}
}

// ReceiveSheets takes a packet of security paper into stock.
func (d *Desk) ReceiveSheets(first, last, note string) {
	s := d.session
	d.finish("desk.wait.save", "desk.said.sheets", nil, typedAt(Certificates, "stock", "packet"), func(ctx context.Context) error {
		_, err := s.ReceiveSheets(ctx, first, last, note)
		return err
	})
}

// SpoilSheet takes a sheet out for good.
func (d *Desk) SpoilSheet(serial, reason string) {
	s := d.session
	d.finish("desk.wait.save", "desk.said.spoiled", map[string]any{"count": 1}, typedAt(Certificates, "stock", "spoil"), func(ctx context.Context) error {
		_, err := s.SpoilSheet(ctx, serial, reason)
		return err
	})
}

// Reconcile brings the books to the sheet that lies on top of the tray.
func (d *Desk) Reconcile(next, reason string) {
	s := d.session
	count := map[string]any{"count": 0}
	d.finish("desk.wait.save", "desk.said.spoiled", count, typedAt(Certificates, "stock", "spoil"), func(ctx context.Context) error {
		missing, err := s.Reconcile(ctx, next, reason)
		count["count"] = len(missing)
		return err
	})
}

// ReturnLease gives what is free of a block of numbers back to central.
func (d *Desk) ReturnLease(lease, reason string) {
	s := d.session
	d.finish("desk.wait.save", "desk.said.returned", nil, typedAt(Certificates, "stock", "return"), func(ctx context.Context) error {
		_, err := s.ReturnLease(ctx, lease, reason)
		return err
	})
}

// finish does one act, says so, and brings the screen up to date. What was typed
// for it, at the place typed, is done with; "" for nothing.
func (d *Desk) finish(wait, said string, args map[string]any, typed string, do func(context.Context) error) {
	s := d.session
	d.aside.Run(wait, func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if d.session != s {
				return
			}
			if err == nil && typed != "" {
				d.done(typed)
			}
			d.refresh()
			d.lookAround()
			if !d.failed(err) {
				d.say(said, args)
			}
		}
	})
}
