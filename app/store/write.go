package store

import (
	"context"
	"errors"
	"fmt"

	"sala/app/office"
	"sala/sync/journal"
)

// Read runs do on a consistent view that no write disturbs.
func (s *Store) Read(ctx context.Context, do func(office.Reader) error) error {
	return s.read(ctx, func(v *view) error { return do(v) })
}

func (s *Store) read(ctx context.Context, do func(*view) error) error {
	c, err := take(ctx, s.reader)
	if err != nil {
		return explain("read", err)
	}
	defer func() { s.reader <- c }()
	if _, err := c.exec("BEGIN"); err != nil {
		return explain("read", err)
	}
	defer c.end(nil)
	return explain("read", do(&view{ctx: ctx, s: s, c: c, found: map[string]selection{}}))
}

// Write runs do in one durable transaction: when Write returns nil everything
// that was appended is on the disk, otherwise nothing of it has happened.
func (s *Store) Write(ctx context.Context, officer string, do func(office.Writer) error) error {
	why := s.behind.Load()
	if why != nil && !errors.As(*why, new(*differs)) {
		return explain("write", *why)
	}
	var w *writer
	err := s.write(ctx, "write", func(c *conn) error {
		if err := stopped(c); err != nil { // another program may have seen it, or lifted it
			return err
		}
		head, last, err := head(c)
		if err != nil {
			return err
		}
		w = &writer{view: view{ctx: ctx, s: s, c: c}, officer: officer, head: head, clock: journal.NewClock(s.env.Now, last),
			tables: projection{c: c, office: s.identity.Office}}
		return do(w)
	})
	if err == nil {
		s.witness.note(w.head)
		if why != nil {
			_ = s.compare(ctx) // what was written stands, whatever can be read now
		}
	}
	return err
}

// write runs do with the write lock, in one transaction.
func (s *Store) write(ctx context.Context, op string, do func(*conn) error) error {
	c, err := take(ctx, s.writer)
	if err != nil {
		return explain(op, err)
	}
	defer func() { s.writer <- c }()
	if err := c.begin(ctx); err != nil {
		return explain(op, err)
	}
	return explain(op, c.end(do(c)))
}

// writer is one write transaction.
type writer struct {
	view
	officer string
	head    journal.Head
	clock   *journal.Clock
	tables  projection
}

var _ office.Writer = (*writer)(nil)

// Append writes the entry and changes the tables by it.
func (w *writer) Append(kind, subject string, base uint64, payload any) error {
	if err := w.append(kind, subject, base, payload); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	return nil
}

func (w *writer) append(kind, subject string, base uint64, payload any) error {
	r, err := w.ready(w.head, office.Act{Kind: kind, Subject: subject, Base: base, Payload: payload})
	if err != nil {
		return err
	}
	return w.put(&r)
}

func insertEntry(c *conn, e *journal.Entry, hash journal.Hash, about string) error {
	_, err := c.exec(`INSERT INTO journal (seq, hash, time, officer, kind, subject, base, payload_hash, payload, signature, about)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Seq, hash[:], int64(e.Time), e.Officer, e.Kind, e.Subject, e.Base, e.PayloadHash[:], e.Payload, e.Signature, about)
	return err
}

// head returns the journal's end and the newest reading of its clock.
func head(c *conn) (journal.Head, journal.Time, error) {
	var h journal.Head
	var hash []byte
	var last int64
	_, err := c.one([]any{&h.Seq, &hash, &last}, "SELECT seq, hash, time FROM journal ORDER BY seq DESC LIMIT 1")
	copy(h.Hash[:], hash)
	return h, journal.Time(last), err
}
