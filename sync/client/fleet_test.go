package client_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sala/forms/act"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// TestPortal promises that a network that wants a sign-in first is recognised
// by its page, whatever it does with what is encrypted, and that a web server
// of the own house is not taken for one.
func TestPortal(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, _ := w.station("TH-5001-D01", "TH-5001")
	swallows, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer swallows.Close()
	own := httptest.NewTLSServer(http.NotFoundHandler()) // with a certificate of its own
	defer own.Close()
	for name, c := range map[string]struct {
		central string
		page    http.HandlerFunc
		want    string
	}{
		"swallows TLS, shows its page": {"https://" + swallows.Addr().String(), func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>sign in") }, client.ReasonPortal},
		"swallows TLS, sends to its page": {"https://" + swallows.Addr().String(), func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://login.example/", http.StatusFound)
		}, client.ReasonPortal},
		"says 511 (RFC 6585)":          {"https://" + swallows.Addr().String(), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(511) }, client.ReasonPortal},
		"breaks TLS open":              {own.URL, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>sign in") }, client.ReasonPortal},
		"the house's own web server":   {own.URL, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://127.0.0.1/", 301) }, client.ReasonNotCentral},
		"a web server without a page":  {own.URL, http.NotFound, client.ReasonNotCentral},
		"nobody answers without TLS":   {own.URL, nil, client.ReasonNotCentral},
		"central is well all the same": {w.url, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			config := desk.Config
			config.URL, config.Probe, config.OnState = c.central, closedPort(t), nil
			if c.page != nil {
				page := httptest.NewServer(c.page)
				defer page.Close()
				config.Probe = page.URL
			}
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			_, err := client.New(config).SyncOnce(ctx)
			if got := client.ReasonOf(err); got != c.want {
				t.Errorf("the reason is %q, want %q: %v", got, c.want, err)
			}
		})
	}
}

// TestProxyWithPassword promises that a station goes through a proxy that wants
// a name and a password, and says so when they are wrong.
func TestProxyWithPassword(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	tunnels := &netsim.Proxy{User: "malee", Password: "right"}
	proxy := httptest.NewServer(tunnels)
	defer proxy.Close()
	for password, want := range map[string]string{"right": "", "wrong": client.ReasonProxy} {
		config := desk.Config
		config.Proxy = func(*http.Request) (*url.URL, error) {
			u, err := url.Parse(proxy.URL)
			u.User = url.UserPassword("malee", password)
			return u, err
		}
		store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
		if _, err := client.New(config).SyncOnce(t.Context()); client.ReasonOf(err) != want {
			t.Errorf("with the %s password: %v", password, err)
		}
	}
	if tunnels.Through.Load() == 0 {
		t.Error("nothing went through the proxy")
	}
}

