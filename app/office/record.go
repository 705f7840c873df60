package office

import (
	"context"
	"errors"

	"sala/forms/register"
)

// Records is a Reader that has the records of every register, not only those
// with a typed view. The station's store is one.
type Records interface {
	Record(register, id string) (register.Record, error)
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
