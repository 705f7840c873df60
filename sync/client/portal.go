package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// probeLimit is how long a suspicion is looked into.
const probeLimit = 3 * time.Second

// errPortal wraps what came of calling central where a sign-in page stands in
// between.
type errPortal struct{ err error }

func (e *errPortal) Error() string { return "a sign-in page of the network: " + e.err.Error() }
func (e *errPortal) Unwrap() error { return e.err }

// errExpired wraps what came of calling central with a certificate that has
// expired.
type errExpired struct{ err error }

func (e *errExpired) Error() string { return "the station's certificate has expired: " + e.err.Error() }
func (e *errExpired) Unwrap() error { return e.err }

// suspect looks whether a network that lets nothing through wants a sign-in
// first. Such a network swallows what is encrypted, or answers with a
// certificate of its own; what is not encrypted it answers with its page,
// whoever was called. Central does not answer there at all.
func (c *Client) suspect(ctx context.Context, l *link, trouble error) error {
	if l != nil && c.Clock().After(l.certificate.NotAfter) {
		switch ReasonOf(trouble) {
		case ReasonCertificate, ReasonCut, ReasonOther: // HTTP/2 hides what TLS said
			return &errExpired{trouble}
		}
	}
	switch ReasonOf(trouble) {
	case ReasonTimeout, ReasonCut, ReasonNotCentral, ReasonRefused:
	default:
		return trouble
	}
	address := c.Probe
	if address == "" {
		u, err := url.Parse(c.URL)
		if err != nil || u.Hostname() == "" {
			return trouble
		}
		address = "http://" + u.Hostname() + "/"
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return errors.Join(trouble, err)
	}
	t := &http.Transport{DisableKeepAlives: true} // without the proxy: a proxy answers for itself
	defer t.CloseIdleConnections()
	resp, err := t.RoundTrip(r)
	if err != nil {
		return trouble
	}
	resp.Body.Close()
	if to, err := resp.Location(); err == nil && to.Hostname() == r.URL.Hostname() && to.Scheme == "https" {
		return trouble // the machine's own web server, which sends all to TLS
	}
	if resp.StatusCode >= 400 && resp.StatusCode != http.StatusNetworkAuthenticationRequired {
		return trouble // no page of a network's
	}
	return &errPortal{trouble}
}
