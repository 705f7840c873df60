package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// poolOf stands before the kind of a spare block in the table of leases.
const poolOf = "pool/"

// HandOn hands spare blocks on to a station of the office, as entries of the
// relay's journal: those that were handed to it before and that it does not
// have, and one of each kind that it asks for, while there are any. What it
// returns is on the disk: no block is ever handed to two.
func (r Relay) HandOn(ctx context.Context, station string, q wire.LeaseRequest) ([]number.Lease, error) {
	var out []number.Lease
	err := r.s.Write(ctx, r.s.identity.Station, func(w office.Writer) error {
		spare, before, err := w.(*writer).pool(station)
		if err != nil {
			return err
		}
		out = slices.DeleteFunc(before, func(l number.Lease) bool { return slices.Contains(q.Have, l.ID) })
		for _, l := range spare {
			if q.Ask[l.Kind] == 0 || slices.ContainsFunc(out, func(o number.Lease) bool { return o.Kind == l.Kind }) {
				continue
			}
			handed := wire.HandOn(l, station, r.s.env.Now().UnixMilli(), r.s.signing)
			if err := w.Append(act.LeaseHanded, "lease/"+l.ID, 0, handed); err != nil {
				return err
			}
			out = append(out, handed)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// pool returns the spare blocks that can be handed on, those of the newest year
// first, and those that were handed to a station.
func (v *view) pool(station string) (spare, handed []number.Lease, err error) {
	all, err := bodies[number.Lease](v.c, "SELECT body FROM lease WHERE kind >= ? AND kind < ? AND (expires = 0 OR expires > ?) ORDER BY year DESC, first, id", poolOf, "pool0", v.s.env.Now().Unix())
	if err != nil {
		return nil, nil, err
	}
	for _, l := range all {
		if l.Handed != nil {
			if l.Handed.Station == station {
				handed = append(handed, l)
			}
			continue
		}
		var gone int // back to central
		if _, err := v.c.one([]any{&gone}, "SELECT used FROM lease WHERE id = ?", l.ID); err != nil {
			return nil, nil, err
		}
		if gone == 0 {
			spare = append(spare, l)
		}
	}
	return spare, handed, nil
}

// handOn takes a spare block out of the station's hands for good, or makes it the
// station's own.
func (p *projection) handOn(e *journal.Entry, l number.Lease) error {
	if l.Handed == nil {
		return fmt.Errorf("lease %s is handed to nobody: %w", l.ID, number.ErrLease)
	}
	kind := poolOf + l.Kind
	if l.Handed.Station == e.Station { // the relay ran out itself
		kind = l.Kind
	}
	r, err := p.c.exec("UPDATE lease SET body = ?, kind = ? WHERE id = ? AND kind = ? AND used = 0", e.Payload, kind, l.ID, poolOf+l.Kind)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(fmt.Errorf("hand lease %s on: %w", l.ID, number.ErrTaken), err)
	}
	if kind == l.Kind {
		return nil // its numbers are free, and the station's own from now on
	}
	for n := l.From; n <= l.To; n++ {
		if err := p.spend(act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n), Reason: l.Handed.Station}, string(number.Handed), e.Seq); err != nil {
			return err
		}
	}
	return nil
}
