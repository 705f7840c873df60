// Package seal is the proof that a certificate carries on its face: a short
// text, printed as a QR code, that says what was certified, by which office,
// when, and the hash of everything that stands on the paper. Anyone who has the
// root's public key can check it, with no network: the seal carries the keys of
// the station and of its office, each signed by the next.
//
// # Format, version 1
//
// The text is "SALA1:" followed by the Base45 (RFC 9285) of a COSE_Sign1
// message (RFC 9052, tag 18) or of its zlib stream (RFC 1950), whichever is
// shorter: the first byte is D2 or 78. The algorithm is ES256 with a
// deterministic nonce (RFC 6979); there is no external data.
//
// Protected header: 1 (alg): -7; 4 (kid): the signing key's ID, the first 8
// bytes of the SHA-256 of its compressed point (SEC 1, section 2.3.3).
//
// Unprotected header: -70001: the chain, an array of two byte strings: the
// station's key certificate, signed by the office, and the office's, signed by
// the root. Both can be dropped and looked up by kid by a verifier that keeps
// them; this package wants them.
//
// Payload: a CWT claims set (RFC 8392) in core deterministic encoding:
//
//	1 iss  the office, "TH-5001"
//	2 sub  the document's number as printed
//	4 exp  Unix seconds at which the document ceases to be valid; absent: never
//	6 iat  Unix seconds of issue
//	-70002 map: 1 template, 2 language, 3 name, 4 personal number as printed,
//	       5 birth as printed, 6 SHA-256 of the canonical content
//	       (certificate.Document.Encode), 7 true when provisional, 8 mode
//	       (specimen, copy); empty members are absent
//
// A key certificate is a COSE_Sign1 whose protected header has alg and the kid
// of the key that signed it, and whose payload is the array [1, role, name,
// point, from, until]: role 1 office, 2 station, 3 central (signs revocation
// lists); name the office's or station's ID; point compressed, 33 bytes; from
// and until in Unix seconds. The office's name must be the seal's iss, and iat
// must lie within from and until of every key of the chain.
//
// Revocation lists are in revocation.go. Test vectors are in testdata/vectors.
//
// The package has no clock and takes its randomness from the caller.
package seal

import (
	"errors"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"sala/forms/act"
	"sala/forms/certificate"
)

// Prefix begins the text of every seal of this version.
const Prefix = "SALA1:"

// Labels of private use (RFC 9052, section 1.5; RFC 8392, section 9.1).
const (
	labelChain = int64(-70001)
	labelClaim = int64(-70002)
)

// What is wrong with a seal. Verify's errors wrap exactly one of them.
var (
	ErrNotSeal       = errors.New("this is not a seal")
	ErrChanged       = errors.New("the seal was changed after it was signed")
	ErrUnknownIssuer = errors.New("nobody that is trusted vouches for the issuer")
	ErrKeyExpired    = errors.New("the key was not valid when the seal was made")
	ErrRevoked       = errors.New("the document or its issuer's key is revoked")
	ErrExpired       = errors.New("the document is no longer valid")
	ErrOtherContent  = errors.New("the paper does not say what was sealed")
)

// Code returns the word by which an error of this package is looked up in the
// catalogue ("seal.changed"), "" for nil, "not_a_seal" for a foreign error.
func Code(err error) string {
	if err == nil {
		return ""
	}
	for _, e := range []struct {
		err  error
		code string
	}{
		{ErrChanged, "changed"}, {ErrUnknownIssuer, "unknown_issuer"}, {ErrKeyExpired, "key_expired"}, {ErrRevoked, "revoked"},
		{ErrExpired, "expired"}, {ErrOtherContent, "other_content"},
	} {
		if errors.Is(err, e.err) {
			return e.code
		}
	}
	return "not_a_seal"
}

