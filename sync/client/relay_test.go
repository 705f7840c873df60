package client_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"net"
	"net/http"
	"net/url"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/number"
	"sala/forms/register"
	"sala/sync/client"
	"sala/sync/relay"
	"sala/sync/wire"
)

// keeper is what a relay keeps, in memory.
type keeper struct {
	mu      gosync.Mutex
	pushes  []wire.Push
	words   []wire.Acknowledgement
	tickets map[string]uint64
	handed  []number.Lease // what it hands on, to whoever asks
}

// HandOn implements relay.Store.
func (d *keeper) HandOn(context.Context, string, wire.LeaseRequest) ([]number.Lease, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.handed, nil
}

// Keep implements relay.Store.
func (d *keeper) Keep(_ context.Context, p wire.Push) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.ContainsFunc(d.pushes, func(k wire.Push) bool { return bytes.Equal(k.Signature, p.Signature) }) {
		d.pushes = append(d.pushes, p)
	}
	return nil
}

// Kept implements relay.Store.
func (d *keeper) Kept(_ context.Context, after uint64, limit int) ([]wire.Push, uint64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	from := min(int(after), len(d.pushes))
	to := min(from+limit, len(d.pushes))
	return slices.Clone(d.pushes[from:to]), uint64(to), nil
}

// Acknowledged implements relay.Store.
func (d *keeper) Acknowledged(_ context.Context, a wire.Acknowledgement) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.words = append(d.words, a)
	return nil
}

// Words implements relay.Store.
func (d *keeper) Words(_ context.Context, station string) (words []wire.Acknowledgement, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range d.words {
		if a.Station == station {
			words = append(words, a)
		}
	}
	return words, nil
}

// Ticket implements relay.Store.
func (d *keeper) Ticket(_ context.Context, line, day string) (uint64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tickets[line+day]++
	return d.tickets[line+day], nil
}

