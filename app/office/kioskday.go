package office

import (
	"context"
	"errors"

	"sala/forms/petition"
)

// Why a petition was ended that nobody stands before any more.
const (
	whyLeft    = "kiosk.left"
	whyStopped = "kiosk.stopped"
)

// recoverable are the states in which a kiosk may have left something open.
var recoverable = []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Approved, petition.Withdrawn}

// Recover ends what a kiosk that was switched off, or died, left open. It returns
// how many petitions it saw to.
func (s *Session) Recover(ctx context.Context) (int, error) {
	seen, _, err := s.recover(ctx, true)
	return seen, err
}

// RecoverAlone is Recover where the kiosk's machines are not at hand: what money or a
// ticket is still to come of is left to Recover, and counted.
func (s *Session) RecoverAlone(ctx context.Context) (left int, err error) {
	_, left, err = s.recover(ctx, false)
	return left, err
}

func (s *Session) recover(ctx context.Context, machines bool) (seen, left int, err error) {
	list, err := s.Petitions(ctx, PetitionFilter{Officer: s.Officer.ID, States: recoverable, Limit: 200})
	if err != nil {
		return 0, 0, err
	}
	var all error
	for _, p := range list {
		if p.CreatedBy != s.Officer.ID || p.Event != "" { // what a life event filed is the desk's to finish
			continue
		}
		if !machines && (p.Machine.Pending() || p.Ending() == petition.EndTicket) {
			if p.Ticket == "" { // else the desk has it, and it is the terminal that does not say
				left++
			}
			continue
		}
		did, err := s.leave(ctx, p, whyStopped)
		if did {
			seen++
		}
		all = errors.Join(all, err)
	}
	return seen, left, s.office.explain("recover the kiosk", all)
}

// LeaveKiosk ends what somebody who has walked away from a kiosk left open: a draft,
// or a petition that nothing was paid for, is withdrawn; money in the machine is
// owed; what was paid for and has no paper goes to the desk with a ticket.
func (s *Session) LeaveKiosk(ctx context.Context, id string) (petition.Petition, error) {
	const op = "end a visit to the kiosk"
	p, err := s.petition(ctx, id)
	if err == nil {
		_, err = s.leave(ctx, p, whyLeft)
	}
	if err == nil {
		p, err = s.petition(ctx, id)
	}
	return p, s.office.explain(op, err)
}

// leave reports whether there was anything to be ended.
func (s *Session) leave(ctx context.Context, p petition.Petition, reason string) (bool, error) {
	owed := p.Machine.Owed
	if p.Machine.Pending() {
		err := s.vacate(ctx, p, reason)
		switch {
		case CodeOf(err) == unknown && p.Ticket != "":
			return false, nil
		case CodeOf(err) == unknown:
			_, _, err = s.HandOver(ctx, p.ID, unknown)
			return true, err
		case err != nil:
			return true, err
		}
		if p, err = s.petition(ctx, p.ID); err != nil || p.State == petition.Withdrawn && p.Machine.Owed == 0 {
			return true, err
		}
	}
	end := p.Ending()
	if p.Machine.Owed > owed {
		end = petition.EndTicket // which says so
	}
	var err error
	switch end {
	case petition.EndWithdraw:
		_, err = s.Withdraw(ctx, p, "left the kiosk")
	case petition.EndTicket:
		_, _, err = s.HandOver(ctx, p.ID, reason)
	}
	return end != petition.EndNothing, err
}

// vacate leaves nothing of a petition's money in a machine: a card's booking is
// taken back, and anything else is owed. What became of a payment by card may stay
// unknown.
func (s *Session) vacate(ctx context.Context, p petition.Petition, reason string) error {
	var err error
	switch t := s.office.Terminal; {
	case p.Machine.Asked > 0:
		_, err = s.settleCard(ctx, p.ID)
	case t != nil && p.Machine.Till == t.Name():
		err = s.takeBack(ctx, p.ID)
	default:
		_, err = s.owe(ctx, p.ID, reason)
	}
	if CodeOf(err) == "till.owed" {
		return nil
	}
	return err
}

// stoppedSecret is where it is kept that a kiosk is out of service.
const stoppedSecret = "kiosk-stopped"

// Stopped reports whether the kiosk was taken out of service.
func (o *Office) Stopped() bool {
	return o.KioskRules.Stopped || o.flag(stoppedSecret)
}

// flag returns what setFlag kept, false where nothing was kept.
func (o *Office) flag(name string) bool {
	if o.Secrets == nil {
		return false
	}
	b, err := o.Secrets.Load(name)
	return err == nil && len(b) == 1 && b[0] == 1
}

func (o *Office) setFlag(name string, on bool) error {
	if o.Secrets == nil {
		return nil
	}
	value := []byte{0}
	if on {
		value[0] = 1
	}
	return o.Secrets.Save(name, value)
}

// StopKiosk takes the kiosk out of service, or puts it back, for good: also after
// it was switched off and on.
func (s *Session) StopKiosk(_ context.Context, stopped bool) error {
	const op = "take the kiosk out of service"
	if err := s.need(op, Administer); err != nil {
		return err
	}
	if s.office.Secrets == nil {
		return &Error{Op: op, Code: "once_none"}
	}
	return s.office.explain(op, s.office.setFlag(stoppedSecret, stopped))
}
