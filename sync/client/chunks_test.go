package client_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/wire"
)

// between stands before central, and is asked of every request.
func (w *world) between(answer http.HandlerFunc) (url string) {
	w.t.Helper()
	config, err := w.service.Central.Authority.Server("127.0.0.1")
	if err != nil {
		w.t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	server := &http.Server{Handler: answer}
	go server.Serve(tls.NewListener(l, config))
	w.t.Cleanup(func() { server.Close() })
	return "https://" + l.Addr().String()
}

// album makes photographs of 300 KB.
func album(n int) *memory.Attachments {
	photos := &memory.Attachments{}
	random := rand.NewChaCha8([32]byte{7})
	for range n {
		body := make([]byte, 300_000)
		random.Read(body)
		photos.Add(body)
	}
	return photos
}

// TestPhotosGoTogether promises that many photographs cost a line few round
// trips, and that a central of before, which takes one chunk at a time, gets them
// all the same.
func TestPhotosGoTogether(t *testing.T) {
	const photos = 24
	for name, c := range map[string]struct {
		before bool // central knows nothing of many chunks at once
		most   int64
	}{"now": {false, 10}, "before": {true, photos*6 + 1}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "TH-5001")
			desk, _ := w.station("TH-5001-D01", "TH-5001")
			var requests atomic.Int64
			central := w.service.Central.Handler()
			desk.URL = w.between(func(out http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, wire.PathAttachment) {
					requests.Add(1)
				}
				if c.before && r.URL.Path == wire.PathAttachments {
					r.URL.Path = "/v1/something-newer"
				}
				central.ServeHTTP(out, r)
			})
			desk.Attachments = album(photos)
			if r := sync(t, desk); r.Sent != photos {
				t.Fatalf("%d photographs were sent of %d", r.Sent, photos)
			}
			if n := requests.Load(); n > c.most {
				t.Errorf("%d requests for %d photographs, want no more than %d", n, photos, c.most)
			}
			if again := sync(t, desk); again.Sent != 0 {
				t.Errorf("%d were sent again", again.Sent)
			}
		})
	}
}

// TestOneBadPhotoStopsNoOther promises that a photograph which is not what its
// hash says is said to be so, and that those beside it arrive.
func TestOneBadPhotoStopsNoOther(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, _ := w.station("TH-5001-D01", "TH-5001")
	files := album(6)
	codec := wire.NewCodec()
	var bad atomic.Value
	central := w.service.Central.Handler()
	desk.URL = w.between(func(out http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch && r.URL.Path == wire.PathAttachments {
			chunks, _, err := codec.ReadChunks(r.Body)
			if err != nil {
				t.Error(err)
			}
			for i := range chunks {
				if bad.CompareAndSwap(nil, chunks[i].Hash); chunks[i].Hash == bad.Load() {
					chunks[i].Body[0] ^= 1
				}
			}
			b, err := codec.EncodeChunks(chunks)
			if err != nil {
				t.Error(err)
			}
			r = r.Clone(r.Context())
			r.Body = readCloser{bytes.NewReader(b)}
		}
		central.ServeHTTP(out, r)
	})
	desk.Attachments = files
	r, err := desk.SyncOnce(context.Background())
	if r.Sent != 5 || err == nil || !strings.Contains(fmt.Sprint(err), wire.RefusedContent) {
		t.Errorf("%d of 5 good ones were sent, and the trouble is %v", r.Sent, err)
	}
}

// TestAnswerOfNothingEndsARun promises that a central which takes chunks and has
// no more of them afterwards is not sent them for ever.
func TestAnswerOfNothingEndsARun(t *testing.T) {
	w := newWorld(t, "TH-5001")
	desk, _ := w.station("TH-5001-D01", "TH-5001")
	nothing, err := wire.NewCodec().Encode(wire.Held{})
	if err != nil {
		t.Fatal(err)
	}
	central := w.service.Central.Handler()
	desk.URL = w.between(func(out http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch && r.URL.Path == wire.PathAttachments {
			io.Copy(io.Discard, r.Body)
			out.Header().Set("Content-Type", wire.ContentType)
			out.Write(nothing)
			return
		}
		central.ServeHTTP(out, r)
	})
	desk.Attachments = album(1)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if r, err := desk.SyncOnce(ctx); r.Sent != 0 || !errors.Is(err, client.ErrForeign) {
		t.Errorf("%d were sent, %v", r.Sent, err)
	}
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }
