package kiosk

import (
	"context"

	"sala/app/office"
	"sala/forms/fee"
	"sala/forms/petition"
)

// Submit hands the petition in. What the pack lets a kiosk give by standing
// order, and can be ended here now, goes on to the fee; anything else is a ticket
// that the desk finishes.
func (k *Kiosk) Submit() {
	v, why := k.visit, k.view.Why
	if k.view.Page != Review || v.draft == nil {
		return
	}
	k.run.Run("kiosk.wait.submit", func(ctx context.Context) func() {
		p, err := v.session.Submit(ctx, v.draft)
		if err == nil && why == "" {
			if approved, err := v.session.ApproveByStandingOrder(ctx, p); err == nil {
				p = approved
			} else {
				why = "kiosk.decision"
			}
		}
		return func() {
			if k.visit != v || k.failed(err) {
				return
			}
			k.view.Why, k.view.Filed = why, v.draft.Filed
			k.onward(p)
		}
	})
}

// paper reports whether the chosen service ends in one.
func (v View) paper() bool {
	if v.Chosen == nil {
		return false
	}
	for _, o := range v.Chosen.LeadsTo {
		if o.Certificate != "" {
			return true
		}
	}
	return false
}

// onward shows what a petition's state asks for.
func (k *Kiosk) onward(p petition.Petition) {
	k.view.Petition = p
	switch {
	case p.State == petition.Fulfilled:
		k.show(Ticket) // it is done, and there is nothing to print
	case p.State != petition.Approved:
		k.handOver(k.view.Why)
	case p.Due().Minor > 0:
		k.show(Payment)
	case !k.view.paper() && !p.Fee.IsZero() && p.Ticket == "":
		k.handOver(office.WhyPaid) // what was paid is on paper in any case
	case !k.view.paper():
		k.show(Ticket)
	case k.aloud():
		k.readOut()
	default:
		k.print()
	}
}

// readOut shows, and lets the voice read, what will be printed.
func (k *Kiosk) readOut() {
	v, id := k.visit, k.view.Petition.ID
	k.run.Run("", func(ctx context.Context) func() {
		lines, err := v.session.ReadOut(ctx, id)
		return func() {
			if k.visit != v {
				return
			}
			if err != nil || len(lines) == 0 {
				k.print()
				return
			}
			k.view.Lines = lines
			k.show(Document)
		}
	})
}

// hers is the session as it prints what she takes away: in the language that she
// chose.
func (k *Kiosk) hers() *office.Session { return k.visit.session.For(k.view.Language) }

// handOver gives the petition to the desk, with a ticket.
func (k *Kiosk) handOver(why string) {
	v, s, id := k.visit, k.hers(), k.view.Petition.ID
	v.handing = true
	k.run.Run("kiosk.wait.ticket", func(ctx context.Context) func() {
		p, outcome, err := s.HandOver(ctx, id, why)
		return func() {
			v.handing = false
			if k.visit != v {
				return
			}
			if p.ID != "" {
				k.view.Petition = p
			}
			k.view.Why, k.view.OnPaper, k.view.Paying = why, outcome == office.Printed, nil
			k.failed(err)
			k.show(Ticket)
		}
	})
}

// HasTill reports whether the machine takes money.
func (k *Kiosk) HasTill() bool { return k.office.HasTill() }

// Pay takes the fee at the machine, in coins and notes.
func (k *Kiosk) Pay() {
	if k.HasTill() {
		k.takeFee(office.Paying{}, (*office.Session).PayAtTill)
	}
}

// PayByCard takes the fee at the card terminal.
func (k *Kiosk) PayByCard() {
	if k.office.HasTerminal() {
		k.takeFee(office.Paying{Card: office.CardWait}, (*office.Session).PayByCard)
	}
}

