package web_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base32"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/wire"
)

const (
	hostile  = `<script>document.title='taken'</script>"'><img src=x onerror=document.title='taken'>`
	password = "correct horse battery"
)

// office is a central with two desks, a conflict, a certificate and hostile text.
type office struct {
	t      *testing.T
	svc    *service.Service
	url    string
	secret []byte
	number string
}

func newOffice(t *testing.T) *office {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := service.Open(ctx, service.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	r := <-ready
	t.Cleanup(func() { cancel(); <-done; s.Close() })
	o := &office{t: t, svc: s, url: r.URL}
	c := s.Central
	if err := c.AddOffice(ctx, central.Office{ID: "TH-5001", Country: "TH", Name: "เทศบาลตำบลสุเทพ"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Seed(ctx, func(yield func(register.Record, error) bool) {
		yield(register.Record{Register: register.Residents, ID: "r1", Office: "TH-5001", Fields: register.Fields{"phone": "0810000000"}}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	uri, err := c.AddOfficial(ctx, "malee", central.RoleAdmin, password)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	if o.secret, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(u.Query().Get("secret")); err != nil {
		t.Fatal(err)
	}
	for i, phone := range []string{"0811111111", "0822222222"} {
		o.desk(r, []string{"TH-5001-D01", "TH-5001-K01"}[i], phone)
	}
	return o
}

// desk enrols a station, issues a certificate and changes a telephone number.
func (o *office) desk(r service.Ready, name, phone string) {
	ctx := context.Background()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	s := memory.New(name, "TH-5001", key, time.Now)
	c := client.New(client.Config{URL: r.URL, CAFingerprint: r.Fingerprint, Store: s, Secrets: s, Identity: client.Identity{Station: name, Office: "TH-5001", JournalKey: key.Public().(ed25519.PublicKey), Software: "1.0.0"}})
	code, err := o.svc.Central.NewCode(ctx, "TH-5001", "", time.Hour)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := c.Enrol(ctx, code); err != nil {
		o.t.Fatal(err)
	}
	run := func() {
		if _, err := c.SyncOnce(ctx); err != nil {
			o.t.Fatal(err)
		}
	}
	run()
	s.Append("", act.OfficerSet, "officer/head", 0, act.Officer{ID: "head", Roles: []string{"head"}})
	s.Append("clerk", act.RecordViewed, "resident/r1", 0, act.Viewing{Register: "resident", ID: "r1", Purpose: hostile})
	s.Append("clerk", act.RecordSet, "resident/r1", 1, act.Change{Register: register.Residents, ID: "r1", Office: "TH-5001", Set: register.Fields{"phone": phone, "note": hostile}, Old: register.Fields{"phone": "0810000000"}})
	id, answers := name+"-p1", map[string]any{"purpose": hostile}
	content, err := petition.Content("th.house-register-copy", "1", "r1", answers, fee.Money{})
	if err != nil {
		o.t.Fatal(err)
	}
	s.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Resident: "r1", Answers: answers})
	s.Append("clerk", act.PetitionSubmitted, "petition/"+id, 1, act.Submission{Petition: id, Number: "5001-2569-" + name[len(name)-3:], Answers: answers, Content: content})
	s.Append("head", act.PetitionApproved, "petition/"+id, 2, act.Decision{Petition: id, Content: content})
	n, ok := s.NextNumber(number.Certificates)
	if !ok {
		o.t.Fatal("no number")
	}
	s.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: id})
	s.Append("clerk", act.CertificateIssued, "certificate/"+n.Text, 4, act.Printing{Number: n.Text, Outcome: "printed"})
	s.Append(hostile, act.CardRead, hostile, 0, act.CardReading{Reader: hostile})
	run()
	o.number = n.Text
}

// browser starts Chromium.
func browser(t *testing.T) context.Context {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Fatal("chromium is missing: run go run ./cmd/dev test, which installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("ignore-certificate-errors", true), chromedp.WindowSize(1280, 860))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// do runs steps in the browser.
func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// see returns what the browser shows.
func see(ctx context.Context, t *testing.T, a chromedp.Action[string]) string {
	t.Helper()
	s, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// picture keeps a picture of the page where SALA_PICTURES says so.
func picture(ctx context.Context, t *testing.T, name string) {
	dir := os.Getenv("SALA_PICTURES")
	if dir == "" {
		return
	}
	b, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestConsoleInABrowser signs in by keyboard, looks at every page in three
// languages, and settles a conflict; no hostile text may run.
func TestConsoleInABrowser(t *testing.T) {
	o := newOffice(t)
	ctx := browser(t)
	code := central.CodeAt(o.secret, time.Now())
	if err := chromedp.Do(ctx, chromedp.Navigate(o.url+"/console/?lang=en"), chromedp.WaitVisible(chromedp.CSS("input[name=name]")),
		chromedp.KeyEvent("malee"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(password), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(code), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS("nav.tabs"))); err != nil {
		t.Fatalf("sign in by keyboard: %v", err)
	}
	if at := see(ctx, t, chromedp.Location()); !strings.HasSuffix(at, "/console/stations") {
		t.Fatalf("signed in, and at %s", at)
	}
	spoken := []string{"th"}
	if os.Getenv("SALA_PICTURES") != "" {
		spoken = []string{"th", "ko", "en"}
	}
	for _, lang := range spoken {
		for _, name := range []string{"stations", "petitions", "aside", "numbers", "packs", "access", "statistics", "audit"} {
			do(ctx, t, chromedp.Navigate(o.url+"/console/"+name+"?lang="+lang))
			title, body := see(ctx, t, chromedp.Title()), see(ctx, t, chromedp.Text(chromedp.CSS("main")))
			if title == "taken" {
				t.Errorf("%s in %s ran hostile text", name, lang)
			}
			if name == "access" && !strings.Contains(body, "<script>") {
				t.Errorf("%s in %s does not show the text as it is: %s", name, lang, body)
			}
			picture(ctx, t, "central-"+name+"-"+lang)
		}
	}
	do(ctx, t, chromedp.Navigate(o.url+"/console/aside?lang=en"), chromedp.WaitVisible(chromedp.CSS("button[value=mine]")), chromedp.Click(chromedp.CSS("button[value=mine]")), chromedp.WaitVisible(chromedp.CSS(".notice")))
	body := see(ctx, t, chromedp.Text(chromedp.CSS("main")))
	if strings.Contains(body, "overlap") {
		t.Errorf("the conflict is still there: %s", body)
	}
	rec := o.record("r1")
	if rec.Fields.Text("phone") != "0822222222" {
		t.Errorf("the telephone is %q, want the second desk's", rec.Fields.Text("phone"))
	}
}

func (o *office) record(id string) register.Record {
	var rec register.Record
	if err := o.svc.Central.Store.View(context.Background(), func(tx central.Tx) error {
		k := central.Key{What: wire.WhatRecord, ID: "resident/" + id}
		items, err := tx.Items("TH-5001", []central.Key{k})
		if err == nil {
			rec, err = act.Decode[register.Record](items[k].Body)
		}
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return rec
}

// TestPublicPage checks a certificate by its number, as anybody may.
func TestPublicPage(t *testing.T) {
	o := newOffice(t)
	ctx := browser(t)
	for _, lang := range []string{"th", "ko", "en"} {
		do(ctx, t, chromedp.Navigate(o.url+"/verify?lang="+lang), chromedp.WaitVisible(chromedp.CSS("input[name=q]")), chromedp.KeyEvent(o.number), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".big")))
		body := see(ctx, t, chromedp.Text(chromedp.CSS("main")))
		if !strings.Contains(body, o.number) || !strings.Contains(body, "✓") {
			t.Errorf("%s: %s", lang, body)
		}
		picture(ctx, t, "central-verify-"+lang)
	}
	if err := o.svc.Central.RevokeCertificate(context.Background(), "malee", o.number, "wrong person"); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Navigate(o.url+"/verify?lang=en&q="+url.QueryEscape(o.number)))
	body := see(ctx, t, chromedp.Text(chromedp.CSS("main")))
	if !strings.Contains(body, "withdrawn") || strings.Contains(body, "wrong person") {
		t.Errorf("a withdrawn certificate: %s", body)
	}
	picture(ctx, t, "central-verify-void-en")
}
