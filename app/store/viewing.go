package store

import (
	"context"
	"time"

	"sala/app/office"
)

var _ office.Viewings = (*view)(nil)

// Viewings returns who has looked at a record on this station, and why, the
// latest first: what the citizen may ask for.
func (s *Store) Viewings(ctx context.Context, register, id string) (out []office.Viewing, err error) {
	err = s.read(ctx, func(v *view) error {
		out, err = v.Viewings(register, id)
		return err
	})
	return out, err
}

// Viewings is Store.Viewings in the view's transaction.
func (v *view) Viewings(register, id string) ([]office.Viewing, error) {
	rows, err := v.c.query("SELECT seq, officer, purpose, consent, at FROM viewing WHERE about = ? ORDER BY seq DESC", register+"/"+id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []office.Viewing
	for rows.Next() {
		var x office.Viewing
		var at int64
		if err := rows.Scan(&x.Entry, &x.Officer, &x.Purpose, &x.Consent, &at); err != nil {
			return nil, err
		}
		x.At = time.UnixMilli(at).UTC()
		out = append(out, x)
	}
	return out, rows.Err()
}
