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
