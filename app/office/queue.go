package office

import (
	"context"
	"strings"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/petition"
)

// Queue gives out the places in the line before the office's counters.
type Queue interface {
	// Next returns the next number as it is called. It answers within seconds,
	// whatever the network does, and never gives the same twice on one day: a
	// number that came too late is lost, and nobody gets it.
	Next(ctx context.Context) (number string, err error)
}

// WhyPaid is why there is a ticket for what was paid at a kiosk and leads to no
// paper there: it is the receipt of it.
const WhyPaid = "kiosk.paid"

// whyAlone are the reasons for a ticket that nobody waits with: the citizen is
// gone, or has nothing to wait for.
var whyAlone = map[string]bool{whyLeft: true, whyStopped: true, WhyPaid: true}

// place gives whoever takes a petition to the counter a place in the queue: the
// one of before, when the ticket is printed again on the same day. A ticket
// without a place is better than none.
func (s *Session) place(ctx context.Context, p petition.Petition, reason string) act.Place {
	o := s.office
	today := o.today().String()
	if o.Queue == nil || whyAlone[reason] {
		return act.Place{}
	}
	if p.Place.Day == today {
		return p.Place
	}
	number, err := o.Queue.Next(ctx)
	if err != nil {
		return act.Place{}
	}
	return act.Place{Number: number, Day: today}
}

// Placed finds the unfinished petition whose holder is called today by a number.
func (s *Session) Placed(ctx context.Context, number string) (petition.Petition, error) {
	var found petition.Petition
	err := s.office.Store.Read(ctx, func(r Reader) error {
		list, err := r.Petitions(PetitionFilter{States: Unfinished(), Limit: dayMost})
		if err != nil {
			return err
		}
		for _, p := range list {
			if place := s.office.PlaceToday(p); place != "" && strings.EqualFold(place, number) {
				found = p
				return nil
			}
		}
		return ErrNotFound
	})
	return found, s.office.explain("find a place in the queue", err)
}

// PlaceToday returns the number by which somebody is called today, or "".
func (o *Office) PlaceToday(p petition.Petition) string {
	if p.Place.Day != calendar.Of(o.Now()).String() {
		return ""
	}
	return p.Place.Number
}
