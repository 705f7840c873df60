package wire

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"sala/forms/number"
)

// ErrSignature means that a message is not signed by central, or was changed
// after it was.
var ErrSignature = errors.New("the signature is not central's")

// A signature is Ed25519 over the domain, a zero byte and the deterministic
// CBOR of the message with an empty signature.
const (
	acknowledgementDomain = "sala/acknowledgement/1\x00"
	pageDomain            = "sala/page/1\x00"
	leaseDomain           = "sala/lease/1\x00"
	handOverDomain        = "sala/hand-over/1\x00"
)

// KeyID returns the name of a public key: the first eight bytes of its SHA-256.
func KeyID(key ed25519.PublicKey) []byte {
	h := sha256.Sum256(key)
	return h[:8]
}

// Signed returns a with central's signature.
func (a Acknowledgement) Signed(key ed25519.PrivateKey) Acknowledgement {
	a.KeyID, a.Signature = keyID(key), nil
	a.Signature = ed25519.Sign(key, statement(acknowledgementDomain, a))
	return a
}

// Verify returns ErrSignature unless central's key signed exactly this.
func (a Acknowledgement) Verify(key ed25519.PublicKey) error {
	signature := a.Signature
	a.Signature = nil
	return verify("acknowledgement", key, a.KeyID, statement(acknowledgementDomain, a), signature)
}

// Signed returns p with central's signature.
func (p Page) Signed(key ed25519.PrivateKey) Page {
	p.KeyID, p.Signature = keyID(key), nil
	p.Signature = ed25519.Sign(key, statement(pageDomain, p))
	return p
}

// Verify returns ErrSignature unless central's key signed exactly this.
func (p Page) Verify(key ed25519.PublicKey) error {
	signature := p.Signature
	p.Signature = nil
	return verify("page", key, p.KeyID, statement(pageDomain, p), signature)
}

// SignLease returns l with central's signature.
func SignLease(l number.Lease, key ed25519.PrivateKey) number.Lease {
	l.KeyID, l.Signature = keyID(key), nil
	l.Signature = ed25519.Sign(key, statement(leaseDomain, l))
	return l
}

// VerifyLease returns ErrSignature unless central's key signed exactly this.
func VerifyLease(l number.Lease, key ed25519.PublicKey) error {
	signature := l.Signature
	l.Signature = nil
	return verify("lease", key, l.KeyID, statement(leaseDomain, l), signature)
}

// HandOn returns a spare block as another station's, signed with the pool's key.
func HandOn(l number.Lease, station string, at int64, key ed25519.PrivateKey) number.Lease {
	l.Handed = &number.HandOver{Station: station, At: at}
	l.Handed.Signature = ed25519.Sign(key, statement(handOverDomain, l))
	return l
}

// VerifyHandOver returns ErrSignature unless central's key signed the spare
// block, and the key that central named in it signed exactly this hand-over.
func VerifyHandOver(l number.Lease, key ed25519.PublicKey) error {
	if l.Handed == nil || len(l.Pool) != ed25519.PublicKeySize {
		return fmt.Errorf("hand-over of %s: %w", l.ID, ErrSignature)
	}
	given := *l.Handed
	l.Handed = nil
	if err := VerifyLease(l, key); err != nil {
		return err
	}
	l.Handed = &number.HandOver{Station: given.Station, At: given.At}
	if !ed25519.Verify(l.Pool, statement(handOverDomain, l), given.Signature) {
		return fmt.Errorf("hand-over of %s: %w", l.ID, ErrSignature)
	}
	return nil
}

func keyID(key ed25519.PrivateKey) []byte { return KeyID(key.Public().(ed25519.PublicKey)) }

// statement returns the bytes that are signed.
func statement(domain string, message any) []byte {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err) // the options are constants
	}
	b, err := mode.Marshal(message)
	if err != nil {
		panic(err) // messages of this package always encode
	}
	return append([]byte(domain), b...)
}

func verify(what string, key ed25519.PublicKey, id, statement, signature []byte) error {
	if len(key) != ed25519.PublicKeySize || !bytes.Equal(id, KeyID(key)) || !ed25519.Verify(key, statement, signature) {
		return fmt.Errorf("%s: %w", what, ErrSignature)
	}
	return nil
}
