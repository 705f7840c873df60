package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/petition"
)

// OnSpot is what a petition may come to where it was filled in, far from the
// office.
type OnSpot struct {
	Template string        // of the certificate or notice to which its answers lead, "" for none
	Deciders []act.Officer // who may approve it now: what waits for nobody has none
	Receipt  string        // number of the receipt that has not come out of a printer yet, "" for none
}

// OnTheSpot says whether a petition leads to paper with the answers as they are,
// which officers of this station may approve it, and whether it lacks a receipt.
func (s *Session) OnTheSpot(ctx context.Context, p petition.Petition) (OnSpot, error) {
	const op = "see what can be handed over"
	var out OnSpot
	err := s.office.Store.Read(ctx, func(r Reader) error {
		form, ok := s.office.FormOf(p)
		if !ok {
			return unknownForm(p.Form)
		}
		var err error
		if out.Receipt, err = unprinted(r, p); err != nil {
			return err
		}
		t, _, err := s.certified(r, form, p)
		switch {
		case CodeOf(err) == "no_template":
			return nil
		case err != nil:
			return err
		}
		out.Template = t.ID
		if p.State != petition.Submitted && p.State != petition.Reviewed {
			return nil
		}
		officers, err := r.Officers()
		for _, o := range officers {
			if _, may := p.MayDecide(o.ID, s.office.Profile.Station, officers, s.office.Now()); may && !(p.Two && o.ID == p.SubmittedBy) {
				out.Deciders = append(out.Deciders, o)
			}
		}
		return err
	})
	return out, s.office.explain(op, err)
}

// unprinted returns the number of the last receipt of a petition, where no printer
// has said that it is out.
func unprinted(r Reader, p petition.Petition) (string, error) {
	n := len(p.Paid)
	if n == 0 {
		return "", nil
	}
	paid, err := r.Payment(p.Paid[n-1].Receipt)
	if err != nil || paid.Prints > 0 {
		return "", err
	}
	return paid.Receipt, nil
}
