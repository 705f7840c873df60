package office

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// Look says why a record is opened. All of it stands in the journal, where the
// citizen can see it.
type Look struct {
	Purpose  string `json:"purpose"`            // one of register.Purposes
	Note     string `json:"note,omitempty"`     // in the officer's own words
	Petition string `json:"petition,omitempty"` // for register.ForPetition: which
	Consent  string `json:"consent,omitempty"`  // one of register.Consents, where the rule asks for it
}

// ReadLook reads a purpose as a person writes it: one of register.Purposes,
// alone or with words of her own after a colon. Other words are those of
// somebody whom the citizen has come to and asked.
func ReadLook(purpose string) Look {
	purpose = strings.TrimSpace(purpose)
	code, note, _ := strings.Cut(purpose, ":")
	if code = strings.TrimSpace(code); slices.Contains(register.Purposes[:], code) {
		return Look{Purpose: code, Note: strings.TrimSpace(note)}
	}
	if purpose == "" {
		return Look{}
	}
	return Look{Purpose: register.ForCitizen, Note: purpose}
}

// Opened is a record as this station has it.
type Opened struct {
	Record register.Record `json:"record"`
	// AsOf is when central was last heard of; zero = never. What others have
	// changed since is not in it.
	AsOf        time.Time        `json:"as_of,omitzero"`
	Outstanding bool             `json:"outstanding"`        // it has changes of this station that central has not acknowledged
	History     register.History `json:"revisions,omitzero"` // of Session.History
	// Joined are the records that point to this one, of Session.History.
	Joined []register.Resident `json:"joined,omitempty"`
	// Household is where a resident lives, and Members are who live in a household,
	// of Session.History.
	Household register.Household  `json:"household,omitzero"`
	Members   []register.Resident `json:"members,omitempty"`
}

// Histories is a Reader that knows what records said before. The station's
// store is one.
type Histories interface {
	History(register, id string) (register.History, error)
}

// LookUp opens a record of any register, as its register's rule allows. The
// codes of a refusal are "purpose_needed", "purpose_not_allowed",
// "petition_needed" and "consent_needed".
func (s *Session) LookUp(ctx context.Context, reg, id string, l Look) (Opened, error) {
	return s.open(ctx, reg, id, l, nil)
}

// History is LookUp with all that the record said before, as far as this
// station knows it.
func (s *Session) History(ctx context.Context, reg, id string, l Look) (Opened, error) {
	return s.open(ctx, reg, id, l, func(r Reader, o *Opened) (err error) {
		if kept, ok := r.(Histories); ok {
			if o.History, err = kept.History(reg, id); err != nil {
				return err
			}
		}
		return around(r, reg, id, o)
	})
}

// around adds what belongs to a record of people.
func around(r Reader, reg, id string, o *Opened) (err error) {
	switch reg {
	case register.Households:
		o.Members, err = r.Members(id)
		return err
	case register.Residents:
		if joins, ok := r.(Joins); ok {
			if o.Joined, err = joins.JoinedTo(id); err != nil {
				return err
			}
		}
		o.Household, err = r.Household(o.Record.Fields.Text("household"))
		if errors.Is(err, ErrNotFound) {
			return nil
		}
	}
	return err
}

func (s *Session) open(ctx context.Context, reg, id string, l Look, more func(Reader, *Opened) error) (Opened, error) {
	const op = "open a record"
	var o Opened
	if err := s.need(op, LookUp); err != nil {
		return o, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if o.Record, err = w.Record(reg, id); err != nil {
			return err
		}
		if err := s.looks(w, reg, id, o.Record.Version, l); err != nil {
			return err
		}
		j, err := w.Journal()
		if err != nil {
			return err
		}
		o.AsOf = j.LastSync
		if waiting, ok := w.(Outstanding); ok {
			o.Outstanding = waiting.Outstanding(reg, id)
		}
		if more != nil {
			return more(w, &o)
		}
		return nil
	})
	return o, s.office.explain(op, err)
}

// looks writes a look at a record down, if the rule of its register allows it.
func (s *Session) looks(w Writer, reg, id string, version uint64, l Look) error {
	if err := s.office.allow(w, reg, id, l); err != nil {
		return err
	}
	return w.Append(act.RecordViewed, reg+"/"+id, version,
		act.Viewing{Register: reg, ID: id, Purpose: l.Purpose, Consent: l.Consent, Note: l.Note, Petition: l.Petition})
}

// allow applies the rule of a register to one look.
func (o *Office) allow(r Reader, reg, id string, l Look) error {
	const op = "open a record"
	args := map[string]any{"register": reg, "purpose": l.Purpose}
	switch {
	case l.Purpose == "":
		return &Error{Op: op, Code: "purpose_needed"}
	case l.Purpose == register.ForStatistics: // figures only: nobody's record is opened for them
		return &Error{Op: op, Code: "purpose_not_allowed", Args: args}
	case l.Consent != "" && !slices.Contains(register.Consents[:], l.Consent):
		return &Error{Op: op, Code: "consent_needed", Args: args}
	case o.Policy == nil:
		return nil
	}
	if l.Purpose == register.ForPetition {
		if err := underWayFor(r, reg, id, l.Petition); err != nil {
			return err
		}
	}
	err := o.Policy.Allow(register.Look{Register: reg, Purpose: l.Purpose, Petition: l.Petition, Consent: l.Consent})
	switch {
	case errors.Is(err, register.ErrConsent):
		return &Error{Op: op, Code: "consent_needed", Args: args, Err: err}
	case err != nil:
		return &Error{Op: op, Code: "purpose_not_allowed", Args: args, Err: err}
	}
	return nil
}

// underWayFor refuses a look for a petition that is not there, or is over.
func underWayFor(r Reader, reg, id, name string) error {
	needed := &Error{Op: "open a record", Code: "petition_needed", Args: map[string]any{"register": reg, "petition": cmp.Or(name, "-")}}
	if name == "" {
		return needed
	}
	p, err := r.Petition(name)
	over := []petition.State{petition.Rejected, petition.Delivered, petition.Withdrawn}
	if errors.Is(err, ErrNotFound) || err == nil && slices.Contains(over, p.State) {
		needed.Err = err
		return needed
	}
	return err
}
