// Package wire holds the messages between a station and the central system (or
// the relay that stands in for it): deterministic CBOR, compressed with zstd.
package wire

import (
	"sala/sync/journal"
)

// Outcomes of an entry at central.
const (
	Accepted = "accepted"
	Conflict = "conflict" // kept, waits for a person
	Rejected = "rejected" // kept and explained, changes nothing
)

// Verdict is what central made of one entry.
type Verdict struct {
	Seq      uint64 `cbor:"1,keyasint" json:"seq"`
	Outcome  string `cbor:"2,keyasint" json:"outcome"`
	Reason   string `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`   // a code
	Position uint64 `cbor:"4,keyasint,omitempty" json:"position,omitempty"` // place in the global order, when accepted
	Version  uint64 `cbor:"5,keyasint,omitempty" json:"version,omitempty"`  // the subject's version after it
}

// Acknowledgement is central's signed word on a station's journal up to and
// including Through.
type Acknowledgement struct {
	Station   string       `cbor:"1,keyasint" json:"station"`
	Through   uint64       `cbor:"2,keyasint" json:"through"`
	Head      journal.Hash `cbor:"3,keyasint" json:"head"` // hash of entry Through
	Verdicts  []Verdict    `cbor:"4,keyasint" json:"verdicts"`
	At        int64        `cbor:"5,keyasint" json:"at"` // Unix milliseconds, central's clock
	KeyID     []byte       `cbor:"6,keyasint" json:"key_id"`
	Signature []byte       `cbor:"7,keyasint" json:"signature"` // Ed25519
}

// Change is one accepted change in the global order, as stations of its scope
// pull it.
type Change struct {
	Position uint64 `cbor:"1,keyasint"`
	Office   string `cbor:"2,keyasint"` // scope
	What     string `cbor:"3,keyasint"` // record, petition, certificate
	ID       string `cbor:"4,keyasint"` // for a record "resident/ID"
	Version  uint64 `cbor:"5,keyasint"`
	Body     []byte `cbor:"6,keyasint"` // CBOR of register.Record, petition.Petition ...; empty = left the scope
}

// Page is a piece of the feed: apply the changes and Cursor in one transaction.
type Page struct {
	Changes []Change `cbor:"1,keyasint"`
	Cursor  uint64   `cbor:"2,keyasint"`
	More    bool     `cbor:"3,keyasint"`
}
