package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// CertificatesView is the certificates and the cash of the day.
type CertificatesView struct {
	List   []Issue
	Shown  string // the number of the certificate that is looked at
	Cash   []office.Payment
	Drawer fee.Money // what should lie in it
	Closed *act.Closing
}

// Issue is a certificate as the desk lists it.
type Issue struct {
	Number   string
	Petition petition.Petition
	Outcome  string
}

func (d *Desk) loadCertificates() {
	s := d.session
	d.run.Run("desk.wait.certificates", func(ctx context.Context) func() {
		list, err := s.Petitions(ctx, office.PetitionFilter{Limit: many})
		cash, err2 := s.CashSoFar(ctx)
		var issues []Issue
		for _, p := range list {
			for _, c := range p.Certificates {
				issues = append(issues, Issue{Number: c.Number, Petition: p, Outcome: c.Outcome})
			}
		}
		slices.SortStableFunc(issues, func(a, b Issue) int { return strings.Compare(b.Number, a.Number) })
		slices.Reverse(cash.Payments)
		return func() {
			if d.session != s || d.failed(cmp.Or(err, err2)) {
				return
			}
			v := &d.view.Certificates
			v.List, v.Cash, v.Drawer = issues, cash.Payments, cash.Cash
			d.changed()
		}
	})
}

// ShowCertificate looks at one certificate, "" at none.
func (d *Desk) ShowCertificate(number string) {
	d.view.Certificates.Shown = number
	d.changed()
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
	s, number := d.session, d.view.Certificates.Shown
	at := slices.IndexFunc(d.view.Certificates.List, func(i Issue) bool { return i.Number == number })
	if at < 0 {
		return
	}
	id := d.view.Certificates.List[at].Petition.ID
	d.run.Run("desk.wait.print", func(ctx context.Context) func() {
		var err error
		switch c {
		case Reprint:
			_, err = s.Reprint(ctx, number, reason)
		case Void:
			_, err = s.Void(ctx, number, reason)
		case Refund:
			_, err = s.Refund(ctx, id, reason)
		}
		return func() {
			if d.failed(err) {
				return
			}
			d.view.Certificates.Shown = ""
			d.say("desk.said."+string(c), map[string]any{"number": number})
			d.refresh()
		}
	})
}

// CloseDay writes down the counted drawer.
func (d *Desk) CloseDay(counted int64, note string) {
	s := d.session
	money := fee.Money{Minor: counted, Currency: d.view.Certificates.Drawer.Currency}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		closing, err := s.CloseDay(ctx, money, note)
		return func() {
			if d.failed(err) {
				return
			}
			d.view.Certificates.Closed = &closing
			d.say("desk.said.closed", nil)
		}
	})
}
