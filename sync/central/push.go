package central

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sala/sync/journal"
	"sala/sync/wire"
)

// Push takes a run of a station's entries and returns the signed
// acknowledgement, or a *wire.Refusal that concerns all of them. Entries that
// central has already are compared with what it keeps, hash by hash, and get
// the verdict that they got then.
//
// A station sends a batch before it has heard of the last one. Should the later
// one get here first, it waits a little for the other.
func (c *Central) Push(ctx context.Context, station string, p wire.Push) (wire.Acknowledgement, error) {
	if p.Station != station {
		return wire.Acknowledgement{}, &wire.Refusal{Code: wire.RefusedScope}
	}
	for n := 0; ; n++ {
		ack, err := c.push(ctx, station, p)
		var refusal *wire.Refusal
		if n == overtakes || !errors.As(err, &refusal) || refusal.Code != wire.RefusedGap {
			return ack, err
		}
		select {
		case <-ctx.Done():
			return ack, err
		case <-time.After(overtakePause):
		}
	}
}

// How often, and after what time, a push that came before the one before it is
// looked at again.
const (
	overtakes     = 40
	overtakePause = 25 * time.Millisecond
)

func (c *Central) push(ctx context.Context, station string, p wire.Push) (wire.Acknowledgement, error) {
	var ack wire.Acknowledgement
	var refusal *wire.Refusal
	err := c.Store.Update(ctx, func(tx Tx) (err error) {
		ack, refusal = wire.Acknowledgement{}, nil
		s, err := hold(tx, station)
		if err != nil {
			return err
		}
		entries, hashes, err := p.Unpack(s.JournalKey)
		if refusal = unpackRefusal(err); refusal != nil {
			return nil
		}
		if refusal, err = c.overlap(tx, s, p, hashes); err != nil {
			return err
		}
		s.Contact, s.Waiting = c.millis(), p.Waiting
		if p.Clock != 0 {
			s.ClockSkew = p.Clock - c.millis()
		}
		if refusal != nil {
			if refusal.Code == wire.RefusedFork && s.State != StationForked {
				if err := c.dispute(tx, &s, p); err != nil {
					return err
				}
			}
			return tx.PutStation(s)
		}
		known := min(int(s.Through-p.After), len(entries))
		verdicts, err := c.given(tx, station, p.After, p.After+uint64(known))
		if err != nil {
			return err
		}
		if fresh := entries[known:]; len(fresh) > 0 {
			given, err := c.take(tx, s, fresh, hashes[known:])
			if err != nil {
				return err
			}
			verdicts = append(verdicts, given...)
			s.Through, s.Head = fresh[len(fresh)-1].Seq, hashes[len(hashes)-1]
		}
		// never beyond what was sent and compared just now
		ack = wire.Acknowledgement{Station: station, Through: entries[len(entries)-1].Seq, Head: hashes[len(hashes)-1], Verdicts: verdicts, At: c.millis()}
		return tx.PutStation(s)
	})
	if err != nil {
		return wire.Acknowledgement{}, fmt.Errorf("push of %s: %w", station, err)
	}
	if refusal != nil {
		return wire.Acknowledgement{}, refusal
	}
	return ack.Signed(c.Authority.Signing), nil
}

// hold returns a station while holding its office.
func hold(tx Tx, station string) (Station, error) {
	s, err := tx.Station(station)
	if err != nil {
		return s, err
	}
	if _, err := tx.Office(s.Office); err != nil {
		return s, err
	}
	return tx.Station(station) // again: another transaction may have had the office
}

func unpackRefusal(err error) *wire.Refusal {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, journal.ErrSignature):
		return &wire.Refusal{Code: wire.RefusedSignature}
	case errors.Is(err, wire.ErrTooLarge):
		return &wire.Refusal{Code: wire.RefusedTooLarge}
	}
	return &wire.Refusal{Code: wire.RefusedMalformed, Detail: err.Error()}
}

// overlap compares the push with what central keeps of the station's journal.
func (c *Central) overlap(tx Tx, s Station, p wire.Push, hashes []journal.Hash) (*wire.Refusal, error) {
	if s.State == StationForked {
		return &wire.Refusal{Code: wire.RefusedFork, Through: s.Through}, nil
	}
	if p.After > s.Through {
		return &wire.Refusal{Code: wire.RefusedGap, Through: s.Through}, nil
	}
	first := p.After // the entry before the push is compared too, by Prev
	sent := hashes
	if first > 0 {
		first, sent = first-1, append([]journal.Hash{p.Prev}, hashes...)
	} else if !p.Prev.IsZero() {
		return &wire.Refusal{Code: wire.RefusedFork, Through: s.Through}, nil
	}
	through := min(s.Through, p.After+uint64(len(hashes)))
	kept, err := tx.Hashes(s.Name, first, through)
	if err != nil {
		return nil, err
	}
	for i := range kept {
		if kept[i] != sent[i] {
			return &wire.Refusal{Code: wire.RefusedFork, Through: s.Through}, nil
		}
	}
	return nil, nil
}

// given returns the verdicts that central gave before.
func (c *Central) given(tx Tx, station string, after, through uint64) ([]wire.Verdict, error) {
	if through <= after {
		return nil, nil
	}
	old, err := tx.Entries(EntryFilter{Station: station, After: after, Through: through, Bare: true})
	if err != nil {
		return nil, err
	}
	verdicts := make([]wire.Verdict, len(old))
	for i := range old {
		verdicts[i] = old[i].Verdict
	}
	return verdicts, nil
}

// Journal returns entries of a station's own that it lost, in a form that it
// can verify: runs that end in a signed entry.
func (c *Central) Journal(ctx context.Context, station string, after uint64) (wire.Journal, error) {
	var j wire.Journal
	err := c.Store.View(ctx, func(tx Tx) error {
		entries, err := tx.Entries(EntryFilter{Station: station, After: after, Limit: wire.MaxEntries})
		if err != nil {
			return err
		}
		run := make([]journal.Entry, 0, len(entries))
		for _, e := range entries {
			run = append(run, e.Entry)
			if e.Signature != nil {
				j.Pushes = append(j.Pushes, wire.Pack(run))
				run = run[len(run):]
			}
		}
		j.More = len(entries) == wire.MaxEntries
		return nil
	})
	if err != nil {
		return j, fmt.Errorf("journal of %s: %w", station, err)
	}
	return j, nil
}

// Through returns how far central has a station's journal.
func (c *Central) Through(ctx context.Context, station string) (seq uint64, err error) {
	err = c.Store.View(ctx, func(tx Tx) error {
		s, err := tx.Station(station)
		seq = s.Through
		return err
	})
	return seq, err
}
