package netsim_test

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"sala/forms/act"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// line is a profile of the figures, and how many documents go over it: fewer on
// slow lines, where one takes as long as the next.
type line struct {
	name    string
	profile netsim.Profile
	docs    int
	batch   int
	target  float64 // how many times PouchDB's records per second
}

var lines = []line{
	{"0ms", netsim.Profile{}, 10000, 100, 10},
	{"100ms", netsim.Profile{RoundTrip: 100 * time.Millisecond}, 10000, 100, 50},
	{"600ms", netsim.Profile{RoundTrip: 600 * time.Millisecond}, 10000, 100, 50},
	{"64kbit", netsim.Profile{RoundTrip: 100 * time.Millisecond, Kbit: 64}, 400, 100, 4},
}

// document is what both sides carry: the filled form of an invented person.
func document(i int) map[string]any {
	first, second := []rune("김이박최정강조윤장임"), []rune("민서지현수영준우진희")
	return map[string]any{
		"_id": fmt.Sprintf("r%08d", i), "type": "petition", "office": fmt.Sprintf("TH-%04d", i%37),
		"name": string([]rune{first[i%10], second[i/10%10], second[i/100%10]}), "birth": fmt.Sprintf("%04d-%02d-%02d", 1940+i%70, 1+i%12, 1+i%28),
		"form": fmt.Sprintf("form-%02d", i%24), "status": "submitted", "addr": fmt.Sprintf("%d/%d หมู่ %d ตำบลสุเทพ", i%300, i%30, i%12), "ts": 1795000000000 + int64(i)*977, "note": fmt.Sprintf("note %d", i*7919%10007),
	}
}

// BenchmarkFigurePush measures a push of petitions to central and a pull to a
// second station, beside PouchDB doing the same over the same lines.
func BenchmarkFigurePush(b *testing.B) {
	for _, l := range lines {
		b.Run(l.name, func(b *testing.B) {
			for b.Loop() {
				ours, peer := pushOurs(b, l), pushPeer(b, l)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(ours.push, "records/s")
				b.ReportMetric(ours.push/peer.push, fmt.Sprintf("x-PouchDB-push>=%v", l.target))
				b.ReportMetric(ours.pull/peer.pull, "x-PouchDB-pull")
				b.ReportMetric(ours.bytes, "B/record")
				b.ReportMetric(ours.bytes/peer.bytes, "x-PouchDB-bytes<=0.25")
				b.ReportMetric(ours.down, "B/record-pull")
				b.ReportMetric(peer.push, "PouchDB-records/s")
			}
		})
	}
}

// result is records per second, and bytes per record both ways together.
type result struct{ push, pull, bytes, down float64 }

func pushOurs(b *testing.B, l line) result {
	w := begin(b)
	desk, store := w.station(b, "D1")
	second, _ := w.station(b, "D2")
	for i := range l.docs {
		d := document(i)
		id := d["_id"].(string)
		delete(d, "_id")
		store.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: d["form"].(string), Answers: d})
	}
	run := func(c *client.Client) (seconds, bytes float64) {
		w.line.Shape(l.profile)
		w.line.Cut()
		before, began := w.line.Traffic(), time.Now()
		if _, err := c.SyncOnce(context.Background()); err != nil {
			b.Fatal(err)
		}
		seconds = time.Since(began).Seconds()
		after := w.line.Traffic()
		return seconds, float64(after.Up - before.Up + after.Down - before.Down)
	}
	// push and pull are one run of the desk; its own petitions come back to it
	// in the feed, which the peer's push does not do: the pull is left out here
	desk.PushOnly = true
	push, bytes := run(desk)
	pull, down := run(second)
	n := float64(l.docs)
	return result{push: n / push, pull: n / pull, bytes: bytes / n, down: down / n}
}

// world is a central and a line to it.
type world struct {
	service *service.Service
	ready   service.Ready
	line    *netsim.Link
	codec   *wire.Codec
}

func begin(b testing.TB) *world {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := service.Open(ctx, service.Config{Dir: b.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		b.Fatal(err)
	}
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	w := &world{service: s, ready: <-ready}
	u, err := url.Parse(w.ready.URL)
	if err != nil {
		b.Fatal(err)
	}
	if w.line, err = netsim.Listen(u.Host); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.line.Close(); cancel(); <-done; s.Close() })
	if err := s.Central.AddOffice(ctx, central.Office{ID: "A", Country: "TH"}); err != nil {
		b.Fatal(err)
	}
	return w
}