// Verdict returns the word for the outcome of Verify, to be looked up as
// "seal.WORD": a code of an error, or provisional, final or genuine. Known is
// what the office's own records say of the document, "" where they know nothing:
// a provisional seal on a certificate that central has acknowledged is final,
// and one that was voided is revoked whatever its seal says.
func Verdict(s Sealed, err error, known certificate.Status) string {
	switch {
	case err != nil:
		return Code(err)
	case known == certificate.Void:
		return "revoked"
	case known == certificate.Final:
		return "final"
	case s.Provisional:
		return "provisional"
	}
	return "genuine"
}

// Sealed is what a seal says.
type Sealed struct {
	Issuer      string    `json:"issuer"`            // the office's ID
	Station     string    `json:"station,omitempty"` // whose key signed; set by Verify
	Number      string    `json:"number"`
	Template    string    `json:"template"`
	Language    string    `json:"language"`
	Name        string    `json:"name"`
	Personal    string    `json:"personal_number,omitempty"` // as printed, perhaps masked
	Birth       string    `json:"birth,omitempty"`
	Issued      time.Time `json:"issued"`
	Expires     time.Time `json:"expires,omitzero"`
	Content     [32]byte  `json:"-"`
	Provisional bool      `json:"provisional"`
	Mode        string    `json:"mode,omitempty"`
	KeyID       []byte    `json:"-"` // of the signing key; set by Sign and Verify
}

// longest is how many characters of a name or number a seal holds: enough for a
// person to compare. The content's hash covers all of them.
const longest = 60

func short(s string) string {
	n := 0
	for i := range s {
		if n++; n > longest {
			return s[:i] + "…"
		}
	}
	return s
}

// Of returns what a seal on doc says. A document is valid through the end of
// its day of expiry, in UTC. Long names are cut short.
func Of(doc certificate.Document) (Sealed, error) {
	hash, err := doc.ContentHash()
	if err != nil {
		return Sealed{}, fmt.Errorf("hash the content: %w", err)
	}
	s := Sealed{
		Issuer: doc.Issuer.ID, Number: doc.Number, Template: doc.Template, Language: doc.Language,
		Name: short(doc.Subject.Name), Personal: short(doc.Subject.Number), Birth: short(doc.Subject.Birth),
		Issued: time.Unix(doc.IssuedAt, 0).UTC(), Content: hash, Provisional: doc.Provisional, Mode: doc.Mode,
	}
	if d := doc.Expires; !d.IsZero() {
		s.Expires = time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC)
	}
	return s, nil
}

// Attests reports, as nil or ErrOtherContent, whether s was made for exactly
// this document.
func (s Sealed) Attests(doc certificate.Document) error {
	hash, err := doc.ContentHash()
	if err != nil {
		return fmt.Errorf("hash the content: %w", err)
	}
	if hash != s.Content || doc.Number != s.Number || doc.Issuer.ID != s.Issuer {
		return ErrOtherContent
	}
	return nil
}

// claims is the payload on the wire.
type claims struct {
	Issuer  string `cbor:"1,keyasint"`
	Number  string `cbor:"2,keyasint"`
	Expires int64  `cbor:"4,keyasint,omitempty"`
	Issued  int64  `cbor:"6,keyasint"`
	Claim   *claim `cbor:"-70002,keyasint"`
}

type claim struct {
	Template    string `cbor:"1,keyasint"`
	Language    string `cbor:"2,keyasint,omitempty"`
	Name        string `cbor:"3,keyasint,omitempty"`
	Personal    string `cbor:"4,keyasint,omitempty"`
	Birth       string `cbor:"5,keyasint,omitempty"`
	Content     []byte `cbor:"6,keyasint"`
	Provisional bool   `cbor:"7,keyasint,omitempty"`
	Mode        string `cbor:"8,keyasint,omitempty"`
}

