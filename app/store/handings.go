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
	rows, err := v.c.query(`SELECT j.officer, j.time FROM journal j LEFT JOIN verdict v ON v.seq = j.seq
		WHERE j.about = ? AND j.kind = ? AND (v.seq IS NULL OR v.outcome = ?) ORDER BY j.seq`,
		aboutPetition+petition, act.PetitionSubmitted, wire.Accepted)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []office.Handing
	for rows.Next() {
		var h office.Handing
		var at int64
		if err := rows.Scan(&h.By, &at); err != nil {
			return nil, err
		}
		h.At = journal.Time(at).Wall().UnixMilli()
		out = append(out, h)
	}
	return out, rows.Err()
}
