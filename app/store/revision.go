package store

import (
	"cmp"
	"slices"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

var _ office.Histories = (*view)(nil)

// why is the purpose of a look as it is shown: the purpose, and the officer's
// own words where there are any.
func why(v act.Viewing) string {
	if v.Note == "" {
		return v.Purpose
	}
	return v.Purpose + ": " + v.Note
}

// keepRevision keeps what central said of a record before it says something
// else: the row of the record, or its trunk where the station changed the row.
func (p *projection) keepRevision(about string, rid int64, version uint64) error {
	_, err := p.c.exec(`INSERT INTO revision (about, version, superseded, body)
		SELECT ?1, ?3, ?4, coalesce((SELECT body FROM trunk WHERE about = ?1 AND version = ?3), (SELECT body FROM record WHERE rid = ?2)) WHERE true
		ON CONFLICT DO NOTHING`, about, rid, version, p.at)
	return err
}

func (p *projection) forgetRevisions(about string) error {
	_, err := p.c.exec("DELETE FROM revision WHERE about = ?", about)
	return err
}

// History returns a record's revisions as this station knows them, the oldest
// first: what central has sent, and the station's own changes in their places.
// When central's revisions came about is known from the second on: as the one
// before was superseded here.
func (v *view) History(reg, id string) (register.History, error) {
	about := reg + "/" + id
	history, err := v.said(reg, id)
	if err != nil {
		return nil, err
	}
	own, err := v.ownChanges(about)
	if err != nil {
		return nil, err
	}
	for _, o := range own {
		history = o.in(history, reg, id)
	}
	return history, nil
}

// said are central's words on a record, the last one included.
func (v *view) said(reg, id string) (register.History, error) {
	last, trunk, err := v.projection().record(reg, id)
	if err != nil {
		return nil, err
	}
	about := reg + "/" + id
	var came int64
	out, err := list(v.c, "SELECT version, superseded, body FROM revision WHERE about = ? ORDER BY version", []any{about}, func(scan func(...any) error) (r register.Revision, err error) {
		var version uint64
		var body []byte
		r.Recorded = came
		if err = scan(&version, &came, &body); err == nil {
			r.Record, err = decodeRecord(body, version)
		}
		return r, err
	})
	if err != nil || trunk == 0 {
		return out, err
	}
	at, body, err := v.projection().trunkOf(about)
	if err == nil && at > 0 {
		last, err = decodeRecord(body, at)
	}
	last.Version = trunk
	return append(out, register.Revision{Record: last, Recorded: came}), err
}

// ownChange is a change of the station's own, and the version that central made
// of it, 0 while it has not.
type ownChange struct {
	act.Change
	at      int64
	officer string
	version uint64
}

// ownChanges are those of a record that central did not set aside.
func (v *view) ownChanges(about string) ([]ownChange, error) {
	return list(v.c, `SELECT j.time, j.officer, j.kind, j.payload, coalesce(v.version, 0) FROM journal j LEFT JOIN verdict v ON v.seq = j.seq
		WHERE j.about = ? AND j.kind IN (?, ?, ?) AND j.payload IS NOT NULL AND (v.seq IS NULL OR v.outcome = ?) ORDER BY j.seq`,
		[]any{about, act.RecordSet, act.RecordJoined, act.RecordParted, wire.Accepted}, func(scan func(...any) error) (o ownChange, err error) {
			var at int64
			var kind string
			var body []byte
			if err = scan(&at, &o.officer, &kind, &body, &o.version); err != nil {
				return o, err
			}
			payload, err := act.Payload(kind, body)
			o.Change, _ = act.ChangeOf(kind, payload)
			o.at = journal.Time(at).Wall().UnixMilli()
			return o, err
		})
}

// in puts the change where it belongs: it says how a revision of central's came
// about, or is a revision that central has not sent back.
func (o ownChange) in(h register.History, reg, id string) register.History {
	r := register.Revision{Recorded: o.at, Officer: o.officer, Reason: o.Reason, Petition: o.Petition}
	r.Effective, _ = calendar.Parse(o.Effective)
	n := len(h)
	if o.version > 0 {
		var there bool
		if n, there = slices.BinarySearchFunc(h, o.version, func(r register.Revision, v uint64) int { return cmp.Compare(r.Record.Version, v) }); there {
			r.Record = h[n].Record
			h[n] = r
			return h
		}
	}
	before := register.Record{Register: reg, ID: id}
	if n > 0 {
		before = h[n-1].Record
	}
	r.Record = change(before, o.Change)
	if o.version > 0 {
		r.Record.Version = o.version
	}
	return slices.Insert(h, n, r)
}
