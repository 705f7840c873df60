package store

import (
	"context"
	"time"
)

// Viewing is one look at somebody's record.
type Viewing struct {
	Entry   uint64    `json:"entry"`
	Officer string    `json:"officer"`
	Purpose string    `json:"purpose"`
	Consent string    `json:"consent,omitempty"`
	At      time.Time `json:"at"`
}

// Viewings returns who has looked at a record on this station, and why, the
// latest first: what the citizen may ask for.
func (s *Store) Viewings(ctx context.Context, register, id string) ([]Viewing, error) {
	var out []Viewing
	err := s.read(ctx, func(v *view) error {
		rows, err := v.c.query("SELECT seq, officer, purpose, consent, at FROM viewing WHERE about = ? ORDER BY seq DESC", register+"/"+id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var x Viewing
			var at int64
			if err := rows.Scan(&x.Entry, &x.Officer, &x.Purpose, &x.Consent, &at); err != nil {
				return err
			}
			x.At = time.UnixMilli(at).UTC()
			out = append(out, x)
		}
		return rows.Err()
	})
	return out, err
}
