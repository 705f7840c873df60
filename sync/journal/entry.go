// Package journal is the log that everything else is built on: every act of a
// person on a station is one entry, chained to the one before it and signed
// with the station's key.
//
// # Format, version 1
//
// An entry has a header and a payload. The header is the CBOR array (RFC 8949,
// core deterministic encoding, section 4.2.1)
//
//	[1, station, seq, prev, time, officer, kind, subject, base, payload-hash]
//
// with text strings for station, officer, kind and subject, unsigned integers
// for seq, time and base, and 32-byte strings for the two hashes. payload-hash
// is the SHA-256 of the payload, so that a payload can be purged (a kiosk keeps
// nothing of the last person) while the chain still verifies. The entry's hash
// is the SHA-256 of the header; prev is the hash of the entry before it, 32
// zero bytes for the first. The signature is Ed25519 over the text
// "sala/journal/1\x00" followed by the entry's hash: because the hash covers
// prev, one signature vouches for every entry before it.
//
// The package knows no payload and no database.
package journal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// Version is the version of the format that this package writes.
const Version = 1

const signatureDomain = "sala/journal/1\x00"

// Errors that a caller branches on.
var (
	ErrChain     = errors.New("the entry does not follow the one before it")
	ErrSignature = errors.New("the signature is not the station's")
	ErrPayload   = errors.New("the payload is not the one that was signed")
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes String's form, for JSON.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(b []byte) error {
	if hex.DecodedLen(len(b)) != len(h) {
		return fmt.Errorf("a hash has %d bytes", len(h))
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// IsZero reports whether h is the hash before the first entry.
func (h Hash) IsZero() bool { return h == Hash{} }

// Entry is one act of a person on a station.
type Entry struct {
	Station string // the station's name, such as "TH-5001-D01"
	Seq     uint64 // 1 for the first entry of a station, then without gaps
	Prev    Hash   // hash of the entry before, zero for the first
	Time    Time   // when, by the station's hybrid logical clock
	Officer string // who; the station itself where no person acted
	Kind    string // what, such as "petition.submitted"; see forms/act
	Subject string // whom or what about: "petition/…", "resident/…"
	Base    uint64 // version of the subject that the officer saw; 0 if new

	PayloadHash Hash
	Payload     []byte // deterministic CBOR by Kind; nil when purged
	Signature   []byte // 64 bytes
}

var encoding = func() cbor.EncMode {
	m, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err) // the options are a constant
	}
	return m
}()

// Header returns the bytes that are hashed.
func (e *Entry) Header() []byte {
	b, err := encoding.Marshal([]any{Version, e.Station, e.Seq, e.Prev[:], uint64(e.Time), e.Officer, e.Kind, e.Subject, e.Base, e.PayloadHash[:]})
	if err != nil {
		panic(err) // strings and integers always encode
	}
	return b
}

// Hash returns the entry's own hash, the next entry's Prev.
func (e *Entry) Hash() Hash { return sha256.Sum256(e.Header()) }

// Sign fills in PayloadHash and Signature, and returns the entry's own hash.
func (e *Entry) Sign(key ed25519.PrivateKey) Hash {
	e.PayloadHash = sha256.Sum256(e.Payload)
	return e.Resign(key)
}

// Resign fills in Signature for the PayloadHash that there is: of an entry
// that came back without it, or whose payload was purged. Ed25519 always gives
// the same. It returns the entry's own hash.
func (e *Entry) Resign(key ed25519.PrivateKey) Hash {
	h := e.Hash()
	e.Signature = ed25519.Sign(key, append([]byte(signatureDomain), h[:]...))
	return h
}

// Verify checks the payload, unless it was purged, and the signature.
func (e *Entry) Verify(key ed25519.PublicKey) error {
	if e.Payload != nil && sha256.Sum256(e.Payload) != e.PayloadHash {
		return fmt.Errorf("entry %d of %s: %w", e.Seq, e.Station, ErrPayload)
	}
	h := e.Hash()
	if !ed25519.Verify(key, append([]byte(signatureDomain), h[:]...), e.Signature) {
		return fmt.Errorf("entry %d of %s: %w", e.Seq, e.Station, ErrSignature)
	}
	return nil
}

// Head is the end of a chain: the next entry has Seq+1 and Prev Hash.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash Hash   `json:"hash"`
}

// Follow returns the head after e, or ErrChain when e does not follow h.
func (h Head) Follow(e *Entry) (Head, error) {
	if e.Seq != h.Seq+1 || e.Prev != h.Hash {
		return h, fmt.Errorf("entry %d of %s: %w", e.Seq, e.Station, ErrChain)
	}
	return Head{Seq: e.Seq, Hash: e.Hash()}, nil
}
