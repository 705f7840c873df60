package field

import (
	"context"
	"slices"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// Spot is what can be handed over where the officer stands, once a visit is
// recorded.
type Spot struct {
	Petition petition.Petition
	Paper    bool          // its answers lead to a certificate or notice that is not out yet
	Decides  bool          // this officer may approve it, or it is approved
	Deciders []act.Officer // who else may, with a password of her own
	Printed  string        // key of the words that say what came out; "" for nothing yet
	Receipt  string        // number of a receipt that has not come out yet, "" for none
	Change   fee.Money     // to be given back of what was handed over
}

// toSpot shows what can be handed over.
func (f *Field) toSpot(p petition.Petition) {
	f.leave()
	f.view.Screen, f.view.Toast, f.view.Told, f.view.Spot = Done, p.Number, "", Spot{Petition: p}
	f.changed()
	s := f.session
	f.run.Run("", func(ctx context.Context) func() {
		spot, err := spotOf(ctx, s, p)
		return func() {
			if f.view.Screen == Done && f.view.Spot.Petition.ID == p.ID && !f.failed(err) {
				f.view.Spot = spot
				f.changed()
			}
		}
	})
	f.lookAround()
}

func spotOf(ctx context.Context, s *office.Session, p petition.Petition) (Spot, error) {
	out := Spot{Petition: p}
	may, err := s.OnTheSpot(ctx, p)
	if err != nil {
		return out, err
	}
	out.Receipt = may.Receipt
	switch p.State {
	case petition.Submitted, petition.Reviewed:
		me := func(o act.Officer) bool { return o.ID == s.Officer.ID }
		out.Paper, out.Decides = may.Template != "", slices.ContainsFunc(may.Deciders, me)
		out.Deciders = slices.DeleteFunc(may.Deciders, me)
	case petition.Approved:
		out.Paper, out.Decides = may.Template != "", true
	}
	return out, nil
}

// hand does one thing on the spot and shows the petition after it. It reports
// whether it does: not while another is being done.
func (f *Field) hand(printed string, do func(context.Context, *office.Session, petition.Petition) (petition.Petition, error)) bool {
	s, p, before := f.session, f.view.Spot.Petition, f.view.Spot
	if f.turning != nil {
		return false // a second press hands nothing over twice
	}
	mine := &turn{}
	f.turning = mine
	f.run.Run("field.wait.print", func(ctx context.Context) func() {
		after, err := do(ctx, s, p)
		now := before
		if after.ID != "" {
			var trouble error
			if now, trouble = spotOf(ctx, s, after); err == nil {
				err = trouble
			}
		}
		return func() {
			if f.turning == mine {
				f.turning = nil
			}
			if f.view.Screen != Done || f.view.Spot.Petition.ID != p.ID {
				return
			}
			now.Change = f.view.Spot.Change
			f.view.Spot = now
			if !f.failed(err) {
				f.view.Spot.Printed = printed
				f.changed()
			}
			f.lookAround()
		}
	})
	return true
}

// Ticket prints a signed ticket with which the desk goes on without typing
// anything again.
func (f *Field) Ticket() {
	f.hand("field.spot.ticket_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		after, _, err := s.HandOver(ctx, p.ID, "field")
		return after, err
	})
}

// Hand approves the petition, where this officer may and it is not approved yet,
// and makes the certificate or notice out: sealed, signed, on paper.
func (f *Field) Hand() {
	f.hand("field.spot.paper_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		return issue(ctx, s, s, p)
	})
}

// HandBy is Hand where another officer approves, with a password of her own. It
// reports whether the password was taken: one that was not stays where it is.
func (f *Field) HandBy(officer, password string) bool {
	return f.hand("field.spot.paper_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		second, err := f.office.SignIn(ctx, officer, password)
		if err != nil {
			return p, err
		}
		return issue(ctx, s, second, p)
	})
}

// issue has the petition approved by one session and made out by the other.
func issue(ctx context.Context, s, approves *office.Session, p petition.Petition) (petition.Petition, error) {
	if p.State == petition.Submitted || p.State == petition.Reviewed {
		var err error
		if p, err = approves.Approve(ctx, p, ""); err != nil {
			return p, err
		}
	}
	issued, err := s.Issue(ctx, p.ID, nil)
	if issued.Petition.ID != "" {
		p = issued.Petition
	}
	return p, err
}
