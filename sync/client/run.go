package client

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	mathrand "math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v4"

	"sala/sync/wire"
)

// Run synchronises until ctx ends: at intervals while all is well, with a
// growing, capped and jittered back-off in trouble. It returns ctx's error.
func (c *Client) Run(ctx context.Context) error {
	b := backoff.NewExponentialBackOff(backoff.WithInitialInterval(time.Second), backoff.WithMultiplier(2), backoff.WithRandomizationFactor(0.3),
		backoff.WithMaxInterval(c.MaxBackOff), backoff.WithMaxElapsedTime(0)) // never give up
	wait := time.Duration(0)
	if c.MaxStart > 0 {
		wait = mathrand.N(c.MaxStart) // a thousand stations are switched on at eight o'clock
	}
	for calm := true; ; {
		if err := c.pause(ctx, wait, calm, b); err != nil {
			return err
		}
		r, err := c.SyncOnce(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		// with a relay the office works on: the others are to see at once what is new
		if calm = err == nil || ReasonOf(err) == ReasonRelayed; calm {
			b.Reset()
			wait = c.Interval*9/10 + mathrand.N(c.Interval/5+1)
			if r.More {
				wait = 0
			}
			continue
		}
		wait = min(b.NextBackOff(), c.MaxBackOff)
		var refusal *wire.Refusal
		if errors.As(err, &refusal) && refusal.Retry > 0 {
			// not all at the same moment
			wait = max(wait, time.Duration(refusal.Retry)*time.Second+mathrand.N(time.Duration(refusal.Retry)*time.Second))
		}
	}
}

// pause waits, says until when, and ends early for a person or for new work.
func (c *Client) pause(ctx context.Context, wait time.Duration, calm bool, b backoff.BackOff) error {
	if wait <= 0 {
		return ctx.Err()
	}
	c.setState(func(s *State) { s.NextTry = c.Clock().Add(wait) })
	timer := time.NewTimer(wait)
	defer timer.Stop()
	wake, network := c.wake, make(<-chan time.Time)
	was := ""
	if !calm { // a cable that is plugged in ends the wait
		wake = nil
		look := time.NewTicker(lookEvery)
		defer look.Stop()
		network, was = look.C, addresses()
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		case <-wake:
		case <-c.retry:
			b.Reset()
		case <-network:
			if addresses() == was {
				continue
			}
			b.Reset()
		}
		return nil
	}
}

// lookEvery is how often the machine's network is looked at in trouble.
const lookEvery = 3 * time.Second

// addresses names the machine's network addresses: when they change, the
// network came or went.
func addresses() string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, a := range all {
		b.WriteString(a.String())
		b.WriteByte(' ')
	}
	return b.String()
}

// renew fetches a fresh certificate when less than a third of the old one's
// time is left.
func (c *Client) renew(ctx context.Context, l *link) error {
	life := l.certificate.NotAfter.Sub(l.certificate.NotBefore)
	if l.certificate.NotAfter.Sub(c.Clock()) > life/3 {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	var answer wire.Enrolled
	if err := l.post(ctx, wire.PathRenew, wire.Renewal{Request: request}, &answer); err != nil {
		return err
	}
	// one secret, one write: a cut between the two would leave a pair that does
	// not match and lock the station out
	if err := c.Secrets.Save(secretPair, pair(answer.Certificate, der)); err != nil {
		return local(err)
	}
	c.drop()
	if err := c.keepPublishers(answer.PackKeys); err != nil {
		return local(err)
	}
	return nil
}
