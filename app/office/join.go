package office

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sala/forms/act"
	"sala/forms/register"
)

// Joins is a Reader that knows which residents' records point to which. Its
// Resident and ResidentByNumber return the record that stays, and whoever asks
// for its petitions gets those of all. The station's store is one.
type Joins interface {
	// JoinedTo returns the records that point to a resident's.
	JoinedTo(id string) ([]register.Resident, error)
}

// Side is one of two records that are compared.
type Side struct {
	Record    register.Record
	Resident  register.Resident
	Household register.Household // zero where this office does not know it
	Members   int                // who live there, this one included
	Petitions int
}

// Comparison is two residents' records side by side.
type Comparison struct {
	A, B    Side
	Match   register.Match // how likely it is that they are one person, and why
	Aspects []register.Aspect
}

// Compare opens two residents' records beside one another. Both looks stand in
// the journal.
func (s *Session) Compare(ctx context.Context, a, b string, l Look) (c Comparison, err error) {
	const op = "compare"
	if err := s.need(op, LookUp); err != nil {
		return c, err
	}
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if c.A, err = s.side(w, a, l); err != nil {
			return err
		}
		c.B, err = s.side(w, b, l)
		return err
	})
	if err != nil {
		return c, s.office.explain(op, err)
	}
	c.Match = register.Compare(c.A.Resident, c.B.Resident)
	c.Aspects = register.Aspects(c.A.Record.Fields, c.B.Record.Fields)
	return c, nil
}

func (s *Session) side(w Writer, id string, l Look) (out Side, err error) {
	if out.Record, err = w.Record(register.Residents, id); err != nil {
		return out, err
	}
	if err := s.looks(w, register.Residents, id, out.Record.Version, l); err != nil {
		return out, err
	}
	out.Resident = register.AsResident(out.Record)
	if home := out.Resident.Household; home != "" {
		if out.Household, err = w.Household(home); err != nil && !errors.Is(err, ErrNotFound) {
			return out, err
		}
		members, err := w.Members(home)
		if err != nil {
			return out, err
		}
		out.Members = len(members)
	}
	out.Petitions, err = w.CountPetitions(PetitionFilter{Resident: id})
	return out, err
}

// Joint says which of two records stays, and what it takes over from the other.
type Joint struct {
	Stays, Leaves               string
	StaysVersion, LeavesVersion uint64   // as they were compared
	Take                        []string // names of Comparison.Aspects
	Reason                      string
}

// Join makes one person of two residents' records: the one that leaves points to
// the one that stays, which takes over what is chosen. Nothing is deleted, and
// Part undoes it. Only a registrar may. The codes of a refusal are
// "reason_needed", "record_changed", "joined_already", "join_office" (a record
// is another office's) and "join_head" (a household would be without its head).
func (s *Session) Join(ctx context.Context, j Joint) (register.Resident, error) {
	const op = "join two records"
	var stays register.Resident
	if err := s.unites(op, j.Reason); err != nil {
		return stays, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		to, err := s.joinable(w, j.Stays, j.StaysVersion)
		if err != nil {
			return err
		}
		from, err := s.joinable(w, j.Leaves, j.LeavesVersion)
		if err != nil {
			return err
		}
		if to.ID == from.ID {
			return &Error{Op: op, Code: "joined_already", Args: map[string]any{"id": to.ID}}
		}
		aspects := slices.DeleteFunc(register.Aspects(to.Fields, from.Fields), func(a register.Aspect) bool { return !slices.Contains(j.Take, a.Name) })
		gave := register.Give(to.Fields, from.Fields, aspects)
		after := given(to.Fields, gave)
		if err := headStays(w, from, after); err != nil {
			return err
		}
		if err := s.setFields(w, to, after, j.Reason); err != nil {
			return err
		}
		joining := act.Joining{Register: register.Residents, ID: from.ID, Into: to.ID, Office: s.office.Profile.Office, Gave: gave, Reason: strings.TrimSpace(j.Reason)}
		if err := w.Append(act.RecordJoined, register.Residents+"/"+from.ID, from.Version, joining); err != nil {
			return err
		}
		stays, err = w.Resident(to.ID)
		return err
	})
	return stays, s.office.explain(op, err)
}

