package store

import (
	"context"
	"fmt"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

// What the station carries out of its office's network, as its journal says, and
// how far that has come.
const (
	settingTakenOut = "takeout"       // act.TakeOut of the last one
	settingBack     = "takeout_back"  // the ID of the last one that was brought back
	settingGone     = "takeout_gone"  // the ID of the last one of which nothing is left here
	settingFetched  = "takeout_items" // "ID NEXT TOTAL"
)

// takeOut projects the acts of taking out and bringing back.
func (p *projection) takeOut(kind string, v act.TakeOut, payload []byte) error {
	if kind == act.BroughtBack {
		return setSetting(p.c, settingBack, []byte(v.ID))
	}
	return setSetting(p.c, settingTakenOut, payload)
}

// TakenOut returns what the station carries, and how far it has come. The error
// wraps office.ErrNotFound when it carries nothing.
func (v *view) TakenOut() (office.Carried, error) {
	var out office.Carried
	body, err := setting(v.c, settingTakenOut)
	if err != nil {
		return out, err
	}
	if body == nil {
		return out, fmt.Errorf("take-out: %w", office.ErrNotFound)
	}
	if out.TakeOut, err = act.Decode[act.TakeOut](body); err != nil {
		return out, err
	}
	gone, err := setting(v.c, settingGone)
	if err != nil {
		return out, err
	}
	if string(gone) == out.ID {
		return out, fmt.Errorf("take-out: %w", office.ErrNotFound)
	}
	back, err := setting(v.c, settingBack)
	if err != nil {
		return out, err
	}
	out.Returning = string(back) == out.ID
	out.Fetched, out.Total, err = fetched(v.c, out.ID)
	return out, err
}

func fetched(c *conn, id string) (next, total int, err error) {
	b, err := setting(c, settingFetched)
	if err != nil || b == nil {
		return 0, 0, err
	}
	var of string
	if _, err := fmt.Sscan(string(b), &of, &next, &total); err != nil || of != id {
		return 0, 0, err
	}
	return next, total, nil
}

// RecordsOf returns every record of a register, by ID. It is meant for registers
// that a person reads as a list.
func (v *view) RecordsOf(reg string) ([]register.Record, error) {
	return v.records("SELECT body, version FROM record WHERE register = ? ORDER BY id", reg)
}

// Uncounted returns an officer with takings since her last closing, and how many
// receipts that are.
func (v *view) Uncounted() (officer string, receipts int, err error) {
	_, err = v.c.one([]any{&officer, &receipts}, `SELECT officer, count(*) FROM payment p
		WHERE p.seq > coalesce((SELECT max(seq) FROM closing c WHERE c.officer = p.officer), 0) GROUP BY officer ORDER BY officer LIMIT 1`)
	return officer, receipts, err
}

// Aside returns the changes of records that central set aside and nobody has
// settled.
func (v *view) Aside() ([]office.Aside, error) {
	return list(v.c, `SELECT j.seq, j.time, j.officer, j.subject, j.kind, j.payload, v.reason FROM verdict v JOIN journal j ON j.seq = v.seq
		LEFT JOIN settled s ON s.seq = v.seq WHERE v.outcome <> '`+wire.Accepted+`' AND s.seq IS NULL ORDER BY v.seq`, nil, func(scan func(...any) error) (a office.Aside, err error) {
		var at int64
		var kind string
		var payload []byte
		if err = scan(&a.Seq, &at, &a.Officer, &a.Subject, &kind, &payload, &a.Reason); err != nil {
			return a, err
		}
		a.At = journal.Time(at).Wall()
		if kind == act.RecordSet && payload != nil {
			a.Change, err = act.Decode[act.Change](payload)
		}
		return a, err
	})
}

// ApplyTakeOut takes in a page of what the station carries, and notes how far it
// has come, both or neither.
func (s *Store) ApplyTakeOut(ctx context.Context, page wire.Page, total int) error {
	return s.write(ctx, "take out", func(c *conn) error {
		p := projection{c: c, office: s.identity.Office, station: s.identity.Station, fetches: s.fetches}
		if err := p.takeAll(page.Changes); err != nil {
			return err
		}
		return setSetting(c, settingFetched, fmt.Appendf(nil, "%s %d %d", page.TakeOut, page.Cursor, total))
	})
}
