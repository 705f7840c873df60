package central

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"

	"sala/sync/wire"
)

// spaceRelay holds the stations that officials made relays of their offices.
const spaceRelay = "relay"

// MakeRelay lets a station stand in for central in its office.
func (c *Central) MakeRelay(ctx context.Context, station string) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		if _, err := tx.Station(station); err != nil {
			return err
		}
		return tx.PutSetting(spaceRelay, station, []byte{1})
	})
	if err != nil {
		return fmt.Errorf("make %s a relay: %w", station, err)
	}
	return nil
}

func (c *Central) relay(ctx context.Context, station string) (Station, error) {
	var s Station
	err := c.Store.View(ctx, func(tx Tx) error {
		_, err := tx.Setting(spaceRelay, station)
		if errors.Is(err, ErrNotFound) {
			return &wire.Refusal{Code: wire.RefusedScope}
		}
		if err == nil {
			s, err = tx.Station(station)
		}
		return err
	})
	return s, err
}

// CertifyRelay gives a relay the certificate with which it answers its office.
func (c *Central) CertifyRelay(ctx context.Context, station string, m wire.RelayRequest) (wire.RelayCertificate, error) {
	s, err := c.relay(ctx, station)
	if err != nil {
		return wire.RelayCertificate{}, err
	}
	csr, err := x509.ParseCertificateRequest(m.Request)
	if err == nil {
		err = csr.CheckSignature()
	}
	if err != nil || len(m.Names) == 0 || len(m.Names) > 16 {
		return wire.RelayCertificate{}, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	template := &x509.Certificate{Subject: pkix.Name{CommonName: station, OrganizationalUnit: []string{s.Office, "relay"}}, NotAfter: c.Now().Add(stationLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, n := range m.Names {
		ip := net.ParseIP(n)
		switch {
		case ip != nil && (ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast()):
			template.IPAddresses = append(template.IPAddresses, ip)
		case ip == nil && isLocal(n):
			template.DNSNames = append(template.DNSNames, n)
		default: // or a relay could pose as central itself
			return wire.RelayCertificate{}, &wire.Refusal{Code: wire.RefusedScope, Detail: "a relay answers on its office's own network only: private addresses and names under .local"}
		}
	}
	der, err := c.Authority.issue(template, csr.PublicKey)
	return wire.RelayCertificate{Certificate: der}, err
}

func isLocal(name string) bool {
	const suffix = ".local"
	return len(name) > len(suffix) && len(name) < 100 && name[len(name)-len(suffix):] == suffix
}

// Forward takes a push that a relay brings for another station of its office.
// The entries are signed by that station: a relay can change none.
func (c *Central) Forward(ctx context.Context, relay string, p wire.Push) (wire.Acknowledgement, error) {
	r, err := c.relay(ctx, relay)
	if err != nil {
		return wire.Acknowledgement{}, err
	}
	var s Station
	err = c.Store.View(ctx, func(tx Tx) (err error) {
		s, err = tx.Station(p.Station)
		return err
	})
	switch {
	case errors.Is(err, ErrNotFound), err == nil && s.Office != r.Office:
		return wire.Acknowledgement{}, &wire.Refusal{Code: wire.RefusedScope}
	case err != nil:
		return wire.Acknowledgement{}, err
	case s.State == StationRevoked:
		return wire.Acknowledgement{}, &wire.Refusal{Code: wire.RefusedRevoked}
	}
	return c.Push(ctx, p.Station, p)
}
