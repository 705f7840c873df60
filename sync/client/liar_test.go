package client_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/client"
	"sala/sync/wire"
)

// TestLyingServer promises that a station takes nothing for central's word that
// central did not sign, or that is about something else: a server with central's
// own TLS keys answers with what central said, changed.
func TestLyingServer(t *testing.T) {
	codec := wire.NewCodec()
	forger := ed25519.NewKeyFromSeed(make([]byte, 32))
	ack := func(change func(*wire.Acknowledgement, ed25519.PrivateKey) wire.Acknowledgement) func([]byte, ed25519.PrivateKey) any {
		return func(b []byte, key ed25519.PrivateKey) any {
			var a wire.Acknowledgement
			if codec.Decode(b, &a) != nil {
				return nil
			}
			return change(&a, key)
		}
	}
	for name, lie := range map[string]struct {
		path   string
		answer func(b []byte, key ed25519.PrivateKey) any
	}{
		"changed verdict": {wire.PathPush, ack(func(a *wire.Acknowledgement, _ ed25519.PrivateKey) wire.Acknowledgement {
			a.Verdicts[0].Outcome = wire.Rejected
			return *a
		})},
		"forged signature": {wire.PathPush, ack(func(a *wire.Acknowledgement, _ ed25519.PrivateKey) wire.Acknowledgement { return a.Signed(forger) })},
		"another head": {wire.PathPush, ack(func(a *wire.Acknowledgement, key ed25519.PrivateKey) wire.Acknowledgement {
			a.Head[0] ^= 1
			return a.Signed(key)
		})},
		"more than was sent": {wire.PathPush, ack(func(a *wire.Acknowledgement, key ed25519.PrivateKey) wire.Acknowledgement {
			a.Through += 10
			return a.Signed(key)
		})},
		"another station": {wire.PathPush, ack(func(a *wire.Acknowledgement, key ed25519.PrivateKey) wire.Acknowledgement {
			a.Station = "TH-5001-D09"
			return a.Signed(key)
		})},
		"verdicts left out": {wire.PathPush, ack(func(a *wire.Acknowledgement, key ed25519.PrivateKey) wire.Acknowledgement {
			a.Verdicts = a.Verdicts[1:]
			return a.Signed(key)
		})},
		"verdicts of others": {wire.PathPush, ack(func(a *wire.Acknowledgement, key ed25519.PrivateKey) wire.Acknowledgement {
			a.Verdicts[0].Seq++
			return a.Signed(key)
		})},
		"page of another office": {wire.PathFeed, func(_ []byte, key ed25519.PrivateKey) any {
			return wire.Page{Office: "TH-9999", Cursor: 5, Changes: []wire.Change{{Position: 5, What: wire.WhatRecord, ID: "resident/x", Body: []byte{0xa0}}}}.Signed(key)
		}},
		"unsigned page": {wire.PathFeed, func([]byte, ed25519.PrivateKey) any {
			return wire.Page{Office: "TH-5001", Cursor: 5, Changes: []wire.Change{{Position: 5, What: wire.WhatRecord, ID: "resident/x", Body: []byte{0xa0}}}}
		}},
		"endless page": {wire.PathFeed, func(_ []byte, key ed25519.PrivateKey) any {
			return wire.Page{Office: "TH-5001", More: true}.Signed(key)
		}},
		"forged lease": {wire.PathLeases, func([]byte, ed25519.PrivateKey) any {
			return wire.LeaseAnswer{Leases: []number.Lease{wire.SignLease(number.Lease{ID: "L", Station: "TH-5001-D01", Office: "TH-5001", From: 1, To: 9}, forger)}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "TH-5001")
			desk, store := w.station("TH-5001-D01", "TH-5001")
			authority := w.service.Central.Authority
			config, err := authority.Server("127.0.0.1")
			if err != nil {
				t.Fatal(err)
			}
			honest := w.service.Central.Handler()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			server := &http.Server{Handler: http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
				said := httptest.NewRecorder()
				honest.ServeHTTP(said, r)
				body := said.Body.Bytes()
				if r.URL.Path == lie.path {
					b, err := codec.Encode(lie.answer(bytes.Clone(body), authority.Signing))
					if err != nil {
						t.Error(err)
					}
					body = b
				}
				out.Header().Set("Content-Type", wire.ContentType)
				out.WriteHeader(said.Code)
				out.Write(body)
			})}
			go server.Serve(tls.NewListener(l, config))
			defer server.Close()
			desk.URL = "https://" + l.Addr().String()
			store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
			_, err = desk.SyncOnce(context.Background())
			if got := client.ReasonOf(err); got != client.ReasonForeign {
				t.Errorf("the reason is %q (%v), want %q", got, err, client.ReasonForeign)
			}
			acked, _ := store.Acknowledged(context.Background())
			if lie.path == wire.PathPush && (acked != 0 || len(store.Verdicts) != 0) {
				t.Errorf("the lie was believed: acknowledged %d", acked)
			}
			if _, there := store.Item(wire.WhatRecord, "resident/x"); there || len(store.Leases) != 0 {
				t.Error("the lie was believed")
			}
		})
	}
}
