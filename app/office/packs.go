package office

import (
	"context"
	"time"
)

// Packs are the packs of forms of a station: the one in use, those that can be
// gone back to, and who put which to use.
type Packs struct {
	InUse   PackOnShelf
	Next    string   // is used when the program is opened next, "" the one in use
	Kept    []string // names, "th@1.0.0", that can be gone back to
	Signers []string // the keys whose packs are taken, in hex
	Offer   PackOffer
	Uses    []PackUse // the newest first
}

// PackOnShelf is a pack of forms that was looked at.
type PackOnShelf struct {
	Name   string            // "th@1.1.0"
	Title  map[string]string // by language
	Forms  int
	Faults int // that its own checks found; a pack with any is not put to use
}

// PackOffer is what central last sent out, and what became of it here: coming,
// taken or refused, for the reason of Code.
type PackOffer struct {
	Name, State, Code string
}

// PackUse is a pack that was put to use: by an officer, or because central sent
// it out.
type PackUse struct {
	At       time.Time
	Officer  string
	Name     string
	Before   string
	Rollback bool
	Offered  bool
}

// Shelf keeps the packs of a station; the station itself is one. What it puts to
// use is worked with when the program is opened next.
type Shelf interface {
	Packs(ctx context.Context) (Packs, error)
	// LookAtPack checks a signed pack as putting it to use would.
	LookAtPack(ctx context.Context, packed []byte) (PackOnShelf, error)
	PutPack(ctx context.Context, s *Session, packed []byte) error
	RollBackPack(ctx context.Context, s *Session, name string) error
	// TrustSigner lets the station take packs that were signed with a key, in hex.
	TrustSigner(s *Session, key string) error
}
