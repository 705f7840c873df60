package desk

import (
	"context"
	"errors"

	"sala/app/office"
	"sala/forms/petition"
)

// Pay takes the fee; tendered is what was handed over, 0 exactly the fee.
func (d *Desk) Pay(method string, tendered int64) {
	s, now, id := d.session, d.serving, d.view.Serve.Petition.ID
	if now == nil || now.paying {
		return
	}
	now.paying = true
	d.aside.Run("desk.wait.fee", func(ctx context.Context) func() {
		paid, err := s.TakeFee(ctx, id, office.Tender{Method: method, Tendered: tendered})
		return func() {
			now.paying = false
			if d.serving != now || d.failed(err) {
				return
			}
			d.done(typedAt(Serve, "payment", id))
			d.view.Serve.Paid = &paid
			d.onward(paid.Petition)
			if paid.PrintErr != nil {
				d.view.Trouble = troubleOf(paid.PrintErr)
				d.refused(ReceiptPaper, paid.PrintErr)
				d.changed()
			}
		}
	})
}

// PrintReceiptAgain prints the receipt once more.
func (d *Desk) PrintReceiptAgain() {
	if d.view.Serve.Paid == nil {
		return
	}
	s, now, r := d.session, d.serving, d.view.Serve.Paid.Receipt
	d.aside.Run("desk.wait.print", func(ctx context.Context) func() {
		_, err := s.PrintReceipt(ctx, r)
		return func() {
			if d.serving != now {
				return
			}
			if d.failed(err) {
				d.refused(ReceiptPaper, err)
				return
			}
			d.settledPaper(ReceiptPaper)
			d.say("desk.said.receipt", nil)
		}
	})
}

// Print makes out the certificate and prints it; again after a failure the same
// certificate is printed, under the same number.
func (d *Desk) Print() {
	s, now, id := d.session, d.serving, d.view.Serve.Petition.ID
	if now == nil || now.stage != AtPrint || d.view.Serve.Step != "" {
		return
	}
	d.view.Trouble = nil
	d.view.Serve.Step = office.StepNumber
	d.changed()
	d.aside.Run("", func(ctx context.Context) func() { // the page itself says what is waited for
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		d.do(func() { d.stoppable(now, stop) })
		issued, err := s.Issue(ctx, id, func(step office.Step) {
			d.do(func() {
				if d.serving == now && d.view.Serve.Step != "" {
					d.view.Serve.Step = step
					d.changed()
				}
			})
		})
		return func() {
			if d.serving != now {
				return
			}
			d.view.Serve.Step, d.view.Serve.Stop = "", nil
			if err != nil && issued.Outcome == office.Unknown {
				d.view.Serve.Unsure = issued.Certificate.Number
			}
			if d.failed(err) {
				if issued.Outcome == office.Failed {
					d.refused(CertificatePaper, err)
				}
				return
			}
			d.settledPaper(CertificatePaper)
			d.issued(issued)
		}
	})
}

func (d *Desk) issued(i office.Issued) {
	d.view.Serve.Issued = &i
	d.view.Serve.Petition = i.Petition
	d.view.Serve.Unsure = ""
	d.view.Trouble = nil
	d.stage(AtDone)
}

// CameOut is the officer's word on a job whose end the printer did not tell.
func (d *Desk) CameOut(yes bool) {
	s, now, number := d.session, d.serving, d.view.Serve.Unsure
	d.run.Run("desk.wait.print", func(ctx context.Context) func() {
		issued, err := s.ConfirmPrint(ctx, number, yes)
		return func() {
			if d.serving != now || d.failed(err) {
				return
			}
			d.view.Serve.Unsure = ""
			if yes {
				d.issued(issued)
				return
			}
			d.changed()
		}
	})
}

// Deliver notes that the paper is in the citizen's hand and clears the desk.
func (d *Desk) Deliver() {
	s, p := d.session, d.view.Serve.Petition
	if p.State != petition.Fulfilled {
		d.next()
		return
	}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		_, err := s.Deliver(ctx, p)
		return func() {
			if err != nil && !errors.Is(err, context.Canceled) && d.failed(err) {
				return
			}
			if d.view.Serve.Event != "" {
				d.backToEvent()
				return
			}
			d.free(Today)
		}
	})
}

// next clears the desk, or goes back to the life event that is gone through.
func (d *Desk) next() {
	if d.view.Serve.Event != "" {
		d.backToEvent()
		return
	}
	d.free("")
}
