package web_test

import (
	"context"
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
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/wire"
)

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
		for _, name := range []string{"stations", "petitions", "aside", "numbers", "packs", "access", "statistics", "audit", "officials"} {
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
	do(ctx, t, chromedp.Navigate(o.url+"/console/aside?lang=en"), chromedp.WaitVisible(chromedp.CSS(".fields button[value=mine]")), chromedp.Click(chromedp.CSS(".fields button[value=mine]")), chromedp.WaitVisible(chromedp.CSS(".notice")))
	body := see(ctx, t, chromedp.Text(chromedp.CSS("main")))
	if strings.Contains(body, "0811111111") {
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
