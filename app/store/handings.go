package store

import (
	"sala/app/office"
	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

var _ office.Handings = (*view)(nil)

// Handings reads from the journal when a petition was handed in here: what is
// stored of the petition itself is no other than it was in the program's first
// version. What central set aside did not happen.
func (v *view) Handings(petition string) ([]office.Handing, error) {
	return list(v.c, `SELECT j.officer, j.time FROM journal j LEFT JOIN verdict v ON v.seq = j.seq
		WHERE j.about = ? AND j.kind = ? AND (v.seq IS NULL OR v.outcome = ?) ORDER BY j.seq`,
		[]any{aboutPetition + petition, act.PetitionSubmitted, wire.Accepted}, func(scan func(...any) error) (h office.Handing, err error) {
			var at int64
			err = scan(&h.By, &at)
			h.At = journal.Time(at).Wall().UnixMilli()
			return h, err
		})
}
