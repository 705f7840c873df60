package client

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"

	"sala/forms/number"
	"sala/sync/wire"
)

// ReasonRelayed means that central is out of reach and the office's relay keeps
// the station's entries: they are safe from this machine's end, and still
// provisional.
const ReasonRelayed = "relayed"

// errRelayed wraps why central could not be reached.
type errRelayed struct{ err error }

func (e *errRelayed) Error() string { return "kept by the relay: " + e.err.Error() }
func (e *errRelayed) Unwrap() error { return e.err }

// relay returns the address of the office's relay, found once.
func (c *Client) relay(ctx context.Context) string {
	if c.RelayURL != "" || c.FindRelay == nil {
		return c.RelayURL
	}
	c.where.Lock()
	defer c.where.Unlock()
	if c.found == "" {
		c.found = c.FindRelay(ctx)
	}
	return c.found
}

// lostRelay makes the relay be looked for again: it may have moved.
func (c *Client) lostRelay() {
	c.where.Lock()
	defer c.where.Unlock()
	c.found = ""
}

// WritePair returns a certificate with its chain and key as a secret's bytes.
func WritePair(c tls.Certificate) ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		return nil, fmt.Errorf("write a key: %w", err)
	}
	var out []byte
	for _, der := range c.Certificate {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...), nil
}

// ReadPair reads what WritePair wrote. The authority is the last of the chain.
func ReadPair(b []byte) (own tls.Certificate, authority *x509.Certificate, err error) {
	if own, err = unpair(b); err == nil {
		authority, err = x509.ParseCertificate(own.Certificate[len(own.Certificate)-1])
	}
	if err != nil {
		return own, nil, fmt.Errorf("read a certificate and its key: %w", err)
	}
	return own, authority, nil
}

// relayLink is the way to the relay.
func (c *Client) relayLink(ctx context.Context) (*link, error) {
	if at := c.relay(ctx); c.near == nil || c.near.url != at {
		l, err := c.openNear(at)
		if err != nil {
			return nil, err
		}
		c.near = l
	}
	return c.near, nil
}

// openNear makes a link within the office's own network, with the credentials for
// central: the relay's certificate is of the same authority. No proxy stands
// between.
func (c *Client) openNear(at string) (*link, error) {
	l, err := c.open()
	if err != nil {
		return nil, err
	}
	l.url, l.transport.Proxy = at, nil
	return l, nil
}

// relayed hands what waits to the office's relay, after central could not be
// reached for a reason. What central said to the relay meanwhile comes back.
func (c *Client) relayed(ctx context.Context, reason error, r *Report) error {
	if ReasonOf(reason) == ReasonStopped || c.relay(ctx) == "" {
		return reason
	}
	if at, err := c.stoppedAt(ctx); err != nil || at > 0 {
		return errors.Join(reason, err) // what waits could never be accepted
	}
	l, err := c.relayLink(ctx)
	if err != nil {
		return reason
	}
	after, err := c.Store.Acknowledged(ctx)
	if err != nil {
		return local(err)
	}
	for asked := false; ; {
		entries, err := c.Store.Unacknowledged(ctx, max(after, r.Relayed), 1000, 1<<20)
		if err != nil {
			return local(err)
		}
		if len(entries) == 0 {
			if asked {
				return &errRelayed{reason}
			}
			asked = true // what comes is an entry, for the relay to keep
			if err := c.handed(ctx, l, r); err != nil {
				return local(err)
			}
			continue
		}
		var receipt wire.Receipt
		if err := l.post(ctx, wire.PathRelayPush, wire.Pack(entries), &receipt); err != nil {
			c.lostRelay()
			c.lent = nil
			return fmt.Errorf("%w; and the relay: %v", reason, err) // why central is out of reach is what counts
		}
		last := entries[len(entries)-1].Seq
		if receipt.Station != c.Identity.Station || receipt.Through != last {
			return errors.Join(reason, ErrForeign)
		}
		r.Relayed = last
		for _, ack := range receipt.Acknowledgements {
			if ack.Verify(l.centralKey) != nil || ack.Through <= after || ack.Station != c.Identity.Station {
				continue
			}
			if err := c.Store.Acknowledge(ctx, ack); err != nil {
				return local(err)
			}
			r.Count(ack)
		}
	}
}

