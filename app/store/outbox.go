package store

import (
	"context"
	"errors"
	"fmt"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Head returns the end of the journal.
func (s *Store) Head(ctx context.Context) (h journal.Head, err error) {
	err = s.read(ctx, func(v *view) error {
		h, _, err = head(v.c)
		return err
	})
	return h, err
}

// Acknowledged returns through which sequence number central has the journal.
func (s *Store) Acknowledged(ctx context.Context) (uint64, error) {
	return s.setting64(ctx, settingAcked)
}

// Unacknowledged returns entries after a sequence number, in order: at most
// maxEntries (0 = no limit) with payloads of at most maxBytes together (0 = no
// limit), but one at least.
func (s *Store) Unacknowledged(ctx context.Context, after uint64, maxEntries, maxBytes int) ([]journal.Entry, error) {
	var out []journal.Entry
	size := 0
	for e, err := range s.Entries(ctx, after) {
		if err != nil {
			return nil, err
		}
		size += len(e.Payload) + len(e.Subject) + 256 // the header and the signature
		if len(out) > 0 && maxBytes > 0 && size > maxBytes {
			break
		}
		if out = append(out, e); len(out) == maxEntries {
			break
		}
	}
	return out, nil
}

// Acknowledge takes in central's word on the journal, whose signature the
// caller has checked. Taking in the same word again changes nothing. A word on
// entries that the station does not have is ErrBehind, one on a different
// journal ErrFork; neither changes a table, but the latter stops the machine
// (StoppedAt).
func (s *Store) Acknowledge(ctx context.Context, a wire.Acknowledgement) error {
	err := s.write(ctx, "acknowledge", func(c *conn) error {
		if a.Station != s.identity.Station {
			return fmt.Errorf("an acknowledgement for %s: %w", a.Station, ErrFork)
		}
		h, _, err := head(c)
		if err != nil {
			return err
		}
		if a.Through > h.Seq {
			return fmt.Errorf("central has entries through %d, the station through %d: %w", a.Through, h.Seq, ErrBehind)
		}
		mine, err := hashOf(c, a.Through)
		if err != nil {
			return err
		}
		if mine != a.Head {
			return &differs{a.Through}
		}
		p := projection{c: c, office: s.identity.Office}
		for _, v := range a.Verdicts {
			if v.Seq == 0 || v.Seq > a.Through {
				return fmt.Errorf("a verdict on entry %d in an acknowledgement through %d", v.Seq, a.Through)
			}
			if err := p.verdict(v); err != nil {
				return err
			}
		}
		return errors.Join(s.acknowledged(c, a), agreed(c, a.Through))
	})
	if err == nil && s.behind.Load() != nil {
		return s.compare(ctx)
	}
	return s.proved(ctx, err)
}

// acknowledged moves the mark forward, never back.
func (s *Store) acknowledged(c *conn, a wire.Acknowledgement) error {
	before, err := number64(c, settingAcked)
	if err != nil {
		return err
	}
	if a.Through > before {
		if err := setNumber64(c, settingAcked, a.Through); err != nil {
			return err
		}
	}
	body, err := act.Encode(a)
	if err != nil {
		return err
	}
	if _, err := c.exec("INSERT INTO acknowledgement (through, at, body) VALUES (?, ?, ?) ON CONFLICT (through) DO UPDATE SET at = excluded.at, body = excluded.body",
		a.Through, a.At, body); err != nil {
		return err
	}
	return s.synced(c)
}

func (s *Store) synced(c *conn) error {
	return setNumber64(c, settingSyncedAt, uint64(max(0, s.env.Now().UnixMilli())))
}

// verdict keeps central's word on one entry and shows its subject anew.
func (p *projection) verdict(v wire.Verdict) error {
	if _, err := p.c.exec(`INSERT INTO verdict (seq, outcome, reason, position, version) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (seq) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, position = excluded.position, version = excluded.version`,
		v.Seq, v.Outcome, v.Reason, v.Position, v.Version); err != nil {
		return err
	}
	var about string
	if _, err := p.c.one([]any{&about}, "SELECT about FROM journal WHERE seq = ?", v.Seq); err != nil || about == "" {
		return err
	}
	trunk, _, err := p.trunkOf(about)
	if err != nil || trunk == 0 || v.Outcome == wire.Accepted && v.Version > trunk {
		return err // it stays on top until central sends the subject
	}
	return p.refold(about)
}

// AddLease takes in a block of numbers, as an entry of the journal. The same
// lease again changes nothing.
func (s *Store) AddLease(ctx context.Context, l number.Lease) error {
	return s.Write(ctx, s.identity.Station, func(w office.Writer) error {
		var one int
		found, err := w.(*writer).c.one([]any{&one}, "SELECT 1 FROM lease WHERE id = ?", l.ID)
		if err != nil || found {
			return err
		}
		return w.Append(act.LeaseReceived, "lease/"+l.ID, 0, l)
	})
}

// SetAside is an entry that central kept but did not apply, and that nobody has
// settled.
type SetAside struct {
	Entry   journal.Entry
	Verdict wire.Verdict
}

// SetAside returns the entries that wait for a person, the oldest first.
func (s *Store) SetAside(ctx context.Context) ([]SetAside, error) {
	var out []SetAside
	err := s.read(ctx, func(v *view) error {
		var err error
		out, err = list(v.c, "SELECT v.seq, v.outcome, v.reason, v.position, v.version FROM verdict v LEFT JOIN settled s ON s.seq = v.seq WHERE v.outcome <> '"+
			wire.Accepted+"' AND s.seq IS NULL ORDER BY v.seq", nil, func(scan func(...any) error) (a SetAside, err error) {
			err = scan(&a.Verdict.Seq, &a.Verdict.Outcome, &a.Verdict.Reason, &a.Verdict.Position, &a.Verdict.Version)
			return a, err
		})
		if err != nil {
			return err
		}
		for i := range out {
			if out[i].Entry, err = s.entry(v.c, out[i].Verdict.Seq); err != nil {
				return err
			}
			if err := said(v.c, &out[i].Verdict); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// said completes a verdict by what stands only in the acknowledgement that
// brought it.
func said(c *conn, v *wire.Verdict) error {
	var body []byte
	found, err := c.one([]any{&body}, "SELECT body FROM acknowledgement WHERE through >= ? ORDER BY through LIMIT 1", v.Seq)
	if err != nil || !found {
		return err
	}
	a, err := act.Decode[wire.Acknowledgement](body)
	if err != nil {
		return err
	}
	for _, w := range a.Verdicts {
		if w.Seq == v.Seq {
			v.Fields, v.With, v.WithAt = w.Fields, w.With, w.WithAt
		}
	}
	return nil
}

func (s *Store) entry(c *conn, seq uint64) (journal.Entry, error) {
	prev, err := hashOf(c, seq-1)
	if err != nil {
		return journal.Entry{}, err
	}
	rows, err := c.query(selectEntries+"WHERE seq = ?", seq)
	if err != nil {
		return journal.Entry{}, err
	}
	for e, err := range s.entries(rows, prev) {
		return e, err
	}
	return journal.Entry{}, fmt.Errorf("entry %d: %w", seq, office.ErrNotFound)
}

// Entry returns one entry of the journal.
func (s *Store) Entry(ctx context.Context, seq uint64) (e journal.Entry, err error) {
	err = s.read(ctx, func(v *view) error {
		if seq == 0 {
			return fmt.Errorf("entry 0: %w", office.ErrNotFound)
		}
		e, err = s.entry(v.c, seq)
		return err
	})
	return e, err
}
