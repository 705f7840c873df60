package store

import (
	"errors"

	"sala/app/office"
	"sala/forms/register"
)

var _ office.Joins = (*view)(nil)

// joinedTo stands in place of the household of a resident whose record points
// to another: whoever lives somewhere lives there once, and those who point to a
// record are found by the same index. No household's ID begins so.
func joinedTo(id string) string { return "=" + id }

// theSamePerson selects the IDs of a resident's record and of all that point to
// it, also over several.
const theSamePerson = `WITH RECURSIVE same (id) AS (SELECT ? UNION SELECT r.id FROM same JOIN record r ON r.household = '=' || same.id) SELECT id FROM same`

// longestChain is over how many records a pointer is followed. Central lets no
// circle come about; two stations that have not heard of each other could.
const longestChain = 16

// staying follows a resident's record to the one that stays. Where that one is
// not here, the record itself is all that there is.
func (v *view) staying(r register.Resident) (register.Resident, error) {
	at := r
	for range longestChain {
		if at.SameAs == "" {
			return at, nil
		}
		rec, err := v.Record(register.Residents, at.SameAs)
		if errors.Is(err, office.ErrNotFound) {
			break
		}
		if err != nil {
			return r, err
		}
		at = register.AsResident(rec)
	}
	return r, nil
}

// JoinedTo returns the records that point to a resident's, by their ID.
func (v *view) JoinedTo(id string) ([]register.Resident, error) { return v.Members(joinedTo(id)) }
