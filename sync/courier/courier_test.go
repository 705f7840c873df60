package courier_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"filippo.io/age"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/courier"
	"sala/sync/wire"
)

// offices is a central and stations that reach it once, to enrol, and then by
// stick only.
type offices struct {
	t     *testing.T
	svc   *service.Service
	ready service.Ready
}

func newOffices(t *testing.T) *offices {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := service.Open(ctx, service.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	t.Cleanup(func() { cancel(); <-done; s.Close() })
	if err := s.Central.AddOffice(ctx, central.Office{ID: "A", Country: "TH"}); err != nil {
		t.Fatal(err)
	}
	return &offices{t: t, svc: s, ready: <-ready}
}

func (o *offices) station(name string) (*courier.Station, *memory.Store) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	store := memory.New(name, "A", key, time.Now)
	identity := client.Identity{Station: name, Office: "A", JournalKey: key.Public().(ed25519.PublicKey)}
	code, err := o.svc.Central.NewCode(context.Background(), "A", "", time.Hour)
	if err != nil {
		o.t.Fatal(err)
	}
	c := client.New(client.Config{URL: o.ready.URL, CAFingerprint: o.ready.Fingerprint, Store: store, Secrets: store, Identity: identity})
	if err := c.Enrol(context.Background(), code); err != nil {
		o.t.Fatal(err)
	}
	return &courier.Station{Store: store, Secrets: store, Attachments: &memory.Attachments{}, Identity: identity, Clock: time.Now}, store
}

// stick collects files.
type stick struct{ files []*bytes.Buffer }

type file struct{ *bytes.Buffer }

func (file) Close() error { return nil }

func (s *stick) create(int) (io.WriteCloser, error) {
	b := &bytes.Buffer{}
	s.files = append(s.files, b)
	return file{b}, nil
}

func (o *offices) export(s *courier.Station, volume int64) (*stick, courier.Exported) {
	o.t.Helper()
	out := &stick{}
	e, err := s.Export(context.Background(), out.create, volume)
	if err != nil {
		o.t.Fatal(err)
	}
	return out, e
}

func (o *offices) keys() courier.Keys {
	a := o.svc.Central.Authority
	return courier.Keys{Courier: a.Courier, Signing: a.Signing}
}

func (o *offices) answer(bundle []byte) (courier.Taken, []byte, error) {
	reply := &stick{}
	t, err := courier.Answer(context.Background(), o.svc.Central, o.keys(), bytes.NewReader(bundle), func() (io.WriteCloser, error) { return reply.create(1) })
	if err != nil || len(reply.files) == 0 {
		return t, nil, err
	}
	return t, reply.files[0].Bytes(), nil
}

func change(store *memory.Store, id, value string) {
	store.Append("clerk", act.RecordSet, "record/resident/"+id, 0, act.Change{Register: register.Residents, ID: id, Office: "A", Set: register.Fields{"note": value}})
}

// TestRoundTrip promises that a stick does what the network does: entries go,
// acknowledgements, leases, changes and attachments' receipts come back.
func TestRoundTrip(t *testing.T) {
	o := newOffices(t)
	desk, store := o.station("D1")
	other, otherStore := o.station("D2")
	change(otherStore, "r2", "from the other desk")
	out, _ := o.export(other, 0)
	if _, _, err := o.answer(out.files[0].Bytes()); err != nil {
		t.Fatal(err)
	}
	change(store, "r1", "one")
	photo := desk.Attachments.(*memory.Attachments)
	body := make([]byte, 200_000) // nothing that compresses away
	rand.NewChaCha8([32]byte{}).Read(body)
	photo.Add(body)
	out, e := o.export(desk, 60_000)
	if e.Entries != 2 || e.Photos != 1 || e.Files < 2 || e.Number != 1 {
		t.Fatalf("exported %+v", e)
	}
	var report client.Report
	for _, f := range out.files {
		taken, reply, err := o.answer(f.Bytes())
		if err != nil || taken.Refused != "" {
			t.Fatalf("%+v: %v", taken, err)
		}
		r, err := desk.Import(context.Background(), bytes.NewReader(reply))
		if err != nil {
			t.Fatal(err)
		}
		report.Pushed, report.Sent, report.Leases, report.Pulled = report.Pushed+r.Pushed, report.Sent+r.Sent, report.Leases+r.Leases, report.Pulled+r.Pulled
	}
	if report.Pushed != 2 || report.Sent != 1 || report.Leases != 2 || report.Pulled < 2 {
		t.Errorf("the replies brought %+v", report)
	}
	if acked, _ := store.Acknowledged(context.Background()); acked != 2 {
		t.Errorf("acknowledged through %d", acked)
	}
	if _, ok := store.Item(wire.WhatRecord, "resident/r2"); !ok {
		t.Error("the other desk's change did not come")
	}
}

// TestLostStick promises that a stick that never arrives costs nothing.
func TestLostStick(t *testing.T) {
	o := newOffices(t)
	desk, store := o.station("D1")
	change(store, "r1", "one")
	lost, _ := o.export(desk, 0)
	change(store, "r2", "two")
	second, e := o.export(desk, 0)
	if e.Entries != 3 || e.Number != 2 {
		t.Fatalf("the second export has %+v, want all 3 entries again", e)
	}
	taken, reply, err := o.answer(second.files[0].Bytes())
	if err != nil || taken.Accepted != 3 {
		t.Fatalf("%+v, %v", taken, err)
	}
	// it turns up after all, and twice
	for range 2 {
		if taken, _, err := o.answer(lost.files[0].Bytes()); err != nil || taken.Entries != 2 || taken.Refused != "" {
			t.Errorf("the late stick: %+v, %v", taken, err)
		}
	}
	for range 2 {
		if _, err := desk.Import(context.Background(), bytes.NewReader(reply)); err != nil {
			t.Errorf("the reply: %v", err)
		}
	}
	if acked, _ := store.Acknowledged(context.Background()); acked != 3 {
		t.Errorf("acknowledged through %d of 3", acked)
	}
}

