package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// readers is how many may look at the same time.
const readers = 4

// patience is how long a write waits for another process's.
const patience = 30 * time.Second

// conn is one connection with its prepared statements. It is used by one
// goroutine at a time.
type conn struct {
	db    *sql.DB
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// connector opens SQLite connections that cannot attach another file, the one
// way round the encryption.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func forbidAttach(c sqlite.ExecQuerierContext, _ string) error {
	r, ok := c.(sqlite.AuthorizerRegisterer)
	if !ok {
		return errors.New("the driver has no authorizer")
	}
	return r.RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, _, _, _, _ string) sqlite.AuthorizerReturnCode {
		if action == sqlite.AuthAttach {
			return sqlite.AuthorizerDeny
		}
		return sqlite.AuthorizerOK
	})
}

// dsn names the database and everything that a connection must be told. There
// is no key in it.
func dsn(path, mount, mode string, pragmas ...string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		path = filepath.Clean(path)
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	q := url.Values{"vfs": {mount}, "mode": {mode}, "_dqs": {"0"}, "_error_rc": {"1"}}
	q["_pragma"] = append([]string{"busy_timeout(5000)", "temp_store(memory)", "trusted_schema(0)"}, pragmas...)
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return u.String()
}

func (s *Store) connect(ctx context.Context, create bool) error {
	// A lock must not be lost when some other part of the process closes the
	// file; where the system has no such locks, no part does.
	_, _ = sqlite.OFDLocking(true)
	path := filepath.Join(s.dir, FileName)
	mode := "rw"
	if create {
		mode = "rwc"
	} else if err := whole(path); err != nil {
		return err
	}
	w, err := s.dial(dsn(path, s.mount.Name(), mode, "journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)", "foreign_keys(1)",
		"secure_delete(fast)", // a page that is rearranged keeps nothing of what was on it
		"cache_size(-65536)", "journal_size_limit(67108864)"))
	if err != nil {
		return err
	}
	if create {
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
	}
	if err := s.migrate(ctx, w, create); err != nil {
		return err
	}
	pool := make(chan *conn, readers)
	for range readers {
		r, err := s.dial(dsn(path, s.mount.Name(), "rw", "query_only(1)", "cache_size(-16384)"))
		if err != nil {
			return err
		}
		pool <- r
	}
	s.writer, s.reader = make(chan *conn, 1), pool
	s.writer <- w
	return nil
}

func (s *Store) dial(dsn string) (*conn, error) {
	d := &sqlite.Driver{}
	d.RegisterConnectionHook(forbidAttach)
	c := &conn{db: sql.OpenDB(connector{d, dsn}), stmts: map[string]*sql.Stmt{}}
	c.db.SetMaxOpenConns(1)
	s.all = append(s.all, c)
	var err error
	c.c, err = c.db.Conn(context.Background())
	return c, err
}

var (
	errNewer = errors.New("the database was written by a newer version of the program")
	errHalf  = errors.New("the database is not a whole number of pages: it was copied in part")
)

// whole refuses a file that cannot be a database of ours before SQLite touches
// it.
func whole(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() == 0 || info.Size()%4096 != 0 {
		return fmt.Errorf("%s has %d bytes: %w", FileName, info.Size(), errHalf)
	}
	return nil
}

// disconnect waits for the reads and the write under way.
func (s *Store) disconnect() error {
	if s.writer != nil { // it had come up
		drain(s.writer, 1)
		drain(s.reader, readers)
	}
	var errs []error
	for _, c := range s.all {
		if c.c != nil {
			for _, st := range c.stmts {
				errs = append(errs, st.Close())
			}
			errs = append(errs, c.c.Close())
		}
		errs = append(errs, c.db.Close())
	}
	if s.mount != nil {
		s.mount.Unmount()
	}
	s.files.Forget()
	return errors.Join(errs...)
}

// drain takes every connection that the pool was given and shuts it.
func drain(pool chan *conn, n int) {
	for range n {
		<-pool
	}
	close(pool)
}

// take waits for a connection of the pool.
func take(ctx context.Context, pool chan *conn) (*conn, error) {
	select {
	case c, ok := <-pool:
		if !ok {
			return nil, ErrClosed
		}
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// begin waits for the write lock, for another process's write as well.
func (c *conn) begin(ctx context.Context) error {
	deadline := time.Now().Add(patience)
	for {
		_, err := c.exec("BEGIN IMMEDIATE")
		if err == nil || !busy(err) || time.Now().After(deadline) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// end commits, or rolls back when failed is an error, which it returns.
func (c *conn) end(failed error) error {
	if failed == nil {
		if _, failed = c.exec("COMMIT"); failed == nil {
			return nil
		}
	}
	// A failed COMMIT, a full disk and a failing one may have ended the
	// transaction already; then there is nothing to roll back.
	_ = c.script("ROLLBACK")
	return failed
}