// Part makes two people again of a record that points to another. The other
// gives back what it took over, where that was not changed since.
func (s *Session) Part(ctx context.Context, id, reason string) (register.Resident, error) {
	const op = "part two records"
	var parted register.Resident
	if err := s.unites(op, reason); err != nil {
		return parted, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		from, err := w.Record(register.Residents, id)
		if err != nil {
			return err
		}
		into := from.Fields.Text(register.SameAs)
		if into == "" {
			return &Error{Op: op, Code: "not_joined", Args: map[string]any{"id": id}}
		}
		to, err := w.Record(register.Residents, into)
		if err != nil {
			return err
		}
		gave := from.Fields.Fields(register.SameGave)
		if err := s.setFields(w, to, register.GiveBack(to.Fields, gave), reason); err != nil {
			return err
		}
		joining := act.Joining{Register: register.Residents, ID: id, Into: into, Office: s.office.Profile.Office, Gave: gave, Reason: strings.TrimSpace(reason)}
		if err := w.Append(act.RecordParted, register.Residents+"/"+id, from.Version, joining); err != nil {
			return err
		}
		parted, err = w.Resident(id)
		return err
	})
	return parted, s.office.explain(op, err)
}

func (s *Session) unites(op, reason string) error {
	if err := s.need(op, Unite); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return &Error{Op: op, Code: "reason_needed"}
	}
	return nil
}

// joinable reads a record that is to be joined, as it was compared.
func (s *Session) joinable(r Reader, id string, version uint64) (register.Record, error) {
	const op = "join two records"
	rec, err := r.Record(register.Residents, id)
	args := map[string]any{"id": id}
	switch {
	case err != nil:
		return rec, err
	case rec.Fields.Text(register.SameAs) != "":
		return rec, &Error{Op: op, Code: "joined_already", Args: args}
	case rec.Office != "" && rec.Office != s.office.Profile.Office:
		return rec, &Error{Op: op, Code: "join_office", Args: args}
	case version != rec.Version:
		return rec, &Error{Op: op, Code: "record_changed", Args: args}
	}
	return rec, nil
}

// given are a record's fields after it took over what gave says.
func given(fields, gave register.Fields) register.Fields {
	set, clear := register.Fields{}, []string(nil)
	for name := range gave {
		if now, has := gave.Fields(name)[register.Now]; has {
			set[name] = now
		} else {
			clear = append(clear, name)
		}
	}
	return fields.Change(set, clear)
}

// headStays refuses to take the head out of a household in which others live.
func headStays(r Reader, leaves register.Record, after register.Fields) error {
	home := leaves.Fields.Text("household")
	if leaves.Fields.Text("position") != string(register.Head) || home == "" ||
		after.Text("household") == home && after.Text("position") == string(register.Head) {
		return nil
	}
	members, err := r.Members(home)
	if err != nil || !slices.ContainsFunc(members, func(m register.Resident) bool { return m.ID != leaves.ID }) {
		return err
	}
	at := home
	if h, err := r.Household(home); err == nil {
		at = h.Address.Line()
	}
	return &Error{Op: "join two records", Code: "join_head", Args: map[string]any{"household": at}}
}

// setFields changes a record to what its fields are to be, if anything differs.
func (s *Session) setFields(w Writer, rec register.Record, after register.Fields, reason string) error {
	set, clear, old := register.Difference(rec.Fields, after)
	if len(set)+len(clear) == 0 {
		return nil
	}
	return w.Append(act.RecordSet, rec.Register+"/"+rec.ID, rec.Version,
		act.Change{Register: rec.Register, ID: rec.ID, Office: s.office.Profile.Office, Set: set, Clear: clear, Old: old, Reason: strings.TrimSpace(reason)})
}