// TestWrongOrder promises that central refuses a bundle that follows on one
// that it never had, and says so in the reply.
func TestWrongOrder(t *testing.T) {
	o := newOffices(t)
	desk, store := o.station("D1")
	change(store, "r1", "one")
	// the station was told by a relay or an old central that entry 2 is safe
	entries := store.Entries
	head := entries[1].Hash()
	if err := store.Acknowledge(context.Background(), wire.Acknowledgement{Station: "D1", Through: 2, Head: head}); err != nil {
		t.Fatal(err)
	}
	change(store, "r2", "two")
	out, _ := o.export(desk, 0)
	taken, reply, err := o.answer(out.files[0].Bytes())
	if err != nil || taken.Refused != wire.RefusedGap {
		t.Fatalf("%+v, %v", taken, err)
	}
	_, err = desk.Import(context.Background(), bytes.NewReader(reply))
	if courier.CodeOf(err) != wire.RefusedGap {
		t.Errorf("the reply says %v", err)
	}
}

// TestDamagedFiles promises that a file that is not whole, was changed, or is
// for somebody else does nothing and says why.
func TestDamagedFiles(t *testing.T) {
	o := newOffices(t)
	desk, store := o.station("D1")
	change(store, "r1", "one")
	out, _ := o.export(desk, 0)
	good := out.files[0].Bytes()
	for name, bad := range map[string][]byte{
		"empty": nil, "text": []byte("hello"), "cut": good[:len(good)-1], "half": good[:len(good)/2], "longer": append(bytes.Clone(good), 0),
		"flipped": func() []byte { b := bytes.Clone(good); b[len(b)-40] ^= 1; return b }(),
	} {
		if _, _, err := o.answer(bad); !errors.Is(err, courier.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
	if s := o.through("D1"); s != 0 {
		t.Errorf("a damaged file moved central to %d", s)
	}
	elsewhere := newOffices(t)
	if _, _, err := elsewhere.answer(good); courier.CodeOf(err) != "courier_foreign" {
		t.Errorf("another central opened the bundle: %v", err)
	}
	_, reply, err := o.answer(good)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := o.station("D2")
	if _, err := other.Import(context.Background(), bytes.NewReader(reply)); courier.CodeOf(err) != "courier_foreign" {
		t.Errorf("another station opened the reply: %v", err)
	}
	if _, err := desk.Import(context.Background(), bytes.NewReader(good)); courier.CodeOf(err) != "courier_foreign" {
		t.Errorf("the station took its own bundle for a reply: %v", err)
	}
	for n := range len(reply) {
		if n%37 != 0 {
			continue
		}
		bad := bytes.Clone(reply)
		bad[n] ^= 0x40
		if _, err := desk.Import(context.Background(), bytes.NewReader(bad)); err == nil {
			t.Errorf("a reply with byte %d changed was taken", n)
		}
	}
	if acked, _ := store.Acknowledged(context.Background()); acked != 0 {
		t.Errorf("a damaged reply acknowledged through %d", acked)
	}
	if _, err := desk.Import(context.Background(), bytes.NewReader(reply)); err != nil {
		t.Error(err)
	}
}

func (o *offices) through(station string) uint64 {
	var s central.Station
	if err := o.svc.Central.Store.View(context.Background(), func(tx central.Tx) (err error) {
		s, err = tx.Station(station)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return s.Through
}

// TestForgedReply promises that nobody but central can write a reply, even with
// the station's own recipient in hand.
func TestForgedReply(t *testing.T) {
	o := newOffices(t)
	desk, store := o.station("D1")
	change(store, "r1", "one")
	out, _ := o.export(desk, 0)
	_, forger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys := o.keys()
	keys.Signing = forger
	reply := &stick{}
	if _, err := courier.Answer(context.Background(), o.svc.Central, keys, bytes.NewReader(out.files[0].Bytes()), func() (io.WriteCloser, error) { return reply.create(1) }); err != nil {
		t.Fatal(err)
	}
	_, err = desk.Import(context.Background(), reply.files[0])
	if courier.CodeOf(err) != "courier_foreign" {
		t.Errorf("a forged reply: %v", err)
	}
	if acked, _ := store.Acknowledged(context.Background()); acked != 0 {
		t.Errorf("a forged reply acknowledged through %d", acked)
	}
}

func FuzzImport(f *testing.F) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{0xa1, 1, 0xa1, 1, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var sealed bytes.Buffer
		w, err := age.Encrypt(&sealed, key.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		w.Write(b)
		w.Close()
		o := courier.Keys{Courier: key, Signing: ed25519.NewKeyFromSeed(make([]byte, 32))}
		if _, err := courier.Answer(context.Background(), nobody{}, o, &sealed, func() (io.WriteCloser, error) { return nil, errors.New("no reply") }); err == nil {
			t.Fatal("a random file was a bundle")
		}
	})
}

// nobody is a central that must not be reached.
type nobody struct{ courier.Central }

func (nobody) Push(context.Context, string, wire.Push) (wire.Acknowledgement, error) {
	return wire.Acknowledgement{}, fmt.Errorf("reached")
}
