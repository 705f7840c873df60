package service_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"

	"sala/sync/central/service"
	"sala/sync/wire"
)

// start serves a new central system. What it returns ends it, once.
func start(t *testing.T) (at service.Ready, end func() error) {
	ctx, stop := context.WithCancel(t.Context())
	s, err := service.Open(ctx, service.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	at = <-ready
	end = sync.OnceValue(func() error {
		stop()
		return errors.Join(<-done, s.Close())
	})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return at, end
}

// TestStopIsGraceful promises that who was heard is answered, though central was
// told to stop meanwhile, and that nobody is heard afterwards.
func TestStopIsGraceful(t *testing.T) {
	at, end := start(t)
	bare := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	body, rest := io.Pipe()
	heard, answered := make(chan struct{}), make(chan error, 1)
	r, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(heard) }}), http.MethodPost, at.URL+wire.PathEnrol, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Expect", "100-continue")
	bare.Transport.(*http.Transport).ExpectContinueTimeout = time.Minute
	go func() {
		resp, err := bare.Do(r)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Content-Type") != wire.ContentType {
				err = fmt.Errorf("%s, %s", resp.Status, resp.Header.Get("Content-Type"))
			}
		}
		answered <- err
	}()
	<-heard // the handler reads the body
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	for { // it hears nobody any more
		c, err := net.Dial("tcp", strings.TrimPrefix(at.URL, "https://"))
		if err != nil {
			break
		}
		c.Close()
	}
	select {
	case err := <-ended:
		t.Fatalf("central went away with a request under way: %v", err)
	default:
	}
	if _, err := io.WriteString(rest, "no message"); err != nil {
		t.Fatal(err)
	}
	rest.Close()
	if err := <-answered; err != nil {
		t.Errorf("the request under way: %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the end: %v", err)
	}
}

// TestMetrics promises that metrics want the administrator's token, that they
// count by route, and that nobody makes them grow by asking for invented paths.
func TestMetrics(t *testing.T) {
	at, _ := start(t)
	bare := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	get := func(path, token string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := bare.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/v1/version": 200, "/v1/invented": 410, "/v9/push": 410, "/v1/feed?after=0&n=1": 401,
		"/verify": 200, "/console/signin": 200, "/invented/path": 404, "/api/v1/changes": 401, "/metrics": 401} {
		if got, _ := get(path, ""); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got, _ := get("/metrics", at.AdminToken[1:]+"0"); got != http.StatusUnauthorized {
		t.Errorf("another token: %d", got)
	}
	_, metrics := get("/metrics", at.AdminToken)
	for _, want := range []string{`sala_requests_total{route="feed",status="401"} 1`, `sala_requests_total{route="version",status="200"} 1`,
		`sala_requests_total{route="/healthz",status="200"} 1`, `sala_requests_total{route="/verify",status="200"} 1`,
		`sala_requests_total{route="other",status="410"} 2`, `sala_requests_total{route="other",status="404"} 1`, "sala_waiting_entries 0"} {
		if !strings.Contains(metrics, want+"\n") {
			t.Errorf("no %s in the metrics", want)
		}
	}
	if strings.Contains(metrics, "invented") {
		t.Error("an invented path made a metric")
	}
}