// takeFee takes the fee in one of the machine's ways, and shows how far it is.
func (k *Kiosk) takeFee(at office.Paying, pay func(*office.Session, context.Context, string, func(office.Paying)) (office.Paid, error)) {
	v, s, p := k.visit, k.hers(), k.view.Petition
	if k.view.Page != Payment || k.view.Paying != nil || v.handing {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	v.cancel = cancel
	k.failed(nil)
	at.Due = p.Due()
	k.view.Paying, k.view.Returned = &at, fee.Money{}
	k.Touch()
	k.changed()
	k.run.Run("", func(context.Context) func() {
		defer cancel()
		paid, err := pay(s, ctx, p.ID, func(now office.Paying) {
			k.do(func() {
				if k.visit == v && k.view.Paying != nil {
					k.view.Paying = &now
					k.Touch()
					k.changed()
				}
			})
		})
		return func() {
			v.cancel = nil
			if k.visit == v {
				k.paid(paid, err)
			}
		}
	})
}

// paid goes on after a payment at the machine, however it ended.
func (k *Kiosk) paid(paid office.Paid, err error) {
	still := k.view.Paying
	back := still.Out
	k.view.Paying = nil
	code := office.CodeOf(err)
	if code != "" && code != "till.owed" {
		k.view.Returned = back
	}
	switch {
	case code == "till.owed", code == "terminal.unknown":
		k.failed(err)
		k.handOver(code) // the ticket says what is owed, or not known
	case code == "cancelled":
		k.show(Payment)
	case k.failed(err):
	default:
		k.view.Change = paid.Change
		k.proven(paid)
		k.view.Paying = still // until the next page is there: this one would offer ways to pay nothing
		k.onward(paid.Petition)
	}
}

// proven keeps whether a fee's receipt was printed.
func (k *Kiosk) proven(paid office.Paid) {
	k.view.Receipt, k.view.Unproven = paid.Outcome == office.Printed, paid.PrintErr != nil
}

// GiveUp ends a payment: what was put in comes back.
func (k *Kiosk) GiveUp() {
	if v := k.visit; v.cancel != nil {
		v.cancel()
	}
}

// CallOfficer shows the page on which an officer takes the fee.
func (k *Kiosk) CallOfficer() {
	k.run.Run("", func(ctx context.Context) func() {
		list, err := k.office.Officers(ctx)
		return func() {
			if k.failed(err) {
				return
			}
			k.view.Officers = nil
			for _, o := range list {
				k.view.Officers = append(k.view.Officers, o.ID)
			}
			k.show(Officer)
		}
	})
}

// PaidTo lets an officer take the fee here, with her password.
func (k *Kiosk) PaidTo(officer, password string) {
	v, id, language := k.visit, k.view.Petition.ID, k.view.Language
	k.run.Run("kiosk.wait.pay", func(ctx context.Context) func() {
		var paid office.Paid
		s, err := k.office.SignIn(ctx, officer, password)
		if err == nil {
			paid, err = s.For(language).TakeFee(ctx, id, office.Tender{Method: "cash"})
		}
		return func() {
			if k.visit != v || k.failed(err) {
				return
			}
			k.proven(paid)
			k.onward(paid.Petition)
		}
	})
}

// AtCounter takes a ticket to the desk instead of paying or printing here.
func (k *Kiosk) AtCounter() {
	if k.view.Paying == nil && !k.visit.handing {
		k.handOver("kiosk.counter")
	}
}

// Print prints the certificate; again after a failure.
func (k *Kiosk) Print() {
	if k.view.Step == "" && (k.view.Page == Printing || k.view.Page == Document) {
		k.print()
	}
}

func (k *Kiosk) print() {
	v, id := k.visit, k.view.Petition.ID
	k.view.Step, k.view.Lines = office.StepNumber, nil
	k.failed(nil)
	k.show(Printing)
	k.run.Run("", func(ctx context.Context) func() {
		issued, err := v.session.Issue(ctx, id, func(s office.Step) {
			k.do(func() {
				if k.visit == v && k.view.Step != "" {
					k.view.Step = s
					k.changed()
				}
			})
		})
		return func() {
			if k.visit != v {
				return
			}
			k.view.Step = ""
			k.Touch()
			if k.failed(err) {
				return
			}
			k.view.Issued, k.view.Alarms = &issued, 0 // the card's, while she was asked, are not the paper's
			k.show(Take)
		}
	})
}

// PaidHere reports whether the fee lies in this machine, so that it can be given
// back when the paper cannot be printed.
func (v View) PaidHere() bool {
	n := len(v.Petition.Paid)
	return n > 0 && petition.InMachine(v.Petition.Paid[n-1].Method)
}

// byCard reports whether the fee was paid at the card terminal.
func (v View) byCard() bool {
	return v.PaidHere() && v.Petition.Paid[len(v.Petition.Paid)-1].Method == petition.ByTerminal
}

// MoneyBack gives the fee back, because the paper cannot be printed.
func (k *Kiosk) MoneyBack() {
	v, id, why, paid, card := k.visit, k.view.Petition.ID, k.view.Code, k.view.Petition.Fee, k.view.byCard()
	if k.view.Page != Printing || k.view.Step != "" || !k.view.PaidHere() {
		return
	}
	k.run.Run("kiosk.wait.pay", func(ctx context.Context) func() {
		p, err := v.session.MoneyBack(ctx, id, why)
		return func() {
			if k.visit != v {
				return
			}
			if p.ID != "" {
				k.view.Petition = p
			}
			if office.CodeOf(err) == "till.owed" {
				k.handOver("till.owed")
				return
			}
			if !k.failed(err) {
				k.Leave()
				k.view.Returned, k.view.ToCard = paid, card
				k.changed()
			}
		}
	})
}

// TicketTaken goes on from a ticket: to the paper, where the fee was paid and only
// change is owed, and else to the last page.
func (k *Kiosk) TicketTaken() {
	p := k.view.Petition
	if k.view.Why == "till.owed" && p.State == petition.Approved && p.Due().Minor <= 0 {
		k.view.Why = ""
		k.onward(p)
		return
	}
	k.Leave()
}

// Leave shows the last page.
func (k *Kiosk) Leave() {
	v, p := k.visit, k.view.Petition
	if k.view.Issued != nil {
		p = k.view.Issued.Petition
	}
	if p.State == petition.Fulfilled {
		k.run.Run("", func(ctx context.Context) func() {
			_, _ = v.session.Deliver(ctx, p) // the desk can do it later
			return nil
		})
	}
	k.view.blank()
	k.view = View{Page: Goodbye, Language: k.view.Language, Guest: k.view.Guest, Offline: k.view.Offline, CardIn: k.view.CardIn, Stale: k.view.CardIn, Status: k.view.Status, Services: k.view.Services}
	k.visit = &visit{session: k.office.Kiosk(), known: v.known, card: v.card, last: p.ID}
	k.Touch()
	k.changed()
}
