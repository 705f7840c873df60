package office

import (
	"context"
	"errors"
	"slices"

	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/petition"
	"sala/forms/register"
)

// Lookalikes is a Reader that finds the residents who share a key of
// register.Keys with a person, out of an index. The station's store is one.
type Lookalikes interface {
	Lookalikes(register.Resident) ([]register.Resident, error)
}

// Where a lookalike was found: Match.From.
const (
	InRegister = "register" // as central has it
	InOutbox   = "outbox"   // entered or changed here, and not yet acknowledged
	InDraft    = "draft"    // in a petition that is under way
)

// underWay are the states of a petition whose outcome is not in the registers
// yet.
var underWay = []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Returned}

// Duplicates returns who may be the same person as r, the likeliest first: in
// the register, among what waits to be sent, and in the petitions under way
// here that would enter somebody. Only codes and the few fields that tell two
// people apart are for showing; whoever opens a match's record looks it up with
// a purpose.
func (s *Session) Duplicates(ctx context.Context, r register.Resident) (found []register.Match, err error) {
	err = s.office.Store.Read(ctx, func(reader Reader) error {
		found, err = s.duplicates(reader, r, "")
		return err
	})
	return found, s.office.explain("look for duplicates", err)
}

// DraftDuplicates is Duplicates for everybody whom a draft would enter into the
// register; none for a draft that enters nobody.
func (s *Session) DraftDuplicates(ctx context.Context, d *Draft) (found []register.Match, err error) {
	err = s.office.Store.Read(ctx, func(reader Reader) error {
		people, err := s.entered(reader, d.Petition.ID, d.Sheet)
		if err != nil {
			return err
		}
		for _, r := range people {
			matches, err := s.duplicates(reader, r, d.Petition.ID)
			if err != nil {
				return err
			}
			found = append(found, matches...)
		}
		return nil
	})
	return found, s.office.explain("look for duplicates", err)
}

// duplicates leaves out what the petition of that ID would enter itself.
func (s *Session) duplicates(r Reader, who register.Resident, but string) ([]register.Match, error) {
	var candidates []register.Resident
	if index, ok := r.(Lookalikes); ok {
		var err error
		if candidates, err = index.Lookalikes(who); err != nil {
			return nil, err
		}
	}
	from := map[string]string{}
	waiting, _ := r.(Outstanding)
	for _, c := range candidates {
		from[c.ID] = InRegister
		if waiting != nil && waiting.Outstanding(register.Residents, c.ID) {
			from[c.ID] = InOutbox
		}
	}
	drafts, err := s.drafted(r, but)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		from[d.ID] = InDraft
	}
	found := register.Duplicates(who, append(candidates, drafts...))
	for i := range found {
		found[i].From = from[found[i].Resident.ID]
	}
	return staying(r, who, found)
}

// staying puts the records that stay in place of those that were joined to them,
// each once.
func staying(r Reader, who register.Resident, found []register.Match) ([]register.Match, error) {
	seen := map[string]bool{who.ID: who.ID != ""}
	var out []register.Match
	for _, m := range found {
		if m.Resident.SameAs != "" {
			var err error
			if m.Resident, err = r.Resident(m.Resident.ID); err != nil {
				return nil, err
			}
		}
		if m.From == InDraft || !seen[m.Resident.ID] {
			seen[m.Resident.ID] = true
			out = append(out, m)
		}
	}
	return out, nil
}

// Outstanding is a Reader that knows which records have changes that central
// has not acknowledged. The station's store is one.
type Outstanding interface {
	Outstanding(register, id string) bool
}

// drafted are the people whom petitions under way would enter. Their IDs are
// those of the petitions.
func (s *Session) drafted(r Reader, but string) ([]register.Resident, error) {
	open, err := r.Petitions(PetitionFilter{States: underWay})
	if err != nil {
		return nil, err
	}
	var out []register.Resident
	for _, p := range open {
		form, ok := s.office.Forms.Form(p.Form)
		if !ok || p.ID == but || !enters(form) {
			continue
		}
		sheet, err := answer.Open(form, p.Answers, s.env(&Visitor{}))
		if err != nil {
			return nil, err
		}
		people, err := s.entered(r, p.ID, sheet)
		if err != nil {
			return nil, err
		}
		out = append(out, people...)
	}
	return out, nil
}

// entered are the people whom a sheet's outcomes would enter into the register.
func (s *Session) entered(r Reader, id string, sheet *answer.Sheet) ([]register.Resident, error) {
	var out []register.Resident
	homes := homesOn(sheet)
	for _, o := range sheet.Outcomes() {
		if o.Register != register.Residents || o.Record != "" && o.By == "" {
			continue
		}
		who := register.AsResident(register.Record{Register: o.Register, ID: id, Fields: o.Fields})
		if o.By == "number" {
			if _, err := r.ResidentByNumber(o.Record); err == nil {
				continue // whom the register has
			} else if !errors.Is(err, ErrNotFound) {
				return nil, err
			}
			who.NationalNumber = o.Record
		}
		if who.Household != "" {
			home, err := householdOf(r, who.Household)
			if err != nil {
				return nil, err
			}
			who.Household = home
		}
		if who.NationalNumber != "" || len(who.Names) > 0 {
			who.Homes = homes
			out = append(out, who)
		}
	}
	return out, nil
}

// homesOn are the addresses that are typed on a sheet: where people live, come
// from or go to. The one that is in the register already stands under any of
// them.
func homesOn(sheet *answer.Sheet) []register.Address {
	var out []register.Address
	for _, q := range sheet.Form().Questions() {
		if q.Kind != definition.Address {
			continue
		}
		if a := answer.AnsweredAddress(sheet.Value(q.ID)); a.House != "" {
			out = append(out, a)
		}
	}
	return out
}

// enters reports whether a form may enter somebody into the register.
func enters(f *definition.Form) bool {
	return slices.ContainsFunc(f.LeadsTo, func(o definition.Outcome) bool {
		return o.Register == register.Residents && (o.Of == "" || o.By != "")
	})
}
