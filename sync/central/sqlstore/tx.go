package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"sala/sync/central"
	"sala/sync/journal"
)

// tx is a central.Tx.
type tx struct {
	ctx      context.Context
	store    *Store
	tx       *sql.Tx
	updating bool
	prepared *prepared // nil where the driver keeps statements itself
	missed   []string  // statements that were not prepared yet
}

// statement returns the prepared statement, nil where there is none.
func (t *tx) statement(query string) *sql.Stmt {
	if t.prepared == nil {
		return nil
	}
	if st := t.prepared.get(query); st != nil {
		return t.tx.StmtContext(t.ctx, st)
	}
	t.missed = append(t.missed, query)
	return nil
}

func (t *tx) exec(query string, args ...any) error {
	var err error
	if st := t.statement(query); st != nil {
		_, err = st.ExecContext(t.ctx, args...)
	} else {
		_, err = t.tx.ExecContext(t.ctx, t.store.bind(query), args...)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", verb(query), err)
	}
	return nil
}

// query runs scan for each row.
func (t *tx) query(query string, args []any, scan func(row func(...any) error) error) error {
	var rows *sql.Rows
	var err error
	if st := t.statement(query); st != nil {
		rows, err = st.QueryContext(t.ctx, args...)
	} else {
		rows, err = t.tx.QueryContext(t.ctx, t.store.bind(query), args...)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", verb(query), err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return fmt.Errorf("%s: %w", verb(query), err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", verb(query), err)
	}
	return nil
}

// list returns what scan makes of each row.
func list[T any](t *tx, query string, args []any, scan func(row func(...any) error) (T, error)) (all []T, err error) {
	err = t.query(query, args, func(row func(...any) error) error {
		one, err := scan(row)
		all = append(all, one)
		return err
	})
	return all, err
}

// one runs scan for the only row, or returns central.ErrNotFound.
func (t *tx) one(what, query string, args []any, into ...any) error {
	err := t.row(query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s: %w", what, central.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (t *tx) row(query string, args ...any) *sql.Row {
	if st := t.statement(query); st != nil {
		return st.QueryRowContext(t.ctx, args...)
	}
	return t.tx.QueryRowContext(t.ctx, t.store.bind(query), args...)
}

// verb is the statement without its values, for an error.
func verb(query string) string {
	words := strings.Fields(query)
	return strings.Join(words[:min(3, len(words))], " ")
}

// insert writes rows of width columns in statements of many rows.
func (t *tx) insert(into, conflict string, width int, args []any) error {
	for size := t.store.maxParams / width * width; len(args) > 0; {
		n := min(size, len(args))
		rows := n / width
		if rows > 128 { // few different statements, so that the driver's cache serves
			rows -= rows % 128
			rows = min(rows, 512)
			if rows > 128 && rows < 512 {
				rows = 128
			}
			n = rows * width
		}
		if err := t.exec(into+" values "+groups(rows, width)+conflict, args[:n]...); err != nil {
			return err
		}
		args = args[n:]
	}
	return nil
}

// groups returns "(?,?),(?,?)".
func groups(rows, width int) string {
	group := "(" + strings.Repeat("?,", width-1) + "?)"
	return strings.Repeat(group+",", rows-1) + group
}

const officeColumns = "id, country, name, position"

// Office implements central.Tx.
func (t *tx) Office(id string) (central.Office, error) {
	var o central.Office
	query := "select " + officeColumns + " from office where id = ?"
	if t.updating {
		query += t.store.forUpdate
	}
	err := t.one("office "+id, query, []any{id}, &o.ID, &o.Country, &o.Name, &o.Position)
	return o, err
}

// Offices implements central.Tx.
func (t *tx) Offices() ([]central.Office, error) {
	return list(t, "select "+officeColumns+" from office order by id", nil, func(row func(...any) error) (o central.Office, err error) {
		err = row(&o.ID, &o.Country, &o.Name, &o.Position)
		return o, err
	})
}

// PutOffice implements central.Tx.
func (t *tx) PutOffice(o central.Office) error {
	return t.exec("insert into office ("+officeColumns+") values (?,?,?,?) on conflict (id) do update set country = excluded.country, name = excluded.name, position = excluded.position",
		o.ID, o.Country, o.Name, int64(o.Position))
}

const stationColumns = "name, office, state, journal_key, serial, expires, through, head, enrolled, contact, waiting, clock_skew, software, cursor, note"

func scanStation(row func(...any) error) (central.Station, error) {
	var s central.Station
	var head []byte
	err := row(&s.Name, &s.Office, &s.State, &s.JournalKey, &s.Serial, &s.Expires, &s.Through, &head, &s.Enrolled, &s.Contact, &s.Waiting, &s.ClockSkew, &s.Software, &s.Cursor, &s.Note)
	copy(s.Head[:], head)
	return s, err
}

// Station implements central.Tx.
func (t *tx) Station(name string) (central.Station, error) {
	s, err := scanStation(t.row("select "+stationColumns+" from station where name = ?", name).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = central.ErrNotFound
	}
	if err != nil {
		return s, fmt.Errorf("station %s: %w", name, err)
	}
	return s, nil
}

// Stations implements central.Tx.
func (t *tx) Stations(office string) ([]central.Station, error) {
	return list(t, "select "+stationColumns+" from station where office = ? or ? = '' order by name", []any{office, office}, scanStation)
}

// PutStation implements central.Tx.
func (t *tx) PutStation(s central.Station) error {
	return t.exec("insert into station ("+stationColumns+`) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) on conflict (name) do update set
		office = excluded.office, state = excluded.state, journal_key = excluded.journal_key, serial = excluded.serial, expires = excluded.expires,
		through = excluded.through, head = excluded.head, enrolled = excluded.enrolled, contact = excluded.contact, waiting = excluded.waiting,
		clock_skew = excluded.clock_skew, software = excluded.software, cursor = excluded.cursor, note = excluded.note`,
		s.Name, s.Office, s.State, s.JournalKey, s.Serial, s.Expires, int64(s.Through), s.Head[:], s.Enrolled, s.Contact, int64(s.Waiting), s.ClockSkew, s.Software, int64(s.Cursor), s.Note)
}

// Code implements central.Tx.
func (t *tx) Code(hash []byte) (central.Code, error) {
	var c central.Code
	query := "select hash, office, station, expires, used from code where hash = ?"
	if t.updating {
		query += t.store.forUpdate
	}
	err := t.one("enrolment code", query, []any{hash}, &c.Hash, &c.Office, &c.Station, &c.Expires, &c.Used)
	return c, err
}

// PutCode implements central.Tx.
func (t *tx) PutCode(c central.Code) error {
	return t.exec("insert into code (hash, office, station, expires, used) values (?,?,?,?,?) on conflict (hash) do update set used = excluded.used",
		c.Hash, c.Office, c.Station, c.Expires, c.Used)
}

// Counts implements central.Tx.
func (t *tx) Counts() (central.Counts, error) {
	c := central.Counts{Outcomes: map[string]int{}}
	err := t.one("counts", "select (select count(*) from office), (select count(*) from station), (select count(*) from entry)", nil, &c.Offices, &c.Stations, &c.Entries)
	if err != nil {
		return c, err
	}
	err = t.query("select coalesce(r.outcome, e.outcome), count(*) from entry e left join ruling r on r.station = e.station and r.seq = e.seq group by 1", nil, func(row func(...any) error) error {
		var outcome string
		var n int
		err := row(&outcome, &n)
		c.Outcomes[outcome] = n
		return err
	})
	return c, err
}

// bytesOf returns a hash's bytes.
func bytesOf(h *journal.Hash) []byte { return h[:] }
