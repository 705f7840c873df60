package field

import (
	"context"
	"slices"

	"sala/app/office"
	"sala/forms/calendar"
	"sala/forms/petition"
	"sala/forms/register"
)

// Stop is one visit of the work list, as it is shown.
type Stop struct {
	ID       string
	Title    string // a name
	Detail   string // an address
	Near     string // the same within the sub-district, for a row of the list
	Form     string // to be filled; "" is chosen on the spot
	Resident string // "" for nobody
	Due      calendar.Date
	Order    int // on the route
	State    register.VisitState
	Last     string // what was said last time
	Position register.Point
	Own      bool     // no visit of a work list, but a petition of the officer's own
	Codes    []string // what a scanner may read to open it: the visit's, the household's, the resident's numbers
}

// Outcomes returns the states in which a visit can end without a form.
func Outcomes() []register.VisitState {
	return []register.VisitState{register.VisitNotMet, register.VisitRefused, register.VisitMoved}
}

// stopsOf returns the work list that was taken out, and the officer's own
// petitions where nothing was.
func stopsOf(ctx context.Context, s *office.Session, language string) ([]Stop, error) {
	list, err := s.Stops(ctx)
	if err != nil {
		return nil, err
	}
	var out []Stop
	for _, v := range list {
		stop := Stop{ID: v.Visit.ID, Title: v.Resident.Name(language), Detail: v.Home.Address.Line(), Form: v.Visit.Form, Resident: v.Resident.ID,
			Due: v.Visit.Due, Order: v.Visit.Order, State: v.State, Last: v.Visit.LastSaid(), Position: v.Visit.Position,
			Codes: present(v.Visit.ID, v.Home.ID, v.Home.HouseCode, v.Resident.ID, v.Resident.NationalNumber)}
		near := v.Home.Address
		if !near.InBangkok() { // its words for a sub-district hang on the province
			near.District, near.Province, near.Postcode = "", "", ""
		}
		stop.Near = near.Line()
		if stop.Title == "" {
			stop.Title = v.Visit.Subject
		}
		if stop.Detail == "" {
			stop.Detail, stop.Near = v.Visit.Place, v.Visit.Place
		}
		out = append(out, stop)
	}
	if len(out) > 0 || s.Office().GoesOut() {
		return out, nil
	}
	return own(ctx, s)
}

// present returns those of the codes that there are.
func present(codes ...string) []string {
	return slices.DeleteFunc(codes, func(c string) bool { return c == "" })
}

// own are the petitions of an officer who took no list out: those that are begun
// or returned, and those that were handed in.
func own(ctx context.Context, s *office.Session) ([]Stop, error) {
	list, err := s.Petitions(ctx, office.PetitionFilter{Officer: s.Officer.ID, Limit: 200})
	var out []Stop
	for _, p := range list {
		stop := Stop{ID: p.ID, Title: p.Number, Form: p.Form, Resident: p.Resident, State: register.VisitDone, Own: true}
		stop.Due, _ = calendar.Parse(p.Deadline)
		if slices.Contains([]petition.State{petition.Drafted, petition.Returned}, p.State) {
			stop.State = register.VisitBegun
			if n := len(p.Decisions); n > 0 {
				stop.Last = p.Decisions[n-1].Note
			}
		}
		out = append(out, stop)
	}
	return out, err
}
