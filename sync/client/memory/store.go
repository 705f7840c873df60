// Package memory is a station's store without a disk: what a client must be
// able to rely on, in the fewest lines. Tests run against it; app/store does
// the same durably.
package memory

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Store keeps a station's journal and what it pulled. It is safe for several
// goroutines.
type Store struct {
	Station string
	Office  string
	Key     ed25519.PrivateKey
	Now     func() time.Time

	mu       sync.Mutex
	clock    uint64
	Entries  []journal.Entry
	head     journal.Head
	acked    uint64
	Verdicts map[uint64]wire.Verdict
	cursor   uint64
	Items    map[string]wire.Change // by "WHAT/ID"
	Leases   []number.Lease
	next     map[string]uint64
	secrets  map[string][]byte
}

// New returns a store whose journal has the opening entry.
func New(station, office string, key ed25519.PrivateKey, now func() time.Time) *Store {
	s := &Store{Station: station, Office: office, Key: key, Now: now, Verdicts: map[uint64]wire.Verdict{}, Items: map[string]wire.Change{}, next: map[string]uint64{}, secrets: map[string][]byte{}}
	s.Append("", act.StationOpened, "station/"+station, 0, act.Opening{Office: office, PublicKey: key.Public().(ed25519.PublicKey)})
	return s
}

// Append writes an entry.
func (s *Store) Append(officer, kind, subject string, base uint64, payload any) journal.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := act.Encode(payload)
	if err != nil {
		panic(err) // a test's payload
	}
	s.clock = max(s.clock+1, uint64(s.Now().UnixMilli())<<16)
	e := journal.Entry{Station: s.Station, Seq: s.head.Seq + 1, Prev: s.head.Hash, Time: journal.Time(s.clock), Officer: officer, Kind: kind, Subject: subject, Base: base, Payload: b}
	e.Sign(s.Key)
	s.Entries = append(s.Entries, e)
	s.head = journal.Head{Seq: e.Seq, Hash: e.Hash()}
	return e
}

// Unacknowledged implements client.Store.
func (s *Store) Unacknowledged(_ context.Context, after uint64, maxEntries, maxBytes int) ([]journal.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []journal.Entry
	for _, e := range s.Entries[min(after, uint64(len(s.Entries))):] {
		if len(out) == maxEntries || (len(out) > 0 && maxBytes < len(e.Payload)) {
			break
		}
		maxBytes -= len(e.Payload)
		out = append(out, e)
	}
	return out, nil
}

// Head implements client.Store.
func (s *Store) Head(context.Context) (journal.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.head, nil
}

// Acknowledged implements client.Store.
func (s *Store) Acknowledged(context.Context) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acked, nil
}

// Acknowledge implements client.Store. It refuses a word on an entry that it
// does not have, or that has another hash.
func (s *Store) Acknowledge(_ context.Context, a wire.Acknowledgement) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Station != s.Station || a.Through > s.head.Seq || (a.Through > 0 && s.Entries[a.Through-1].Hash() != a.Head) {
		return fmt.Errorf("an acknowledgement through %d of %s is not of this journal", a.Through, a.Station)
	}
	for _, v := range a.Verdicts {
		s.Verdicts[v.Seq] = v
	}
	s.acked = max(s.acked, a.Through)
	return nil
}

// Cursor implements client.Store.
func (s *Store) Cursor(context.Context) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cursor, nil
}

// ApplyPage implements client.Store.
func (s *Store) ApplyPage(_ context.Context, p wire.Page) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range p.Changes {
		if len(c.Body) == 0 {
			delete(s.Items, c.What+"/"+c.ID)
			continue
		}
		s.Items[c.What+"/"+c.ID] = c
	}
	s.cursor = p.Cursor
	return nil
}

// AddLease implements client.Store.
func (s *Store) AddLease(_ context.Context, l number.Lease) error {
	for _, have := range s.Leases {
		if have.ID == l.ID {
			return nil
		}
	}
	s.Leases = append(s.Leases, l)
	s.Append("", act.LeaseReceived, "lease/"+l.ID, 0, l)
	return nil
}

// NextNumber takes the next free number of a kind.
func (s *Store) NextNumber(kind string) (act.NumberUse, bool) {
	for _, l := range s.Leases {
		if n := max(s.next[l.ID], l.From); l.Kind == kind && !l.Spare() && n <= l.To {
			s.next[l.ID] = n + 1
			return act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n)}, true
		}
	}
	return act.NumberUse{}, false
}

// Restore implements client.Restorer.
func (s *Store) Restore(_ context.Context, entries []journal.Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range entries {
		next, err := s.head.Follow(&entries[i])
		if err != nil {
			return err
		}
		s.head, s.Entries = next, append(s.Entries, entries[i])
		s.clock = max(s.clock, uint64(entries[i].Time))
		if err := s.replay(&entries[i]); err != nil {
			return err
		}
	}
	return nil
}

// replay redoes what an entry did to the leases.
func (s *Store) replay(e *journal.Entry) error {
	payload, err := act.Payload(e.Kind, e.Payload)
	if err != nil {
		return err
	}
	switch v := payload.(type) {
	case number.Lease:
		if !slices.ContainsFunc(s.Leases, func(l number.Lease) bool { return l.ID == v.ID }) {
			s.Leases = append(s.Leases, v)
		}
	case act.Certificate:
		s.next[v.Number.Lease] = max(s.next[v.Number.Lease], v.Number.Number+1)
	case act.Payment:
		s.next[v.Receipt.Lease] = max(s.next[v.Receipt.Lease], v.Receipt.Number+1)
	}
	return nil
}

// Copy returns a copy of the store as it is now: a backup.
func (s *Store) Copy() *Store {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Store{Station: s.Station, Office: s.Office, Key: s.Key, Now: s.Now, clock: s.clock, Entries: slices.Clone(s.Entries), head: s.head, acked: s.acked,
		Verdicts: maps.Clone(s.Verdicts), cursor: s.cursor, Items: maps.Clone(s.Items), Leases: slices.Clone(s.Leases), next: maps.Clone(s.next), secrets: maps.Clone(s.secrets)}
}

// Load implements client.Secrets.
func (s *Store) Load(name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secrets[name], nil
}

// Save implements client.Secrets.
func (s *Store) Save(name string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets[name] = append([]byte(nil), value...)
	return nil
}

// Item returns a pulled thing's body.
func (s *Store) Item(what, id string) (wire.Change, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.Items[what+"/"+id]
	return c, ok
}
