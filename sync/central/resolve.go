package central

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/merge"
	"sala/sync/wire"
)

// How a person settles an entry that was set aside.
const (
	SettleMine      = "mine"      // the station's values stand
	SettleTheirs    = "theirs"    // what central has stands
	SettleAgain     = "again"     // the rules are applied once more
	SettleWithdrawn = "withdrawn" // the station takes it back
)

// Errors of Settle that a caller branches on.
var (
	ErrSettled  = errors.New("the entry is not set aside")
	ErrUnknown  = errors.New("no such way to settle an entry")
	ErrStillSet = errors.New("the rules still refuse the entry")
)

// retry applies the rules once more to entries of an office that were set aside
// for one of the reasons and waited for something that came since: a petition of
// which the draft arrived after the decision. It returns when nothing more moves.
func (c *Central) retry(tx Tx, office string, reasons ...string) error {
	for {
		moved := false
		waiting, err := tx.Entries(EntryFilter{Office: office, Outcomes: []string{wire.Conflict}, Limit: 1000})
		if err != nil {
			return err
		}
		for _, e := range waiting {
			if !slices.Contains(reasons, e.Verdict.Reason) {
				continue
			}
			r, err := c.reapply(tx, e, nil)
			if err != nil {
				return err
			}
			if r.outcome == wire.Accepted {
				moved = true
				if err := c.record(tx, e, r, "", ""); err != nil {
					return err
				}
			}
		}
		if !moved {
			return nil
		}
	}
}

// reapply runs the rules on an entry that was set aside, after change, if any,
// has been made to its payload.
func (c *Central) reapply(tx Tx, e Entry, change func(*intake, any) any) (ruling, error) {
	s, err := tx.Station(e.Station)
	if err != nil {
		return ruling{}, err
	}
	in := c.newIntake(tx, s)
	work := []decoded{decode(&e.Entry)}
	if err := in.load(work); err != nil {
		return ruling{}, err
	}
	if change != nil && work[0].payload != nil {
		work[0].payload = change(in, work[0].payload)
	}
	r, err := in.rule(&work[0])
	if err != nil || r.outcome != wire.Accepted {
		return r, err
	}
	r.position = in.next(s.Office)
	return r, in.flush()
}

// record writes the later word on an entry, and sends it down the feed.
func (c *Central) record(tx Tx, e Entry, r ruling, how, official string) error {
	v := wire.Verdict{Seq: e.Seq, Outcome: r.outcome, Reason: r.reason, Position: r.position, Version: r.version, Fields: e.Verdict.Fields, Resolved: how, Officer: official, At: c.millis()}
	if err := tx.AddRuling(Ruling{Station: e.Station, Verdict: v}); err != nil {
		return err
	}
	return c.publish(tx, e.Office, Key{wire.WhatVerdict, fmt.Sprintf("%s/%d", e.Station, e.Seq)}, v)
}

// publish puts one item of central's own into an office's feed.
func (c *Central) publish(tx Tx, office string, k Key, value any) error {
	o, err := tx.Office(office)
	if err != nil {
		return err
	}
	body, err := act.Encode(value)
	if err != nil {
		return err
	}
	old, err := tx.Items(office, []Key{k})
	if err != nil {
		return err
	}
	o.Position++
	if err := tx.PutItems([]Item{{Key: k, Office: office, Version: old[k].Version + 1, Position: o.Position, Body: body}}); err != nil {
		return err
	}
	return tx.PutOffice(o)
}

// Settle lets an official settle an entry that was set aside. SettleMine may
// name the fields in which the station's values stand; without any, all do.
func (c *Central) Settle(ctx context.Context, official, station string, seq uint64, how string, fields ...string) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		if _, err := hold(tx, station); err != nil {
			return err
		}
		found, err := tx.Entries(EntryFilter{Station: station, After: seq - 1, Through: seq})
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return ErrNotFound
		}
		e := found[0]
		if e.Verdict.Outcome == wire.Accepted || e.Verdict.Resolved != "" {
			return ErrSettled
		}
		switch how {
		case SettleTheirs, SettleWithdrawn:
			return c.record(tx, e, ruling{outcome: wire.Rejected, reason: e.Verdict.Reason}, how, official)
		case SettleMine:
			r, err := c.reapply(tx, e, func(in *intake, payload any) any { return in.insist(payload, fields) })
			if err != nil {
				return err
			}
			return c.settled(tx, e, r, how, official)
		case SettleAgain:
			r, err := c.reapply(tx, e, nil)
			if err != nil {
				return err
			}
			return c.settled(tx, e, r, how, official)
		}
		return ErrUnknown
	})
	if err != nil {
		return fmt.Errorf("settle entry %d of %s: %w", seq, station, err)
	}
	return nil
}

func (c *Central) settled(tx Tx, e Entry, r ruling, how, official string) error {
	if r.outcome != wire.Accepted {
		return fmt.Errorf("%w: %s", ErrStillSet, r.reason)
	}
	if err := c.record(tx, e, r, how, official); err != nil {
		return err
	}
	return c.retry(tx, e.Office, ReasonAbsent, ReasonDepends)
}

// insist turns a change into one whose officer saw what stands now, so that
// its values win; in the fields that are not named what stands wins. A petition
// stands as it was handed in, whatever its form says.
func (in *intake) insist(payload any, fields []string) any {
	in.insisting = true
	c, ok := payload.(act.Change)
	if !ok {
		return payload
	}
	rec, _ := in.items[recordKey(c.Register, c.ID)].value.(register.Record)
	set, old := register.Fields{}, register.Fields{}
	var clear []string
	wanted := func(name string) bool {
		return len(fields) == 0 || slices.Contains(fields, name) || merge.Equal(rec.Fields[name], c.Old[name])
	}
	for name, v := range c.Set {
		if wanted(name) {
			set[name], old[name] = v, rec.Fields[name]
		}
	}
	for _, name := range c.Clear {
		if wanted(name) {
			clear, old[name] = append(clear, name), rec.Fields[name]
		}
	}
	c.Set, c.Clear, c.Old = set, clear, old
	return c
}

// Dispute keeps a push whose entries are other ones than central has under the
// same numbers, so that the work of a restored station is not lost, and stops
// the station until a person has looked.
func (c *Central) dispute(tx Tx, s *Station, p wire.Push) error {
	s.State, s.Note = StationForked, fmt.Sprintf("sent other entries than central keeps, from %d on", p.After+1)
	b, err := c.codec.Encode(p)
	if err != nil {
		return err
	}
	return tx.PutSetting("dispute", fmt.Sprintf("%s/%d/%x", s.Name, p.After, p.Signature[:min(8, len(p.Signature))]), b)
}

// Reinstate lets a station that was stopped for a fork go on, when a person has
// found the other machine and taken it away.
func (c *Central) Reinstate(ctx context.Context, station string) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		s, err := hold(tx, station)
		if err != nil {
			return err
		}
		s.State, s.Note = StationActive, ""
		return tx.PutStation(s)
	})
	if err != nil {
		return fmt.Errorf("reinstate %s: %w", station, err)
	}
	return nil
}
