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
		acts, err = list(v.c, "SELECT time, officer, payload FROM journal WHERE kind = ? AND payload IS NOT NULL ORDER BY seq DESC LIMIT ?", []any{kind, limit}, func(scan func(...any) error) (d Done, err error) {
			var at int64
			var body []byte
			if err = scan(&at, &d.Officer, &body); err == nil {
				d.Payload, err = act.Payload(kind, body)
			}
			d.At = journal.Time(at).Wall()
			return d, err
		})
		return err
	})
	return acts, err
}
