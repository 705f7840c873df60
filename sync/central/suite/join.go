package suite

import (
	"context"
	"testing"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/wire"
)

// recordsJoin promises that only a registrar's word makes a record point to
// another, that both are the office's, that no circle comes about, and that the
// pointer goes out to the other stations and can be taken back.
func recordsJoin(t *testing.T, c *court) {
	for _, id := range []string{"r1", "r2", "r3"} {
		c.seed("A", id, register.Fields{"number": "n" + id, "household": "h1"})
	}
	c.seed("B", "far", register.Fields{"number": "far"})
	w := c.station("S1", "A")
	w.Append("", act.OfficerSet, "officer/registrar", 0, act.Officer{ID: "registrar", Roles: []string{"registrar"}})
	say := func(kind, by, id, into string, base uint64) {
		w.Append(by, kind, "resident/"+id, base, act.Joining{Register: register.Residents, ID: id, Into: into, Office: "A", Gave: register.Fields{"sex": register.Fields{register.Now: "female"}}, Reason: "twice"})
	}
	say(act.RecordJoined, "clerk", "r1", "r2", 1)
	w.last(wire.Rejected, central.ReasonRole)
	say(act.RecordJoined, "nobody", "r1", "r2", 1)
	w.last(wire.Rejected, central.ReasonOfficer)
	say(act.RecordJoined, "registrar", "r1", "r1", 1)
	w.last(wire.Rejected, central.ReasonPayload)
	say(act.RecordJoined, "registrar", "r1", "far", 1)
	w.last(wire.Rejected, central.ReasonScope)
	say(act.RecordJoined, "registrar", "r1", "missing", 1)
	w.last(wire.Conflict, central.ReasonAbsent)

	say(act.RecordJoined, "registrar", "r1", "r2", 1)
	w.last(wire.Accepted, "")
	if got := c.recordOf(w, "r1"); got.Text(register.SameAs) != "r2" || got.Text("household") != "h1" || got.Fields(register.SameGave) == nil {
		t.Errorf("the joined record is %v", got)
	}
	say(act.RecordJoined, "registrar", "r1", "r2", 1) // the other registrar saw it too
	w.last(wire.Accepted, "")
	say(act.RecordJoined, "registrar", "r2", "r1", 1)
	w.last(wire.Conflict, central.ReasonJoined) // a circle
	say(act.RecordJoined, "registrar", "r1", "r3", 1)
	w.last(wire.Conflict, central.ReasonJoined)
	say(act.RecordParted, "registrar", "r1", "r3", 2)
	w.last(wire.Conflict, central.ReasonJoined)
	say(act.RecordParted, "registrar", "r1", "r2", 2)
	w.last(wire.Accepted, "")
	if got := c.recordOf(w, "r1"); got.Text(register.SameAs) != "" || got[register.SameGave] != nil || got.Text("number") != "nr1" {
		t.Errorf("the parted record is %v", got)
	}
}

// recordOf is a resident's record as the feed tells it.
func (c *court) recordOf(w *witness, id string) register.Fields {
	c.t.Helper()
	page, err := c.Feed(context.Background(), w.Station, 0, 1000)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, change := range page.Changes {
		if change.What == wire.WhatRecord && change.ID == "resident/"+id {
			rec, err := act.Decode[register.Record](change.Body)
			if err != nil {
				c.t.Fatal(err)
			}
			return rec.Fields
		}
	}
	return nil
}
