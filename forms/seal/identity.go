package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"time"

	"sala/forms/act"
)

// Credential is what others say of a key: the chain for seals and the chain of
// X.509 certificates for signed PDFs. It is public.
type Credential struct {
	Name  string   `cbor:"1,keyasint" json:"name"`  // ID of the root, office or station
	Chain [][]byte `cbor:"2,keyasint" json:"chain"` // key certificates, own first, the root's left out
	X509  [][]byte `cbor:"3,keyasint" json:"x509"`  // DER, own first, the root's last
}

// Identity is a private key with its credential. Root, office, central and
// station each have one.
type Identity struct {
	Key *ecdsa.PrivateKey
	Credential
}

// NewRoot makes the key at the top of a jurisdiction.
func NewRoot(random io.Reader, name string, from, until time.Time) (Identity, error) {
	k, err := NewKey(random)
	if err != nil {
		return Identity{}, err
	}
	subject := pkix.Name{CommonName: name, Organization: []string{name}}
	der, err := x509Certificate(k, &k.PublicKey, subject, nil, roleOffice, true, from, until)
	if err != nil {
		return Identity{}, fmt.Errorf("root %s: %w", name, err)
	}
	return Identity{Key: k, Credential: Credential{Name: name, X509: [][]byte{der}}}, nil
}

// Root returns the public part that verifiers keep.
func (id Identity) Root() Root {
	return Root{Name: id.Name, Point: Point(&id.Key.PublicKey)}
}

// VouchOffice makes the root vouch for an office's key. The name is the
// office's ID, as Document.Issuer.ID has it.
func (id Identity) VouchOffice(name string, pub *ecdsa.PublicKey, from, until time.Time) (Credential, error) {
	return id.credential(roleOffice, name, pub, from, until)
}

// VouchCentral makes the root vouch for the key that signs revocation lists.
func (id Identity) VouchCentral(name string, pub *ecdsa.PublicKey, from, until time.Time) (Credential, error) {
	return id.credential(roleCentral, name, pub, from, until)
}

// VouchStation makes the office vouch for a station's key: seals and PDFs.
func (id Identity) VouchStation(name string, pub *ecdsa.PublicKey, from, until time.Time) (Credential, error) {
	return id.credential(roleStation, name, pub, from, until)
}

func (id Identity) credential(r role, name string, pub *ecdsa.PublicKey, from, until time.Time) (Credential, error) {
	link, err := id.vouch(r, name, pub, from, until)
	if err != nil {
		return Credential{}, fmt.Errorf("vouch for %s: %w", name, err)
	}
	parent, err := x509.ParseCertificate(id.X509[0])
	if err != nil {
		return Credential{}, fmt.Errorf("vouch for %s: own certificate: %w", name, err)
	}
	subject := pkix.Name{CommonName: name, Organization: parent.Subject.Organization}
	if r == roleOffice {
		subject.Organization = []string{name}
	}
	der, err := x509Certificate(id.Key, pub, subject, parent, r, false, from, until)
	if err != nil {
		return Credential{}, fmt.Errorf("vouch for %s: %w", name, err)
	}
	return Credential{Name: name, Chain: append([][]byte{link}, id.Chain...), X509: append([][]byte{der}, id.X509...)}, nil
}

// x509Certificate makes the X.509 side. The serial number is derived from key,
// name and dates, so that the same request gives the same certificate.
func x509Certificate(by *ecdsa.PrivateKey, pub *ecdsa.PublicKey, subject pkix.Name, parent *x509.Certificate, r role, self bool, from, until time.Time) ([]byte, error) {
	h := sha256.Sum256(fmt.Appendf(KeyID(pub), "%s|%d|%d|%d", subject.CommonName, r, from.Unix(), until.Unix()))
	t := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(h[:15]), Subject: subject, NotBefore: from.UTC(), NotAfter: until.UTC(),
		BasicConstraintsValid: true, SubjectKeyId: subjectKeyID(pub), SignatureAlgorithm: x509.ECDSAWithSHA256,
	}
	switch {
	case self || r == roleOffice:
		t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	default:
		// Mail protection is the usage that NSS, and so poppler, checks a signer for.
		t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment, []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
	}
	if parent == nil {
		parent = t
	}
	return x509.CreateCertificate(nil, t, parent, pub, deterministic{by})
}

// deterministic makes every signature of a key the same for the same content.
type deterministic struct{ key *ecdsa.PrivateKey }

func (d deterministic) Public() crypto.PublicKey { return &d.key.PublicKey }

func (d deterministic) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return d.key.Sign(nil, digest, opts)
}

func subjectKeyID(pub *ecdsa.PublicKey) []byte {
	h := sha256.Sum256(elliptic.Marshal(elliptic.P256(), pub.X, pub.Y))
	return h[:20]
}

// identityRecord is an identity at rest.
type identityRecord struct {
	Key        []byte     `cbor:"1,keyasint"` // PKCS #8
	Credential Credential `cbor:"2,keyasint"`
}

// Encode returns the identity with its private key, for the station's encrypted
// store.
func (id Identity) Encode() ([]byte, error) {
	k, err := x509.MarshalPKCS8PrivateKey(id.Key)
	if err != nil {
		return nil, fmt.Errorf("encode the key of %s: %w", id.Name, err)
	}
	return act.Encode(identityRecord{Key: k, Credential: id.Credential})
}

// DecodeIdentity reads what Encode wrote.
func DecodeIdentity(b []byte) (Identity, error) {
	rec, err := act.Decode[identityRecord](b)
	if err != nil {
		return Identity{}, err
	}
	k, err := x509.ParsePKCS8PrivateKey(rec.Key)
	if err != nil {
		return Identity{}, fmt.Errorf("decode the key of %s: %w", rec.Credential.Name, err)
	}
	p, ok := k.(*ecdsa.PrivateKey)
	if !ok || p.Curve != elliptic.P256() {
		return Identity{}, fmt.Errorf("decode the key of %s: a %T, not a P-256 key", rec.Credential.Name, k)
	}
	return Identity{Key: p, Credential: rec.Credential}, nil
}

// Certificates returns the X.509 chain, own first.
func (c Credential) Certificates() ([]*x509.Certificate, error) {
	out := make([]*x509.Certificate, len(c.X509))
	for i, der := range c.X509 {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("certificate %d of %s: %w", i, c.Name, err)
		}
		out[i] = cert
	}
	return out, nil
}

// Demonstration makes a root, an office and a station of it, all from the same
// randomness, valid from then until until: for demonstrations, samples and
// tests.
func Demonstration(random io.Reader, office, station string, from, until time.Time) (root, officeID, stationID Identity, err error) {
	if root, err = NewRoot(random, "Sala demonstration root", from, until); err != nil {
		return
	}
	if officeID.Key, err = NewKey(random); err != nil {
		return
	}
	if officeID.Credential, err = root.VouchOffice(office, &officeID.Key.PublicKey, from, until); err != nil {
		return
	}
	if stationID.Key, err = NewKey(random); err != nil {
		return
	}
	stationID.Credential, err = officeID.VouchStation(station, &stationID.Key.PublicKey, from, until)
	return
}
