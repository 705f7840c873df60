package suite

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/number"
	"sala/forms/seal"
	"sala/sync/central"
	"sala/sync/wire"
)

// revocations is the list that the station has pulled.
func (w *witness) revocations() seal.Revocations {
	w.court.t.Helper()
	page, err := w.court.Feed(context.Background(), w.Station, 0, 1000)
	if err != nil {
		w.court.t.Fatal(err)
	}
	var r seal.Revocations
	for _, change := range page.Changes {
		if change.What == wire.WhatRevocation && change.ID == "list" {
			if r, err = seal.ReadRevocations(change.Body, w.court.Papers.Roots()); err != nil {
				w.court.t.Fatal(err)
			}
			if r.Serial != change.Version {
				w.court.t.Errorf("the list of serial %d has version %d", r.Serial, change.Version)
			}
		}
	}
	return r
}

// sealer enrols a station with a key for paper and returns what it seals with.
func (c *court) sealer(name, office string) seal.Identity {
	ctx := context.Background()
	code, err := c.NewCode(ctx, office, name, time.Hour)
	if err != nil {
		c.t.Fatal(err)
	}
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		c.t.Fatal(err)
	}
	enrolled, err := c.Enrol(ctx, wire.Enrolment{Code: code, Station: name, Office: office, JournalKey: public, Request: request,
		PaperKey: seal.Point(&key.PublicKey)})
	if err != nil {
		c.t.Fatal(err)
	}
	credential, err := act.Decode[seal.Credential](enrolled.Credential)
	if err != nil {
		c.t.Fatal(err)
	}
	return seal.Identity{Key: (*ecdsa.PrivateKey)(key), Credential: credential}
}

// codes promises that an enrolment code serves one station of its office, once,
// for a while.
func codes(t *testing.T, c *court) {
	ctx := context.Background()
	now := time.Now()
	config := c.Config
	config.Now = func() time.Time { return now }
	c = &court{t: t, store: c.store, Central: central.New(config)}
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	enrol := func(code, office, station string) string {
		t.Helper()
		_, err := c.Enrol(ctx, wire.Enrolment{Code: code, Station: station, Office: office, JournalKey: public, Request: request})
		var refusal *wire.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if refusal == nil {
			return ""
		}
		return refusal.Code
	}
	code, err := c.NewCode(ctx, "A", "S1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string][3]string{"another code": {"AAAA-BBBB-CCCC-DDDD", "A", "S1"}, "another office": {code, "B", "S1"}, "another station": {code, "A", "S2"}, "none": {"", "A", "S1"}} {
		if got := enrol(try[0], try[1], try[2]); got != wire.RefusedCode {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := enrol(code, "A", "S1"); got != "" {
		t.Errorf("the right one: %s", got)
	}
	if got := enrol(code, "A", "S1"); got != wire.RefusedCode {
		t.Errorf("a second time: %q", got)
	}
	late, err := c.NewCode(ctx, "A", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Hour)
	if got := enrol(late, "A", "S3"); got != wire.RefusedCode {
		t.Errorf("too late: %q", got)
	}
}

// listGoesOut promises that the list of what is withdrawn reaches every office,
// whoever withdrew it, and that it grows by one and is made anew in time.
func listGoesOut(t *testing.T, c *court) {
	ctx := context.Background()
	now := time.Now()
	config := c.Config
	config.Now = func() time.Time { return now }
	c = &court{t: t, store: c.store, Central: central.New(config)}
	one, other := c.station("S1", "A"), c.station("S2", "B")
	if err := c.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if r := other.revocations(); r.Serial != 1 || len(r.Documents)+len(r.Keys) != 0 {
		t.Errorf("the first list: %+v", r)
	}
	// a station voids its own
	one.approve("p1")
	n, _ := one.NextNumber(number.Certificates)
	one.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: "p1"})
	one.Append("clerk", act.CertificateIssued, "certificate/"+n.Text, 4, act.Printing{Number: n.Text, Outcome: "printed"})
	one.Append("clerk", act.CertificateVoided, "certificate/"+n.Text, 5, act.Printing{Number: n.Text, Reason: "นายวิชัย ใจดี complained", Outcome: "void"})
	one.last(wire.Accepted, "")
	for range 2 { // the second has nothing to do
		if err := c.Publish(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if r := other.revocations(); r.Serial != 2 || len(r.Documents) != 1 || r.Documents[0].Number != n.Text || r.Documents[0].Reason != "voided" {
		t.Errorf("after a station voided: %+v", r)
	}
	// what comes soon after waits for the next list
	n, _ = one.NextNumber(number.Certificates)
	one.approve("p2")
	one.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: "p2"})
	one.Append("clerk", act.CertificateVoided, "certificate/"+n.Text, 4, act.Printing{Number: n.Text, Reason: "error", Outcome: "void"})
	one.last(wire.Accepted, "")
	for _, test := range []struct {
		after  time.Duration
		serial uint64
	}{{time.Minute, 2}, {20 * time.Minute, 3}} {
		now = now.Add(test.after)
		if err := c.PublishDue(ctx); err != nil {
			t.Fatal(err)
		}
		if r := other.revocations(); r.Serial != test.serial || len(r.Documents) != int(test.serial)-1 {
			t.Errorf("%v later: serial %d, %d documents", test.after, r.Serial, len(r.Documents))
		}
	}
	// a machine is lost, another is stolen
	lost, stolen := c.sealer("S3", "A"), c.sealer("S4", "A")
	sealed := func(id seal.Identity, at time.Time) string {
		text, err := seal.Sign(seal.Sealed{Issuer: "A", Number: "A-C-2569-000009", Template: "x", Issued: at}, id)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for name, robbed := range map[string]bool{"S3": false, "S4": true} {
		if err := c.RevokeStation(ctx, "official", name, "gone", robbed); err != nil {
			t.Fatal(err)
		}
	}
	r := other.revocations()
	if len(r.Keys) != 2 {
		t.Fatalf("the keys of two stations: %+v", r)
	}
	for name, check := range map[string]struct {
		by      seal.Identity
		at      time.Time
		refused bool
	}{
		"lost, sealed before": {lost, now.Add(-time.Hour), false}, "lost, sealed after": {lost, now.Add(time.Hour), true},
		"stolen, sealed before": {stolen, now.Add(-time.Hour), true},
	} {
		_, err := seal.Verify(sealed(check.by, check.at), seal.Trust{Roots: c.Papers.Roots(), Revocations: r, Now: now})
		if (err != nil) != check.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	before := r.Serial
	now = now.Add(25 * time.Hour)
	if err := c.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if r := other.revocations(); r.Serial != before+1 || r.Issued != now.Unix() {
		t.Errorf("a day later: serial %d after %d", r.Serial, before)
	}
}
