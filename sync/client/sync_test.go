package client_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// world is a central system and the line to it.
type world struct {
	t       *testing.T
	service *service.Service
	ready   service.Ready
	line    *netsim.Link
	url     string       // over the line
	clock   atomic.Int64 // how far its clock is ahead, as time.Duration
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.clock.Load())) }

// at sets central's clock.
func (w *world) at(t time.Time) { w.clock.Store(int64(time.Until(t))) }

func newWorld(t *testing.T, offices ...string) *world {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w := &world{t: t}
	s, err := service.Open(ctx, service.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0", Now: w.now})
	if err != nil {
		t.Fatal(err)
	}
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	w.service, w.ready = s, <-ready
	u, err := url.Parse(w.ready.URL)
	if err != nil {
		t.Fatal(err)
	}
	if w.line, err = netsim.Listen(u.Host); err != nil {
		t.Fatal(err)
	}
	w.url = "https://" + w.line.Addr()
	t.Cleanup(func() {
		w.line.Close()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, o := range offices {
		if err := s.Central.AddOffice(ctx, central.Office{ID: o, Country: "TH", Name: o}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// station enrols a new station.
func (w *world) station(name, office string) (*client.Client, *memory.Store) {
	w.t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	store := memory.New(name, office, key, time.Now)
	c := client.New(client.Config{URL: w.url, CAFingerprint: w.ready.Fingerprint, Store: store, Secrets: store,
		Identity: client.Identity{Station: name, Office: office, JournalKey: key.Public().(ed25519.PublicKey)}})
	code, err := w.service.Central.NewCode(context.Background(), office, "", time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := c.Enrol(context.Background(), code); err != nil {
		w.t.Fatal(err)
	}
	store.Append("", act.OfficerSet, "officer/clerk", 0, act.Officer{ID: "clerk", Roles: []string{"clerk"}})
	store.Append("", act.OfficerSet, "officer/head", 0, act.Officer{ID: "head", Roles: []string{"head"}})
	return c, store
}

// newcomer is a station that has not enrolled.
func (w *world) newcomer(name string) *client.Client {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	store := memory.New(name, "TH-5001", key, time.Now)
	return client.New(client.Config{URL: w.url, CAFingerprint: w.ready.Fingerprint, Store: store, Secrets: store, Identity: client.Identity{Station: name, Office: "TH-5001", JournalKey: key.Public().(ed25519.PublicKey)}})
}

// serve does what a desk does for one petition, up to the paper.
func serve(t *testing.T, s *memory.Store, id string) (certificate string) {
	t.Helper()
	answers := map[string]any{"purpose": "สมัครงาน", "copies": int64(1)}
	money := fee.Money{Minor: 2000, Currency: "THB"}
	content, err := petition.Content("th.house-register-copy", "1", "r1", answers, money)
	if err != nil {
		t.Fatal(err)
	}
	subject := "petition/" + id
	s.Append("clerk", act.PetitionDrafted, subject, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Resident: "r1", Answers: answers})
	s.Append("clerk", act.PetitionSubmitted, subject, 1, act.Submission{Petition: id, Number: "N" + id, Answers: answers, Content: content, Fee: money})
	s.Append("head", act.PetitionApproved, subject, 2, act.Decision{Petition: id, Content: content})
	receipt, ok := s.NextNumber(number.Receipts)
	if !ok {
		t.Fatal("no receipt number")
	}
	s.Append("clerk", act.FeeTaken, subject, 3, act.Payment{Petition: id, Amount: money, Method: "cash", Receipt: receipt})
	n, ok := s.NextNumber(number.Certificates)
	if !ok {
		t.Fatal("no certificate number")
	}
	s.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 0, act.Certificate{Number: n, Petition: id, Template: "t", Content: content, Seal: "seal"})
	s.Append("clerk", act.CertificateIssued, "certificate/"+n.Text, 1, act.Printing{Number: n.Text, Printer: "p", Outcome: "printed"})
	return n.Text
}

func sync(t *testing.T, c *client.Client) client.Report {
	t.Helper()
	r, err := c.SyncOnce(context.Background())
	if err != nil {
		t.Fatalf("%v (reason %s)", err, client.ReasonOf(err))
	}
	return r
}

// TestPetitionReachesCentral is the story: seed, enrol, lease, cut the line,
// serve, restore, acknowledged, visible to another desk.
func TestPetitionReachesCentral(t *testing.T) {
	w := newWorld(t, "TH-5001")
	ctx := context.Background()
	n, err := w.service.Central.Seed(ctx, func(yield func(register.Record, error) bool) {
		for i := range 3000 {
			r := register.Resident{ID: fmt.Sprintf("r%d", i), Office: "TH-5001", NationalNumber: fmt.Sprint(i), Household: fmt.Sprintf("h%d", i/3)}
			if !yield(r.Record(), nil) {
				return
			}
		}
		yield(register.Household{ID: "h0", Office: "TH-5001", HouseCode: "50010000001"}.Record(), nil)
	})
	if err != nil || n != 3001 {
		t.Fatalf("seeded %d: %v", n, err)
	}
	desk, store := w.station("TH-5001-D01", "TH-5001")
	r := sync(t, desk)
	if r.Pulled < 3001 || r.Leases != 2 || r.Accepted != 3 {
		t.Fatalf("first run: %+v", r)
	}
	w.line.Refuse()
	serial := serve(t, store, "p1")
	_, err = desk.SyncOnce(ctx)
	if got := client.ReasonOf(err); got != client.ReasonRefused {
		t.Errorf("with the line cut the reason is %q (%v), want %q", got, err, client.ReasonRefused)
	}
	if s := desk.State(); s.Online || s.Reason != client.ReasonRefused {
		t.Errorf("with the line cut the state is %+v", s)
	}
	if err := w.line.Restore(); err != nil {
		t.Fatal(err)
	}
	r = sync(t, desk)
	if r.Pushed != 8 || r.Accepted != 8 {
		t.Errorf("after the cut: %+v, %v", r, store.Verdicts)
	}
	if r = sync(t, desk); r.Pushed != 0 || r.Pulled != 0 {
		t.Errorf("a run without work: %+v", r)
	}
	other, there := w.station("TH-5001-D02", "TH-5001")
	sync(t, other)
	c, ok := there.Item(wire.WhatPetition, "p1")
	if !ok {
		t.Fatal("the other desk has no petition")
	}
	p, err := act.Decode[petition.Petition](c.Body)
	if err != nil || p.State != petition.Fulfilled {
		t.Errorf("the other desk sees the petition as %q: %v", p.State, err)
	}
	if c, ok := there.Item(wire.WhatCertificate, serial); !ok {
		t.Error("the other desk has no certificate")
	} else if cert, err := act.Decode[wire.Certificate](c.Body); err != nil || cert.Status != "final" {
		t.Errorf("the certificate is %+v: %v", cert, err)
	}
}

// TestHouseholdAtCentral promises the administrator's view of a household.
func TestHouseholdAtCentral(t *testing.T) {
	w := newWorld(t, "TH-5001")
	ctx := context.Background()
	if _, err := w.service.Central.Seed(ctx, func(yield func(register.Record, error) bool) {
		yield(register.Resident{ID: "r1", Office: "TH-5001", Household: "h1"}.Record(), nil)
		yield(register.Household{ID: "h1", Office: "TH-5001"}.Record(), nil)
	}); err != nil {
		t.Fatal(err)
	}
	desk, store := w.station("TH-5001-D01", "TH-5001")
	sync(t, desk)
	number := serve(t, store, "p1")
	sync(t, desk)
	var view central.HouseholdView
	if err := client.Query(ctx, w.url, w.ready.Fingerprint, w.ready.AdminToken, "/admin/household?office=TH-5001&id=h1", &view); err != nil {
		t.Fatal(err)
	}
	if len(view.Members) != 1 || len(view.Petitions) != 1 || view.Petitions[0].ID != "p1" || len(view.Issued) != 1 || view.Issued[0].Number != number {
		t.Errorf("the household is %+v", view)
	}
	if err := client.Query(ctx, w.url, w.ready.Fingerprint, "guess", "/admin/counts", &view); err == nil {
		t.Error("a wrong token was let in")
	}
}

// TestAttachmentsGoOn promises that an attachment that was cut goes on at the
// chunk where it stopped, in both directions, and that the budget is kept.
func TestAttachmentsGoOn(t *testing.T) {
	w := newWorld(t, "TH-5001", "TH-5002")
	desk, store := w.station("TH-5001-D01", "TH-5001")
	photos := &memory.Attachments{}
	desk.Attachments = photos
	body := make([]byte, 10*wire.ChunkSize+77)
	for i := range body {
		body[i] = byte(i * i >> 7)
	}
	hash := photos.Add(body)
	photos.Add([]byte("small"))
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	w.line.Shape(netsim.Profile{CutUp: 4 * wire.ChunkSize})
	w.line.Cut()
	if _, err := desk.SyncOnce(context.Background()); client.ReasonOf(err) != client.ReasonCut {
		t.Fatalf("the line was cut, and the run says %v", err)
	}
	if acked, _ := store.Acknowledged(context.Background()); acked < 4 {
		t.Errorf("the text did not go before the photo: acknowledged %d", acked)
	}
	w.line.Shape(netsim.Profile{})
	w.line.Cut()
	before := w.line.Traffic().Up
	if r := sync(t, desk); r.Sent != 2 {
		t.Fatalf("sent %d attachments of 2", r.Sent)
	}
	if up := w.line.Traffic().Up - before; up > int64(len(body))*8/10 {
		t.Errorf("%d bytes went up of %d: the attachment was sent anew", up, len(body))
	}
	other, _ := w.station("TH-5001-D02", "TH-5001")
	files := &memory.Attachments{}
	other.Attachments, other.Budget = files, 3*wire.ChunkSize
	files.Want(hash)
	for runs := 0; files.Body(hash) == nil; runs++ {
		if runs > 6 {
			t.Fatal("the attachment does not come")
		}
		before := w.line.Traffic().Down
		sync(t, other)
		if down := w.line.Traffic().Down - before; down > 5*wire.ChunkSize {
			t.Errorf("a run with a budget of 3 chunks took %d bytes", down)
		}
	}
	if string(files.Body(hash)) != string(body) {
		t.Error("the attachment came with other content")
	}
	foreign, _ := w.station("TH-5002-D01", "TH-5002")
	stolen := &memory.Attachments{}
	foreign.Attachments = stolen
	stolen.Want(hash)
	if r := sync(t, foreign); r.Missing != 1 || r.Fetched != 0 || stolen.Body(hash) != nil {
		t.Errorf("another office's attachment: %+v", r)
	}
	// sending the same bytes is no way to what the other office has either
	stolen.Add([]byte("small"))
	if r := sync(t, foreign); r.Sent != 1 {
		t.Errorf("the same bytes in another office: %+v", r)
	}
}

// TestAttachmentOfAnotherContent promises that central keeps nothing under a
// hash that is not its own.
func TestAttachmentOfAnotherContent(t *testing.T) {
	w := newWorld(t, "TH-5001")
	w.station("TH-5001-D01", "TH-5001")
	hash := "ab" + fmt.Sprintf("%062d", 0)
	c := w.service.Central
	if _, err := c.AddChunk(context.Background(), "TH-5001-D01", hash, 5, 0, []byte("hello")); client.ReasonOf(err) != wire.RefusedContent {
		t.Errorf("content under a wrong hash: %v", err)
	}
	for name, try := range map[string]func() error{
		"offset ahead": func() error {
			_, err := c.AddChunk(context.Background(), "TH-5001-D01", hash, 1<<20, wire.ChunkSize, make([]byte, wire.ChunkSize))
			return err
		},
		"too large": func() error {
			_, err := c.AddChunk(context.Background(), "TH-5001-D01", hash, wire.MaxAttachment+1, 0, make([]byte, wire.ChunkSize))
			return err
		},
		"short chunk": func() error {
			_, err := c.AddChunk(context.Background(), "TH-5001-D01", hash, 1<<20, 0, []byte("x"))
			return err
		},
	} {
		if try() == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
