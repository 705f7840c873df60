package seal

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"sala/forms/act"
)

// Revocations is a list of what is no longer to be believed, with its own date.
// On the wire it is a COSE_Sign1 as a seal is, signed by the root, or by
// central with the chain of one key certificate of role 3; its payload is a map
// with the kind "sala/revocations/1" under 1 and this struct's members under
// the numbers given.
type Revocations struct {
	Kind      string            `cbor:"1,keyasint" json:"-"`
	Issued    int64             `cbor:"2,keyasint" json:"issued"`         // Unix seconds
	Next      int64             `cbor:"3,keyasint,omitempty" json:"next"` // when a newer list is due
	Serial    uint64            `cbor:"4,keyasint" json:"serial"`         // grows by one with every list
	Keys      []RevokedKey      `cbor:"5,keyasint,omitempty" json:"keys"` // stations and offices
	Documents []RevokedDocument `cbor:"6,keyasint,omitempty" json:"documents"`
}

// RevokedKey is a key whose seals from Since on are refused. A stolen key can
// lie about the time: then Since is 0 and all its seals fall.
type RevokedKey struct {
	ID     []byte `cbor:"1,keyasint" json:"id"`
	Since  int64  `cbor:"2,keyasint" json:"since"`
	Reason string `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`
}

// RevokedDocument is one document that was voided.
type RevokedDocument struct {
	Issuer string `cbor:"1,keyasint" json:"issuer"`
	Number string `cbor:"2,keyasint" json:"number"`
	Since  int64  `cbor:"3,keyasint" json:"since"`
	Reason string `cbor:"4,keyasint,omitempty" json:"reason,omitempty"`
}

const revocationKind = "sala/revocations/1"

// maxList is how many bytes a list may have.
const maxList = 16 << 20

// AsOf returns the list's date, zero for no list.
func (r Revocations) AsOf() time.Time {
	if r.Issued == 0 {
		return time.Time{}
	}
	return time.Unix(r.Issued, 0).UTC()
}

// SignRevocations returns the signed list. by is the root or central.
func SignRevocations(r Revocations, by Identity) ([]byte, error) {
	r.Kind = revocationKind
	payload, err := act.Encode(r)
	if err != nil {
		return nil, fmt.Errorf("revocations: %w", err)
	}
	return by.sign(payload, by.Chain)
}

// ReadRevocations checks a signed list. A caller keeps the list with the
// highest serial number that it has seen and refuses an older one.
func ReadRevocations(b []byte, roots []Root) (Revocations, error) {
	msg, chain, err := parse(b, maxList)
	if err != nil {
		return Revocations{}, fmt.Errorf("revocations: %w", err)
	}
	var r Revocations
	if err := lists.Unmarshal(msg.Payload, &r); err != nil || r.Kind != revocationKind {
		return Revocations{}, fmt.Errorf("revocations: %w", ErrNotSeal)
	}
	signing := key{name: "revocations", signedBy: keyID(msg)}
	if len(chain) > 0 {
		keys, err := follow(chain, roots, roleCentral)
		if err != nil {
			return Revocations{}, fmt.Errorf("revocations: %w", err)
		}
		if !keys[0].validAt(r.AsOf()) {
			return Revocations{}, fmt.Errorf("revocations: %w", ErrKeyExpired)
		}
		signing.point = keys[0].point
	} else if signing.point, err = signing.signer(nil, roots); err != nil {
		return Revocations{}, err
	}
	if err := check(msg, signing.point); err != nil {
		return Revocations{}, fmt.Errorf("revocations: %w", err)
	}
	return r, nil
}

// Names reports whether the list withdraws the document of a seal or the key
// that signed it, since when (zero for ever), and why.
func (r Revocations) Names(s Sealed) (since time.Time, reason string, ok bool) {
	at := func(unix int64) time.Time {
		if unix == 0 {
			return time.Time{}
		}
		return time.Unix(unix, 0).UTC()
	}
	for _, d := range r.Documents {
		if d.Issuer == s.Issuer && d.Number == s.Number {
			return at(d.Since), d.Reason, true
		}
	}
	for _, k := range r.Keys {
		if bytes.Equal(k.ID, s.KeyID) && s.Issued.Unix() >= k.Since {
			return at(k.Since), k.Reason, true
		}
	}
	return time.Time{}, "", false
}

// refuse returns an error that wraps ErrRevoked when the list names s or one of
// the keys that vouch for it.
func (r Revocations) refuse(s Sealed, keys []key) error {
	for _, d := range r.Documents {
		if d.Issuer == s.Issuer && d.Number == s.Number {
			return fmt.Errorf("document %s, since %s (%s): %w", d.Number, time.Unix(d.Since, 0).UTC().Format(time.DateOnly), d.Reason, ErrRevoked)
		}
	}
	for _, k := range keys {
		for _, gone := range r.Keys {
			if bytes.Equal(gone.ID, k.id()) && s.Issued.Unix() >= gone.Since {
				return fmt.Errorf("key of %s (%s): %w", k.name, gone.Reason, ErrRevoked)
			}
		}
	}
	return nil
}

// lists is strict, for lists of as many documents as a country voids.
var lists = func() cbor.DecMode {
	m, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, MaxNestedLevels: 8, MaxArrayElements: 1 << 20, MaxMapPairs: 4096, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField}.DecMode()
	if err != nil {
		panic(err) // the options are constants of this package
	}
	return m
}()
