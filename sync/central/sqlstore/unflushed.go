package sqlstore

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"sala/sync/central"
)

// UpdateUnflushed implements central.Store.
func (s *Store) UpdateUnflushed(ctx context.Context, do func(central.Tx) error) error {
	if s.numbered {
		return s.Update(ctx, func(t central.Tx) error {
			if err := t.(*tx).exec("set local synchronous_commit = off"); err != nil {
				return err
			}
			return do(t)
		})
	}
	return s.update(ctx, func() error { return s.unflushed(ctx, do) })
}

// unflushed runs a transaction on the writing connection while that does not
// wait for the disk. SQLite changes this between transactions only. A connection
// that cannot be put back is thrown away: the next one opens as all do.
func (s *Store) unflushed(ctx context.Context, do func(central.Tx) error) error {
	c, err := s.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer c.Close()
	_, err = c.ExecContext(ctx, "pragma synchronous = normal")
	if err == nil {
		err = s.run(ctx, c, nil, nil, true, do) // nil: nothing is prepared on a connection that is held
	}
	if _, back := c.ExecContext(context.WithoutCancel(ctx), "pragma synchronous = full"); back != nil {
		err = errors.Join(err, back, c.Raw(func(any) error { return driver.ErrBadConn }))
	}
	return err
}
