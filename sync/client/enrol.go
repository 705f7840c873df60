package client

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"sala/forms/act"
	"sala/sync/wire"
)

// Enrol takes the station in at central with a one-time code, and keeps the
// credentials. It may be called again.
func (c *Client) Enrol(ctx context.Context, code string) error {
	c.run.Lock()
	defer c.run.Unlock()
	pin, err := hex.DecodeString(strings.ToLower(strings.ReplaceAll(c.CAFingerprint, ":", "")))
	if err != nil || len(pin) != sha256.Size {
		return fmt.Errorf("enrol: %q is not the fingerprint of an authority", c.CAFingerprint)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	address, err := url.Parse(c.URL)
	if err != nil || address.Scheme != "https" {
		return fmt.Errorf("enrol: %q is not the address of a central system, https://...", c.URL)
	}
	// the authority is not known yet: the pin stands in for it
	l := c.newLink(c.URL, &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, VerifyConnection: c.pinned(pin, address.Hostname())})
	defer l.transport.CloseIdleConnections()
	var answer wire.Enrolled
	err = l.post(ctx, wire.PathEnrol, wire.Enrolment{Code: code, Station: c.Identity.Station, Office: c.Identity.Office, JournalKey: c.Identity.JournalKey,
		Request: request, Software: c.Identity.Software, PaperKey: c.Identity.PaperKey}, &answer)
	if err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	if err := c.keep(answer, der); err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	c.drop()
	return nil
}

// PackKeys is the name of the secret with the keys whose packs the station takes:
// a CBOR array of byte strings. Those that it has already stay.
const PackKeys = "pack.keys"

func (c *Client) keepPublishers(keys [][]byte) error {
	if len(keys) == 0 {
		return nil
	}
	b, err := c.load(PackKeys)
	var have [][]byte
	if err == nil && len(b) > 0 {
		have, err = act.Decode[[][]byte](b)
	}
	for _, k := range keys {
		if len(k) == ed25519.PublicKeySize && !slices.ContainsFunc(have, func(h []byte) bool { return bytes.Equal(h, k) }) {
			have = append(have, k)
		}
	}
	if err == nil {
		b, err = act.Encode(have)
	}
	if err == nil {
		err = c.Secrets.Save(PackKeys, b)
	}
	if err != nil {
		return fmt.Errorf("keep whose packs are taken: %w", err)
	}
	return nil
}

// keep saves the credentials of an answer; the pair comes last, because it is
// what says that the station has enrolled.
func (c *Client) keep(a wire.Enrolled, key []byte) error {
	if len(a.Credential) > 0 {
		if err := errors.Join(c.Secrets.Save(PaperCredential, a.Credential), c.Secrets.Save(PaperRoots, a.Roots)); err != nil {
			return fmt.Errorf("keep what vouches for paper: %w", err)
		}
	}
	if err := c.keepPublishers(a.PackKeys); err != nil {
		return err
	}
	for _, s := range []struct {
		name  string
		value []byte
	}{{secretURL, []byte(c.URL)}, {secretAuthority, a.Authority}, {SecretCentralKey, a.CentralKey}, {SecretCourier, []byte(a.Courier)}, {secretPair, pair(a.Certificate, key)}} {
		if err := c.Secrets.Save(s.name, s.value); err != nil {
			return fmt.Errorf("keep %s: %w", s.name, err)
		}
	}
	return nil
}

// pair joins a certificate and its key.
func pair(certificate, key []byte) []byte {
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
}

// unpair reads what pair wrote.
func unpair(b []byte) (tls.Certificate, error) {
	c, err := tls.X509KeyPair(b, b)
	if err == nil && c.Leaf == nil {
		c.Leaf, err = x509.ParseCertificate(c.Certificate[0])
	}
	return c, err
}

// pinned trusts only a server whose certificate was issued by the authority
// with the fingerprint, for the name that was called.
func (c *Client) pinned(pin []byte, name string) func(tls.ConnectionState) error {
	return func(s tls.ConnectionState) error {
		for _, cert := range s.PeerCertificates {
			if h := sha256.Sum256(cert.Raw); bytes.Equal(h[:], pin) {
				roots := x509.NewCertPool()
				roots.AddCert(cert)
				_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots, DNSName: name, CurrentTime: c.Clock()})
				return err
			}
		}
		return x509.UnknownAuthorityError{Cert: s.PeerCertificates[0]}
	}
}

// Names under which Secrets keeps what central vouched for at enrolment: the
// seal.Credential of the station's key for paper, and the roots that verifiers
// trust ([]seal.Root), both as deterministic CBOR.
const (
	PaperCredential = "paper.credential"
	PaperRoots      = "paper.roots"
)
