package suite

import (
	"context"
	"slices"
	"testing"

	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/central"
	"sala/sync/wire"
)

// spareNumbers promises that what a relay hands on counts as the receiver's,
// whichever of the two speaks first; that the relay uses none of it itself and
// hands no block to two; and that it always has some again.
func spareNumbers(t *testing.T, c *court) {
	relay, one, two, foreign := c.station("R1", "A"), c.station("S1", "A"), c.station("S2", "A"), c.station("S3", "B")
	if len(relay.spare()) != 0 {
		t.Fatal("a station that is no relay has spare blocks")
	}
	if err := c.MakeRelay(context.Background(), "R1"); err != nil {
		t.Fatal(err)
	}
	spare := relay.spare()
	if len(spare) < 4 || len(relay.spare()) != len(spare) {
		t.Fatalf("the relay has %d spare blocks, then %d", len(spare), len(relay.spare()))
	}
	for _, l := range spare[:3] {
		relay.AddLease(context.Background(), l)
		relay.last(wire.Accepted, "")
	}
	spoil := func(w *witness, l number.Lease, n uint64, outcome, reason string) {
		t.Helper()
		w.Append("clerk", act.NumberSpoiled, "number/"+l.Text(n), 0, act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n)})
		w.last(outcome, reason)
	}
	receive := func(w *witness, l number.Lease, outcome, reason string) {
		t.Helper()
		w.Append("", act.LeaseReceived, "lease/"+l.ID, 0, l)
		w.last(outcome, reason)
	}
	handed := func(l number.Lease, outcome, reason string) {
		t.Helper()
		relay.Append("", act.LeaseHanded, "lease/"+l.ID, 0, l)
		relay.last(outcome, reason)
	}
	hand := func(l number.Lease, to string) number.Lease { return wire.HandOn(l, to, 1, relay.Key) }

	spoil(relay, spare[0], spare[0].From, wire.Rejected, central.ReasonLease)
	spoil(one, spare[0], spare[0].From, wire.Rejected, central.ReasonLease)
	receive(one, wire.HandOn(spare[0], "S1", 1, one.Key), wire.Rejected, central.ReasonLease)
	receive(one, hand(spare[0], "S2"), wire.Rejected, central.ReasonLease)
	receive(foreign, hand(spare[0], "S3"), wire.Rejected, central.ReasonLease)
	handed(hand(spare[0], "S3"), wire.Rejected, central.ReasonLease)

	// the receiver speaks first, and uses it in the same breath
	one.Append("", act.LeaseReceived, "lease/"+spare[0].ID, 0, hand(spare[0], "S1"))
	spoil(one, spare[0], spare[0].From, wire.Accepted, "")
	spoil(one, spare[0], spare[0].From, wire.Rejected, central.ReasonNumberUsed)
	handed(hand(spare[0], "S1"), wire.Accepted, "")
	// the relay speaks first
	handed(hand(spare[1], "S2"), wire.Accepted, "")
	receive(two, hand(spare[1], "S2"), wire.Accepted, "")
	spoil(two, spare[1], spare[1].To, wire.Accepted, "")
	// the receiver speaks before the relay has said that it has the block at all
	receive(two, hand(spare[3], "S2"), wire.Accepted, "")
	receive(relay, spare[3], wire.Accepted, "")
	receive(one, spare[3], wire.Rejected, central.ReasonLease)
	handed(hand(spare[3], "S2"), wire.Accepted, "")
	// to a second one: the first has it
	handed(hand(spare[1], "S1"), wire.Rejected, central.ReasonLease)
	receive(one, hand(spare[1], "S1"), wire.Rejected, central.ReasonLease)
	spoil(one, spare[1], spare[1].From, wire.Rejected, central.ReasonLease)
	// given back to central it is nobody's
	back := act.Handback{Lease: spare[2].ID, Ranges: []number.Range{{From: spare[2].From, To: spare[2].To}}}
	relay.Append("clerk", act.LeaseReturned, "lease/"+spare[2].ID, 0, back)
	relay.last(wire.Accepted, "")
	receive(two, hand(spare[2], "S2"), wire.Rejected, central.ReasonLease)

	now := relay.spare()
	if len(now) != len(spare)+1 { // the returned block is still its own, and counts no more
		t.Errorf("the relay has %d spare blocks, want %d", len(now), len(spare)+1)
	}
	if !slices.ContainsFunc(one.leases(wire.LeaseRequest{}), func(l number.Lease) bool { return l.ID == spare[0].ID && !l.Spare() && l.Station == "S1" }) {
		t.Error("central does not know the block as the receiver's")
	}
	all, err := c.Examine(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if !f.Good {
			t.Errorf("central's doctor finds %+v", f)
		}
	}
}

// spare asks for the station's spare blocks.
func (w *witness) spare() []number.Lease {
	w.court.t.Helper()
	return slices.DeleteFunc(w.leases(wire.LeaseRequest{}), func(l number.Lease) bool { return !l.Spare() })
}
