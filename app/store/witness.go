package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"sala/forms/act"
	"sala/sync/journal"
)

// WitnessName is the file in which the end of the journal is noted, in a
// station's folder.
const WitnessName = "station.head"

// witness notes the end of the journal beside the database after every act, so
// that a database that was put back, or has lost the end of its log, is told
// when it is opened. It is written after the act is durable and is not synced
// itself: it may lag behind, and never runs ahead.
//
// A note is 48 bytes: the sequence number (8, big endian), the entry's hash
// (32) and the first 8 bytes of the SHA-256 of both.
type witness struct {
	mu    *sync.Mutex
	paths []string
}

const noteSize = 48

func newWitness(dir string, more []string, database []byte) witness {
	w := witness{mu: &sync.Mutex{}, paths: []string{filepath.Join(dir, WitnessName)}}
	for _, d := range more {
		_ = os.MkdirAll(d, 0o700) // one that cannot be made notes nothing
		w.paths = append(w.paths, filepath.Join(d, hex.EncodeToString(database)+".head"))
	}
	return w
}

// note writes the head down. A note that fails is no reason to refuse an act
// that is already done.
func (w witness) note(h journal.Head) {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, noteSize), h.Seq)
	b = append(b, h.Hash[:]...)
	sum := sha256.Sum256(b)
	b = append(b, sum[:8]...)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, path := range w.paths {
		if f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600); err == nil {
			_, _ = f.WriteAt(b, 0)
			_ = f.Close()
		}
	}
}

// read returns the newest note that is whole.
func (w witness) read() (newest journal.Head) {
	for _, path := range w.paths {
		b, err := os.ReadFile(path)
		if err != nil || len(b) != noteSize {
			continue
		}
		if sum := sha256.Sum256(b[:noteSize-8]); !bytes.Equal(sum[:8], b[noteSize-8:]) {
			continue
		}
		h := journal.Head{Seq: binary.BigEndian.Uint64(b)}
		copy(h.Hash[:], b[8:])
		if h.Seq > newest.Seq {
			newest = h
		}
	}
	return newest
}

const settingRestored = "restored" // set in a copy that was put back

// compare looks at the notes and decides whether the station may write. One
// that may not can still be read, so that a person can see what there is.
func (s *Store) compare(ctx context.Context) error {
	noted := s.witness.read()
	var why error
	err := s.read(ctx, func(v *view) error {
		h, _, err := head(v.c)
		if err != nil {
			return err
		}
		restored, err := setting(v.c, settingRestored)
		if err != nil {
			return err
		}
		stop := stopped(v.c)
		switch {
		case errors.Is(stop, ErrFork):
			why = stop
		case stop != nil:
			return stop
		case noted.Seq > h.Seq:
			why = fmt.Errorf("the database ends at entry %d, the station had come to %d: %w", h.Seq, noted.Seq, ErrBehind)
		case restored != nil:
			why = fmt.Errorf("the database is a backup from entry %d: %w", h.Seq, ErrBehind)
		case noted.Seq > 0:
			mine := h.Hash
			if noted.Seq < h.Seq { // the note lags behind
				if mine, err = hashOf(v.c, noted.Seq); err != nil {
					return err
				}
			}
			if mine != noted.Hash {
				why = fmt.Errorf("entry %d is not the one that was written: %w", noted.Seq, ErrFork)
			}
		}
		return nil
	})
	if why != nil {
		s.behind.Store(&why)
	} else if err == nil {
		s.behind.Store(nil)
	}
	return err
}

// Behind returns why nothing may be written, nil when all is well: the database
// is an older copy than what the station had come to. Restore heals it with
// entries from central or a courier; GoOn is a person's decision not to wait. Or
// the machine is a second copy of the station, and stopped (StoppedAt).
func (s *Store) Behind() error {
	if why := s.behind.Load(); why != nil {
		return explain("write", *why)
	}
	return nil
}

// Restore takes back entries of the station's own, in order, from central or
// from a courier's bundle, whose signature was checked when they were unpacked.
// Entries that the station has already are compared: another one under the same
// number is the proof of a second copy, and stops this machine (StoppedAt).
func (s *Store) Restore(ctx context.Context, entries []journal.Entry) error {
	err := s.write(ctx, "restore", func(c *conn) error {
		h, _, err := head(c)
		if err != nil {
			return err
		}
		p := projection{c: c, office: s.identity.Office}
		for i := range entries {
			if h, err = s.restoreOne(&p, h, entries[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return s.proved(ctx, err)
	}
	return s.compare(ctx)
}

func (s *Store) restoreOne(p *projection, h journal.Head, e journal.Entry) (journal.Head, error) {
	if e.Station != s.identity.Station {
		return h, fmt.Errorf("an entry of %s: %w", e.Station, ErrFork)
	}
	hash := e.Hash()
	if e.Seq <= h.Seq {
		mine, err := hashOf(p.c, e.Seq)
		if err == nil && mine != hash {
			err = &differs{e.Seq}
		}
		return h, err
	}
	next, err := follows(h, &e)
	if err != nil {
		return h, err
	}
	// The chain vouches for what was not signed by itself; Ed25519 gives the
	// very signature that was lost.
	want := e.PayloadHash
	if e.Payload != nil && sha256.Sum256(e.Payload) != want {
		return h, fmt.Errorf("entry %d: %w", e.Seq, journal.ErrPayload)
	}
	e.Resign(s.signing)
	if e.Payload == nil {
		return next, insertEntry(p.c, &e, hash, "")
	}
	payload, err := act.Payload(e.Kind, e.Payload)
	if err != nil {
		return h, err
	}
	about, err := p.about(payload)
	if err != nil {
		return h, err
	}
	if err := insertEntry(p.c, &e, hash, about); err != nil {
		return h, err
	}
	return next, p.apply(&e, about, payload, nil)
}

// CentralHas is central's word on how far it has the journal of this station. A
// backup that was put back and has everything that central has may go on; one
// that has not is ErrBehind.
func (s *Store) CentralHas(ctx context.Context, through uint64) error {
	h, err := s.Head(ctx)
	if err != nil || s.behind.Load() == nil && through <= h.Seq {
		return err
	}
	err = s.write(ctx, "compare with central", func(c *conn) (err error) {
		if h, _, err = head(c); err != nil || through > h.Seq {
			return err
		}
		_, err = c.exec("DELETE FROM setting WHERE name = ?", settingRestored)
		return err
	})
	if err != nil {
		return err
	}
	if through > h.Seq {
		why := fmt.Errorf("central has entries through %d, the station through %d: %w", through, h.Seq, ErrBehind)
		s.behind.Store(&why)
		return s.Behind()
	}
	return s.compare(ctx)
}

// GoOn lets the station write although entries are missing that it had: a
// person's decision, when neither central nor a courier can give them back. If
// central has them after all it will set the station aside as a second copy. One
// that was stopped as such already nobody can let go on.
func (s *Store) GoOn(ctx context.Context) error {
	var h journal.Head
	err := s.write(ctx, "go on", func(c *conn) (err error) {
		if err = stopped(c); err != nil {
			return err
		}
		if h, _, err = head(c); err != nil {
			return err
		}
		_, err = c.exec("DELETE FROM setting WHERE name = ?", settingRestored)
		return err
	})
	if err != nil {
		return err
	}
	s.witness.note(h)
	s.behind.Store(nil)
	return nil
}
