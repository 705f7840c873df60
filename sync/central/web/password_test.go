package web_test

import (
	"encoding/base32"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sala/sync/central"
)

// secretOf reads the second factor from its key URI.
func secretOf(t *testing.T, uri string) []byte {
	t.Helper()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(shownSecret.FindStringSubmatch(uri)[1])
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// TestOwnPassword promises that whoever is signed in, of any role, changes her
// own password when she has the old one; that it must be a new one that is long
// enough; that her second factor stays, and nobody else stays signed in under
// her name; and that guessing the old one locks the name.
func TestOwnPassword(t *testing.T) {
	o := newOffice(t)
	const fresh = "a longer way home"
	mine, status := o.as("malee", password, o.secret)
	if status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", status)
	}
	change := func(v signedIn, old, fresh, again string) string {
		t.Helper()
		_, _, notice := v.post("own_password", url.Values{"old": {old}, "fresh": {fresh}, "again": {again}})
		return notice
	}
	for _, test := range []struct{ name, old, fresh, again, want string }{
		{"a wrong old one", "guess", fresh, fresh, "password_old"},
		{"a short one", password, "short", "short", "password_weak"},
		{"the same one", password, password, password, "password_weak"},
		{"a long one", password, strings.Repeat("a", 129), strings.Repeat("a", 129), "password_weak"},
		{"two that differ", password, fresh, fresh + "!", "password_unlike"},
	} {
		if got := change(mine, test.old, test.fresh, test.again); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	forged := mine
	forged.token = "of another session"
	if status, _, _ := forged.post("own_password", url.Values{"old": {password}, "fresh": {fresh}, "again": {fresh}}); status != http.StatusForbidden {
		t.Errorf("without the session's own token: %d", status)
	}
	credentials, err := o.svc.Central.NewOfficial(t.Context(), "malee", "viewer", central.RoleViewer)
	if err != nil {
		t.Fatal(err)
	}
	viewer, status := o.as("viewer", credentials.Password, secretOf(t, credentials.URI))
	if status != http.StatusSeeOther || change(viewer, credentials.Password, fresh, fresh) != "done" {
		t.Error("a viewer cannot change her own password")
	}

	token, err := o.svc.Central.SignIn(t.Context(), "malee", password, central.CodeAt(o.secret, time.Now().Add(30*time.Second))) // elsewhere
	if err != nil {
		t.Fatal(err)
	}
	if got := change(mine, password, fresh, fresh); got != "done" {
		t.Fatalf("the change: %q", got)
	}
	if _, err := o.svc.Central.SessionOf(t.Context(), token); err == nil {
		t.Error("whoever was signed in elsewhere still is")
	}
	if status, body, _ := send(t, mine.c, "GET", o.url+"/console/own_password", nil); status != http.StatusOK || strings.Contains(body, fresh) {
		t.Errorf("she is no longer signed in: %d", status)
	}
	if logged := o.log.String(); strings.Contains(logged, fresh) || strings.Contains(logged, password) {
		t.Error("a password is in the log")
	}
	if got := change(mine, password, "yet another way", "yet another way"); got != "password_old" {
		t.Errorf("the old password still counts: %q", got)
	}
	for range 5 {
		change(mine, "guess", "yet another way", "yet another way")
	}
	if got := change(mine, fresh, "yet another way", "yet another way"); got != "password_old" {
		t.Errorf("guessing the old password does not lock the name: %q", got)
	}
	all, err := o.svc.Central.Officials(t.Context())
	if err != nil || all[0].Name != "malee" || all[0].Until == 0 {
		t.Errorf("the name is not locked: %+v, %v", all, err)
	}
}

// TestTheNewPasswordOpens promises that the new password and the old second
// factor let her in, and the old password does not.
func TestTheNewPasswordOpens(t *testing.T) {
	o := newOffice(t)
	const fresh = "a longer way home"
	ctx, now := t.Context(), time.Now()
	token, err := o.svc.Central.SignIn(ctx, "malee", password, central.CodeAt(o.secret, now.Add(-30*time.Second)))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.svc.Central.ChangePassword(ctx, token, password, fresh); err != nil {
		t.Fatal(err)
	}
	if _, err := o.svc.Central.SignIn(ctx, "malee", password, central.CodeAt(o.secret, now)); err == nil {
		t.Error("the old password opens")
	}
	if _, err := o.svc.Central.SignIn(ctx, "malee", fresh, central.CodeAt(o.secret, now)); err != nil {
		t.Errorf("the new password and the old second factor: %v", err)
	}
}

// TestOwnPasswordPictures takes the page's picture in three languages.
func TestOwnPasswordPictures(t *testing.T) {
	o := newOffice(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(o.url+"/console/?lang=en"), chromedp.WaitVisible(chromedp.CSS("input[name=name]")),
		chromedp.SendKeys(chromedp.CSS("input[name=name]"), "malee"), chromedp.SendKeys(chromedp.CSS("input[name=password]"), password), chromedp.SendKeys(chromedp.CSS("input[name=code]"), central.CodeAt(o.secret, time.Now())+"\r"),
		chromedp.WaitVisible(chromedp.CSS("nav.tabs")))
	for _, lang := range []string{"en", "th", "ko"} {
		do(ctx, t, chromedp.Navigate(o.url+"/console/own_password?notice=password_weak&lang="+lang), chromedp.WaitVisible(chromedp.CSS("input[name=fresh]")))
		if text := see(ctx, t, chromedp.Text(chromedp.CSS("body"))); strings.Contains(text, "own_password") || strings.Contains(text, "password_") {
			t.Errorf("%s: a word is missing: %s", lang, text)
		}
		picture(ctx, t, "central-own-password-"+lang)
	}
}
