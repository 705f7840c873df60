package office

import (
	"slices"

	"sala/forms/act"
	"sala/forms/petition"
)

// Role is what an officer may be. Below the screens, these decide what is
// allowed; an officer can have several.
type Role string

// The roles.
const (
	Clerk         Role = "clerk"         // serves, takes fees, prints
	HeadOfSection Role = "head"          // approves, closes the day, delegates
	Registrar     Role = "registrar"     // approves what changes or certifies a register
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
)

var permissions = map[Action][]Role{
	Serve:      {Clerk, HeadOfSection, Registrar, Citizen},
	Decide:     {HeadOfSection, Registrar},
	Collect:    {Clerk, HeadOfSection, Registrar, Citizen},
	Correct:    {Clerk, HeadOfSection, Registrar},
	CloseDay:   {Clerk, HeadOfSection},
	LookUp:     {Clerk, HeadOfSection, Registrar, Auditor},
	Administer: {Administrator},
	Inspect:    {HeadOfSection, Auditor, Administrator},
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

// mayDecide refuses a decision to those who have no say: who approves, returns
// or rejects must have a role that the form names, or be the head of section
// where it names none.
func (s *Session) mayDecide(kind string, p petition.Petition) error {
	switch kind {
	case act.PetitionApproved, act.PetitionReturned, act.PetitionRejected, act.PetitionReviewed:
	default:
		return s.need(kind, Serve)
	}
	if kind == act.PetitionApproved && s.Officer.ID == p.SubmittedBy {
		return s.office.explain(kind, petition.ErrSelf)
	}
	form, ok := s.office.Forms.Form(p.Form)
	if !ok || len(form.Approvals) == 0 {
		return s.need(kind, Decide)
	}
	for _, role := range form.Approvals {
		if s.Has(Role(role)) {
			return nil
		}
	}
	return &Error{Op: kind, Code: "not_allowed", Args: map[string]any{"action": string(Decide)}}
}
