package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotEmpty means that the database to copy into has something already.
var ErrNotEmpty = errors.New("the database is not empty")

// table is a table with its columns, in the order in which they are copied.
type table struct {
	name    string
	columns []string
}

// tables are all that is copied from one database to another.
func tables() []table {
	columns := func(list string) []string { return strings.Split(list, ", ") }
	return []table{
		{"office", columns("id, country, name, position")},
		{"station", columns("name, office, state, journal_key, serial, expires, through, head, enrolled, contact, waiting, clock_skew, software, cursor, note")},
		{"entry", columns(entryColumns)},
		{"ruling", columns("station, seq, at, outcome, reason, position, version, resolved, officer")},
		{"item", columns(itemColumns)},
		{"lease", columns(leaseColumns)},
		{"used", columns("lease, number, text, state, reason, station, seq")},
		{"code", columns("hash, office, station, expires, used")},
		{"attachment", columns("hash, office, station, size, received")},
		{"chunk", columns("hash, n, body")},
		{"setting", columns("space, id, body")},
	}
}

// Copied is how many rows of a table were copied.
type Copied struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// Copy copies everything that one store has, as it is at one moment, into
// another that has nothing yet: SQLite into PostgreSQL, or back. All of it
// arrives, or nothing.
func Copy(ctx context.Context, from, to *Store, progress func(Copied)) error {
	read, err := from.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: from.numbered, Isolation: from.viewing()})
	if err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	defer read.Rollback()
	write, err := to.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	defer write.Rollback()
	for _, tab := range tables() {
		var n int
		if err := write.QueryRowContext(ctx, "select count(*) from "+tab.name).Scan(&n); err != nil {
			return fmt.Errorf("copy the database: %w", err)
		}
		if n > 0 {
			return fmt.Errorf("copy the database: %s has %d rows: %w", tab.name, n, ErrNotEmpty)
		}
		if n, err = copyTable(ctx, read, to, write, tab); err != nil {
			return fmt.Errorf("copy the table %s: %w", tab.name, err)
		}
		if progress != nil {
			progress(Copied{tab.name, n})
		}
	}
	if err := write.Commit(); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return nil
}

// copyTable copies one table, some rows to a statement.
func copyTable(ctx context.Context, read *sql.Tx, to *Store, write *sql.Tx, tab table) (int, error) {
	rows, err := read.QueryContext(ctx, "select "+strings.Join(tab.columns, ", ")+" from "+tab.name)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	x := &tx{ctx: ctx, store: to, tx: write, updating: true}
	into, width, n, bytes := "insert into "+tab.name+" ("+strings.Join(tab.columns, ", ")+")", len(tab.columns), 0, 0
	var args []any
	row, cells := make([]any, width), make([]any, width)
	for i := range row {
		cells[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return n, err
		}
		for i, v := range row {
			switch v := v.(type) {
			case []byte:
				row[i] = append([]byte{}, v...)
				bytes += len(v)
			case nil: // an empty byte string, where there must be one
				if c := tab.columns[i]; c != "payload" && c != "signature" && c != "pool" {
					row[i] = []byte{}
				}
			}
		}
		n++
		if args = append(args, row...); len(args) >= 512*width || bytes > 8<<20 {
			if err := x.insert(into, "", width, args); err != nil {
				return n, err
			}
			args, bytes = args[:0], 0
		}
	}
	if err := rows.Err(); err != nil {
		return n, err
	}
	return n, x.insert(into, "", width, args)
}

// Check lets SQLite read its whole file. A PostgreSQL server has its own checks.
func (s *Store) Check(ctx context.Context) error {
	if s.numbered {
		return nil
	}
	var said string
	if err := s.read.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("check the database: %w", err)
	}
	if said != "ok" {
		return fmt.Errorf("check the database: %s", said)
	}
	return nil
}

// Settle leaves a database in one file, and fails while another program has it
// open.
func (s *Store) Settle(ctx context.Context) error {
	if s.numbered {
		return nil
	}
	s.reading.close()
	s.writing.close()
	if err := s.read.Close(); err != nil {
		return err
	}
	var mode string
	if err := s.write.QueryRowContext(ctx, "pragma journal_mode=delete").Scan(&mode); err != nil || mode != "delete" {
		return fmt.Errorf("leave the database in one file: %w", errors.Join(ErrInUse, err))
	}
	return nil
}

// ErrInUse means that another program works with the database.
var ErrInUse = errors.New("another program works with the database: stop central first")

// saveTo writes a copy as a SQLite file in the place that Backup took for it.
func (s *Store) saveTo(ctx context.Context, path string) error {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	to, err := OpenSQLite(ctx, dir)
	if err == nil {
		err = Copy(ctx, s, to, nil)
		if err == nil {
			err = to.Settle(ctx)
		}
		err = errors.Join(err, to.Close())
	}
	if err == nil {
		err = os.Rename(filepath.Join(dir, FileName), path)
	}
	return err
}
