package office

import (
	"context"
	"errors"
	"slices"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// Deciding is what an officer has to decide, and who stands in for whom.
type Deciding struct {
	List []petition.Petition // that wait for this officer's word, the most urgent first
	// For names, by the petition's ID, the absent officer in whose place this one
	// decides.
	For        map[string]string
	Residents  map[string]register.Resident // whom it is about, by the petition's ID
	Deputy     string                       // who decides in this one's place
	Until      int64                        // Unix seconds
	Colleagues []act.Officer                // who could
}

// ToDecide returns what waits for the session's officer: petitions of whose line
// she is next, or in which she stands in for somebody absent.
func (s *Session) ToDecide(ctx context.Context, limit int) (Deciding, error) {
	d := Deciding{For: map[string]string{}, Residents: map[string]register.Resident{}}
	now := s.office.Now()
	err := s.office.Store.Read(ctx, func(r Reader) error {
		officers, err := r.Officers()
		if err != nil {
			return err
		}
		for _, o := range officers {
			if o.ID != s.Officer.ID {
				d.Colleagues = append(d.Colleagues, o)
			} else if o.Deputy != "" && o.DeputyUntil > now.Unix() {
				d.Deputy, d.Until = o.Deputy, o.DeputyUntil
			}
		}
		open, err := r.Petitions(PetitionFilter{States: []petition.State{petition.Submitted, petition.Reviewed}, Limit: limit})
		if err != nil {
			return err
		}
		for _, p := range open {
			if p.Two && p.SubmittedBy == s.Officer.ID {
				continue
			}
			absent, may := p.MayDecide(s.Officer.ID, s.office.Profile.Station, officers, now)
			if !may {
				continue
			}
			if absent != "" {
				d.For[p.ID] = absent
			}
			d.List = append(d.List, p)
			if p.Resident == "" {
				continue
			}
			who, err := r.Resident(p.Resident)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			d.Residents[p.ID] = who
		}
		return nil
	})
	slices.SortStableFunc(d.List, ByDeadline)
	return d, s.office.explain("list what is to be decided", err)
}
