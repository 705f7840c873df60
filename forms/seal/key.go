package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"fmt"
	"io"
	"time"

	"sala/forms/act"
)

type role uint

const (
	roleOffice  role = 1
	roleStation role = 2
	roleCentral role = 3
)

// Root is a key that vouches for offices, as a verifier holds it.
type Root struct {
	Name  string `cbor:"1,keyasint" json:"name"`
	Point []byte `cbor:"2,keyasint" json:"point"` // compressed, 33 bytes
}

// key is a key certificate that was read.
type key struct {
	role        role
	name        string
	point       *ecdsa.PublicKey
	from, until int64
	signedBy    []byte
	raw         []byte
}

type keyPayload struct {
	_       struct{} `cbor:",toarray"`
	Version uint
	Role    role
	Name    string
	Point   []byte
	From    int64
	Until   int64
}

// KeyID returns the ID of a public key: the first 8 bytes of the SHA-256 of its
// compressed point.
func KeyID(pub *ecdsa.PublicKey) []byte {
	h := sha256.Sum256(Point(pub))
	return h[:8]
}

func (k key) id() []byte { return KeyID(k.point) }

func (k key) validAt(t time.Time) bool { return t.Unix() >= k.from && t.Unix() < k.until }

// Point returns a public key as it is written down: its compressed point of P-256
// (SEC 1, section 2.3.3).
func Point(pub *ecdsa.PublicKey) []byte {
	return elliptic.MarshalCompressed(elliptic.P256(), pub.X, pub.Y)
}

// KeyAt returns the public key of a compressed point of P-256.
func KeyAt(b []byte) (*ecdsa.PublicKey, error) {
	x, y := elliptic.UnmarshalCompressed(elliptic.P256(), b)
	if x == nil {
		return nil, fmt.Errorf("%d bytes are no point of P-256", len(b))
	}
	return &ecdsa.PublicKey{Curve: elliptic.P256(), X: x, Y: y}, nil
}

// readKey reads a key certificate without checking who signed it.
func readKey(raw []byte) (key, error) {
	msg, _, err := parse(raw, maxMessage)
	if err != nil {
		return key{}, fmt.Errorf("key certificate: %w", err)
	}
	var p keyPayload
	if err := strict.Unmarshal(msg.Payload, &p); err != nil || p.Version != 1 {
		return key{}, fmt.Errorf("key certificate: %w", ErrNotSeal)
	}
	pub, err := KeyAt(p.Point)
	if err != nil {
		return key{}, fmt.Errorf("key certificate of %q: %w: %w", p.Name, ErrNotSeal, err)
	}
	return key{role: p.Role, name: p.Name, point: pub, from: p.From, until: p.Until, signedBy: keyID(msg), raw: raw}, nil
}

// follow reads a chain, lowest key first, whose last key a root must have
// signed, and checks every signature and role.
func follow(chain [][]byte, roots []Root, roles ...role) ([]key, error) {
	if len(chain) != len(roles) {
		return nil, fmt.Errorf("a chain of %d keys: %w", len(chain), ErrUnknownIssuer)
	}
	keys := make([]key, len(chain))
	for i, raw := range chain {
		k, err := readKey(raw)
		if err != nil {
			return nil, err
		}
		if k.role != roles[i] {
			return nil, fmt.Errorf("key of %s has role %d: %w", k.name, k.role, ErrUnknownIssuer)
		}
		keys[i] = k
	}
	for i, k := range keys {
		by, err := k.signer(keys[i+1:], roots)
		if err != nil {
			return nil, err
		}
		msg, _, err := parse(k.raw, maxMessage)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(k.signedBy, KeyID(by)) {
			return nil, fmt.Errorf("key of %s, signed by %x: %w", k.name, k.signedBy, ErrUnknownIssuer)
		}
		if err := check(msg, by); err != nil {
			return nil, fmt.Errorf("key of %s: %w", k.name, err)
		}
	}
	return keys, nil
}

// signer returns the key that must have signed k: the next of the chain, or a
// root.
func (k key) signer(above []key, roots []Root) (*ecdsa.PublicKey, error) {
	if len(above) > 0 {
		return above[0].point, nil
	}
	for _, r := range roots {
		pub, err := KeyAt(r.Point)
		if err != nil {
			return nil, fmt.Errorf("root %s: %w", r.Name, err)
		}
		if bytes.Equal(KeyID(pub), k.signedBy) {
			return pub, nil
		}
	}
	return nil, fmt.Errorf("key of %s, signed by %x: %w", k.name, k.signedBy, ErrUnknownIssuer)
}

// NewKey makes a P-256 key of 32 bytes of randomness, so that the same
// randomness gives the same key.
func NewKey(random io.Reader) (*ecdsa.PrivateKey, error) {
	for {
		d := make([]byte, 32)
		if _, err := io.ReadFull(random, d); err != nil {
			return nil, fmt.Errorf("make a key: %w", err)
		}
		// One draw in 2^32 is no scalar of the curve: draw again.
		if k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d); err == nil {
			return k, nil
		}
	}
}

// vouch returns the key certificate of pub, signed by id.
func (id Identity) vouch(r role, name string, pub *ecdsa.PublicKey, from, until time.Time) ([]byte, error) {
	payload, err := act.Encode(keyPayload{Version: 1, Role: r, Name: name, Point: Point(pub), From: from.Unix(), Until: until.Unix()})
	if err != nil {
		return nil, err
	}
	return id.sign(payload, nil)
}
