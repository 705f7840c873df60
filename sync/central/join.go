package central

import (
	"slices"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

// registrar is the role of an officer who may say that two records are one
// person's; the stations have the same rule.
const registrar = "registrar"

// join makes a resident's record point to another of the same office, or no more.
// A record that points itself takes no other: so there is never a circle.
func (in *intake) join(e *journal.Entry, j act.Joining) ruling {
	if j.Register != register.Residents || !plausible(j.Register, j.Into) || j.ID == j.Into {
		return rejected(ReasonPayload)
	}
	if r := in.ofRole(e, registrar); r.outcome != "" {
		return r
	}
	left, exists := in.items[recordKey(j.Register, j.ID)].value.(register.Record)
	if !exists {
		return conflict(ReasonAbsent)
	}
	kept, exists := in.items[recordKey(j.Register, j.Into)].value.(register.Record)
	switch points := left.Fields.Text(register.SameAs); {
	case !exists:
		return conflict(ReasonAbsent)
	case kept.Office != in.station.Office || left.Office != in.station.Office:
		return rejected(ReasonScope)
	case e.Kind == act.RecordParted && points == "", e.Kind == act.RecordJoined && points == j.Into:
		return accepted(left.Version) // somebody else did the same
	case e.Kind == act.RecordParted && points != j.Into,
		e.Kind == act.RecordJoined && (points != "" || kept.Fields.Text(register.SameAs) != ""):
		return in.against(e.Subject, conflict(ReasonJoined, register.SameAs))
	}
	c, _ := act.ChangeOf(e.Kind, j)
	c.Old = register.Fields{register.SameAs: left.Fields[register.SameAs], register.SameGave: left.Fields[register.SameGave]}
	return in.change(e, c)
}

// ofRole refuses what an officer did who is not there, has left, or has not the
// role.
func (in *intake) ofRole(e *journal.Entry, role string) ruling {
	t := in.items[Key{wire.WhatOfficer, e.Officer}]
	if t == nil {
		return rejected(ReasonOfficer)
	}
	o, known := t.value.(act.Officer)
	switch {
	case !known, o.Until != 0 && o.Until < e.Time.Wall().Unix():
		return rejected(ReasonOfficer)
	case !slices.Contains(o.Roles, role):
		return rejected(ReasonRole)
	}
	return ruling{}
}
