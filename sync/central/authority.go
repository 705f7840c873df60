package central

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
)

// How long certificates hold. A station renews at sync when less than a third
// is left.
const (
	authorityLife = 20 * 365 * 24 * time.Hour
	serverLife    = 2 * 365 * 24 * time.Hour
	stationLife   = 400 * 24 * time.Hour
)

// Authority is central's keys: its own certificate authority and the key with
// which it signs acknowledgements, pages and leases. The processes of one
// central system share them.
type Authority struct {
	Certificate *x509.Certificate
	Signing     ed25519.PrivateKey
	Courier     *age.X25519Identity // opens what stations send by USB
	key         *ecdsa.PrivateKey
	now         func() time.Time
}

// OpenAuthority reads the authority in dir, or makes it there when dir has
// none. The files are readable by their owner only.
func OpenAuthority(dir string, now func() time.Time) (*Authority, error) {
	path := filepath.Join(dir, "authority.pem")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if b, err = newAuthority(now()); err != nil {
			return nil, fmt.Errorf("make central's authority: %w", err)
		}
		if err = os.MkdirAll(dir, 0o700); err == nil {
			err = writeOnce(path, b)
		}
		if errors.Is(err, fs.ErrExist) {
			b, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open central's authority: %w", err)
	}
	a := &Authority{now: now}
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			a.Certificate, err = x509.ParseCertificate(block.Bytes)
		case "EC PRIVATE KEY":
			a.key, err = x509.ParseECPrivateKey(block.Bytes)
		case "PRIVATE KEY":
			var key any
			if key, err = x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
				a.Signing, _ = key.(ed25519.PrivateKey)
			}
		case "AGE IDENTITY":
			a.Courier, err = age.ParseX25519Identity(string(block.Bytes))
		}
		if err != nil {
			return nil, fmt.Errorf("open central's authority: %s: %w", path, err)
		}
	}
	if a.Certificate == nil || a.key == nil || a.Signing == nil || a.Courier == nil {
		return nil, fmt.Errorf("open central's authority: %s is not complete", path)
	}
	return a, nil
}

// writeOnce writes a file that must not be there yet, completely or not at all.
func writeOnce(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}

func newAuthority(now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	_, signing, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "Sala central authority"},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(authorityLife),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	ec, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	ed, err := x509.MarshalPKCS8PrivateKey(signing)
	if err != nil {
		return nil, err
	}
	courier, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	out := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	out = append(out, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: ec})...)
	out = append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: ed})...)
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "AGE IDENTITY", Bytes: []byte(courier.String())})...), nil
}

func newSerial() (*big.Int, error) {
	return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
}

// Fingerprint is the SHA-256 of the authority's certificate in hexadecimal. A
// station gets it with its enrolment code and trusts no other central.
func (a *Authority) Fingerprint() string {
	h := sha256.Sum256(a.Certificate.Raw)
	return hex.EncodeToString(h[:])
}

// SigningKey is the public half of the key that signs acknowledgements.
func (a *Authority) SigningKey() ed25519.PublicKey { return a.Signing.Public().(ed25519.PublicKey) }

// Server returns the TLS configuration of a server that answers to the names:
// host names and addresses. Stations show their certificates, browsers have
// none.
func (a *Authority) Server(names ...string) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the server's key: %w", err)
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Sala central"}, NotAfter: a.now().Add(serverLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	der, err := a.issue(template, &key.PublicKey)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.Certificate)
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der, a.Certificate.Raw}, PrivateKey: key}},
		ClientAuth:   tls.VerifyClientCertIfGiven, ClientCAs: pool, Time: a.now,
		NextProtos: []string{"h2", "http/1.1"},
	}, nil
}

// station issues a station's client certificate for the key of a PKCS #10
// request; the names are central's, not the request's.
func (a *Authority) station(name, office string, request []byte) (*x509.Certificate, error) {
	csr, err := x509.ParseCertificateRequest(request)
	if err != nil {
		return nil, err
	}
	if err := csr.CheckSignature(); err != nil {
		return nil, err
	}
	der, err := a.issue(&x509.Certificate{
		Subject: pkix.Name{CommonName: name, OrganizationalUnit: []string{office}}, NotAfter: a.now().Add(stationLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, csr.PublicKey)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func (a *Authority) issue(template *x509.Certificate, public any) ([]byte, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template.SerialNumber, template.NotBefore = serial, a.now().Add(-24*time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, template, a.Certificate, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("issue a certificate: %w", err)
	}
	return der, nil
}
