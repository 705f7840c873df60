package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"

	"modernc.org/sqlite"

	"sala/app/store/keys"
	"sala/app/store/vfs"
)

const settingRotated = "rotated_page" // the last page that was rewritten

// lockPage is the page that SQLite never writes: the one at the byte 2^30.
const lockPage = 1<<30/vfs.PageSize + 1

// Rotate makes a new key for the whole database and writes every page anew
// under it while the station is in use: what an officer who has left may have
// copied opens nothing that is written from now on, and after the last page
// nothing at all. A rotation that was cut off goes on where it was at the next
// call; Rotating says whether there is one. progress, which may be nil, is told
// of pages.
func (s *Store) Rotate(ctx context.Context, progress func(done, total int)) error {
	const op = "rotate the key"
	if progress == nil {
		progress = func(int, int) {}
	}
	if !s.Rotating() {
		if err := s.newKey(ctx); err != nil {
			return explain(op, err)
		}
	}
	// More than one pass only when another process wrote under the former key
	// because it had not seen the new one yet.
	for range 3 {
		if err := s.pass(ctx, progress); err != nil {
			return explain(op, err)
		}
		clean, err := s.retire(ctx)
		if clean || err != nil {
			return explain(op, err)
		}
	}
	return &Error{Op: op, Kind: "busy", Err: errors.New("pages are still under the former key: another program holds the station open")}
}

// pass writes every page from where the last one stopped.
func (s *Store) pass(ctx context.Context, progress func(done, total int)) error {
	c, err := s.maintenance()
	if err != nil {
		return err
	}
	defer c.close()
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err = s.rewrite(ctx, c, progress); err != nil {
			return err
		}
	}
	return nil
}

// Rotating reports whether pages under a former key may remain.
func (s *Store) Rotating() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.file.Former) > 0
}

// newKey brings a new key in. The key file with both keys is durable before the
// first page is written under the new one.
func (s *Store) newKey(ctx context.Context) error {
	if err := s.write(ctx, "rotate", func(c *conn) error { return setNumber64(c, settingRotated, 0) }); err != nil {
		return err
	}
	return s.changeKeys(ctx, "rotate", func(f *keys.File) error {
		if err := f.Rotate(s.env.Random, s.master, s.env.Now().Unix()); err != nil {
			return err
		}
		if err := f.Save(s.dir); err != nil {
			return err
		}
		return s.files.Add(s.master.Epoch, s.master.Page(s.master.Epoch))
	})
}

// maintenance opens a connection that may write pages as pages.
func (s *Store) maintenance() (*conn, error) {
	d := &sqlite.Driver{}
	d.RegisterConnectionHook(forbidAttach)
	name := dsn(filepath.Join(s.dir, FileName), s.mount.Name(), "rw", "synchronous(FULL)", "cache_size(-8192)")
	c := &conn{db: sql.OpenDB(connector{d, name}), stmts: map[string]*sql.Stmt{}}
	c.db.SetMaxOpenConns(1)
	var err error
	if c.c, err = c.db.Conn(context.Background()); err != nil {
		return nil, errors.Join(err, c.db.Close())
	}
	return c, nil
}

func (c *conn) close() {
	for _, st := range c.stmts {
		_ = st.Close()
	}
	_ = c.c.Close()
	_ = c.db.Close()
}

// batch is how many pages are rewritten at a time: a clerk who saves meanwhile
// waits for one batch at most.
const batch = 64

// rewrite writes the next pages as they are, and so under the new key.
func (s *Store) rewrite(ctx context.Context, c *conn, progress func(done, total int)) (done bool, err error) {
	if err := c.begin(ctx); err != nil {
		return false, err
	}
	err = c.end(func() error {
		var total uint64
		if _, err := c.one([]any{&total}, "PRAGMA page_count"); err != nil {
			return err
		}
		from, err := number64(c, settingRotated)
		if err != nil {
			return err
		}
		to := min(from+batch, total)
		// A page that is written with its own contents is still written.
		if _, err := c.exec("UPDATE sqlite_dbpage SET data = data WHERE pgno > ? AND pgno <= ? AND pgno <> ?", from, to, lockPage); err != nil {
			return err
		}
		progress(int(to), int(total))
		done = to == total
		return setNumber64(c, settingRotated, to)
	}())
	return done, err
}

// retire forgets the former keys, when the whole log is in the database and
// every page of it is under the new key; otherwise the next pass begins anew.
func (s *Store) retire(ctx context.Context) (clean bool, err error) {
	if err := s.Checkpoint(ctx); err != nil {
		return false, err
	}
	before := s.files.Former()
	c, err := s.maintenance() // with an empty cache
	if err != nil {
		return false, err
	}
	var bytes int64
	_, err = c.one([]any{&bytes}, "SELECT sum(length(data)) FROM sqlite_dbpage WHERE pgno <> ?", lockPage)
	c.close()
	if err != nil {
		return false, err
	}
	if s.files.Former() != before {
		return false, s.write(ctx, "rotate", func(c *conn) error { return setNumber64(c, settingRotated, 0) })
	}
	return true, s.changeKeys(ctx, "rotate", func(f *keys.File) error {
		f.Retire(s.master)
		if err := f.Save(s.dir); err != nil {
			return err
		}
		s.files.RetireBefore(s.master.Epoch)
		return s.dropCopies() // which are under the former key
	})
}
