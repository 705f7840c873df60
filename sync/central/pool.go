package central

import (
	"errors"
	"fmt"

	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// What a relay keeps for the stations of its office that run out of numbers
// while the line is down: poolBlocks spare blocks of each kind and year, of
// poolSize numbers. A block is handed on whole.
const (
	poolBlocks = 4
	poolSize   = 100
)

// pool signs the spare blocks over that a relay lacks, and returns what it holds
// with them.
func (c *Central) pool(tx Tx, office Office, relay Station, held []Lease, kind string, year int) ([]Lease, error) {
	spare := 0
	for _, l := range held {
		if l.Kind != kind || l.Year != year || !l.Spare() || l.Expires <= c.Now().Unix() {
			continue
		}
		given, err := tx.Uses(l.ID) // back to central
		if err != nil {
			return nil, err
		}
		if len(given) == 0 {
			spare++
		}
	}
	for ; spare < poolBlocks; spare++ {
		l, err := c.lease(tx, office, block{station: relay.Name, kind: kind, year: year, size: poolSize, pool: relay.JournalKey})
		if err != nil {
			return nil, err
		}
		held = append(held, l)
	}
	return held, nil
}

// isRelay reports whether an official made the station its office's relay.
func isRelay(tx Tx, station string) (bool, error) {
	_, err := tx.Setting(spaceRelay, station)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// loadPool reads the spare blocks that entries say were handed on.
func (in *intake) loadPool(work []decoded) error {
	for _, d := range work {
		l, ok := d.payload.(number.Lease)
		if !ok || l.Handed == nil || in.pool != nil {
			continue
		}
		all, err := in.tx.AllLeases(in.station.Office)
		if err != nil {
			return err
		}
		in.pool = map[string]Lease{}
		for _, l := range all {
			in.pool[l.ID] = l
		}
	}
	return nil
}

// handOn makes a spare block another station's: the relay's entry says so, or
// the receiver's own, whichever comes first. The other one then agrees with what
// there is; a block that was handed to two is the first one's.
func (in *intake) handOn(e *journal.Entry, v number.Lease) ruling {
	l, ok := in.pool[v.ID]
	if !ok || wire.VerifyHandOver(v, in.central.Authority.SigningKey()) != nil {
		return rejected(ReasonLease)
	}
	speaks := v.Handed.Station
	if e.Kind == act.LeaseHanded {
		speaks = v.Station
	}
	switch {
	case speaks != in.station.Name:
		return rejected(ReasonLease)
	case l.Station == v.Handed.Station && len(l.Pool) == 0:
		return accepted(0)
	case l.Station != v.Station || !l.Spare():
		return rejected(ReasonLease)
	}
	may, err := in.mayReceive(v)
	switch {
	case err != nil:
		return in.failed(err)
	case !may:
		return rejected(ReasonLease)
	}
	l.Station, l.Pool = v.Handed.Station, nil
	l.Lease = wire.SignLease(l.Lease, in.central.Authority.Signing)
	in.pool[l.ID], in.moved = l, append(in.moved, l)
	delete(in.leases, l.ID)
	if l.Station == in.station.Name {
		in.leases[l.ID], in.used[l.ID] = l, map[uint64]bool{}
	}
	return accepted(0)
}

// mayReceive reports whether a hand-over names a station of the office, and
// nothing of the block was given back.
func (in *intake) mayReceive(v number.Lease) (bool, error) {
	to, err := in.tx.Station(v.Handed.Station)
	if errors.Is(err, ErrNotFound) || err == nil && to.Office != in.station.Office {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("hand-over of %s: %w", v.ID, err)
	}
	for _, u := range in.uses {
		if u.Lease == v.ID {
			return false, nil
		}
	}
	uses, err := in.tx.Uses(v.ID)
	return len(uses) == 0, err
}