// island is an office with a relay, whose desks cannot reach central.
func island(t *testing.T) (w *world, hub *relay.Relay, url string) {
	w = newWorld(t, "TH-5001", "TH-5002")
	ctx, cancel := context.WithCancel(context.Background())
	c, _ := w.station("TH-5001-R01", "TH-5001")
	c.URL = w.ready.URL // the relay has a line of its own
	if _, _, err := c.RelayCertificate(ctx, "127.0.0.1"); client.ReasonOf(err) != wire.RefusedScope {
		t.Fatalf("a station that nobody made a relay: %v", err)
	}
	if err := w.service.Central.MakeRelay(ctx, "TH-5001-R01"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.RelayCertificate(ctx, "central.example"); client.ReasonOf(err) != wire.RefusedScope {
		t.Fatalf("a relay under a public name: %v", err)
	}
	own, authority, err := c.RelayCertificate(ctx, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	hub = relay.New(relay.Config{Name: "TH-5001-R01", Office: "TH-5001", Store: &keeper{tickets: map[string]uint64{}}, Upstream: c, Authority: authority, Now: time.Now})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- hub.Serve(ctx, l, own) }()
	t.Cleanup(func() { cancel(); <-done })
	return w, hub, "https://" + l.Addr().String()
}

// TestOfficeWorksAsAnIsland is the relay's story: the line is down, the relay
// keeps the work and shows it to the other desk, and forwards it later; nothing
// is taken for acknowledged before central has signed.
func TestOfficeWorksAsAnIsland(t *testing.T) {
	w, hub, url := island(t)
	ctx := context.Background()
	desk, store := w.station("TH-5001-D01", "TH-5001")
	other, _ := w.station("TH-5001-D02", "TH-5001")
	foreign, foreignStore := w.station("TH-5002-D01", "TH-5002")
	sync(t, desk)
	desk.RelayURL, other.RelayURL, foreign.RelayURL = url, url, url
	w.line.Refuse()
	before, _ := store.Acknowledged(ctx)
	store.Append("clerk", act.RecordSet, "resident/r1", 0, act.Change{Register: register.Residents, ID: "r1", Office: "TH-5001", Set: register.Fields{"note": "x"}})
	for range 2 { // twice is as good as once
		r, err := desk.SyncOnce(ctx)
		if client.ReasonOf(err) != client.ReasonRelayed || r.Relayed != uint64(len(store.Entries)) {
			t.Fatalf("with the line down: %+v, %v", r, err)
		}
	}
	if s := desk.State(); s.Online || s.Reason != client.ReasonRelayed {
		t.Errorf("the lamp says %+v", s)
	}
	if acked, _ := store.Acknowledged(ctx); acked != before {
		t.Errorf("the relay's receipt was taken for central's word: acknowledged %d, %d before", acked, before)
	}
	// a relay that lies: an acknowledgement that central never signed
	entries := store.Entries
	lie := wire.Acknowledgement{Station: "TH-5001-D01", Through: uint64(len(entries)), Head: entries[len(entries)-1].Hash()}.Signed(ed25519.NewKeyFromSeed(make([]byte, 32)))
	if err := hub.Store.Acknowledged(ctx, lie); err != nil {
		t.Fatal(err)
	}
	desk.SyncOnce(ctx)
	if acked, _ := store.Acknowledged(ctx); acked != before {
		t.Errorf("the relay's lie was believed: acknowledged %d", acked)
	}
	work, err := other.Work(ctx, 0)
	if err != nil || len(work.Pushes) != 1 || work.Pushes[0].Station != "TH-5001-D01" {
		t.Errorf("the other desk sees %+v, %v", work, err)
	}
	for want := uint64(1); want <= 3; want++ {
		ticket, err := other.Ticket(ctx, "ทะเบียนราษฎร")
		if err != nil || ticket.Number != want {
			t.Errorf("ticket %+v, %v, want number %d", ticket, err, want)
		}
	}
	foreignStore.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	if r, err := foreign.SyncOnce(ctx); client.ReasonOf(err) == client.ReasonRelayed || r.Relayed != 0 {
		t.Errorf("another office's station used the relay: %v", err)
	}
	n, err := hub.Forward(ctx)
	if err != nil || n == 0 {
		t.Fatalf("forwarded %d: %v", n, err)
	}
	if n, err := hub.Forward(ctx); err != nil || n != 0 {
		t.Errorf("forwarded again %d: %v", n, err)
	}
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	if _, err := desk.SyncOnce(ctx); client.ReasonOf(err) != client.ReasonRelayed {
		t.Fatal(err)
	}
	if acked, _ := store.Acknowledged(ctx); acked != uint64(len(store.Entries)-1) {
		t.Errorf("central's word did not come back over the relay: acknowledged %d of %d", acked, len(store.Entries))
	}
	if err := w.line.Restore(); err != nil {
		t.Fatal(err)
	}
	sync(t, desk)
	if acked, _ := store.Acknowledged(ctx); acked != uint64(len(store.Entries)) {
		t.Errorf("with the line back: acknowledged %d of %d", acked, len(store.Entries))
	}
}

// TestRelayForgesNothing promises that a relay can neither change nor invent
// another's entries, nor carry those of another office.
func TestRelayForgesNothing(t *testing.T) {
	w, _, _ := island(t)
	ctx := context.Background()
	_, store := w.station("TH-5001-D01", "TH-5001")
	_, foreign := w.station("TH-5002-D01", "TH-5002")
	c := w.service.Central
	p := wire.Pack(store.Entries)
	p.Entries[1].Officer = "somebody"
	if _, err := c.Forward(ctx, "TH-5001-R01", p); client.ReasonOf(err) != wire.RefusedSignature {
		t.Errorf("a changed entry: %v", err)
	}
	if _, err := c.Forward(ctx, "TH-5001-R01", wire.Pack(foreign.Entries)); client.ReasonOf(err) != wire.RefusedScope {
		t.Errorf("another office's: %v", err)
	}
	if _, err := c.Forward(ctx, "TH-5001-D01", wire.Pack(store.Entries)); client.ReasonOf(err) != wire.RefusedScope {
		t.Errorf("forwarded by a station that is no relay: %v", err)
	}
}

// TestRelayHandsNumbersOn promises that a station that runs out takes the block
// that the relay hands on to it, once, and no block that central or the relay
// did not sign over to it.
func TestRelayHandsNumbersOn(t *testing.T) {
	w, hub, url := island(t)
	ctx := context.Background()
	desk, store := w.station("TH-5001-D01", "TH-5001")
	_, pool := w.station("TH-5001-R02", "TH-5001")
	sync(t, desk)
	c := w.service.Central
	if err := c.MakeRelay(ctx, "TH-5001-R02"); err != nil {
		t.Fatal(err)
	}
	answer, err := c.Leases(ctx, "TH-5001-R02", wire.LeaseRequest{})
	if err != nil {
		t.Fatal(err)
	}
	spare := slices.DeleteFunc(answer.Leases, func(l number.Lease) bool { return !l.Spare() || l.Kind != number.Certificates })
	if len(spare) < 3 {
		t.Fatalf("central leased the relay %d spare blocks", len(spare))
	}
	stranger := ed25519.NewKeyFromSeed(make([]byte, 32))
	kept := hub.Store.(*keeper)
	kept.handed = []number.Lease{
		wire.HandOn(spare[0], "TH-5001-D02", 1, pool.Key), // another's
		wire.HandOn(spare[1], "TH-5001-D01", 1, stranger),
		spare[2],
	}
	desk.RelayURL = url
	w.line.Refuse()
	had := len(store.Leases)
	if _, err := desk.SyncOnce(ctx); client.ReasonOf(err) != client.ReasonRelayed || len(store.Leases) != had {
		t.Fatalf("not asked for, it has %d blocks, %d before: %v", len(store.Leases), had, err)
	}
	desk.Scarce = func(context.Context) (map[string]uint64, error) {
		return map[string]uint64{number.Certificates: 10}, nil
	}
	if r, err := desk.SyncOnce(ctx); client.ReasonOf(err) != client.ReasonRelayed || r.Leases != 0 || len(store.Leases) != had {
		t.Errorf("it took what nobody handed to it: %+v, %v", store.Leases[had:], err)
	}
	kept.handed = append(kept.handed, wire.HandOn(spare[0], "TH-5001-D01", 1, pool.Key))
	for run, want := range []int{1, 0} {
		if r, err := desk.SyncOnce(ctx); client.ReasonOf(err) != client.ReasonRelayed || r.Leases != want || len(store.Leases) != had+1 {
			t.Errorf("run %d: it took %d blocks and has %d, %v", run, r.Leases, len(store.Leases)-had, err)
		}
	}
	if n := len(store.Entries); kept.pushes[len(kept.pushes)-1].After+1 != uint64(n) {
		t.Errorf("the relay has not kept the entry of the block: %d of %d", kept.pushes[len(kept.pushes)-1].After+1, n)
	}
}

// TestNewWorkGoesToTheRelayAtOnce promises that with the line down the relay has
// new work as soon as central would have it, not when central is tried next.
func TestNewWorkGoesToTheRelayAtOnce(t *testing.T) {
	w, hub, url := island(t)
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	waits := make(chan bool, 64)
	desk.RelayURL, desk.Interval, desk.MaxStart = url, time.Hour, 0
	desk.OnState = func(s client.State) {
		if !s.Running && !s.NextTry.IsZero() && s.Reason == client.ReasonRelayed {
			waits <- true
		}
	}
	w.line.Refuse()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- desk.Run(ctx) }()
	defer func() { stop(); <-done }()
	for before, n := 0, 0; n < 3; n++ {
		select {
		case <-waits:
		case <-time.After(30 * time.Second):
			t.Fatalf("after %d new entries nothing has gone to the relay", n)
		}
		pushes, _, _ := hub.Store.Kept(ctx, 0, 10)
		if n > 0 && len(pushes) != before+1 {
			t.Fatalf("the relay has %d pushes, %d before something new", len(pushes), before)
		}
		before = len(pushes)
		store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
		desk.Wake()
	}
}

// TestTheRelayNeedsNoProxy promises that the office's relay is called directly:
// a proxy that is gone takes the way to central away, and not the relay.
func TestTheRelayNeedsNoProxy(t *testing.T) {
	w, _, at := island(t)
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	config := desk.Config
	config.RelayURL = at
	config.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(closedPort(t)) }
	behind := client.New(config)
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	r, err := behind.SyncOnce(t.Context())
	if client.ReasonOf(err) != client.ReasonRelayed || r.Relayed != uint64(len(store.Entries)) {
		t.Errorf("%+v, %v", r, err)
	}
	if ticket, err := behind.Ticket(t.Context(), "hall"); err != nil || ticket.Number != 1 {
		t.Errorf("a place in the queue: %+v, %v", ticket, err)
	}
	if _, err := behind.Work(t.Context(), 0); err != nil {
		t.Errorf("the others' work: %v", err)
	}
}
