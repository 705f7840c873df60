package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sala/sync/central"
	"sala/sync/central/sqlstore"
)

// Migrate copies everything from the SQLite database in a data folder into an
// empty PostgreSQL database, and checks what arrived. The SQLite database stays
// as it is. Central must not be serving: what came after the copy would be lost.
func Migrate(ctx context.Context, c Config, to string, progress func(sqlstore.Copied)) ([]central.Finding, error) {
	if _, err := os.Stat(filepath.Join(c.Dir, sqlstore.FileName)); err != nil {
		return nil, fmt.Errorf("migrate central: %w", err)
	}
	if err := unused(ctx, c.Dir); err != nil {
		return nil, fmt.Errorf("migrate central: %w", err)
	}
	from, err := sqlstore.OpenSQLite(ctx, c.Dir)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	into, err := sqlstore.OpenPostgres(ctx, to)
	if err != nil {
		return nil, err
	}
	defer into.Close()
	if err := sqlstore.Copy(ctx, from, into, progress); err != nil {
		return nil, err
	}
	return examined(ctx, into, c)
}

// Restore puts a backup in the place of the database in a data folder, when it
// is sound; the one that was there stays beside it. Stations notice what is
// missing, and send it again. Central must not be serving.
func Restore(ctx context.Context, c Config, from string) ([]central.Finding, error) {
	fresh, err := os.MkdirTemp(c.Dir, ".restore-*")
	if err != nil {
		return nil, fmt.Errorf("restore central: %w", err)
	}
	defer os.RemoveAll(fresh)
	if err := copyFile(filepath.Join(fresh, sqlstore.FileName), from); err != nil {
		return nil, fmt.Errorf("restore central: %w", err)
	}
	findings, err := inspect(ctx, fresh, c)
	if err != nil {
		return findings, fmt.Errorf("restore central: %s: %w: %w", filepath.Base(from), ErrUnsound, err)
	}
	for _, f := range findings {
		if !f.Good {
			return findings, fmt.Errorf("restore central: %s: %w", filepath.Base(from), ErrUnsound)
		}
	}
	place := filepath.Join(c.Dir, sqlstore.FileName)
	if _, err := os.Stat(place); err == nil {
		if err := unused(ctx, c.Dir); err != nil {
			return findings, fmt.Errorf("restore central: %w", err)
		}
		if err := os.Rename(place, place+".before-"+c.now().UTC().Format("20060102-150405")); err != nil {
			return findings, fmt.Errorf("restore central: %w", err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return findings, fmt.Errorf("restore central: %w", err)
	}
	if err := os.Rename(filepath.Join(fresh, sqlstore.FileName), place); err != nil {
		return findings, fmt.Errorf("restore central: %w", err)
	}
	return findings, nil
}

// ErrUnsound means that a backup does not hold together.
var ErrUnsound = errors.New("the copy does not hold together: take an earlier one")

func (c Config) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// inspect reads a database whole, and leaves it in one file.
func inspect(ctx context.Context, dir string, c Config) ([]central.Finding, error) {
	store, err := sqlstore.OpenSQLite(ctx, dir)
	if err != nil {
		return nil, err
	}
	err = store.Check(ctx)
	var findings []central.Finding
	if err == nil {
		findings, err = examined(ctx, store, c)
	}
	if err == nil {
		err = store.Settle(ctx)
	}
	return findings, errors.Join(err, store.Close())
}

// examined checks a store against the keys in the data folder.
func examined(ctx context.Context, store central.Store, c Config) ([]central.Finding, error) {
	authority, err := central.OpenAuthority(c.Dir, c.now)
	if err != nil {
		return nil, err
	}
	return central.New(central.Config{Store: store, Authority: authority, Now: c.now}).Examine(ctx)
}

// unused fails while another program works with the database in a folder.
func unused(ctx context.Context, dir string) error {
	store, err := sqlstore.OpenSQLite(ctx, dir)
	if err != nil {
		return err
	}
	return errors.Join(store.Settle(ctx), store.Close())
}

// copyFile copies a file to a new one, onto the disk.
func copyFile(to, from string) error {
	in, err := os.Open(filepath.Clean(from))
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(filepath.Clean(to), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
