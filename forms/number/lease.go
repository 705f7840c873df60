// Package number holds the legal numbers of certificates and receipts: blocks
// that the central system leases to a station, so that it can issue with the
// cable out, and the ledger in which every number of a block is used, spoiled
// or returned.
package number

import "fmt"

// Kinds of numbers.
const (
	Certificates = "certificate"
	Receipts     = "receipt"
	Sheets       = "sheet" // serials of security paper: a packet of sheets is a lease too
)

// Lease is a block of numbers that central signed over to one station.
type Lease struct {
	ID        string `cbor:"1,keyasint" json:"id"`
	Kind      string `cbor:"2,keyasint" json:"kind"`
	Office    string `cbor:"3,keyasint" json:"office"`
	Station   string `cbor:"4,keyasint" json:"station"`
	Year      int    `cbor:"5,keyasint" json:"year"` // of the era that Format prints
	From      uint64 `cbor:"6,keyasint" json:"from"`
	To        uint64 `cbor:"7,keyasint" json:"to"`      // inclusive
	Format    string `cbor:"8,keyasint" json:"format"`  // for fmt: %[1]s office, %[2]d year, %[3]d number
	Expires   int64  `cbor:"9,keyasint" json:"expires"` // Unix seconds
	KeyID     []byte `cbor:"10,keyasint" json:"key_id"`
	Signature []byte `cbor:"11,keyasint" json:"signature"` // Ed25519 by central over the rest
	// Pool makes it a spare block, which its station, the office's relay, keeps
	// for the others: the Ed25519 key with which it hands the block on. Empty in
	// a block for the station's own use.
	Pool []byte `cbor:"12,keyasint,omitempty" json:"pool,omitempty"`
	// Handed says to whom a spare block was handed on. Central's signature does
	// not cover it; the pool's key signs it.
	Handed *HandOver `cbor:"13,keyasint,omitempty" json:"handed,omitempty"`
}

// HandOver is a relay's word that a spare block is another station's from now
// on, whole.
type HandOver struct {
	Station   string `cbor:"1,keyasint" json:"station"`
	At        int64  `cbor:"2,keyasint" json:"at"` // Unix milliseconds, the relay's clock
	Signature []byte `cbor:"3,keyasint" json:"signature"`
}

// Spare reports whether the block is kept for others and gives no number itself.
func (l Lease) Spare() bool { return len(l.Pool) > 0 && l.Handed == nil }

// Text returns the legal form of number n of the lease.
func (l Lease) Text(n uint64) string { return fmt.Sprintf(l.Format, l.Office, l.Year, n) }

// Size returns how many numbers the block has.
func (l Lease) Size() uint64 { return l.To - l.From + 1 }
