package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed schema/*.sql
var schema embed.FS

// migrate brings the database's tables to this program's version, in one
// transaction.
func (s *Store) migrate(ctx context.Context, c *conn, create bool) error {
	files, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return err
	}
	var at int
	if _, err := c.one([]any{&at}, "PRAGMA user_version"); err != nil {
		return err
	}
	if at == 0 && !create {
		return fmt.Errorf("the database is empty: %w", ErrDamaged)
	}
	if at > len(files) {
		return fmt.Errorf("the database has version %d, the program knows %d: %w", at, len(files), errNewer)
	}
	if at == len(files) {
		return nil
	}
	if err := c.begin(ctx); err != nil {
		return err
	}
	return c.end(func() error {
		if _, err := c.one([]any{&at}, "PRAGMA user_version"); err != nil {
			return err
		}
		for ; at < len(files); at++ {
			b, err := schema.ReadFile(files[at])
			if err != nil {
				return err
			}
			if err := c.script(string(b)); err != nil {
				return fmt.Errorf("migrate to version %d: %w", at+1, err)
			}
		}
		return c.script(fmt.Sprintf("PRAGMA user_version = %d", at))
	}())
}
