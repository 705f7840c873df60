package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"sala/forms/act"
)

func (c *conn) stmt(query string) (*sql.Stmt, error) {
	if st, ok := c.stmts[query]; ok {
		return st, nil
	}
	st, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %.40q: %w", query, err)
	}
	c.stmts[query] = st
	return st, nil
}

// exec, query, one and each run to their end whatever becomes of the caller's
// context: half of a transaction is worth nothing, and each takes milliseconds.
func (c *conn) exec(query string, args ...any) (sql.Result, error) {
	st, err := c.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.Exec(args...)
}

func (c *conn) query(query string, args ...any) (*sql.Rows, error) {
	st, err := c.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.Query(args...)
}

// one scans the first row into dest and reports whether there was one.
func (c *conn) one(dest []any, query string, args ...any) (bool, error) {
	st, err := c.stmt(query)
	if err != nil {
		return false, err
	}
	err = st.QueryRow(args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each calls do with what scans a row, for every row of a query.
func (c *conn) each(query string, args []any, do func(scan func(...any) error) error) error {
	rows, err := c.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list returns what read makes of each row of a query.
func list[T any](c *conn, query string, args []any, read func(scan func(...any) error) (T, error)) (all []T, err error) {
	err = c.each(query, args, func(scan func(...any) error) error {
		one, err := read(scan)
		if err == nil {
			all = append(all, one)
		}
		return err
	})
	return all, err
}

// column returns the one column of a query.
func column[T any](c *conn, query string, args ...any) ([]T, error) {
	return list(c, query, args, func(scan func(...any) error) (v T, err error) {
		err = scan(&v)
		return v, err
	})
}

// bodies returns what is encoded in the one column of a query.
func bodies[T any](c *conn, query string, args ...any) ([]T, error) {
	return list(c, query, args, func(scan func(...any) error) (v T, err error) {
		var b sql.RawBytes
		if err = scan(&b); err == nil {
			v, err = act.Decode[T](b)
		}
		return v, err
	})
}

// among is a list as json_each takes it: one argument, however long it is.
func among(list []string) string {
	b, _ := json.Marshal(list) // of strings it does not fail
	return string(b)
}

// script runs statements that are not worth preparing.
func (c *conn) script(query string) error {
	_, err := c.c.ExecContext(context.Background(), query)
	return err
}
