package office

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/petition"
)

// Day is what an officer has before her when she looks up from her work.
type Day struct {
	LeftOpen  []Open              // forms that were open when the program ended
	Mine      []petition.Petition // open ones that she began or handed in, by deadline
	Tickets   []petition.Petition // begun by citizens themselves, for a desk to finish, the oldest first
	Decisions int                 // that wait for her word
	FollowUps []FollowUp
	Left      []Left // at kiosks, by holders of the newest petitions
	Cards     []CardLeft
	Done      int  // petitions of the office that were finished today
	Cash      Cash // that she took since she last closed
}

// FollowUp is a certificate that central objected to after it was on paper.
type FollowUp struct {
	Certificate string
	Petition    petition.Petition
}

// dayMost is the most petitions of a kind that a day looks at.
const dayMost = 200

// Unfinished are the states of petitions that somebody must go on with.
func Unfinished() []petition.State {
	return []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Returned, petition.Approved, petition.Fulfilled}
}

// Day returns the officer's day.
func (s *Session) Day(ctx context.Context) (Day, error) {
	now := s.office.Now()
	year, month, today := now.Date()
	midnight := time.Date(year, month, today, 0, 0, 0, 0, now.Location())
	var d Day
	err := s.office.Store.Read(ctx, func(r Reader) error {
		officers, err := r.Officers()
		if err != nil {
			return err
		}
		if d.Mine, err = r.Petitions(PetitionFilter{Officer: s.Officer.ID, States: Unfinished(), Limit: dayMost}); err != nil {
			return err
		}
		slices.SortStableFunc(d.Mine, ByDeadline)
		if err := s.waiting(r, &d, officers); err != nil {
			return err
		}
		if err := s.objected(r, &d, midnight); err != nil {
			return err
		}
		newest, err := r.Petitions(PetitionFilter{Limit: dayMost})
		if err != nil {
			return err
		}
		d.Left = leftOf(newest)
		if d.Cards, err = r.CardsLeft(); err != nil {
			return err
		}
		d.Cash, err = count(r, s.Officer.ID)
		return err
	})
	if err == nil {
		d.LeftOpen, err = s.LeftOpen(ctx)
	}
	return d, s.office.explain("look at the day", err)
}

// waiting finds what waits for this officer though she did not begin it.
func (s *Session) waiting(r Reader, d *Day, officers []act.Officer) error {
	open, err := r.Petitions(PetitionFilter{States: []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Approved}, Limit: dayMost})
	if err != nil {
		return err
	}
	for _, p := range open {
		byOfficer := slices.ContainsFunc(officers, func(o act.Officer) bool { return o.ID == p.CreatedBy })
		if !byOfficer && p.Number != "" && (p.Office == "" || p.Office == s.office.Profile.Office) {
			d.Tickets = append(d.Tickets, p)
		}
		if p.State != petition.Submitted && p.State != petition.Reviewed || p.Two && p.SubmittedBy == s.Officer.ID {
			continue
		}
		if _, may := p.MayDecide(s.Officer.ID, s.office.Profile.Station, officers, s.office.Now()); may {
			d.Decisions++
		}
	}
	slices.Reverse(d.Tickets)
	return nil
}

// objected finds the certificates that central objected to, and counts what was
// finished since midnight.
func (s *Session) objected(r Reader, d *Day, midnight time.Time) error {
	done, err := r.Petitions(PetitionFilter{States: []petition.State{petition.Fulfilled, petition.Delivered}, Limit: dayMost})
	if err != nil {
		return err
	}
	for _, p := range done {
		if p.Changed >= midnight.UnixMilli() {
			d.Done++
		}
		for _, c := range p.Certificates {
			paper, err := r.Certificate(c.Number)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			if paper.Status == certificate.Objected {
				d.FollowUps = append(d.FollowUps, FollowUp{c.Number, p})
			}
		}
	}
	return nil
}

// ByDeadline orders petitions: what is due first before the rest, and what has
// no deadline last, the newest first.
func ByDeadline(a, b petition.Petition) int {
	switch {
	case a.Deadline == b.Deadline:
		return cmp.Compare(b.Changed, a.Changed)
	case a.Deadline == "":
		return 1
	case b.Deadline == "":
		return -1
	}
	return strings.Compare(a.Deadline, b.Deadline)
}
