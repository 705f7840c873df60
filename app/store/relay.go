package store

import (
	"context"
	"time"

	"sala/forms/act"
	"sala/sync/wire"
)

// relayKeeps is how long a relay keeps what central has acknowledged, so that
// the office's other stations can still ask for it.
const relayKeeps = 24 * time.Hour

// Relay is where a station that is its office's relay keeps what it holds for
// the others: in its own encrypted database.
type Relay struct{ s *Store }

// Relay returns the store's place for what a relay holds.
func (s *Store) Relay() Relay { return Relay{s} }

// Keep keeps a push, once.
func (r Relay) Keep(ctx context.Context, p wire.Push) error {
	body, err := act.Encode(p)
	if err != nil {
		return err
	}
	entries, err := p.Read()
	if err != nil {
		return err
	}
	return r.s.write(ctx, "keep a push for the office", func(c *conn) error {
		if err := expectAttachments(c, entries); err != nil {
			return err
		}
		_, err := c.exec("INSERT INTO relay_push (station, last, signature, kept, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			p.Station, p.After+uint64(len(p.Entries)), p.Signature, r.s.env.Now().UnixMilli(), body)
		return err
	})
}

// Kept returns pushes in the order in which they came, after a cursor.
func (r Relay) Kept(ctx context.Context, after uint64, limit int) (pushes []wire.Push, cursor uint64, err error) {
	cursor = after
	err = r.s.read(ctx, func(v *view) error {
		pushes, err = list(v.c, "SELECT n, body FROM relay_push WHERE n > ? ORDER BY n LIMIT ?", []any{after, limit}, func(scan func(...any) error) (p wire.Push, err error) {
			var body []byte
			if err = scan(&cursor, &body); err == nil {
				p, err = act.Decode[wire.Push](body)
			}
			return p, err
		})
		return err
	})
	return pushes, cursor, err
}

// Acknowledged keeps central's word on a forwarded push, and forgets pushes that
// central has had for a day.
func (r Relay) Acknowledged(ctx context.Context, a wire.Acknowledgement) error {
	body, err := act.Encode(a)
	if err != nil {
		return err
	}
	return r.s.write(ctx, "keep central's word for the office", func(c *conn) error {
		if _, err := c.exec("INSERT INTO relay_word (station, through, body) VALUES (?, ?, ?) ON CONFLICT (station, through) DO UPDATE SET body = excluded.body", a.Station, a.Through, body); err != nil {
			return err
		}
		before := r.s.env.Now().Add(-relayKeeps).UnixMilli()
		_, err := c.exec("DELETE FROM relay_push WHERE station = ? AND last <= ? AND kept < ?", a.Station, a.Through, before)
		return err
	})
}

// Words returns what central said of a station's entries.
func (r Relay) Words(ctx context.Context, station string) (words []wire.Acknowledgement, err error) {
	err = r.s.read(ctx, func(v *view) error {
		words, err = bodies[wire.Acknowledgement](v.c, "SELECT body FROM relay_word WHERE station = ? ORDER BY through", station)
		return err
	})
	return words, err
}

// Ticket takes the next number of a line and day.
func (r Relay) Ticket(ctx context.Context, line, day string) (n uint64, err error) {
	err = r.s.write(ctx, "take a number in the queue", func(c *conn) error {
		if _, err := c.exec("INSERT INTO queue (line, day, last) VALUES (?, ?, 1) ON CONFLICT (line, day) DO UPDATE SET last = last + 1", line, day); err != nil {
			return err
		}
		_, err := c.one([]any{&n}, "SELECT last FROM queue WHERE line = ? AND day = ?", line, day)
		return err
	})
	return n, err
}

// RelayHolds counts the entries that a relay holds for others and that central
// has not acknowledged.
func (s *Store) RelayHolds(ctx context.Context) (n int, err error) {
	err = s.read(ctx, func(v *view) error {
		_, err := v.c.one([]any{&n}, "SELECT count(*) FROM relay_push p WHERE station <> ? AND last > coalesce((SELECT max(through) FROM relay_word w WHERE w.station = p.station), 0)", s.identity.Station)
		return err
	})
	return n, err
}
