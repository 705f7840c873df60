package client

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"sala/sync/wire"
)

// Names of the secrets.
const (
	secretURL        = "sync.url"
	secretAuthority  = "sync.authority"   // X.509, DER
	SecretCentralKey = "sync.central_key" // Ed25519: signs acknowledgements, pages, leases and replies
	SecretCourier    = "sync.courier"     // age recipient: to whom a USB bundle is encrypted
	secretPair       = "sync.pair"        // the station's certificate and its key, one secret so that they always match
	secretLeases     = "sync.leases"      // IDs, one a line
)

// Time limits on progress, never on a whole exchange: a slow line is no error.
const (
	dialLimit  = 20 * time.Second
	readLimit  = 90 * time.Second
	writeLimit = 60 * time.Second
)

// link is an open way to central.
type link struct {
	url         string
	http        *http.Client
	transport   *http.Transport
	centralKey  ed25519.PublicKey
	certificate *x509.Certificate
	codec       *wire.Codec
	single      bool // the other end takes one chunk of an attachment at a time
}

// connect returns the link, or ErrNotEnrolled.
func (c *Client) connect() (*link, error) {
	if c.link != nil {
		return c.link, nil
	}
	l, err := c.open()
	c.link = l
	return l, err
}

// open makes a link with the station's credentials, or returns ErrNotEnrolled.
func (c *Client) open() (*link, error) {
	secrets := map[string][]byte{}
	for _, name := range []string{secretURL, secretAuthority, SecretCentralKey, secretPair} {
		b, err := c.load(name)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", name, err)
		}
		if len(b) == 0 {
			return nil, ErrNotEnrolled
		}
		secrets[name] = b
	}
	authority, err := x509.ParseCertificate(secrets[secretAuthority])
	if err != nil {
		return nil, fmt.Errorf("load the authority: %w", err)
	}
	own, err := unpair(secrets[secretPair])
	if err != nil {
		return nil, fmt.Errorf("load the station's certificate: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	address := string(secrets[secretURL])
	if c.URL != "" {
		address = c.URL
	}
	l := c.newLink(address, &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, Time: c.Clock, ClientSessionCache: tls.NewLRUClientSessionCache(4),
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &own, nil }})
	l.centralKey, l.certificate = secrets[SecretCentralKey], own.Leaf
	return l, nil
}

// drop closes the links, so that the next run makes them anew.
func (c *Client) drop() {
	if c.near != nil {
		c.near.transport.CloseIdleConnections()
		c.near = nil
	}
	if c.link != nil {
		c.link.transport.CloseIdleConnections()
		c.link = nil
	}
}

func (c *Client) newLink(address string, config *tls.Config) *link {
	dialer := &net.Dialer{Timeout: dialLimit, KeepAlive: 30 * time.Second}
	t := &http.Transport{
		Proxy: c.Proxy, TLSClientConfig: config, ForceAttemptHTTP2: true, TLSHandshakeTimeout: readLimit, MaxIdleConnsPerHost: 2, IdleConnTimeout: 2 * time.Minute,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return progressConn{conn}, nil
		},
	}
	return &link{url: strings.TrimSuffix(address, "/"), transport: t, codec: c.codec,
		http: &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// progressConn gives up when nothing moves, however long the whole takes.
type progressConn struct{ net.Conn }

func (c progressConn) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(readLimit)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c progressConn) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

func (l *link) post(ctx context.Context, path string, message, into any) error {
	b, err := l.codec.Encode(message)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", wire.ContentType)
	_, err = l.do(r, into)
	return err
}

func (l *link) get(ctx context.Context, path string, into any) (http.Header, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.url+path, nil)
	if err != nil {
		return nil, err
	}
	return l.do(r, into)
}

// answerError is an answer that is neither a success nor a refusal of central:
// something between the station and central spoke.
type answerError struct {
	status      int
	contentType string
}

func (e *answerError) Error() string {
	return fmt.Sprintf("an answer with status %d and content type %q, not central's", e.status, e.contentType)
}

// do sends a request. The error is a *wire.Refusal where central refused, an
// *answerError where somebody else answered, and the transport's otherwise.
func (l *link) do(r *http.Request, into any) (http.Header, error) {
	resp, err := l.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != wire.ContentType {
		return nil, &answerError{resp.StatusCode, resp.Header.Get("Content-Type")}
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxBody+1))
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		var refusal wire.Refusal
		if err := l.codec.Decode(b, &refusal); err != nil || refusal.Code == "" {
			return nil, errors.Join(&answerError{resp.StatusCode, wire.ContentType}, err)
		}
		return resp.Header, &refusal
	}
	return resp.Header, l.codec.Decode(b, into)
}