// station enrols a station that has a lease and nothing to send.
func (w *world) station(b testing.TB, name string) (*client.Client, *memory.Store) {
	c, store, err := w.enrolled(name, "A")
	if err != nil {
		b.Fatal(err)
	}
	for range 2 {
		if _, err := c.SyncOnce(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	return c, store
}

// enrolled enrols a station.
func (w *world) enrolled(name, office string) (*client.Client, *memory.Store, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, nil, err
	}
	store := memory.New(name, office, key, time.Now)
	c := client.New(client.Config{URL: "https://" + w.line.Addr(), CAFingerprint: w.ready.Fingerprint, Store: store, Secrets: store, Codec: w.codec,
		Identity: client.Identity{Station: name, Office: office, JournalKey: key.Public().(ed25519.PublicKey)}})
	code, err := w.service.Central.NewCode(context.Background(), office, "", time.Hour)
	if err != nil {
		return nil, nil, err
	}
	return c, store, c.Enrol(context.Background(), code)
}

// pushPeer lets PouchDB push the same documents to its server and pull them to
// a second database.
func pushPeer(b *testing.B, l line) result {
	node := peer(b)
	dir := b.TempDir()
	server := exec.Command("node", filepath.Join(node, "server.js"), dir)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { server.Process.Kill(); server.Wait() }()
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	link, err := netsim.Listen("127.0.0.1:" + strings.TrimSpace(port))
	if err != nil {
		b.Fatal(err)
	}
	defer link.Close()
	link.Shape(l.profile)
	docs := min(l.docs, 10000)
	if l.profile.RoundTrip > 0 {
		docs = min(docs, 400)
	}
	all := make([]map[string]any, docs)
	for i := range all {
		all[i] = document(i)
	}
	body, err := json.Marshal(all)
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(dir, "documents.json")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		b.Fatal(err)
	}
	c := exec.Command("node", filepath.Join(node, "client.js"), dir, "http://"+link.Addr()+"/figures", file, fmt.Sprint(l.batch))
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if out, err = c.StdoutPipe(); err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if _, err := lines.ReadString('\n'); err != nil {
		b.Fatal(err)
	}
	t := link.Traffic()
	io.WriteString(in, "go\n")
	var took struct {
		Push, Pull     float64
		Pushed, Pulled int
	}
	if err := json.NewDecoder(lines).Decode(&took); err != nil {
		b.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		b.Fatal(err)
	}
	if took.Pushed != docs || took.Pulled != docs {
		b.Fatalf("PouchDB pushed %d and pulled %d of %d", took.Pushed, took.Pulled, docs)
	}
	n := float64(docs)
	return result{push: n / took.Push, pull: n / took.Pull, bytes: float64(t.Up+t.Down) / n}
}

// peer installs PouchDB from npm at its first use, into the user's cache.
func peer(b *testing.B) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(cache, "sala", "figures-pouchdb")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"package.json", "server.js", "client.js"} {
		body, err := os.ReadFile(filepath.Join("testdata", "pouchdb", name))
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "express-pouchdb")); err != nil {
		install := exec.Command("npm", "install", "--no-audit", "--no-fund")
		install.Dir = dir
		if out, err := install.CombinedOutput(); err != nil {
			b.Fatalf("npm install: %v: %s (the figures need Debian's packages nodejs and npm)", err, out)
		}
	}
	return dir
}

// BenchmarkFigureStampede lets a thousand stations arrive at once, as at eight
// o'clock, each with a morning's first entries, and measures until the last has
// its acknowledgement. Beside it stands the same work done one after another.
func BenchmarkFigureStampede(b *testing.B) {
	const stations, offices, entries = 1000, 100, 5
	for b.Loop() {
		w := begin(b)
		w.codec = wire.NewCodec()
		clients, stores := make([]*client.Client, stations), make([]*memory.Store, stations)
		for i := range offices {
			if err := w.service.Central.AddOffice(context.Background(), central.Office{ID: fmt.Sprintf("A%03d", i), Country: "TH"}); err != nil {
				b.Fatal(err)
			}
		}
		var enrol errgroup.Group
		enrol.SetLimit(8)
		for i := range stations {
			enrol.Go(func() (err error) {
				clients[i], stores[i], err = w.enrolled(fmt.Sprintf("S%04d", i), fmt.Sprintf("A%03d", i%offices))
				return err
			})
		}
		if err := enrol.Wait(); err != nil {
			b.Fatal(err)
		}
		round := func(limit int) float64 {
			for i, s := range stores {
				for n := range entries {
					id := fmt.Sprintf("p%d-%d-%d", limit, i, n)
					s.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "f", Answers: document(i*entries + n)})
				}
				clients[i].PushOnly = true
			}
			w.line.Cut()
			var all errgroup.Group
			all.SetLimit(limit)
			began := time.Now()
			for _, c := range clients {
				all.Go(func() error {
					_, err := c.SyncOnce(context.Background())
					return err
				})
			}
			if err := all.Wait(); err != nil {
				b.Fatal(err)
			}
			return time.Since(began).Seconds()
		}
		one := round(1)
		crowd := round(stations)
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(stations/crowd, "stations/s")
		b.ReportMetric(crowd/one, "x-one-by-one<=1.5")
		b.ReportMetric(float64(m.HeapInuse)/(1<<20), "MB-heap-all")
	}
}
