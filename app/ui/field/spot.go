package field

import (
	"context"

	"sala/app/office"
	"sala/forms/petition"
)

// Spot is what can be handed over where the officer stands, once a visit is
// recorded.
type Spot struct {
	Petition petition.Petition
	Paper    bool   // the form leads to a certificate or notice
	Decides  bool   // this officer may approve it
	Printed  string // key of the words that say what came out; "" for nothing yet
}

// toSpot shows what can be handed over.
func (f *Field) toSpot(p petition.Petition) {
	f.leave()
	f.view.Screen, f.view.Toast, f.view.Spot = Done, p.Number, f.spot(p)
	f.changed()
	f.lookAround()
}

func (f *Field) spot(p petition.Petition) Spot {
	s := Spot{Petition: p, Decides: f.session.May(office.Decide)}
	if form, ok := f.office.FormOf(p); ok {
		for _, o := range form.LeadsTo {
			s.Paper = s.Paper || o.Certificate != ""
		}
	}
	return s
}

// hand does one thing on the spot and shows the petition after it.
func (f *Field) hand(printed string, do func(context.Context, *office.Session, petition.Petition) (petition.Petition, error)) {
	s, p := f.session, f.view.Spot.Petition
	f.run.Run("field.wait.print", func(ctx context.Context) func() {
		after, err := do(ctx, s, p)
		return func() {
			if after.ID != "" {
				f.view.Spot = f.spot(after)
			}
			if !f.failed(err) {
				f.view.Spot.Printed = printed
				f.changed()
			}
			f.lookAround()
		}
	})
}

// Ticket prints a signed ticket with which the desk goes on without typing
// anything again.
func (f *Field) Ticket() {
	f.hand("field.spot.ticket_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		after, _, err := s.HandOver(ctx, p.ID, "field")
		return after, err
	})
}

// Collect takes the fee in cash and prints the receipt.
func (f *Field) Collect() {
	f.hand("field.spot.receipt_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		paid, err := s.TakeFee(ctx, p.ID, office.Tender{Method: "cash", Tendered: p.Due().Minor})
		if err == nil {
			err = paid.PrintErr
		}
		return paid.Petition, err
	})
}

// Hand approves the petition, where this officer may and it is not approved yet,
// and makes the certificate or notice out: sealed, signed, on paper.
func (f *Field) Hand() {
	f.hand("field.spot.paper_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		if p.State == petition.Submitted || p.State == petition.Reviewed {
			var err error
			if p, err = s.Approve(ctx, p, ""); err != nil {
				return p, err
			}
		}
		issued, err := s.Issue(ctx, p.ID, nil)
		if issued.Petition.ID != "" {
			p = issued.Petition
		}
		return p, err
	})
}
