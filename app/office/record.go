package office

import (
	"context"
	"errors"
)

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
