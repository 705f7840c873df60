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
	return list(v.c, "SELECT seq, officer, purpose, consent, at FROM viewing WHERE about = ? ORDER BY seq DESC", []any{register + "/" + id}, func(scan func(...any) error) (x office.Viewing, err error) {
		var at int64
		err = scan(&x.Entry, &x.Officer, &x.Purpose, &x.Consent, &at)
		x.At = time.UnixMilli(at).UTC()
		return x, err
	})
}
