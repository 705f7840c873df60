package client_test

import (
	"bytes"
	"crypto/tls"
	"net/http"
	"testing"

	"sala/forms/act"
	"sala/sync/client"
	"sala/sync/wire"
)

// TestVersions promises that a program which asks for what this central does
// not speak hears so in words of the protocol, over HTTP/2 and HTTP/1.1: not a
// page that it would take for a sign-in of the network's.
func TestVersions(t *testing.T) {
	w := newWorld(t, "TH-5001")
	codec := wire.NewCodec()
	for _, http2 := range []bool{true, false} {
		bare := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: http2, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
		for path, want := range map[string]string{"/v2/push": wire.RefusedVersion, "/v99/feed": wire.RefusedVersion, "/v1/of-tomorrow": wire.RefusedVersion, wire.PathPush: wire.RefusedCertificate} {
			resp, err := bare.Post(w.ready.URL+path, wire.ContentType, bytes.NewReader(nil))
			if err != nil {
				t.Fatal(err)
			}
			var refusal wire.Refusal
			err = codec.Read(resp.Body, &refusal)
			resp.Body.Close()
			if err != nil || refusal.Code != want || resp.Header.Get("Content-Type") != wire.ContentType || (resp.ProtoMajor == 2) != http2 {
				t.Errorf("%s over %s: %s, %v, %+v", path, resp.Proto, resp.Status, err, refusal)
			}
		}
		for _, path := range []string{"/verify", "/vx/push", "/v/push", "/v2"} {
			resp, err := bare.Get(w.ready.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.Header.Get("Content-Type") == wire.ContentType {
				t.Errorf("%s was answered as a station's", path)
			}
		}
	}
}

// TestWithoutHTTP2 promises that a station works through what knows HTTP/1.1
// only, and uses HTTP/2 where it may.
func TestWithoutHTTP2(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	for proto, next := range map[int][]string{1: {"http/1.1"}, 2: {"h2", "http/1.1"}} {
		config, err := w.service.Central.Authority.Server("127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		config.NextProtos = next
		l, err := tls.Listen("tcp", "127.0.0.1:0", config)
		if err != nil {
			t.Fatal(err)
		}
		stations, others := w.service.Central.Handler(), make(chan string, 100)
		server := &http.Server{Handler: http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			if r.ProtoMajor != proto {
				others <- r.Proto
			}
			stations.ServeHTTP(out, r)
		})}
		go server.Serve(l)
		store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
		there := client.New(desk.Config)
		there.URL = "https://" + l.Addr().String()
		if r := sync(t, there); r.Accepted == 0 || len(others) > 0 {
			t.Errorf("over HTTP/%d: %+v, and %d requests otherwise", proto, r, len(others))
		}
		server.Close()
	}
}