// TestCertificateIsRenewed promises that a station fetches a fresh certificate
// in the last third of the old one's time, that it then works with that, and
// that one that was away for too long is told that its certificate has expired,
// keeps its work, and is taken in again with a new code.
func TestCertificateIsRenewed(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	pair := func() *x509.Certificate {
		b, err := store.Load("sync.pair")
		if err != nil {
			t.Fatal(err)
		}
		c, err := tls.X509KeyPair(b, b)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	first := pair()
	life := first.NotAfter.Sub(first.NotBefore)
	for _, c := range []struct {
		at    time.Duration
		fresh bool
	}{{life / 2, false}, {life * 3 / 4, true}} {
		w.at(first.NotBefore.Add(c.at))
		desk.Clock = w.now
		sync(t, desk)
		if got := pair(); (got.SerialNumber.Cmp(first.SerialNumber) != 0) != c.fresh {
			t.Errorf("after %s of %s the certificate is fresh: %v", c.at, life, !c.fresh)
		}
	}
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	if r := sync(t, desk); r.Accepted != 1 {
		t.Errorf("with the fresh certificate: %+v", r)
	}
	w.at(pair().NotAfter.Add(time.Hour))
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	away := client.New(desk.Config)
	away.OnState = nil
	if _, err := away.SyncOnce(t.Context()); client.ReasonOf(err) != client.ReasonExpired {
		t.Fatalf("an expired certificate: %v", err)
	}
	code, err := w.service.Central.NewCode(t.Context(), "TH-5001", "TH-5001-D01", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := away.Enrol(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	if r := sync(t, away); r.Accepted != 1 {
		t.Errorf("taken in again: %+v", r)
	}
}

// TestRefusalsAreKept promises that whatever status a server answers with, an
// entry is neither taken for sent nor given up.
func TestRefusalsAreKept(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	before, _ := store.Acknowledged(t.Context())
	config, err := w.service.Central.Authority.Server("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	codec := wire.NewCodec()
	for _, status := range []int{200, 201, 204, 301, 400, 401, 403, 404, 409, 410, 413, 418, 422, 429, 451, 500, 502, 503, 504} {
		for kind, body := range map[string]any{"page": nil, "refusal": wire.Refusal{Code: wire.RefusedMalformed}} {
			l, err := tls.Listen("tcp", "127.0.0.1:0", config)
			if err != nil {
				t.Fatal(err)
			}
			server := &http.Server{Handler: http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
				if body != nil {
					out.Header().Set("Content-Type", wire.ContentType)
				}
				out.WriteHeader(status)
				if b, err := codec.Encode(body); body != nil && err == nil {
					out.Write(b)
				}
			})}
			go server.Serve(l)
			desk := client.New(desk.Config)
			desk.URL, desk.Probe = "https://"+l.Addr().String(), "http://"+l.Addr().String()+"\x7f"
			_, err = desk.SyncOnce(t.Context())
			if s := desk.State(); err == nil || s.Reason == "" || !s.LastSync.IsZero() {
				t.Errorf("%d with a %s: %v, %+v", status, kind, err, s)
			}
			server.Close()
		}
	}
	if now, _ := store.Acknowledged(t.Context()); now != before {
		t.Error("an entry was taken for sent")
	}
	head, _ := store.Head(t.Context())
	if r := sync(t, desk); r.Through != head.Seq {
		t.Errorf("central is back: %+v of %d", r, head.Seq)
	}
}

// TestMorning promises that a thousand stations that are switched on at once do
// not come at once.
func TestMorning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const stations, spread = 1000, 20 * time.Second
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var first [20]atomic.Int64
		for range stations {
			var came atomic.Bool
			c := client.New(client.Config{Secrets: nothing{}, Interval: time.Hour, MaxBackOff: time.Hour, MaxStart: spread, OnState: func(s client.State) {
				if s.Running && came.CompareAndSwap(false, true) {
					first[min(int(time.Since(began)/(spread/20)), 19)].Add(1)
				}
			}})
			go c.Run(ctx)
		}
		time.Sleep(spread)
		synctest.Wait()
		total := int64(0)
		for i := range first {
			n := first[i].Load()
			if total += n; n > stations/10 {
				t.Errorf("%d of %d stations come in second %d", n, stations, i)
			}
		}
		if total != stations {
			t.Errorf("%d stations came", total)
		}
		cancel()
		synctest.Wait()
	})
}

// TestBackOffIsCappedAndReset promises that the wait grows to its cap and never
// beyond, however long central is away, that each wait is announced, and that
// the start of the program begins small again.
func TestBackOffIsCappedAndReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 5 * time.Minute
		waits := func(for_ time.Duration) []time.Duration {
			ctx, cancel := context.WithCancel(t.Context())
			var all []time.Duration
			c := client.New(client.Config{Secrets: nothing{}, MaxBackOff: most, OnState: func(s client.State) {
				if !s.NextTry.IsZero() {
					all = append(all, time.Until(s.NextTry))
					if s.Reason == "" {
						t.Error("it waits and does not say why")
					}
				}
			}})
			done := make(chan error)
			go func() { done <- c.Run(ctx) }()
			time.Sleep(for_)
			cancel()
			<-done
			return all
		}
		all := waits(10 * time.Hour)
		if len(all) < 100 || all[0] > 2*time.Second {
			t.Fatalf("%d waits, the first %s", len(all), all[0])
		}
		for i, w := range all {
			if w > most || i > 15 && w < most/2 {
				t.Errorf("wait %d is %s", i, w)
			}
		}
		if again := waits(time.Minute); again[0] > 2*time.Second {
			t.Errorf("after a start the first wait is %s", again[0])
		}
	})
}

// TestTextGoesBetweenPhotos promises that a large photo on a slow line does not
// keep what is done meanwhile waiting: it goes on after it.
func TestTextGoesBetweenPhotos(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	photos := &memory.Attachments{}
	photos.Add(make([]byte, 6*wire.ChunkSize))
	config := desk.Config
	config.Attachments, config.Turn, config.OnState = photos, time.Nanosecond, nil
	c := client.New(config)
	w.line.Shape(netsim.Profile{Kbit: 8000})
	w.line.Cut()
	runs := 0
	for r := (client.Report{More: true}); r.More; runs++ {
		store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
		r = sync(t, c)
		if head, _ := store.Head(t.Context()); r.Through != head.Seq {
			t.Fatalf("run %d carried text through %d of %d", runs, r.Through, head.Seq)
		}
		if runs > 10 {
			t.Fatal("the photo does not arrive")
		}
	}
	if out, _ := photos.Outgoing(t.Context()); len(out) != 0 || runs < 2 {
		t.Errorf("%d runs, %d photos left", runs, len(out))
	}
}
