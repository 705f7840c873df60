package office

import (
	"context"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
)

// Role is what an officer may be. Below the screens, these decide what is
// allowed; an officer can have several.
type Role string

// The roles that a person may be given, and Citizen.
const (
	Clerk         Role = "clerk"         // serves, takes fees, prints
	HeadOfSection Role = "head"          // approves, closes the day, delegates
	Registrar     Role = "registrar"     // approves what changes or certifies a register
	Engineer      Role = "engineer"      // approves what is built, dug or felled
	Health        Role = "health"        // approves what is for public health
	Welfare       Role = "welfare"       // approves benefits
	Disaster      Role = "disaster"      // approves what is for relief
	Auditor       Role = "auditor"       // sees everything, changes nothing
	Administrator Role = "administrator" // officers, packs, devices, backups
	Citizen       Role = "kiosk"         // whoever stands before a kiosk
)

// Action is something that not every role may do.
type Action string

// The actions.
const (
	Serve      Action = "serve"      // begin, fill and submit petitions
	Decide     Action = "decide"     // approve, return, reject
	Collect    Action = "collect"    // take fees, print certificates and receipts
	Correct    Action = "correct"    // reprint, void, refund, spoil
	CloseDay   Action = "close_day"  // count the cash
	LookUp     Action = "look_up"    // open somebody's record without the card
	Administer Action = "administer" // officers, packs, devices, backups
	Inspect    Action = "inspect"    // read the journal
	Account    Action = "account"    // read takings, closings and figures: one's own, and the office's sums
	Audit      Action = "audit"      // read what was taken by whom
	Unite      Action = "unite"      // join two records that are one person's, or part them
)

var permissions = map[Action][]Role{
	Serve:      {Clerk, HeadOfSection, Registrar, Citizen},
	Decide:     {HeadOfSection, Registrar, Engineer, Health, Welfare, Disaster},
	Collect:    {Clerk, HeadOfSection, Registrar, Citizen},
	Correct:    {Clerk, HeadOfSection, Registrar},
	CloseDay:   {Clerk, HeadOfSection},
	LookUp:     {Clerk, HeadOfSection, Registrar, Engineer, Health, Welfare, Disaster, Auditor},
	Administer: {Administrator},
	Inspect:    {HeadOfSection, Auditor, Administrator},
	Account:    {Clerk, HeadOfSection, Registrar, Auditor},
	Audit:      {HeadOfSection, Auditor},
	Unite:      {Registrar},
}

// May reports whether the session's officer may do the action.
func (s *Session) May(a Action) bool {
	return slices.ContainsFunc(permissions[a], s.Has)
}

// Has reports whether the session's officer has the role.
func (s *Session) Has(r Role) bool { return slices.Contains(s.Officer.Roles, string(r)) }

func (s *Session) need(op string, a Action) error {
	if s.May(a) {
		return nil
	}
	return &Error{Op: op, Code: "not_allowed", Args: map[string]any{"action": string(a)}}
}

// needOne refuses those who may do none of the actions.
func (s *Session) needOne(op string, actions ...Action) error {
	if slices.ContainsFunc(actions, s.May) {
		return nil
	}
	return s.need(op, actions[0])
}

// mayDecide refuses a decision to those who have no say: who approves, returns
// or rejects must have the role that is next in the petition's line, or be one
// who decides where it names none, or stand in for such an officer while absent,
// whose ID is then returned.
func (s *Session) mayDecide(ctx context.Context, kind string, p petition.Petition) (absent string, err error) {
	switch kind {
	case act.PetitionApproved, act.PetitionReturned, act.PetitionRejected, act.PetitionReviewed:
	default:
		return "", s.need(kind, Serve)
	}
	if kind == act.PetitionApproved && p.Two && s.Officer.ID == p.SubmittedBy {
		return "", s.office.explain(kind, petition.ErrSelf)
	}
	officers, err := s.office.Officers(ctx)
	if err != nil {
		return "", err
	}
	absent, ok := p.MayDecide(s.Officer.ID, s.office.Profile.Station, officers, s.office.Now())
	if !ok || s.sealed() {
		return "", &Error{Op: kind, Code: "not_allowed", Args: map[string]any{"action": string(Decide)}}
	}
	return absent, nil
}

// Delegate lets another officer decide in this one's place until then; "" ends
// it.
func (s *Session) Delegate(ctx context.Context, to string, until time.Time) error {
	const op = "delegate"
	if err := s.need(op, Decide); err != nil {
		return err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		if to != "" {
			if _, err := w.Officer(to); err != nil {
				return err
			}
		}
		me, err := w.Officer(s.Officer.ID)
		if err != nil {
			return err
		}
		me.Deputy, me.DeputyUntil = to, until.Unix()
		if to == "" {
			me.DeputyUntil = 0
		}
		return w.Append(act.OfficerSet, "officer/"+me.ID, 0, me)
	})
	return s.office.explain(op, err)
}
