package client

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Query asks central's administration ("/admin/counts",
// "/admin/household?office=TH-5001&id=h1") with the administrator's token, and
// decodes the JSON answer into into. The server must be the one whose
// authority has the fingerprint.
func Query(ctx context.Context, central, fingerprint, token, path string, into any) error {
	pin, err := hex.DecodeString(fingerprint)
	if err != nil || len(pin) != sha256.Size {
		return fmt.Errorf("query central: %q is not the fingerprint of an authority", fingerprint)
	}
	address, err := url.Parse(central)
	if err != nil {
		return fmt.Errorf("query central: %w", err)
	}
	c := New(Config{Clock: time.Now})
	l := c.newLink(central, &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, VerifyConnection: c.pinned(pin, address.Hostname())})
	defer l.transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.url+path, nil)
	if err != nil {
		return fmt.Errorf("query central: %w", err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := l.http.Do(r)
	if err != nil {
		return fmt.Errorf("query central: %w", err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 64<<20))
	if err != nil {
		return fmt.Errorf("query central: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("query central: %s: %s", resp.Status, b)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("query central: %w", err)
	}
	return nil
}
