package field

import (
	"context"
	"slices"

	"sala/app/office"
	"sala/forms/calendar"
	"sala/forms/petition"
)

// State is how far a stop of the round is.
type State string

// The states of a stop. The last three are outcomes without a form.
const (
	ToDo    State = "open"
	Begun   State = "begun"
	Done    State = "done"
	NotMet  State = "not_met"
	Refused State = "refused"
	Moved   State = "moved"
)

// Outcomes returns the states in which a visit can end without a form.
func Outcomes() []State { return []State{NotMet, Refused, Moved} }

// Stop is one visit of the work list.
type Stop struct {
	ID       string
	Title    string // a name
	Detail   string // an address
	Form     string // to be filled; "" is chosen on the spot
	Resident string // "" for nobody
	Petition string // begun already
	Due      calendar.Date
	Order    int // on the route
	State    State
	Last     string // what was said last time
}

// Round is the work list that was taken out.
type Round interface {
	Stops(ctx context.Context) ([]Stop, error)
	// Mark writes down how a stop ended, with the petition that was made, or
	// none.
	Mark(ctx context.Context, stop string, s State, petition string) error
}

// own is the round of an officer who took no list out: her own petitions.
type own struct {
	office  *office.Office
	session *office.Session
}

// Stops returns the petitions that are begun or returned, and those that were
// handed in.
func (o own) Stops(ctx context.Context) ([]Stop, error) {
	list, err := o.session.Petitions(ctx, office.PetitionFilter{Officer: o.session.Officer.ID, Limit: 200})
	var out []Stop
	for _, p := range list {
		s := Stop{ID: p.ID, Title: p.Number, Form: p.Form, Resident: p.Resident, Petition: p.ID, State: Done}
		s.Due, _ = calendar.Parse(p.Deadline)
		if slices.Contains([]petition.State{petition.Drafted, petition.Returned}, p.State) {
			s.State = Begun
			if n := len(p.Decisions); n > 0 {
				s.Last = p.Decisions[n-1].Note
			}
		}
		out = append(out, s)
	}
	return out, err
}

// Mark does nothing: the petition says it.
func (own) Mark(context.Context, string, State, string) error { return nil }
