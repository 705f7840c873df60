package office

import (
	"context"
	"errors"
	"strings"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// Petition returns one petition. The error's code is "not_found" where there is
// none of that ID.
func (s *Session) Petition(ctx context.Context, id string) (p petition.Petition, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		p, err = r.Petition(id)
		return err
	})
	return p, s.office.explain("open a petition", err)
}

// Handing is one time that a petition was handed in: the first, or after it was
// returned for correction.
type Handing struct {
	By string
	At int64 // Unix milliseconds
}

// Handings is a Reader that knows when petitions were handed in at this station.
// The station's store is one.
type Handings interface {
	Handings(petition string) ([]Handing, error)
}

// Handings returns when a petition was handed in at this station, the first time
// first. What was handed in elsewhere, or by a kiosk that has forgotten it, is not
// known.
func (s *Session) Handings(ctx context.Context, id string) (all []Handing, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		if kept, ok := r.(Handings); ok {
			all, err = kept.Handings(id)
		}
		return err
	})
	return all, s.office.explain("open a petition", err)
}

// Listed is a petition as a list shows it, with whose it is.
type Listed struct {
	Petition petition.Petition
	Resident register.Resident // zero where the register does not know her
}

// List returns a page of petitions, and how many the filter selects in all.
func (s *Session) List(ctx context.Context, f PetitionFilter) (page []Listed, all int, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		if all, err = r.CountPetitions(f); err != nil {
			return err
		}
		list, err := r.Petitions(f)
		if err != nil {
			return err
		}
		for _, p := range list {
			row := Listed{Petition: p}
			if p.Resident != "" {
				if row.Resident, err = r.Resident(p.Resident); err != nil && !errors.Is(err, ErrNotFound) {
					return err
				}
			}
			page = append(page, row)
		}
		return nil
	})
	return page, all, s.office.explain("list petitions", err)
}

// Note writes a note on a petition's page, for the office.
func (s *Session) Note(ctx context.Context, id, text string) (petition.Petition, error) {
	const op = "note"
	if err := s.need(op, LookUp); err != nil {
		return petition.Petition{}, err
	}
	if text = strings.TrimSpace(text); text == "" {
		return petition.Petition{}, &Error{Op: op, Code: "reason_needed"}
	}
	return s.act(ctx, op, id, act.PetitionNoted, act.Remark{Petition: id, Text: text})
}

// PassOn gives a petition to a colleague, who goes on with it, with a word of
// explanation that may be empty.
func (s *Session) PassOn(ctx context.Context, id, to, text string) (petition.Petition, error) {
	const op = "pass on"
	if err := s.need(op, Serve); err != nil {
		return petition.Petition{}, err
	}
	err := s.office.Store.Read(ctx, func(r Reader) error {
		o, err := r.Officer(to)
		if err == nil && o.Until != 0 && o.Until <= s.office.Now().Unix() {
			err = &Error{Op: op, Code: "officer_gone", Args: map[string]any{"officer": to}}
		}
		return err
	})
	if err != nil {
		return petition.Petition{}, s.office.explain(op, err)
	}
	return s.act(ctx, op, id, act.PetitionHanded, act.Remark{Petition: id, Text: strings.TrimSpace(text), To: to})
}
