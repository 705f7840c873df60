package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/petition"
)

// ApproveByStandingOrder approves what a citizen submitted at a kiosk, where
// the pack says that the service may be given there without an officer: the
// registrar ordered it once for all (Korea's kiosks work so). The journal names
// the order as the one who approved, never a person who was not there.
func (s *Session) ApproveByStandingOrder(ctx context.Context, p petition.Petition) (petition.Petition, error) {
	const op = "approve by standing order"
	form, ok := s.office.FormOf(p)
	if !ok {
		return p, s.office.explain(op, unknownForm(p.Form))
	}
	if !form.Kiosk || !s.Has(Citizen) {
		return p, &Error{Op: op, Code: "not_allowed", Args: map[string]any{"action": string(Decide)}}
	}
	order := &Session{office: s.office, Officer: act.Officer{ID: petition.StandingOrder(form.ID, form.Version)}}
	return order.act(ctx, op, p.ID, act.PetitionApproved, act.Decision{Petition: p.ID, Content: p.Content, Note: "standing order"})
}