// Sign returns the text of a seal that says s, signed by the station's
// identity. It fails with ErrKeyExpired when a key of the chain is not valid at
// s.Issued.
func Sign(s Sealed, station Identity) (string, error) {
	if len(station.Chain) != 2 {
		return "", fmt.Errorf("seal: the station's chain has %d keys, not 2", len(station.Chain))
	}
	for _, raw := range station.Chain {
		c, err := readKey(raw)
		if err != nil {
			return "", fmt.Errorf("seal: read the chain: %w", err)
		}
		if !c.validAt(s.Issued) {
			return "", fmt.Errorf("seal: key of %s: %w", c.name, ErrKeyExpired)
		}
		if c.role == roleOffice && c.name != s.Issuer {
			return "", fmt.Errorf("seal: %q cannot seal for %q: %w", c.name, s.Issuer, ErrUnknownIssuer)
		}
	}
	out := claims{Issuer: s.Issuer, Number: s.Number, Issued: s.Issued.Unix(), Claim: &claim{
		Template: s.Template, Language: s.Language, Name: s.Name, Personal: s.Personal, Birth: s.Birth,
		Content: s.Content[:], Provisional: s.Provisional, Mode: s.Mode,
	}}
	if !s.Expires.IsZero() {
		out.Expires = s.Expires.Unix()
	}
	payload, err := act.Encode(out)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	msg, err := station.sign(payload, station.Chain)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return Prefix + encode45(shorter(msg)), nil
}

// Trust is what a verifier holds.
type Trust struct {
	Roots       []Root      // whose word counts
	Revocations Revocations // already checked by ReadRevocations; the zero list revokes nothing
	Now         time.Time   // against which documents expire
}

// Verify checks the text of a seal against what is trusted. With ErrRevoked and
// ErrExpired what the seal says is returned beside the error, since it is
// genuine; with every other error nothing can be believed and Sealed is zero.
func Verify(text string, trust Trust) (Sealed, error) {
	raw, err := unwrap(text)
	if err != nil {
		return Sealed{}, err
	}
	msg, chain, err := parse(raw, maxMessage)
	if err != nil {
		return Sealed{}, err
	}
	var in claims
	if err := strict.Unmarshal(msg.Payload, &in); err != nil || in.Claim == nil || len(in.Claim.Content) != 32 || in.Number == "" || in.Issuer == "" {
		return Sealed{}, fmt.Errorf("read the claims: %w", ErrNotSeal)
	}
	keys, err := follow(chain, trust.Roots, roleStation, roleOffice)
	if err != nil {
		return Sealed{}, err
	}
	if err := check(msg, keys[0].point); err != nil {
		return Sealed{}, err
	}
	if keys[1].name != in.Issuer {
		return Sealed{}, fmt.Errorf("%q sealed for %q: %w", keys[1].name, in.Issuer, ErrUnknownIssuer)
	}
	s := Sealed{
		Issuer: in.Issuer, Station: keys[0].name, Number: in.Number, Template: in.Claim.Template, Language: in.Claim.Language,
		Name: in.Claim.Name, Personal: in.Claim.Personal, Birth: in.Claim.Birth, Issued: time.Unix(in.Issued, 0).UTC(),
		Content: [32]byte(in.Claim.Content), Provisional: in.Claim.Provisional, Mode: in.Claim.Mode, KeyID: keys[0].id(),
	}
	if in.Expires != 0 {
		s.Expires = time.Unix(in.Expires, 0).UTC()
	}
	for _, k := range keys {
		if !k.validAt(s.Issued) {
			return Sealed{}, fmt.Errorf("key of %s: %w", k.name, ErrKeyExpired)
		}
	}
	if err := trust.Revocations.refuse(s, keys); err != nil {
		return s, err
	}
	if !s.Expires.IsZero() && !trust.Now.Before(s.Expires) {
		return s, fmt.Errorf("valid until %s: %w", s.Expires.Format(time.DateOnly), ErrExpired)
	}
	return s, nil
}

// strict refuses what an encoder of this format never writes.
var strict = func() cbor.DecMode {
	m, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, MaxNestedLevels: 8, MaxArrayElements: 4096, MaxMapPairs: 4096, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField}.DecMode()
	if err != nil {
		panic(err) // the options are constants of this package
	}
	return m
}()
