package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf8"

	"sala/sync/journal"
)

// Push is a run of consecutive entries of one station. Sequence numbers, hashes
// of the entries before and hashes of payloads are not sent, for the receiver
// computes them; and only the last entry's signature is, because it vouches
// for all before it. So an entry costs no incompressible bytes but its own.
type Push struct {
	Station   string       `cbor:"1,keyasint"`
	After     uint64       `cbor:"2,keyasint"` // sequence number before the first
	Prev      journal.Hash `cbor:"3,keyasint"` // hash of entry After
	Entries   []Sent       `cbor:"4,keyasint"`
	Signature []byte       `cbor:"5,keyasint"` // the last entry's
	Waiting   uint64       `cbor:"6,keyasint,omitempty"`
	Clock     int64        `cbor:"7,keyasint,omitempty"` // Unix milliseconds, the station's clock
}

// Sent is an entry on its way.
type Sent struct {
	_       struct{} `cbor:",toarray"`
	Time    uint64
	Officer string
	Kind    string
	Subject string
	Base    uint64
	Payload []byte // nil when purged
	Purged  []byte // the payload's hash, when it was purged
}

// Pack puts consecutive entries of one station into a Push. There must be at
// least one.
func Pack(entries []journal.Entry) Push {
	first, last := &entries[0], &entries[len(entries)-1]
	p := Push{Station: first.Station, After: first.Seq - 1, Prev: first.Prev, Signature: last.Signature, Entries: make([]Sent, len(entries))}
	for i := range entries {
		e := &entries[i]
		p.Entries[i] = Sent{Time: uint64(e.Time), Officer: e.Officer, Kind: e.Kind, Subject: e.Subject, Base: e.Base, Payload: e.Payload}
		if e.Payload == nil {
			p.Entries[i].Purged = e.PayloadHash[:]
		}
	}
	return p
}

// Unpack returns the entries with their hashes; hashes[i] is that of
// entries[i]. It verifies the chain's end with the station's key, and so all
// of it. Only the last entry comes back with a signature.
func (p Push) Unpack(key ed25519.PublicKey) (entries []journal.Entry, hashes []journal.Hash, err error) {
	if entries, hashes, err = p.unpack(); err != nil {
		return nil, nil, err
	}
	if err := entries[len(entries)-1].Verify(key); err != nil {
		return nil, nil, fmt.Errorf("unpack: %w", err)
	}
	return entries, hashes, nil
}

// Read returns the entries of another station, whose key the reader does not
// have: they may be shown, and are no more than a relay's word.
func (p Push) Read() ([]journal.Entry, error) {
	entries, _, err := p.unpack()
	return entries, err
}

func (p Push) unpack() (entries []journal.Entry, hashes []journal.Hash, err error) {
	if len(p.Entries) == 0 || len(p.Entries) > MaxEntries || p.Station == "" || len(p.Station) > MaxText {
		return nil, nil, fmt.Errorf("unpack a push of %d entries: %w", len(p.Entries), ErrMalformed)
	}
	entries, hashes = make([]journal.Entry, len(p.Entries)), make([]journal.Hash, len(p.Entries))
	prev := p.Prev
	for i := range p.Entries {
		s, e := &p.Entries[i], &entries[i]
		*e = journal.Entry{Station: p.Station, Seq: p.After + uint64(i) + 1, Prev: prev, Time: journal.Time(s.Time), Officer: s.Officer,
			Kind: s.Kind, Subject: s.Subject, Base: s.Base, Payload: s.Payload}
		if err := Fits(e); err != nil {
			return nil, nil, fmt.Errorf("unpack entry %d: %w", e.Seq, err)
		}
		if s.Payload != nil {
			e.PayloadHash = sha256.Sum256(s.Payload)
		} else if copy(e.PayloadHash[:], s.Purged) != len(e.PayloadHash) {
			return nil, nil, fmt.Errorf("unpack entry %d: %w", e.Seq, ErrMalformed)
		}
		prev = e.Hash()
		hashes[i] = prev
	}
	entries[len(entries)-1].Signature = p.Signature
	return entries, hashes, nil
}

// Fits returns ErrTooLarge for an entry beyond the protocol's limits, and
// ErrMalformed for one whose names are no text: no database keeps those. A
// station asks before it writes one: what central will never take must not get
// into a journal, where all that comes after would wait behind it.
func Fits(e *journal.Entry) error {
	if len(e.Payload) > MaxPayload {
		return ErrTooLarge
	}
	for _, name := range [...]string{e.Station, e.Officer, e.Kind, e.Subject} {
		if len(name) > MaxText {
			return ErrTooLarge
		}
		if !utf8.ValidString(name) || strings.IndexByte(name, 0) >= 0 {
			return ErrMalformed
		}
	}
	return nil
}
