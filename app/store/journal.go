package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"sala/forms/act"
	"sala/sync/journal"
)

const selectEntries = "SELECT seq, hash, time, officer, kind, subject, base, payload_hash, payload, signature FROM journal "

// entries walks the rows of selectEntries. An entry's Prev is the hash of the
// row before it; prev is that of the first.
func (s *Store) entries(rows *sql.Rows, prev journal.Hash) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		defer rows.Close()
		for rows.Next() {
			e := journal.Entry{Station: s.identity.Station, Prev: prev}
			var hash, payloadHash []byte
			var at int64
			err := rows.Scan(&e.Seq, &hash, &at, &e.Officer, &e.Kind, &e.Subject, &e.Base, &payloadHash, &e.Payload, &e.Signature)
			if err == nil && (len(hash) != len(prev) || len(payloadHash) != len(prev)) {
				err = fmt.Errorf("entry %d: %w", e.Seq, ErrDamaged)
			}
			if err != nil {
				yield(e, err)
				return
			}
			e.Time = journal.Time(at)
			copy(e.PayloadHash[:], payloadHash)
			copy(prev[:], hash)
			if !yield(e, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(journal.Entry{}, err)
		}
	}
}

// hashOf returns the hash of entry seq, the zero hash for 0.
func hashOf(c *conn, seq uint64) (journal.Hash, error) {
	var h journal.Hash
	if seq == 0 {
		return h, nil
	}
	var b []byte
	found, err := c.one([]any{&b}, "SELECT hash FROM journal WHERE seq = ?", seq)
	if err != nil {
		return h, err
	}
	if !found || len(b) != len(h) {
		return h, fmt.Errorf("entry %d is missing: %w", seq, ErrDamaged)
	}
	copy(h[:], b)
	return h, nil
}

// Entries walks the journal after the entry of that sequence number, on one
// consistent view. A writer is not held up by it.
func (s *Store) Entries(ctx context.Context, after uint64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		stopped := errors.New("stopped")
		err := s.read(ctx, func(v *view) error {
			prev, err := hashOf(v.c, after)
			if err != nil {
				return err
			}
			rows, err := v.c.query(selectEntries+"WHERE seq > ? ORDER BY seq", after)
			if err != nil {
				return err
			}
			for e, err := range s.entries(rows, prev) {
				if err != nil {
					return err
				}
				if !yield(e, nil) {
					return stopped
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(journal.Entry{}, err)
		}
	}
}

// Report is what VerifyJournal found.
type Report struct {
	Station string       `json:"station"`
	Entries uint64       `json:"entries"`
	Head    journal.Head `json:"head"`
	Purged  uint64       `json:"purged"` // entries whose payload was purged
	Trouble string       `json:"trouble,omitempty"`
	At      uint64       `json:"at,omitempty"` // the entry with the trouble
}

// VerifyJournal checks every entry's chain, hash, signature and payload against
// the station's key, and that the key is the one that the first entry names.
func (s *Store) VerifyJournal(ctx context.Context) (Report, error) {
	r := Report{Station: s.identity.Station}
	err := s.read(ctx, func(v *view) error {
		rows, err := v.c.query(selectEntries + "ORDER BY seq")
		if err != nil {
			return err
		}
		stored, _, err := head(v.c)
		if err != nil {
			return err
		}
		var at journal.Head
		for e, err := range s.entries(rows, at.Hash) {
			if err != nil {
				return err
			}
			if err := s.verify(&e); err != nil {
				r.At = e.Seq
				return err
			}
			if at, err = at.Follow(&e); err != nil {
				r.At = e.Seq
				return err
			}
			if e.Payload == nil {
				r.Purged++
			}
			r.Entries, r.Head = e.Seq, at
			if err := v.ctx.Err(); err != nil {
				return err
			}
		}
		if stored != at {
			r.At = at.Seq
			return fmt.Errorf("the stored head is not the chain's: %w", journal.ErrChain)
		}
		return nil
	})
	if err != nil {
		r.Trouble = err.Error()
	}
	return r, explain("verify journal", err)
}

// verify checks one entry by itself.
func (s *Store) verify(e *journal.Entry) error {
	if err := e.Verify(s.identity.Public); err != nil {
		return err
	}
	if e.Seq != 1 {
		return nil
	}
	o, err := act.Decode[act.Opening](e.Payload)
	if err != nil || e.Kind != act.StationOpened || !s.identity.Public.Equal(ed25519.PublicKey(o.PublicKey)) {
		return errors.Join(fmt.Errorf("the first entry does not name the station's key: %w", journal.ErrSignature), err)
	}
	return nil
}
