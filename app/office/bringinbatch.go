package office

import (
	"errors"

	"sala/forms/act"
	"sala/forms/register"
)

// intake is one batch of an import in its transaction. The acts are gathered and
// appended together.
type intake struct {
	Writer
	in      *bringing
	count   *BroughtIn
	acts    []Act
	present map[string]bool   // the rows' IDs and national numbers that were there before; nil when that is not known
	entered map[string]bool   // those that the batch has entered
	homes   map[string]string // households by code, "" for none
}

// flush appends what was gathered.
func (t *intake) flush() error {
	acts := t.acts
	t.acts = nil
	return t.AppendAll(acts)
}

// Presence is a Reader that knows at once which of many records are there: it
// returns those of the IDs and of the national numbers that are. The station's
// store is one.
type Presence interface {
	Present(register string, ids, numbers []string) (map[string]bool, error)
}

// look asks which of the rows' records are there.
func (t *intake) look(rows []readyRow) (err error) {
	p, ok := t.Writer.(Presence)
	if !ok {
		return nil
	}
	var ids, numbers []string
	for _, r := range rows {
		if r.refused == nil {
			ids = append(ids, r.id)
			if n := t.number(r.fields); n != "" {
				numbers = append(numbers, n)
			}
		}
	}
	t.present, err = p.Present(t.in.Register, ids, numbers)
	return err
}

// number is the national number by which a row's record may be known.
func (t *intake) number(fields register.Fields) string {
	if t.in.Register != register.Residents {
		return ""
	}
	return fields.Text("number")
}

// row takes one row in, or says why not.
func (t *intake) row(row *readyRow) (*RefusedRow, error) {
	in, fields := t.in, row.fields
	if row.refused != nil {
		return row.refused, nil
	}
	if no, err := t.link(fields); no != nil || err != nil {
		return no, err
	}
	before, err := t.known(row.id, t.number(fields))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	change := act.Change{Register: in.Register, ID: row.id, Office: in.office, Set: fields, Reason: "import"}
	if err == nil {
		change.ID = before.ID
		if change.Set, change.Old = differing(fields, before.Fields); len(change.Set) == 0 {
			t.count.Same++
			return nil, nil
		}
		if !in.Update {
			return &RefusedRow{Code: "differs", Args: map[string]any{"id": before.ID}}, nil
		}
		t.count.Changed++
	} else {
		t.count.New++
	}
	t.acts = append(t.acts, Act{Kind: act.RecordSet, Subject: in.Register + "/" + change.ID, Base: before.Version, Payload: change})
	t.entered[change.ID] = true
	if n := t.number(fields); n != "" {
		t.entered[n] = true
	}
	return nil, nil
}

// known finds the record that a row is about: under the ID that an earlier
// import gave it, or under the national number that central's record has.
func (t *intake) known(id, number string) (register.Record, error) {
	if t.entered[id] || t.entered[number] { // a row before it is about the same record
		if err := t.flush(); err != nil {
			return register.Record{}, err
		}
	} else if t.present != nil && !t.present[id] && !t.present[number] {
		return register.Record{}, ErrNotFound
	}
	rec, err := t.Writer.Record(t.in.Register, id)
	if !errors.Is(err, ErrNotFound) || t.in.Register != register.Residents {
		return rec, err
	}
	who, err := t.ResidentByNumber(number)
	if err != nil {
		return register.Record{}, err
	}
	return t.Writer.Record(t.in.Register, who.ID)
}

// link finds the household that a row names by its code.
func (t *intake) link(fields register.Fields) (*RefusedRow, error) {
	code := digits(fields.Text("household_code"))
	if code == "" {
		return nil, nil
	}
	delete(fields, "household_code")
	home, looked := t.homes[code]
	if !looked {
		var err error
		if home, err = t.home(code); err != nil {
			return nil, err
		}
		t.homes[code] = home
	}
	if home == "" {
		return &RefusedRow{Field: "household_code", Code: "no_household", Args: map[string]any{"value": code}}, nil
	}
	fields["household"] = home
	return nil, nil
}

// home returns the ID of the household with a code, "" for none.
func (t *intake) home(code string) (string, error) {
	h, err := t.Household(recordID(t.in.office, register.Households, code))
	if err == nil {
		return h.ID, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return "", err
	}
	if home, err := householdOf(t.Writer, code); home != code || err != nil {
		return home, err
	}
	return "", nil
}
