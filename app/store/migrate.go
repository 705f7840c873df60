package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sala/app/store/keys"
)

//go:embed schema/*.sql
var schema embed.FS

// migrate brings the database's tables to this program's version: a copy
// first, then all in one transaction, in which it proves that no entry, no
// draft and nothing of the outbox has changed.
func (s *Store) migrate(ctx context.Context, c *conn, create bool) error {
	steps := s.env.schema
	if steps == nil {
		steps = schema
	}
	files, err := fs.Glob(steps, "schema/*.sql")
	if err != nil {
		return err
	}
	at, err := version(c)
	switch {
	case err != nil:
		return err
	case at == 0 && !create:
		return fmt.Errorf("the database is empty: %w", ErrDamaged)
	case at > len(files):
		return fmt.Errorf("the database has version %d, the program knows %d: %w", at, len(files), errNewer)
	case at == len(files):
		return nil
	case at > 0:
		if err := s.copyBefore(ctx, c, at); err != nil {
			return fmt.Errorf("copy before migrating: %w", err)
		}
	}
	if err := c.begin(ctx); err != nil {
		return err
	}
	return c.end(s.step(c, steps, files))
}

func version(c *conn) (at int, err error) {
	_, err = c.one([]any{&at}, "PRAGMA user_version")
	return at, err
}

func (s *Store) step(c *conn, steps fs.FS, files []string) error {
	at, err := version(c) // another process may have been first
	if err != nil || at >= len(files) {
		return err
	}
	var before string
	if at > 0 {
		if before, err = unfinished(c); err != nil {
			return fmt.Errorf("check before migrating: %w", err)
		}
	}
	first := at
	for ; at < len(files); at++ {
		b, err := fs.ReadFile(steps, files[at])
		if err != nil {
			return err
		}
		if err := c.script(string(b)); err != nil {
			return fmt.Errorf("migrate to version %d: %w", at+1, err)
		}
	}
	if first > 0 {
		after, err := unfinished(c)
		if err != nil {
			return fmt.Errorf("check after migrating: %w", err)
		}
		if after != before {
			return fmt.Errorf("migrate from version %d to %d: journal, drafts or outbox would have changed: %w", first, at, ErrDamaged)
		}
	}
	return c.script(fmt.Sprintf("PRAGMA user_version = %d", at))
}

// unfinished returns a hash of everything that a migration must not touch: each
// entry of the journal, what central has acknowledged of it, and what each open
// petition says. It names its columns, so that it reads any version's tables.
func unfinished(c *conn) (string, error) {
	h := sha256.New()
	for _, query := range []string{
		"SELECT seq, hash, time, officer, kind, subject, base, payload_hash, payload, signature FROM journal ORDER BY seq",
		"SELECT value FROM setting WHERE name = '" + settingAcked + "'",
		"SELECT seq, outcome, reason, version FROM verdict ORDER BY seq",
		"SELECT id, version, state, body FROM petition ORDER BY id",
		"SELECT lease, n, text FROM number ORDER BY lease, n",
	} {
		sum, err := digest(c, query)
		if err != nil {
			return "", err
		}
		h.Write([]byte(sum))
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// before is the name of the copy of the database from before the migration of
// a version.
func before(version int) string { return fmt.Sprintf("%s.version-%04d", FileName, version) }

// copyBefore copies the database, encrypted as it is, before it is changed.
func (s *Store) copyBefore(ctx context.Context, c *conn, at int) error {
	if err := s.dropCopies(); err != nil { // one step back is enough
		return err
	}
	path := filepath.Join(s.dir, before(at))
	if err := copyPages(ctx, c, s.mount, path, nil); err != nil {
		return err
	}
	_, _, err := sum(path)
	return errors.Join(err, syncFolder(s.dir))
}

// copiesBefore returns the copies from before migrations, the oldest first.
func copiesBefore(dir string) ([]string, error) {
	return filepath.Glob(filepath.Join(dir, FileName+".version-*"))
}

func (s *Store) dropCopies() error {
	copies, err := copiesBefore(s.dir)
	for _, path := range copies {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// StepBack puts the database from before the last migration back, for the
// program that came before this one. The station must be closed. What was done
// since is kept beside it, and central gives it back (see Restore): the station
// that opens is Behind.
func StepBack(ctx context.Context, dir string, u Unlock, env Environment) (aside string, err error) {
	const op = "step back"
	env = env.complete()
	if _, err := keys.Load(dir); err != nil {
		return "", explain(op, err)
	}
	copies, err := copiesBefore(dir)
	if err != nil || len(copies) == 0 {
		return "", &Error{Op: op, Kind: "no_station", Err: errors.Join(fs.ErrNotExist, err)}
	}
	// Put the log into the database first: alone it would be lost.
	s, err := Open(ctx, dir, u, env)
	if err != nil {
		return "", err
	}
	err = errors.Join(s.Checkpoint(ctx), s.Close())
	if err != nil {
		return "", explain(op, err)
	}
	last := copies[len(copies)-1]
	aside = filepath.Join(dir, FileName+".after-"+env.Now().UTC().Format("20060102T150405Z"))
	if err := os.Rename(filepath.Join(dir, FileName), aside); err != nil {
		return "", explain(op, err)
	}
	for _, name := range []string{FileName + "-wal", FileName + "-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, explain(op, err)
		}
	}
	return aside, explain(op, errors.Join(os.Rename(last, filepath.Join(dir, FileName)), syncFolder(dir)))
}
