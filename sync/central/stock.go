package central

import (
	"strings"

	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// stock takes in a packet of security paper that a station received. Two
// stations cannot have the same sheets: the second waits for a person.
func (in *intake) stock(v number.Packet) ruling {
	l := v.Lease(in.station.Office, in.station.Name)
	if l.Check() != nil {
		return rejected(ReasonPayload)
	}
	for _, o := range in.packets {
		if o.Format == l.Format && o.From <= l.To && l.From <= o.To {
			return conflict(ReasonExists)
		}
	}
	l.KeyID, l.Signature = []byte{}, []byte{} // nobody signed it
	given := Lease{Lease: l, Given: in.now}
	in.packets, in.received = append(in.packets, given), append(in.received, given)
	in.leases[l.ID], in.used[l.ID] = given, map[uint64]bool{}
	return accepted(0)
}

// handBack takes numbers back that a station never used.
func (in *intake) handBack(e *journal.Entry, v act.Handback) ruling {
	l, ok := in.leases[v.Lease]
	if !ok {
		return rejected(ReasonLease)
	}
	for _, r := range v.Ranges {
		if r.From < l.From || r.To > l.To || r.To < r.From {
			return rejected(ReasonLease)
		}
		for n := r.From; n <= r.To; n++ {
			if in.used[v.Lease][n] {
				return rejected(ReasonNumberUsed)
			}
		}
	}
	for _, r := range v.Ranges {
		for n := r.From; n <= r.To; n++ {
			in.use(e, act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n), Reason: v.Reason}, string(number.Returned))
		}
	}
	return accepted(0)
}

// spoil notes that a number stands on no document. A sheet may be spoiled after
// it was printed on: then the books know of it already.
func (in *intake) spoil(e *journal.Entry, v act.NumberUse) ruling {
	if isSheet(v) && in.used[v.Lease][v.Number] {
		return accepted(0)
	}
	return in.use(e, v, string(number.Spoiled))
}

// feed notes the sheets that a certificate was printed on. What is wrong with a
// sheet is no objection to the certificate.
func (in *intake) feed(e *journal.Entry, v act.Printing) {
	if v.Outcome != "printed" {
		return
	}
	for _, use := range v.Sheets {
		use.Reason = v.Number
		in.use(e, use, string(number.Used))
	}
}

func isSheet(use act.NumberUse) bool { return strings.HasPrefix(use.Lease, number.Sheets+"/") }

// loadStock reads the packets of the office where a new one comes, and all that
// became of a block of which numbers are given back.
func (in *intake) loadStock(work []decoded) error {
	for _, d := range work {
		switch v := d.payload.(type) {
		case number.Packet:
			if in.packets != nil {
				continue
			}
			all, err := in.tx.AllLeases(in.station.Office)
			if err != nil {
				return err
			}
			in.packets = []Lease{}
			for _, l := range all {
				if l.Kind == number.Sheets {
					in.packets = append(in.packets, l)
				}
			}
		case act.Handback:
			uses, err := in.tx.Uses(v.Lease)
			if err != nil {
				return err
			}
			taken := in.used[v.Lease]
			if taken == nil {
				continue // not this station's
			}
			for _, u := range uses {
				taken[u.Number] = true
			}
		}
	}
	return nil
}

// mostAsked is how many numbers a station may ask for at once.
const mostAsked = 5000

// wanted returns how many numbers a block of a kind should have: what the
// station asked for by what its days take, or the usual.
func wanted(r wire.LeaseRequest, kind string) uint64 {
	return min(max(leaseSize, r.Ask[kind]), mostAsked)
}
