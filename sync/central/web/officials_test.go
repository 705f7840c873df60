package web_test

import (
	"encoding/base32"
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sala/sync/central"
)

var (
	shownSecret = regexp.MustCompile(`secret=([A-Z2-7]+)`)
	shownWord   = regexp.MustCompile(`<code>([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})</code>`)
)

// console is a visitor who has signed in.
type signedIn struct {
	o     *office
	c     *http.Client
	token string
}

func (o *office) as(name, password string, secret []byte) (signedIn, int) {
	o.t.Helper()
	v := signedIn{o: o, c: visitor(o.t)}
	status, _, _ := send(o.t, v.c, "POST", o.url+"/console/signin", url.Values{"name": {name}, "password": {password}, "code": {central.CodeAt(secret, time.Now())}})
	if status == http.StatusSeeOther {
		_, body, _ := send(o.t, v.c, "GET", o.url+"/console/stations", nil)
		if m := formToken.FindStringSubmatch(body); m != nil {
			v.token = m[1]
		}
	}
	return v, status
}

func (v signedIn) post(path string, form url.Values) (status int, body, notice string) {
	v.o.t.Helper()
	form.Set("form", v.token)
	form.Set("back", "officials")
	status, body, header := send(v.o.t, v.c, "POST", v.o.url+"/console/"+path, form)
	if to, err := url.Parse(header.Get("Location")); err == nil {
		notice = to.Query().Get("notice")
	}
	return status, body, notice
}

// in reads what somebody was given to sign in with.
func in(t *testing.T, body string) (password string, secret []byte) {
	t.Helper()
	word, code := shownWord.FindStringSubmatch(body), shownSecret.FindStringSubmatch(html.UnescapeString(body))
	if word == nil || code == nil || !strings.Contains(body, `src="data:image/png;base64,`) {
		t.Fatalf("no password and code are shown: %s", body)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(code[1])
	if err != nil {
		t.Fatal(err)
	}
	return word[1], secret
}

// TestOfficials promises that an administrator, and nobody else, adds officials
// and switches them off; that a new one signs in with what is shown once; that
// whoever is switched off or renewed is out at once; and that nobody can take
// over an account that there is, change their own, or leave central without an
// administrator.
func TestOfficials(t *testing.T) {
	o := newOffice(t)
	admin, status := o.as("malee", password, o.secret)
	if status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", status)
	}
	name := `นาย "วิชัย" <b>`
	status, body, _ := admin.post("addofficial", url.Values{"name": {name}, "role": {"registrar"}})
	if status != http.StatusOK || strings.Contains(body, "<b>") {
		t.Fatalf("add: %d %s", status, body)
	}
	word, secret := in(t, body)
	if _, again, _ := send(t, admin.c, "GET", o.url+"/console/officials", nil); strings.Contains(again, word) || strings.Contains(again, "secret=") {
		t.Error("the page shows again what somebody signs in with")
	}
	if logged := o.log.String(); strings.Contains(logged, word) {
		t.Error("the password is in the log")
	}
	if _, _, notice := admin.post("addofficial", url.Values{"name": {name}, "role": {"admin"}}); notice != "official_known" {
		t.Errorf("the same name again: %q", notice)
	}
	if _, _, notice := admin.post("addofficial", url.Values{"name": {"x"}, "role": {"king"}}); notice != "refused" {
		t.Errorf("an unknown role: %q", notice)
	}
	for _, path := range []string{"switchofficial", "renewofficial"} {
		if _, _, notice := admin.post(path, url.Values{"name": {"malee"}, "off": {"1"}}); notice != "official_self" {
			t.Errorf("%s of one's own: %q", path, notice)
		}
	}
	registrar, status := o.as(name, word, secret)
	if status != http.StatusSeeOther {
		t.Fatalf("the new official signs in: %d", status)
	}
	for _, path := range []string{"addofficial", "switchofficial", "renewofficial"} {
		if _, _, notice := registrar.post(path, url.Values{"name": {"malee"}, "role": {"admin"}, "off": {"1"}}); notice != "not_allowed" {
			t.Errorf("a registrar may %s: %q", path, notice)
		}
	}
	if status, body, _ := send(t, registrar.c, "GET", o.url+"/console/officials", nil); status != http.StatusSeeOther || strings.Contains(body, "malee") {
		t.Errorf("a registrar sees the officials: %d", status)
	}

	out := func(why string, v signedIn) {
		t.Helper()
		if status, _, _ := send(t, v.c, "GET", o.url+"/console/stations", nil); status != http.StatusSeeOther {
			t.Errorf("%s and still signed in: %d", why, status)
		}
	}
	if _, _, notice := admin.post("switchofficial", url.Values{"name": {name}, "off": {"1"}}); notice != "done" {
		t.Fatalf("switch off: %q", notice)
	}
	out("switched off", registrar)
	if _, status := o.as(name, word, secret); status != http.StatusForbidden {
		t.Errorf("switched off, and signs in: %d", status)
	}
	admin.post("switchofficial", url.Values{"name": {name}})
	status, body, _ = admin.post("renewofficial", url.Values{"name": {name}})
	if status != http.StatusOK {
		t.Fatalf("renew: %d", status)
	}
	newWord, newSecret := in(t, body)
	if _, status := o.as(name, word, newSecret); status != http.StatusForbidden {
		t.Errorf("the old password still works: %d", status)
	}
	again, status := o.as(name, newWord, newSecret)
	if status != http.StatusSeeOther {
		t.Errorf("the new password does not work: %d", status)
	}
	admin.post("renewofficial", url.Values{"name": {name}})
	out("renewed", again)

	_, body, _ = admin.post("addofficial", url.Values{"name": {"second"}, "role": {"admin"}})
	word, secret = in(t, body)
	second, _ := o.as("second", word, secret)
	if _, _, notice := second.post("switchofficial", url.Values{"name": {"malee"}, "off": {"1"}}); notice != "done" {
		t.Errorf("one of two administrators: %q", notice)
	}
	out("switched off", admin)
	if err := o.svc.Central.SwitchOfficial(t.Context(), "somebody", "second", true); err == nil {
		t.Error("the last administrator was switched off")
	}
}

// TestOfficialsInABrowser adds an official by keyboard alone.
func TestOfficialsInABrowser(t *testing.T) {
	o := newOffice(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(o.url+"/console/?lang=en"), chromedp.WaitVisible(chromedp.CSS("input[name=name]")),
		chromedp.KeyEvent("malee"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(password), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(central.CodeAt(o.secret, time.Now())), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS("nav.tabs")), chromedp.Navigate(o.url+"/console/officials?lang=en"), chromedp.Focus(chromedp.CSS("form.card input[name=name]")),
		chromedp.KeyEvent("prasert"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".card.good")))
	body := see(ctx, t, chromedp.Text(chromedp.CSS("main")))
	all, err := o.svc.Central.Officials(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[1].Name != "prasert" || all[1].Role != central.RoleRegistrar || !strings.Contains(body, "shown once") {
		t.Errorf("after the keys there are %+v, and the page says %s", all, body)
	}
	picture(ctx, t, "central-officials-given-en")
	if os.Getenv("SALA_PICTURES") == "" {
		return
	}
	for _, lang := range []string{"th", "ko"} {
		do(ctx, t, chromedp.Navigate(o.url+"/console/officials?lang="+lang), chromedp.SetValue(chromedp.CSS("form.card input[name=name]"), "official-"+lang), chromedp.Click(chromedp.CSS("form.card button.main")), chromedp.WaitVisible(chromedp.CSS(".card.good")))
		picture(ctx, t, "central-officials-given-"+lang)
	}
}
