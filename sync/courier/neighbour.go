package courier

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"sala/sync/client"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Card is what a station leaves on a stick so that another of its office can
// write to it alone: who it is, as central's authority vouches for it, and to
// which key. There is nothing secret in it.
type Card struct {
	Station   string `cbor:"1,keyasint"`
	Office    string `cbor:"2,keyasint"`
	Recipient string `cbor:"3,keyasint"` // age
}

// Letter is what one station hands another on a stick: entries that central may
// not have yet. Those that are nobody else's business come without payloads,
// which leaves their chain whole.
type Letter struct {
	From   string      `cbor:"1,keyasint"`
	To     string      `cbor:"2,keyasint"`
	Office string      `cbor:"3,keyasint"`
	At     int64       `cbor:"4,keyasint"` // Unix milliseconds
	Pushes []wire.Push `cbor:"5,keyasint"`
}

// signed is a card or a letter under the signature of its station.
type signed struct {
	Certificate []byte `cbor:"1,keyasint"` // X.509, DER, of central's authority
	Body        []byte `cbor:"2,keyasint"`
	Signature   []byte `cbor:"3,keyasint"` // ECDSA, ASN.1
}

// What a signature is over begins with the kind of what is signed.
const (
	cardDomain   = "sala/card/1\x00"
	letterDomain = "sala/letter/1\x00"
)

// mostCard and mostLetter are more than a card and a week's letter take.
const (
	mostCard   = 16 << 10
	mostLetter = 64 << 20
)

// WriteCard writes the station's own card.
func (s *Station) WriteCard(w io.Writer) error {
	own, err := s.identity()
	if err == nil {
		var b []byte
		if b, err = s.sign(cardDomain, Card{s.Identity.Station, s.Identity.Office, own.Recipient().String()}); err == nil {
			_, err = w.Write(b)
		}
	}
	if err != nil {
		return fmt.Errorf("write the station's card: %w", err)
	}
	return nil
}

// ReadCard reads the card of another station of the office.
func (s *Station) ReadCard(r io.Reader) (Card, error) {
	var c Card
	b, err := io.ReadAll(io.LimitReader(r, mostCard))
	if err == nil {
		var who string
		if who, err = s.vouched(cardDomain, b, &c); err == nil && (c.Station != who || c.Office != s.Identity.Office) {
			err = fmt.Errorf("%w: a card of %s that %s signed", ErrForeign, c.Station, who)
		}
	}
	if err != nil {
		return c, fmt.Errorf("read a station's card: %w", err)
	}
	return c, nil
}

// WriteLetter writes to the station of a card what central may not have yet, and
// returns how many entries it shows: those for which shows holds. Nobody else can
// read it.
func (s *Station) WriteLetter(ctx context.Context, to Card, w io.Writer, shows func(*journal.Entry) bool) (int, error) {
	const what = "write a letter"
	letter := Letter{From: s.Identity.Station, To: to.Station, Office: s.Identity.Office, At: s.Clock().UnixMilli()}
	after, err := s.Store.Acknowledged(ctx)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	shown := 0
	for {
		entries, err := s.Store.Unacknowledged(ctx, after, wire.MaxEntries, 4<<20)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", what, err)
		}
		if len(entries) == 0 {
			break
		}
		entries = slices.Clone(entries)
		for i := range entries {
			if e := &entries[i]; e.Payload != nil && shows(e) {
				shown++
			} else {
				e.Payload = nil
			}
		}
		letter.Pushes = append(letter.Pushes, wire.Pack(entries))
		after = entries[len(entries)-1].Seq
	}
	b, err := s.sign(letterDomain, letter)
	if err == nil {
		err = seal(w, to.Recipient, b)
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return shown, nil
}

// ReadLetter reads what another station of the office wrote to this one.
func (s *Station) ReadLetter(r io.Reader) (Letter, error) {
	var l Letter
	key, err := s.identity()
	if err == nil {
		var b []byte
		if b, err = open(r, key); err == nil {
			var who string
			if who, err = s.vouched(letterDomain, b, &l); err == nil && (l.From != who || l.To != s.Identity.Station || l.Office != s.Identity.Office) {
				err = fmt.Errorf("%w: a letter from %s to %s that %s signed", ErrForeign, l.From, l.To, who)
			}
		}
	}
	for _, p := range l.Pushes {
		if err == nil && p.Station != l.From {
			err = fmt.Errorf("%w: entries of %s in a letter from %s", ErrForeign, p.Station, l.From)
		}
	}
	if err != nil {
		return Letter{}, fmt.Errorf("read a letter: %w", err)
	}
	return l, nil
}

func (s *Station) sign(domain string, v any) ([]byte, error) {
	own, _, err := client.Credentials(s.Secrets)
	if err != nil {
		return nil, err
	}
	key, ok := own.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, client.ErrNotEnrolled
	}
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	out := signed{Certificate: own.Certificate[0]}
	if out.Body, err = mode.Marshal(v); err != nil {
		return nil, err
	}
	digest := sha256.Sum256(append([]byte(domain), out.Body...))
	if out.Signature, err = key.Sign(rand.Reader, digest[:], crypto.SHA256); err != nil {
		return nil, err
	}
	return mode.Marshal(out)
}

// vouched reads what a station of the office signed, and returns which.
func (s *Station) vouched(domain string, b []byte, into any) (station string, err error) {
	_, authority, err := client.Credentials(s.Secrets)
	if err != nil {
		return "", err
	}
	mode, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 16, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden}.DecMode()
	if err != nil {
		return "", err
	}
	var in signed
	if err := mode.Unmarshal(b, &in); err != nil {
		return "", fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	who, err := x509.ParseCertificate(in.Certificate)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	if _, err := who.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: s.Clock(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
		return "", fmt.Errorf("%w: %v", ErrForeign, err)
	}
	key, ok := who.PublicKey.(*ecdsa.PublicKey)
	digest := sha256.Sum256(append([]byte(domain), in.Body...))
	switch {
	case !ok || !ecdsa.VerifyASN1(key, digest[:], in.Signature):
		return "", fmt.Errorf("%w: the signature does not fit", ErrDamaged)
	case len(who.Subject.OrganizationalUnit) == 0 || who.Subject.OrganizationalUnit[0] != s.Identity.Office:
		return "", fmt.Errorf("%w: %s is of another office", ErrForeign, who.Subject.CommonName)
	}
	if err := mode.Unmarshal(in.Body, into); err != nil {
		return "", fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return who.Subject.CommonName, nil
}

// seal compresses b and encrypts it to a recipient.
func seal(w io.Writer, recipient string, b []byte) error {
	to, err := age.ParseX25519Recipient(strings.TrimSpace(recipient))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	sealed, err := age.Encrypt(w, to)
	if err != nil {
		return err
	}
	zip, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	_, err = zip.Write(b)
	return errors.Join(err, zip.Close(), sealed.Close())
}

// open is the inverse of seal.
func open(r io.Reader, key age.Identity) ([]byte, error) {
	opened, err := age.Decrypt(r, key)
	var other *age.NoIdentityMatchError
	switch {
	case errors.As(err, &other):
		return nil, fmt.Errorf("%w: %v", ErrForeign, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	unzip, err := zstd.NewReader(opened, zstd.WithDecoderMaxMemory(mostLetter), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer unzip.Close()
	var out bytes.Buffer
	if _, err := io.Copy(&out, io.LimitReader(unzip, mostLetter+1)); err != nil || out.Len() > mostLetter {
		return nil, fmt.Errorf("%w: %v, %d bytes", ErrDamaged, err, out.Len())
	}
	return out.Bytes(), nil
}
