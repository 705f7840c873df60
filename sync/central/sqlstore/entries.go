package sqlstore

import (
	"fmt"
	"strings"

	"sala/forms/act"
	"sala/sync/central"
	"sala/sync/journal"
	"sala/sync/wire"
)

const entryColumns = "station, seq, hash, prev, office, received, at, officer, kind, subject, base, payload, payload_hash, signature, outcome, reason, position, version, fields"

// AddEntries implements central.Tx.
func (t *tx) AddEntries(entries []central.Entry) error {
	args := make([]any, 0, len(entries)*19)
	for i := range entries {
		e := &entries[i]
		var payload, signature any // nil, not an empty byte string
		if e.Payload != nil {
			payload = e.Payload
		}
		if e.Signature != nil {
			signature = e.Signature
		}
		args = append(args, e.Station, int64(e.Seq), bytesOf(&e.Hash), bytesOf(&e.Prev), e.Office, e.Received, int64(e.Time), e.Officer, e.Kind, e.Subject, int64(e.Base),
			payload, bytesOf(&e.PayloadHash), signature, e.Verdict.Outcome, e.Verdict.Reason, int64(e.Verdict.Position), int64(e.Verdict.Version), strings.Join(e.Verdict.Fields, " "))
	}
	return t.insert("insert into entry ("+entryColumns+")", "", 19, args)
}

// Hashes implements central.Tx.
func (t *tx) Hashes(station string, after, through uint64) ([]journal.Hash, error) {
	if through <= after {
		return nil, nil
	}
	hashes := make([]journal.Hash, 0, through-after)
	err := t.query("select hash from entry where station = ? and seq > ? and seq <= ? order by seq", []any{station, int64(after), int64(through)}, func(row func(...any) error) error {
		var b []byte
		var h journal.Hash
		err := row(&b)
		copy(h[:], b)
		hashes = append(hashes, h)
		return err
	})
	if err == nil && uint64(len(hashes)) != through-after {
		err = fmt.Errorf("hashes of %s: %d of %d to %d are kept", station, len(hashes), after+1, through)
	}
	return hashes, err
}

// Entries implements central.Tx.
func (t *tx) Entries(f central.EntryFilter) ([]central.Entry, error) {
	columns := "e." + strings.ReplaceAll(entryColumns, ", ", ", e.")
	if f.Bare {
		columns = strings.Replace(columns, "e.payload,", "null,", 1)
	}
	query := "select " + columns + ", r.at, r.outcome, r.reason, r.position, r.version, r.resolved, r.officer from entry e left join ruling r on r.station = e.station and r.seq = e.seq where 1 = 1"
	var args []any
	where := func(condition string, value any, wanted bool) {
		if wanted {
			query += " and " + condition
			args = append(args, value)
		}
	}
	where("e.office = ?", f.Office, f.Office != "")
	where("e.station = ?", f.Station, f.Station != "")
	where("e.subject = ?", f.Subject, f.Subject != "")
	where("e.officer = ?", f.Officer, f.Officer != "")
	if f.Kind == act.RecordViewed { // in so many words, so that its own index serves
		query += " and e.kind = '" + act.RecordViewed + "'"
	} else {
		where("e.kind = ?", f.Kind, f.Kind != "")
	}
	where("e.seq > ?", int64(f.After), f.After > 0)
	where("e.seq <= ?", int64(f.Through), f.Through > 0)
	where("e.received >= ?", f.Since, f.Since > 0)
	where("e.received < ?", f.Until, f.Until > 0)
	if len(f.Outcomes) > 0 {
		query += " and coalesce(r.outcome, e.outcome) in (" + strings.Repeat("?,", len(f.Outcomes)-1) + "?)"
		for _, o := range f.Outcomes {
			args = append(args, o)
		}
	}
	switch {
	case f.Newest:
		query += " order by e.received desc, e.station, e.seq desc"
	case f.Station != "":
		query += " order by e.seq"
	default:
		query += " order by e.received, e.station, e.seq"
	}
	if f.Limit > 0 {
		query += fmt.Sprintf(" limit %d", f.Limit)
	}
	return list(t, query, args, scanEntry)
}

func scanEntry(row func(...any) error) (central.Entry, error) {
	var e central.Entry
	var hash, prev, payloadHash []byte
	var at int64
	var fields string
	var ruledAt, position, version *int64
	var outcome, reason, resolved, officer *string
	err := row(&e.Station, &e.Seq, &hash, &prev, &e.Office, &e.Received, &at, &e.Officer, &e.Kind, &e.Subject, &e.Base, &e.Payload, &payloadHash, &e.Signature,
		&e.Verdict.Outcome, &e.Verdict.Reason, &e.Verdict.Position, &e.Verdict.Version, &fields, &ruledAt, &outcome, &reason, &position, &version, &resolved, &officer)
	if err != nil {
		return e, err
	}
	copy(e.Hash[:], hash)
	copy(e.Prev[:], prev)
	copy(e.PayloadHash[:], payloadHash)
	e.Time, e.Verdict.Seq, e.Verdict.Fields = journal.Time(at), e.Seq, strings.Fields(fields)
	if outcome != nil {
		e.Verdict = wire.Verdict{Seq: e.Seq, Outcome: *outcome, Reason: *reason, Position: uint64(*position), Version: uint64(*version), Fields: e.Verdict.Fields, Resolved: *resolved, Officer: *officer, At: *ruledAt}
	}
	return e, nil
}

// AddRuling implements central.Tx.
func (t *tx) AddRuling(r central.Ruling) error {
	v := r.Verdict
	return t.exec(`insert into ruling (station, seq, at, outcome, reason, position, version, resolved, officer) values (?,?,?,?,?,?,?,?,?) on conflict (station, seq) do update set
		at = excluded.at, outcome = excluded.outcome, reason = excluded.reason, position = excluded.position, version = excluded.version, resolved = excluded.resolved, officer = excluded.officer`,
		r.Station, int64(v.Seq), v.At, v.Outcome, v.Reason, int64(v.Position), int64(v.Version), v.Resolved, v.Officer)
}
