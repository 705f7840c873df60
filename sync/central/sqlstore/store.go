// Package sqlstore keeps what central knows in SQLite or in PostgreSQL: the
// same tables and the same statements on both, with the few differences in one
// place.
//
// It promises that an Update that returned nil is on disk (SQLite in WAL with
// synchronous=FULL, PostgreSQL with synchronous commit), and that the order of
// an office has no gap that is filled later: whoever writes to an office holds
// its row.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
	lite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"sala/sync/central"
)

// dialect is where the databases differ.
type dialect struct {
	name      string
	bytes     string // type of byte strings
	long      string // type of 64-bit integers
	forUpdate string // suffix of a select that holds its rows
	numbered  bool   // parameters are $1, $2 ... in place of ?
	maxParams int
}

var (
	sqlite   = dialect{name: "sqlite", bytes: "blob", long: "integer", maxParams: 16000}
	postgres = dialect{name: "postgres", bytes: "bytea", long: "bigint", forUpdate: " for update", numbered: true, maxParams: 30000}
)

// Store is a central.Store.
type Store struct {
	dialect
	write, read *sql.DB
	writing     prepared // statements of write, and of read
	reading     prepared
}

// ErrOpen marks a database that does not answer, or is none of central's.
var ErrOpen = errors.New("the database cannot be opened")

// IsFull reports whether the database's disk is full.
func IsFull(err error) bool {
	var own *lite.Error
	var pg *pgconn.PgError
	return errors.As(err, &own) && own.Code()&0xff == lib.SQLITE_FULL || errors.As(err, &pg) && pg.Code == "53100"
}

// FileName is the name of a SQLite database in its folder.
const FileName = "central.db"

// OpenSQLite opens or makes the database central.db in dir.
func OpenSQLite(ctx context.Context, dir string) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return nil, fmt.Errorf("open central's database: %w", err)
	}
	dsn := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=busy_timeout(10000)&_pragma=cache_size(-65536)&_pragma=temp_store(memory)&_pragma=journal_size_limit(67108864)"
	write, err := sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open central's database: %w", err)
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("open central's database: %w", err)
	}
	read.SetMaxOpenConns(4)
	s, err := open(ctx, sqlite, write, read)
	if err != nil {
		return nil, refused(path, err)
	}
	return s, nil
}

// refused adds to why a file cannot be opened what the machine says of it, where
// it is the machine that refuses: SQLite does not tell.
func refused(path string, err error) error {
	f, why := os.OpenFile(filepath.Clean(path), os.O_RDWR, 0)
	switch {
	case why == nil:
		return errors.Join(err, f.Close())
	case errors.Is(why, fs.ErrNotExist): // nor could it be made
		return err
	}
	return fmt.Errorf("%w: %w", err, why)
}

// OpenPostgres opens a PostgreSQL database, such as
// "postgres://user@host:5432/sala".
func OpenPostgres(ctx context.Context, address string) (*Store, error) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fmt.Errorf("open central's database: %w", err)
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	return open(ctx, postgres, db, db)
}

func open(ctx context.Context, d dialect, write, read *sql.DB) (*Store, error) {
	s := &Store{dialect: d, write: write, read: read, writing: prepared{kept: map[string]*sql.Stmt{}}, reading: prepared{kept: map[string]*sql.Stmt{}}}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open central's database: %w: %w", ErrOpen, err)
	}
	return s, nil
}

// migrate brings the database to the newest version, in one transaction.
func (s *Store) migrate(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if s.numbered { // processes that start together take turns
		if _, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(20261122)"); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "create table if not exists migration (version "+s.long+" primary key)"); err != nil {
		return err
	}
	var version int
	if err := tx.QueryRowContext(ctx, "select coalesce(max(version), 0) from migration").Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("the database is of version %d, newer than this program's %d", version, len(migrations))
	}
	for v := version + 1; v <= len(migrations); v++ {
		script := strings.NewReplacer("{bytes}", s.bytes, "{long}", s.long).Replace(migrations[v-1])
		for _, statement := range strings.Split(script, ";\n") {
			if strings.TrimSpace(statement) == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("migration %d: %w", v, err)
			}
		}
		if _, err := tx.ExecContext(ctx, "insert into migration values ("+strconv.Itoa(v)+")"); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Backup writes a consistent copy to a new SQLite file, whatever the database
// is. Nobody else can read it.
func (s *Store) Backup(ctx context.Context, path string) error {
	place, err := os.OpenFile(filepath.Clean(path), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up central: %w", err)
	}
	err = place.Close()
	switch {
	case err != nil:
	case s.numbered:
		err = s.saveTo(ctx, path)
	default:
		_, err = s.write.ExecContext(ctx, "vacuum into ?", path)
	}
	if err != nil {
		return fmt.Errorf("back up central: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// Close closes the database.
func (s *Store) Close() error {
	s.writing.close()
	s.reading.close()
	err := s.read.Close()
	if s.write != s.read {
		err = errors.Join(err, s.write.Close())
	}
	return err
}

// attempts is how often an Update runs when other transactions stand in its
// way.
const attempts = 20

// Update implements central.Store.
func (s *Store) Update(ctx context.Context, do func(central.Tx) error) error {
	return s.update(ctx, func() error { return s.run(ctx, s.write, s.write, nil, true, do) })
}

func (s *Store) update(ctx context.Context, run func() error) error {
	for n := 1; ; n++ {
		err := run()
		if err == nil || n == attempts || !again(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(n) * 5 * time.Millisecond):
		}
	}
}

// View implements central.Store.
func (s *Store) View(ctx context.Context, do func(central.Tx) error) error {
	return s.run(ctx, s.read, s.read, &sql.TxOptions{ReadOnly: s.numbered, Isolation: s.viewing()}, false, do)
}

func (s *Store) viewing() sql.IsolationLevel {
	if s.numbered {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// beginner is what a transaction begins on: a database, or one connection of it.
type beginner interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}

func (s *Store) run(ctx context.Context, on beginner, db *sql.DB, o *sql.TxOptions, updating bool, do func(central.Tx) error) error {
	t, err := on.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer t.Rollback()
	x := &tx{ctx: ctx, store: s, tx: t, updating: updating}
	if !s.numbered {
		if x.prepared = &s.reading; updating {
			x.prepared = &s.writing
		}
	}
	if err := do(x); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if x.prepared != nil && len(x.missed) > 0 && db != nil {
		x.prepared.add(ctx, db, x.missed)
	}
	return nil
}

// again reports whether the same transaction may succeed when it is run once
// more: PostgreSQL's class 40 (serialization failure, deadlock).
func again(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && strings.HasPrefix(pg.Code, "40")
}

// bind turns ? into the database's form of parameters.
func (d dialect) bind(query string) string {
	if !d.numbered {
		return query
	}
	var b strings.Builder
	n := 0
	for {
		i := strings.IndexByte(query, '?')
		if i < 0 {
			b.WriteString(query)
			return b.String()
		}
		n++
		b.WriteString(query[:i])
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		query = query[i+1:]
	}
}
