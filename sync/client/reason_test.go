package client_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sala/forms/act"
	"sala/sync/client"
	"sala/sync/wire"
)

// TestReasons promises that whatever stands between a station and central is
// recognised and said, and that nothing of it is taken for a success.
func TestReasons(t *testing.T) {
	w := newWorld(t, "TH-5001")
	ctx := context.Background()
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	acked, _ := store.Acknowledged(ctx)
	again := func(change func(*client.Config)) *client.Client {
		config := desk.Config
		config.OnState = nil
		change(&config)
		return client.New(config)
	}
	elsewhere := newWorld(t, "TH-5001")
	portal := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>please sign in") }))
	defer portal.Close()
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://portal.example/", http.StatusFound)
	}))
	defer plain.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", "Basic")
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	proxyURL, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for name, c := range map[string]struct {
		client *client.Client
		want   string
	}{
		"nobody listens":           {again(func(c *client.Config) { c.URL = closedPort(t) }), client.ReasonRefused},
		"no such name":             {again(func(c *client.Config) { c.URL = "https://central.invalid" }), client.ReasonNoRoute},
		"another central":          {again(func(c *client.Config) { c.URL = elsewhere.url }), client.ReasonNotCentral},
		"a portal with TLS":        {again(func(c *client.Config) { c.URL = portal.URL }), client.ReasonNotCentral},
		"a portal without TLS":     {again(func(c *client.Config) { c.URL = "https://" + plain.Listener.Addr().String() }), client.ReasonPortal},
		"a proxy wants a password": {again(func(c *client.Config) { c.Proxy = func(*http.Request) (*url.URL, error) { return proxyURL, nil } }), client.ReasonProxy},
		"the proxy is gone": {again(func(c *client.Config) {
			c.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(closedPort(t)) }
		}), client.ReasonProxyDown},
		"the clock is behind": {again(func(c *client.Config) {
			c.Clock = func() time.Time { return time.Now().Add(-3 * 365 * 24 * time.Hour) }
		}), client.ReasonClock},
		"the clock is far ahead": {again(func(c *client.Config) {
			c.Clock = func() time.Time { return time.Now().Add(30 * 365 * 24 * time.Hour) }
		}), client.ReasonClock},
		"not enrolled":               {again(func(c *client.Config) { c.Secrets = nothing{} }), client.ReasonNotEnrolled},
		"a server that says nothing": {again(func(c *client.Config) { c.URL = "https://" + silent.Addr().String() }), client.ReasonTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			_, err := c.client.SyncOnce(ctx)
			if got := client.ReasonOf(err); got != c.want {
				t.Errorf("the reason is %q, want %q: %v", got, c.want, err)
			}
			if s := c.client.State(); s.Reason != c.want || s.Online {
				t.Errorf("the lamp says %+v", s)
			}
		})
	}
	if now, _ := store.Acknowledged(ctx); now != acked {
		t.Errorf("something was taken for a success: acknowledged %d, %d before", now, acked)
	}
}

// nothing keeps no secrets.
type nothing struct{}

func (nothing) Load(string) ([]byte, error) { return nil, nil }
func (nothing) Save(string, []byte) error   { return nil }

func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "https://" + l.Addr().String()
}

// TestRevokedStation promises that a revoked station's certificate opens nothing,
// and that the station keeps all that it has.
func TestRevokedStation(t *testing.T) {
	w := newWorld(t, "TH-5001")
	ctx := context.Background()
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	if err := w.service.Central.RevokeStation(ctx, "official", "TH-5001-D01", "stolen", true); err != nil {
		t.Fatal(err)
	}
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	before := len(store.Entries)
	_, err := desk.SyncOnce(ctx)
	if client.ReasonOf(err) != wire.RefusedRevoked || len(store.Entries) != before {
		t.Errorf("a revoked station: %v", err)
	}
}

// TestWithoutCertificate promises that nothing of a station can be reached
// without a certificate, and that hostile bodies are refused for what they are.
func TestWithoutCertificate(t *testing.T) {
	w := newWorld(t, "TH-5001")
	bare := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	for method, path := range map[string]string{"POST ": wire.PathPush, "GET ": wire.PathFeed + "?after=0&n=9", "POST": wire.PathLeases, "GET": wire.PathJournal + "?after=0", "PATCH": wire.PathAttachment + "/ab?offset=0&size=5", "POST  ": wire.PathForward, "POST   ": wire.PathRelay, "POST    ": wire.PathRenew} {
		r, err := http.NewRequest(strings.TrimSpace(method), w.ready.URL+path, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := bare.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s without a certificate: %s", path, resp.Status)
		}
	}
	for name, body := range map[string]io.Reader{"garbage": strings.NewReader("garbage"), "too large": io.LimitReader(zeros{}, wire.MaxBody+100)} {
		resp, err := bare.Post(w.ready.URL+wire.PathEnrol, wire.ContentType, body)
		if err != nil {
			continue // the server hung up
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusBadRequest && resp.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %s", name, resp.Status)
		}
	}
	for _, code := range []string{"", "AAAA-AAAA-AAAA-AAAA", strings.Repeat("A", 10000)} {
		if err := w.newcomer("TH-5001-X").Enrol(context.Background(), code); client.ReasonOf(err) != wire.RefusedCode {
			t.Errorf("code %.20q: %v", code, err)
		}
	}
	code, err := w.service.Central.NewCode(context.Background(), "TH-5001", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.newcomer("TH-5001-X").Enrol(context.Background(), strings.ToLower(code)); err != nil {
		t.Errorf("a code in small letters: %v", err)
	}
	if err := w.newcomer("TH-5001-Y").Enrol(context.Background(), code); client.ReasonOf(err) != wire.RefusedCode {
		t.Errorf("a code a second time: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// TestRunBacksOff promises that Run shows when it tries next, never waits longer
// than it may, and goes at once when a person asks.
func TestRunBacksOff(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	states := make(chan client.State, 1000)
	config := desk.Config
	config.MaxBackOff, config.OnState = 2*time.Second, func(s client.State) { states <- s }
	c := client.New(config)
	w.line.Refuse()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	var s client.State
	for s = range states {
		if !s.NextTry.IsZero() {
			break
		}
	}
	if s.Online || s.Reason != client.ReasonRefused || time.Until(s.NextTry) > 2*time.Second {
		t.Errorf("waiting in trouble: %+v", s)
	}
	if err := w.line.Restore(); err != nil {
		t.Fatal(err)
	}
	c.Retry()
	deadline := time.After(10 * time.Second)
	for s.LastSync.IsZero() {
		select {
		case s = <-states:
		case <-deadline:
			t.Fatalf("a person asked, and nothing happened: %+v", s)
		}
	}
	cancel()
	if err := <-done; err != context.Canceled {
		t.Errorf("Run ended with %v", err)
	}
	if acked, _ := store.Acknowledged(context.Background()); acked == 0 {
		t.Error("nothing was acknowledged")
	}
}
