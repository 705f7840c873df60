package store

import (
	"time"

	"sala/app/office"
	"sala/forms/register"
)

var _ office.Hearing = (*view)(nil)

// AsSeen returns a record as an officer saw it at a moment: without what other
// stations told on the way later, nor what central brought of theirs.
func (v *view) AsSeen(reg, id string, at time.Time) (register.Record, error) {
	about, later := reg+"/"+id, 0
	if _, err := v.c.one([]any{&later}, "SELECT count(*) FROM neighbour WHERE about = ? AND heard > ?", about, at.UnixMilli()); err != nil {
		return register.Record{}, err
	}
	trunk, body, replaced, err := v.trunkAt(about, at)
	if err != nil {
		return register.Record{}, err
	}
	if trunk == 0 || later == 0 && !replaced {
		return v.Record(reg, id)
	}
	rec, err := decodeRecord(body, trunk)
	if err != nil {
		return rec, err
	}
	entries, err := v.projection().pending(about, trunk)
	if err != nil {
		return rec, err
	}
	others, err := list(v.c, "SELECT 0, time, officer, kind, payload FROM neighbour WHERE about = ? AND heard <= ? ORDER BY time, station, seq", []any{about, at.UnixMilli()}, ownOf)
	if err != nil {
		return rec, err
	}
	return folded(rec, trunk, between(entries, others))
}

// trunkAt returns central's word on a subject that was the last at a moment, and
// whether another has come since.
func (v *view) trunkAt(about string, at time.Time) (version uint64, body []byte, replaced bool, err error) {
	replaced, err = v.c.one([]any{&version, &body}, "SELECT version, body FROM revision WHERE about = ? AND superseded > ? ORDER BY version LIMIT 1", about, at.UnixMilli())
	if err == nil && !replaced {
		version, body, err = v.projection().trunkOf(about)
	}
	return version, body, replaced, err
}
