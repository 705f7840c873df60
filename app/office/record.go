package office

import (
	"context"
	"errors"
	"strings"

	"sala/forms/act"
	"sala/forms/register"
)

// Records is a Reader that has the records of every register, not only those
// with a typed view. The station's store is one.
type Records interface {
	Record(register, id string) (register.Record, error)
}

// OpenRecord opens a record of any register. The purpose stands in the journal.
func (s *Session) OpenRecord(ctx context.Context, reg, id, purpose string) (register.Record, error) {
	const op = "open a record"
	var rec register.Record
	if err := s.need(op, LookUp); err != nil {
		return rec, err
	}
	if strings.TrimSpace(purpose) == "" {
		return rec, &Error{Op: op, Code: "purpose_needed"}
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if rec, err = recordOf(w, reg, id); err != nil {
			return err
		}
		return w.Append(act.RecordViewed, reg+"/"+id, rec.Version, act.Viewing{Register: reg, ID: id, Purpose: purpose})
	})
	return rec, s.office.explain(op, err)
}

// recordOf reads a record of any register.
func recordOf(r Reader, reg, id string) (register.Record, error) {
	if all, ok := r.(Records); ok {
		return all.Record(reg, id)
	}
	switch reg {
	case register.Residents:
		v, err := r.Resident(id)
		return v.Record(), err
	case register.Households:
		v, err := r.Household(id)
		return v.Record(), err
	}
	return register.Record{}, ErrNotFound
}

// Resident finds a resident by the record's ID or the national number, without
// opening the record: what it says is for another use case to read.
func (o *Office) Resident(ctx context.Context, idOrNumber string) (id string, err error) {
	err = o.Store.Read(ctx, func(r Reader) error {
		who, err := r.Resident(idOrNumber)
		if errors.Is(err, ErrNotFound) {
			who, err = r.ResidentByNumber(digits(idOrNumber))
		}
		id = who.ID
		return err
	})
	return id, o.explain("find a resident", err)
}
