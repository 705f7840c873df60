package petition

import (
	"slices"
	"strings"
	"time"

	"sala/forms/act"
)

// StandingOrder is the name under which a kiosk approves what the registrar
// ordered, once for all, may be given there without an officer.
func StandingOrder(form, version string) string { return orders + form + "@" + version }

// orders begins the name of every standing order.
const orders = "order/"

// Order returns the standing order that approved p last, "th.move-in@1.0.0": of
// the form as it was then, whatever pack p follows since. It is "" where an
// officer approved, and where nobody has.
func (p Petition) Order() string {
	for _, d := range slices.Backward(p.Decisions) {
		if d.Kind != act.PetitionApproved {
			continue
		}
		if order, ok := strings.CutPrefix(d.By, orders); ok {
			return order
		}
		return ""
	}
	return ""
}

// Approver reports whether an officer can have a role that a form wants
// approvals of: a head or registrar, or an officer of the section whose matter
// it is.
func Approver(role string) bool { return slices.Contains(approvers, role) }

var approvers = []string{"head", "registrar", "engineer", "health", "welfare", "disaster"}

// deciders are the roles that may decide where a petition's line names none.
var deciders = []string{"head", "registrar"}

// behindGlass is the account for the day on which nobody else can sign in: it
// stands in for the head of section.
const behindGlass, head = "emergency", "head"

// MayDecide reports whether the officer of that name may approve, return or
// reject p at a time, by what is known of the office's officers: with the role
// that is next in the petition's line, or as the deputy of one who has it, whose
// ID is then returned. A standing order may approve what a station submitted in
// a citizen's name, and nothing else.
func (p Petition) MayDecide(officer, station string, officers []act.Officer, at time.Time) (absent string, ok bool) {
	if officer == StandingOrder(p.Form, p.FormVersion) {
		return "", p.SubmittedBy == station
	}
	wanted := deciders
	if next := p.Next(); next != "" {
		wanted = []string{next}
	}
	has := func(o act.Officer) bool {
		return (o.Until == 0 || o.Until > at.Unix()) && slices.ContainsFunc(wanted, func(role string) bool {
			return slices.Contains(o.Roles, role) || role == head && slices.Contains(o.Roles, behindGlass)
		})
	}
	for _, o := range officers {
		if o.ID == officer && has(o) {
			return "", true
		}
	}
	for _, o := range officers {
		if o.Deputy == officer && o.DeputyUntil > at.Unix() && has(o) && slices.ContainsFunc(officers, func(d act.Officer) bool { return d.ID == officer }) {
			return o.ID, true
		}
	}
	return "", false
}
