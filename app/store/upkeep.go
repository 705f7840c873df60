package store

import (
	"context"
	"fmt"
)

// Checkpoint moves what is in the write-ahead log into the database and
// shortens the log, unless a reader still needs it; then it does what it can.
func (s *Store) Checkpoint(ctx context.Context) error {
	c, err := take(ctx, s.writer)
	if err != nil {
		return explain("checkpoint", err)
	}
	defer func() { s.writer <- c }()
	var held, log, done int
	_, err = c.one([]any{&held, &log, &done}, "PRAGMA wal_checkpoint(TRUNCATE)")
	if busy(err) {
		err = nil // another process reads: the next one will do it
	}
	return explain("checkpoint", err)
}

// CheckIntegrity reads the whole database and checks its structure, and each
// page's tag with it; quick leaves the indexes' order out.
func (s *Store) CheckIntegrity(ctx context.Context, quick bool) error {
	pragma := "PRAGMA integrity_check(1)"
	if quick {
		pragma = "PRAGMA quick_check(1)"
	}
	return explain("check integrity", s.read(ctx, func(v *view) error {
		var said string
		if _, err := v.c.one([]any{&said}, pragma); err != nil {
			return err
		}
		if said != "ok" {
			return fmt.Errorf("%s: %w", said, ErrDamaged)
		}
		return nil
	}))
}

// mergePages is how much of the search index is merged at a time, in pages: a
// clerk who saves meanwhile waits for one such step at most.
const mergePages = 200

// Tidy merges the pieces that the search index grows in, so that a search looks
// into one and not into many. Run it when the station is idle: after the first
// page of a feed and at night. It stops at the next step when ctx ends, and goes
// on from there the next time.
func (s *Store) Tidy(ctx context.Context) error {
	for _, table := range []string{"word_parts", "record_words", "record_keys", "petition_words"} {
		pages := -mergePages // the first step begins a merge of everything
		for more := true; more; pages = mergePages {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := s.write(ctx, "tidy", func(c *conn) (err error) {
				more, err = mergeStep(c, table, pages)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.Checkpoint(ctx)
}

// mergeStep reports whether there is more to merge: SQLite says so by changing
// two rows or more (sqlite.org/fts5.html, the merge command).
func mergeStep(c *conn, table string, pages int) (bool, error) {
	var before, after int
	if _, err := c.one([]any{&before}, "SELECT total_changes()"); err != nil {
		return false, err
	}
	if _, err := c.exec("INSERT INTO "+table+" ("+table+", rank) VALUES ('merge', ?)", pages); err != nil {
		return false, err
	}
	_, err := c.one([]any{&after}, "SELECT total_changes()")
	return after-before >= 2, err
}