// handed takes in spare blocks of numbers that the relay hands on, when the
// station is running out. A relay that gives none is no trouble: it is asked again at
// the next run. An error is the station's own.
func (c *Client) handed(ctx context.Context, relay *link, r *Report) error {
	request, err := c.wanted(ctx, c.Scarce)
	if err != nil || len(request.Ask) == 0 {
		return err
	}
	var answer wire.LeaseAnswer
	if err := relay.post(ctx, wire.PathRelayLeases, request, &answer); err != nil {
		return nil
	}
	return c.takeLeases(ctx, answer.Leases, request.Have, r, func(l number.Lease) bool {
		return wire.VerifyHandOver(l, relay.centralKey) == nil && l.Handed.Station == c.Identity.Station
	})
}

// Forward brings a push of another station of the office to central: a relay's
// way up. The acknowledgement is central's, for that station.
func (c *Client) Forward(ctx context.Context, p wire.Push) (wire.Acknowledgement, error) {
	var ack wire.Acknowledgement
	c.run.Lock()
	defer c.run.Unlock()
	l, err := c.connect()
	if err == nil {
		err = l.post(ctx, wire.PathForward, p, &ack)
	}
	if err == nil {
		err = ack.Verify(l.centralKey)
	}
	if err != nil {
		return ack, fmt.Errorf("forward: %w", err)
	}
	return ack, nil
}

// Work returns what the office's stations handed to the relay after a cursor,
// so that this one can show it. The entries are signed by their stations.
func (c *Client) Work(ctx context.Context, after uint64) (wire.OfficeWork, error) {
	var work wire.OfficeWork
	c.run.Lock()
	defer c.run.Unlock()
	l, err := c.relayLink(ctx)
	if err == nil {
		_, err = l.get(ctx, fmt.Sprintf("%s?after=%d", wire.PathRelayOffice, after), &work)
	}
	if err != nil {
		return work, fmt.Errorf("ask the relay: %w", err)
	}
	return work, nil
}

// Ticket takes the next place in a line of the office's hall, from the relay. It
// waits for no run that is under way. A number whose answer does not come is
// lost: the relay gives it to nobody else.
func (c *Client) Ticket(ctx context.Context, line string) (wire.Ticket, error) {
	var ticket wire.Ticket
	l, err := c.openNear(c.relay(ctx))
	if err == nil {
		defer l.transport.CloseIdleConnections()
		err = l.post(ctx, wire.PathRelayQueue+"?line="+url.QueryEscape(line), wire.LeaseRequest{}, &ticket)
	}
	if err != nil {
		c.lostRelay()
		return ticket, fmt.Errorf("ask the relay for a ticket: %w", err)
	}
	return ticket, nil
}

// RelayCertificate asks central for the certificate with which this station
// answers its office as a relay, under names and addresses of the office's own
// network. An official must have made it a relay.
func (c *Client) RelayCertificate(ctx context.Context, names ...string) (tls.Certificate, *x509.Certificate, error) {
	c.run.Lock()
	defer c.run.Unlock()
	fail := func(err error) (tls.Certificate, *x509.Certificate, error) {
		return tls.Certificate{}, nil, fmt.Errorf("become a relay: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fail(err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		return fail(err)
	}
	l, err := c.connect()
	if err != nil {
		return fail(err)
	}
	var answer wire.RelayCertificate
	if err := l.post(ctx, wire.PathRelay, wire.RelayRequest{Request: request, Names: names}, &answer); err != nil {
		return fail(err)
	}
	b, err := c.load(secretAuthority)
	if err != nil {
		return fail(err)
	}
	authority, err := x509.ParseCertificate(b)
	if err != nil {
		return fail(err)
	}
	return tls.Certificate{Certificate: [][]byte{answer.Certificate, authority.Raw}, PrivateKey: key}, authority, nil
}
