package central

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// How many numbers a station holds: a new block of leaseSize comes when fewer
// than leaseLow are free, so that a station that is cut off right after a sync
// can issue leaseLow numbers at least.
const (
	leaseSize = 500
	leaseLow  = 200
	leaseLife = 400 * 24 * time.Hour
)

// formats are the legal forms of numbers by kind, for fmt: office, year, number.
var formats = map[string]string{
	number.Certificates: "%[1]s-C-%[2]d-%06[3]d",
	number.Receipts:     "%[1]s-R-%[2]d-%06[3]d",
}

// Leases gives a station the blocks that it should hold and does not have yet,
// and new ones where the numbers run low by what central knows of its journal.
func (c *Central) Leases(ctx context.Context, station string, r wire.LeaseRequest) (wire.LeaseAnswer, error) {
	var answer wire.LeaseAnswer
	err := c.Store.Update(ctx, func(tx Tx) error {
		answer.Leases = nil
		s, err := hold(tx, station)
		if err != nil {
			return err
		}
		office, err := tx.Office(s.Office)
		if err != nil {
			return err
		}
		held, err := tx.Leases(station)
		if err != nil {
			return err
		}
		relay, err := isRelay(tx, station)
		if err != nil {
			return err
		}
		year := c.Now().Year()
		if office.Country == "TH" {
			year += calendar.BuddhistEra
		}
		for _, kind := range sortedKeys(formats) {
			if relay {
				if held, err = c.pool(tx, office, s, held, kind, year); err != nil {
					return err
				}
			}
			free, err := c.free(tx, held, kind, year)
			if err != nil {
				return err
			}
			if free >= leaseLow && free >= r.Ask[kind] {
				continue
			}
			l, err := c.lease(tx, office, block{station: station, kind: kind, year: year, size: wanted(r, kind)})
			if err != nil {
				return err
			}
			held = append(held, l)
		}
		for _, l := range held {
			if formats[l.Kind] != "" && !slices.Contains(r.Have, l.ID) && l.Expires > c.Now().Unix() {
				answer.Leases = append(answer.Leases, l.Lease)
			}
		}
		return nil
	})
	if err != nil {
		return answer, fmt.Errorf("leases of %s: %w", station, err)
	}
	return answer, nil
}

// free counts the numbers of a kind and year that the station has left.
func (c *Central) free(tx Tx, held []Lease, kind string, year int) (uint64, error) {
	var free uint64
	for _, l := range held {
		if l.Kind != kind || l.Year != year || l.Spare() || l.Expires <= c.Now().Unix() {
			continue
		}
		used, err := tx.Uses(l.ID)
		if err != nil {
			return 0, err
		}
		free += l.Size() - uint64(len(used))
	}
	return free, nil
}

// block is what a new block of numbers is to be.
type block struct {
	station, kind string
	year          int
	size          uint64
	pool          []byte // the relay's key, when it is a spare one
}

// lease signs a new block over to a station: the next numbers of its office,
// kind and year.
func (c *Central) lease(tx Tx, office Office, b block) (Lease, error) {
	all, err := tx.AllLeases(office.ID)
	if err != nil {
		return Lease{}, err
	}
	from, blocks := uint64(1), 0
	for _, l := range all {
		if l.Kind == b.kind && l.Year == b.year {
			from, blocks = max(from, l.To+1), blocks+1
		}
	}
	l := Lease{Given: c.millis(), Lease: wire.SignLease(number.Lease{
		ID: fmt.Sprintf("%s/%s/%d/%d", office.ID, b.kind, b.year, blocks+1), Kind: b.kind, Office: office.ID, Station: b.station, Year: b.year,
		From: from, To: from + b.size - 1, Format: formats[b.kind], Expires: c.Now().Add(leaseLife).Unix(), Pool: b.pool,
	}, c.Authority.Signing)}
	return l, tx.PutLease(l)
}

// loadNumbers reads the leases and the used numbers that the entries name.
func (in *intake) loadNumbers(work []decoded) error {
	wanted := map[string][]uint64{}
	leases := false
	for _, d := range work {
		switch v := d.payload.(type) {
		case act.Certificate:
			wanted[v.Number.Lease] = append(wanted[v.Number.Lease], v.Number.Number)
		case act.Payment:
			wanted[v.Receipt.Lease] = append(wanted[v.Receipt.Lease], v.Receipt.Number)
		case act.NumberUse:
			wanted[v.Lease] = append(wanted[v.Lease], v.Number)
		case act.Printing:
			for _, use := range v.Sheets {
				wanted[use.Lease] = append(wanted[use.Lease], use.Number)
			}
		case number.Lease, number.Packet, act.Handback:
			leases = true
		}
	}
	delete(wanted, "")
	if len(wanted) == 0 && !leases {
		return nil
	}
	held, err := in.tx.Leases(in.station.Name)
	if err != nil {
		return err
	}
	for _, l := range held {
		in.leases[l.ID] = l
		if in.used[l.ID], err = in.tx.Used(l.ID, wanted[l.ID]); err != nil {
			return err
		}
		if in.used[l.ID] == nil {
			in.used[l.ID] = map[uint64]bool{}
		}
	}
	if err := in.loadPool(work); err != nil {
		return err
	}
	return in.loadStock(work)
}

// check says whether a number may be used: it is of a block that is leased to
// the station for its own use, in its legal form, and new. The zero ruling says
// yes.
func (in *intake) check(n act.NumberUse) ruling {
	if in.leases[n.Lease].Spare() {
		return rejected(ReasonLease)
	}
	return in.free(n)
}

// free says whether a number is of the station's and nothing became of it yet.
func (in *intake) free(n act.NumberUse) ruling {
	l, ok := in.leases[n.Lease]
	if !ok || n.Number < l.From || n.Number > l.To || n.Text != l.Text(n.Number) {
		return rejected(ReasonLease)
	}
	if in.used[n.Lease][n.Number] {
		return rejected(ReasonNumberUsed)
	}
	return ruling{}
}

// use notes that a number is used or spoiled, or that it came back.
func (in *intake) use(e *journal.Entry, n act.NumberUse, state string) ruling {
	may := in.check
	if state == string(number.Returned) {
		may = in.free
	}
	if r := may(n); r.outcome != "" {
		return r
	}
	in.used[n.Lease][n.Number] = true
	in.uses = append(in.uses, Use{Lease: n.Lease, Number: n.Number, Text: n.Text, State: state, Reason: n.Reason, Station: in.station.Name, Seq: e.Seq})
	return accepted(0)
}
