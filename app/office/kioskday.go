package office

import (
	"context"
	"errors"

	"sala/forms/petition"
)

// Recover ends what a kiosk that was switched off, or died, left open: money in
// its machine is owed, a draft is withdrawn, and a petition that was paid for and
// has no paper goes to the desk. It returns how many petitions it saw to.
func (s *Session) Recover(ctx context.Context) (int, error) {
	const op = "recover the kiosk"
	const reason = "kiosk.stopped"
	states := []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Approved}
	list, err := s.Petitions(ctx, PetitionFilter{Officer: s.Officer.ID, States: states, Limit: 200})
	if err != nil {
		return 0, err
	}
	n := 0
	var all error
	for _, p := range list {
		if p.CreatedBy != s.Officer.ID {
			continue
		}
		seen, err := s.recover(ctx, p, reason)
		if seen {
			n++
		}
		all = errors.Join(all, err)
	}
	return n, s.office.explain(op, all)
}

func (s *Session) recover(ctx context.Context, p petition.Petition, reason string) (bool, error) {
	if p.State == petition.Drafted {
		_, err := s.Withdraw(ctx, p, "left the kiosk")
		return true, err
	}
	if p.Machine.In > 0 {
		if _, err := s.owe(ctx, p.ID, reason); err != nil {
			return true, err
		}
	} else if p.Ticket != "" || p.State != petition.Approved || p.Due().Minor > 0 || p.Fee.Minor == 0 {
		return false, nil
	}
	_, _, err := s.HandOver(ctx, p.ID, reason)
	return true, err
}
