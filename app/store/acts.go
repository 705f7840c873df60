package store

import (
	"context"
	"time"

	"sala/forms/act"
	"sala/sync/journal"
)

// Done is an act of this station's journal.
type Done struct {
	At      time.Time
	Officer string
	Payload any // of the type that the kind's constant names
}

// Newest returns the station's newest acts of a kind, the newest first, at most
// limit. Those whose payload was purged are left out.
func (s *Store) Newest(ctx context.Context, kind string, limit int) (acts []Done, err error) {
	err = s.read(ctx, func(v *view) error {
		rows, err := v.c.query("SELECT time, officer, payload FROM journal WHERE kind = ? AND payload IS NOT NULL ORDER BY seq DESC LIMIT ?", kind, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var at int64
			var d Done
			var body []byte
			if err := rows.Scan(&at, &d.Officer, &body); err != nil {
				return err
			}
			if d.Payload, err = act.Payload(kind, body); err != nil {
				return err
			}
			d.At = journal.Time(at).Wall()
			acts = append(acts, d)
		}
		return rows.Err()
	})
	return acts, err
}
