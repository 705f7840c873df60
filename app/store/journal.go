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
			end, _, err := head(v.c)
			if err != nil || after >= end.Seq { // nothing comes after the end
				return err
			}
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
	return s.VerifyJournalFrom(ctx, journal.Head{})
}

// VerifyJournalFrom checks what comes after a head that was verified before.
func (s *Store) VerifyJournalFrom(ctx context.Context, from journal.Head) (Report, error) {
	r := Report{Station: s.identity.Station, Entries: from.Seq, Head: from}
	err := s.read(ctx, func(v *view) error {
		before, err := hashOf(v.c, from.Seq)
		if err != nil {
			return err
		}
		if before != from.Hash {
			return fmt.Errorf("entry %d is not the one that was verified: %w", from.Seq, journal.ErrChain)
		}
		rows, err := v.c.query(selectEntries+"WHERE seq > ? ORDER BY seq", from.Seq)
		if err != nil {
			return err
		}
		if err := r.verify(ctx, s, s.entries(rows, before)); err != nil {
			return err
		}
		if stored, _, err := head(v.c); err != nil || stored != r.Head {
			r.At = r.Entries
			return errors.Join(fmt.Errorf("the stored head is not the chain's: %w", journal.ErrChain), err)
		}
		return nil
	})
	if err != nil {
		r.Trouble = err.Error()
	}
	return r, explain("verify journal", err)
}

func (r *Report) verify(ctx context.Context, s *Store, entries iter.Seq2[journal.Entry, error]) error {
	for e, err := range entries {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		next, err := r.Head.Follow(&e)
		if err == nil {
			err = s.verify(&e)
		}
		if err != nil {
			r.At = e.Seq
			return err
		}
		if e.Payload == nil {
			r.Purged++
		}
		r.Entries, r.Head = e.Seq, next
	}
	return nil
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
