package web_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sala/assets/packs"
	"sala/forms/pack"
	"sala/sync/central"
)

// visitor is a browser without a screen.
func visitor(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func send(t *testing.T, c *http.Client, method, address string, form url.Values, header ...string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Header
}

func (o *office) signIn(c *http.Client, name string, secret []byte) int {
	status, _, _ := send(o.t, c, "POST", o.url+"/console/signin", url.Values{"name": {name}, "password": {password}, "code": {central.CodeAt(secret, time.Now())}})
	return status
}

var formToken = regexp.MustCompile(`name="form" value="([0-9a-f]+)"`)

// TestConsoleGuards goes through the threats of the console one by one.
func TestConsoleGuards(t *testing.T) {
	o := newOffice(t)
	c := visitor(t)
	for _, page := range []string{"stations", "aside", "audit", "access", "statistics.csv"} {
		if status, body, _ := send(t, c, "GET", o.url+"/console/"+page, nil); status != http.StatusSeeOther || strings.Contains(body, "TH-5001-D01") {
			t.Errorf("%s without a session: %d", page, status)
		}
	}
	// session fixation: the session that the browser came with is not the one it goes with
	u, err := url.Parse(o.url)
	if err != nil {
		t.Fatal(err)
	}
	c.Jar.SetCookies(u, []*http.Cookie{{Name: "__Host-sala", Value: "planted", Path: "/", Secure: true}})
	if status := o.signIn(c, "malee", o.secret); status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", status)
	}
	for _, k := range c.Jar.Cookies(u) {
		if k.Name == "__Host-sala" && k.Value == "planted" {
			t.Error("the planted session is in use")
		}
	}
	// the code of the second factor works once
	if status := o.signIn(visitor(t), "malee", o.secret); status != http.StatusForbidden {
		t.Errorf("the same code a second time: %d", status)
	}
	status, body, header := send(t, c, "GET", o.url+"/console/stations", nil)
	if status != http.StatusOK || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Fatalf("stations: %d, %v", status, header)
	}
	token := formToken.FindStringSubmatch(body)
	if token == nil {
		t.Fatal("no form token on the page")
	}
	revoke := url.Values{"station": {"TH-5001-D01"}, "reason": {"x"}, "back": {"stations"}}
	if status, _, _ := send(t, c, "POST", o.url+"/console/revoke", revoke); status != http.StatusForbidden {
		t.Errorf("a form without its token: %d", status)
	}
	revoke.Set("form", token[1])
	if status, _, _ := send(t, c, "POST", o.url+"/console/revoke", revoke, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Errorf("a form of another site: %d", status)
	}
	if s := o.state("TH-5001-D01"); s != central.StationActive {
		t.Fatalf("the station is %s after refused forms", s)
	}
	if status, _, header := send(t, c, "POST", o.url+"/console/revoke", revoke); status != http.StatusSeeOther || !strings.Contains(header.Get("Location"), "notice=done") {
		t.Errorf("revoke: %d, %s", status, header.Get("Location"))
	}
	if s := o.state("TH-5001-D01"); s != central.StationRevoked {
		t.Errorf("the station is %s", s)
	}
	if status, _, header := send(t, c, "POST", o.url+"/console/revoke", url.Values{"form": {token[1]}, "back": {"//evil.example"}, "station": {"none"}, "reason": {"x"}}); status != http.StatusSeeOther || !strings.HasPrefix(header.Get("Location"), "/console/") {
		t.Errorf("back to another site: %d, %s", status, header.Get("Location"))
	}
}

func (o *office) state(station string) string {
	var s central.Station
	if err := o.svc.Central.Store.View(context.Background(), func(tx central.Tx) (err error) {
		s, err = tx.Station(station)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return s.State
}

// TestRoles promises that nobody does what another role may.
func TestRoles(t *testing.T) {
	o := newOffice(t)
	secret := o.official("viewer", central.RoleViewer)
	c := visitor(t)
	if status := o.signIn(c, "viewer", secret); status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", status)
	}
	_, body, _ := send(t, c, "GET", o.url+"/console/aside", nil)
	token := formToken.FindStringSubmatch(body)
	if strings.Contains(body, "/console/settle") || token == nil {
		t.Error("a viewer is offered to settle")
	}
	for path, form := range map[string]url.Values{
		"settle": {"station": {"TH-5001-K01"}, "seq": {"6"}, "how": {"mine"}}, "revoke": {"station": {"TH-5001-D01"}, "reason": {"x"}}, "reinstate": {"station": {"TH-5001-D01"}}, "rollback": {"office": {"TH-5001"}, "pack": {"th"}},
	} {
		form.Set("form", token[1])
		if status, _, header := send(t, c, "POST", o.url+"/console/"+path, form); status != http.StatusSeeOther || !strings.Contains(header.Get("Location"), "not_allowed") {
			t.Errorf("%s by a viewer: %d, %s", path, status, header.Get("Location"))
		}
	}
}

// TestNoText promises that what is no text gets no further than the door:
// PostgreSQL fails on it, and anybody may send it.
func TestNoText(t *testing.T) {
	o := newOffice(t)
	for path, want := range map[string]int{"/verify?q=A%00B": 400, "/verify?q=%ff": 400, "/console/signin?lang=%00": 400, "/console/audit?subject=%00": 400,
		"/verify?q=" + url.QueryEscape("สมชาย"): 200, "/verify?q=%zz": 200, "/verify": 200} {
		if status, _, _ := send(t, visitor(t), "GET", o.url+path, nil); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if status := o.signIn(visitor(t), "malee\x00", o.secret); status != http.StatusBadRequest {
		t.Errorf("a name that is no text: %d", status)
	}
	if status := o.signIn(visitor(t), "malee", o.secret); status != http.StatusSeeOther {
		t.Errorf("a name that is: %d", status)
	}
}

// TestGuessing promises that passwords and numbers cannot be tried out.
func TestGuessing(t *testing.T) {
	o := newOffice(t)
	c := visitor(t)
	wrong := url.Values{"name": {"malee"}, "password": {"wrong"}, "code": {"000000"}}
	for range 5 {
		if status, _, _ := send(t, c, "POST", o.url+"/console/signin", wrong); status != http.StatusForbidden {
			t.Fatalf("a wrong password: %d", status)
		}
	}
	if status := o.signIn(c, "malee", o.secret); status != http.StatusForbidden {
		t.Errorf("the right password after five wrong ones: %d, want the name locked", status)
	}
	_, known, _ := send(t, c, "GET", o.url+"/verify?q="+o.number, nil)
	if strings.Contains(known, "r1") || strings.Contains(known, "clerk") || strings.Contains(known, "-p1") {
		t.Errorf("a number alone tells more than whether it stands: %s", known)
	}
	limited := false
	for range 40 {
		status, _, _ := send(t, c, "GET", o.url+"/verify?q=TH-5001-C-2569-000777", nil)
		limited = limited || status == http.StatusTooManyRequests
	}
	if !limited {
		t.Error("forty numbers in a row were answered")
	}
	if status, body, _ := send(t, visitor(t), "GET", o.url+"/verify?q="+url.QueryEscape("SALA1:"+hostile), nil); status != http.StatusTooManyRequests && strings.Contains(body, "<img src=x") {
		t.Errorf("hostile text on the public page: %d", status)
	}
}

// TestLogNamesNobody promises that central's log has no citizen's data and no
// secret, whatever goes wrong.
func TestLogNamesNobody(t *testing.T) {
	o := newOffice(t)
	c := visitor(t)
	ctx := context.Background()
	code := central.CodeAt(o.secret, time.Now())
	o.signIn(visitor(t), "malee", []byte("wrong"))
	if status := o.signIn(c, "malee", o.secret); status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", status)
	}
	_, body, _ := send(t, c, "GET", o.url+"/console/stations", nil)
	token := formToken.FindStringSubmatch(body)[1]
	u, err := url.Parse(o.url)
	if err != nil {
		t.Fatal(err)
	}
	cookie := c.Jar.Cookies(u)[0].Value
	const holder = "นางสาวพิมพร ศรีเจริญ"
	for _, path := range []string{"/verify?q=" + url.QueryEscape(o.seal), "/verify?q=" + url.QueryEscape(hostile), "/console/audit?officer=" + url.QueryEscape(holder), "/console/access?resident=r1", "/nothing/1101700230708", "/v1/feed?after=x"} {
		send(t, c, "GET", o.url+path, nil)
	}
	for path, form := range map[string]url.Values{
		"settle": {"station": {holder}, "seq": {"9"}, "how": {"mine"}}, "revoke": {"number": {"1101700230708"}, "reason": {holder}}, "rollback": {"office": {"TH-5001"}, "pack": {holder}}, "sendpack": {"office": {"TH-5001"}, "pack": {holder}},
	} {
		form.Set("form", token)
		send(t, c, "POST", o.url+"/console/"+path, form)
	}
	// the database goes away in the middle: each request says so, in the log
	if err := o.svc.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/console/stations", "/verify?q=" + url.QueryEscape(o.seal), "/readyz", "/admin/petition?id=" + url.QueryEscape(holder)} {
		send(t, c, "GET", o.url+path, nil, "Authorization", "Bearer "+o.ready.AdminToken)
	}
	if _, err := o.svc.Central.Petitions(ctx, "", 1); err == nil {
		t.Error("the database is still there")
	}
	said := o.log.String()
	if !strings.Contains(said, "page failed") || !strings.Contains(said, "change refused") {
		t.Fatalf("the log says nothing of the trouble: %s", said)
	}
	for name, secret := range map[string]string{"a password": password, "a code": code, "a session": cookie, "a form's token": token, "the administrator's token": o.ready.AdminToken, "a name": holder, "a given name": "พิมพร",
		"a number": "1101700230708", "a telephone": "0811111111", "a seal": o.seal[:40], "hostile text": "<script", "a resident": "r1\""} {
		if strings.Contains(said, secret) {
			t.Errorf("%s stands in the log: %s", name, said)
		}
	}
}

// trial is a pack of one form, signed.
func trial(t *testing.T, version string, key ed25519.PrivateKey) []byte {
	form, err := fs.ReadFile(packs.Files("th"), "forms/house-register-copy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	example, err := fs.ReadFile(packs.Files("th"), "examples/th.house-register-copy.json")
	if err != nil {
		t.Fatal(err)
	}
	library, err := fs.ReadFile(packs.Files("th"), "library.yaml")
	if err != nil {
		t.Fatal(err)
	}
	paper, err := fs.ReadFile(packs.Files("th"), "certificates/house-register-copy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := pack.Sign(fstest.MapFS{
		"certificates/house-register-copy.yaml": {Data: paper},
		"pack.yaml":                             {Data: []byte("id: trial\nversion: " + version + "\ncountry: TH\nlanguages: [th, en, ko]\ncurrency: THB\ntitle: {th: ก, en: a, ko: 가}\n")},
		"library.yaml":                          {Data: library},
		"forms/house-register-copy.yaml":        {Data: form}, "examples/th.house-register-copy.json": {Data: example},
	}, key)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPacksFromTheConsole takes packs in, sends them to the offices of a stage
// and takes one back, as an administrator does with a browser.
func TestPacksFromTheConsole(t *testing.T) {
	o := newOffice(t)
	c := visitor(t)
	if status := o.signIn(c, "malee", o.secret); status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", status)
	}
	_, body, _ := send(t, c, "GET", o.url+"/console/packs", nil)
	token := formToken.FindStringSubmatch(body)[1]
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	add := func(b []byte) string {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		w.WriteField("form", token)
		w.WriteField("back", "packs")
		part, err := w.CreateFormFile("file", "trial.pack")
		if err != nil {
			t.Fatal(err)
		}
		part.Write(b)
		w.Close()
		r, err := http.NewRequest("POST", o.url+"/console/addpack", &body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", w.FormDataContentType())
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.Header.Get("Location")
	}
	first, second := trial(t, "1.0.0", key), trial(t, "1.1.0", key)
	if to := add(first); !strings.Contains(to, "notice=pack_untrusted") {
		t.Errorf("a stranger's pack: %s", to)
	}
	if err := o.svc.Central.TrustPacks(context.Background(), key.Public().(ed25519.PublicKey)); err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{first, second} {
		if to := add(b); !strings.Contains(to, "notice=done") {
			t.Fatalf("add: %s", to)
		}
	}
	post := func(path string, form url.Values) string {
		t.Helper()
		form.Set("form", token)
		form.Set("back", "packs")
		_, _, header := send(t, c, "POST", o.url+"/console/"+path, form)
		return header.Get("Location")
	}
	if to := post("sendpack", url.Values{"pack": {"trial@1.0.0"}}); !strings.Contains(to, "no_office") {
		t.Errorf("to nobody: %s", to)
	}
	for _, name := range []string{"trial@1.0.0", "trial@1.1.0"} {
		if to := post("sendpack", url.Values{"pack": {name}, "office": {"TH-5001"}}); !strings.Contains(to, "done") {
			t.Errorf("send %s: %s", name, to)
		}
	}
	runs := func(office string) string {
		var out string
		if err := o.svc.Central.Store.View(context.Background(), func(tx central.Tx) error {
			offers, err := central.Offers(tx, office)
			for _, offer := range offers {
				out = offer.Pack + "@" + offer.Version
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if a, b := runs("TH-5001"), runs("TH-5002"); a != "trial@1.1.0" || b != "" {
		t.Errorf("the first stage has %q, the others %q", a, b)
	}
	if _, body, _ := send(t, c, "GET", o.url+"/console/packs?lang=en", nil); !strings.Contains(body, "0 of 2 stations") || !strings.Contains(body, "Works with the pack that came with the program") {
		t.Errorf("the page says nothing of the stages: %s", body)
	}
	if to := post("rollback", url.Values{"office": {"TH-5001"}, "pack": {"trial"}}); !strings.Contains(to, "done") || runs("TH-5001") != "trial@1.0.0" {
		t.Errorf("rolled back: %s, and it has %s", to, runs("TH-5001"))
	}
}

// TestSeals promises that who shows a seal is told what it is worth, and no more
// than the paper says: a seal that says other than what was issued under its
// number, or of a key that was withdrawn, is not believed.
func TestSeals(t *testing.T) {
	o := newOffice(t)
	ask := func(q string) string {
		t.Helper()
		status, body, _ := send(t, visitor(t), "GET", o.url+"/verify?lang=en&q="+url.QueryEscape(q), nil)
		if status != http.StatusOK {
			t.Fatalf("%d", status)
		}
		_, main, _ := strings.Cut(body, "<main")
		return main
	}
	const holder, other = "นางสาวพิมพร ศรีเจริญ", "นายวิชัย ใจดี ผู้ไม่เกี่ยวข้อง"
	for name, test := range map[string]struct {
		asked string
		says  string
		names bool
	}{
		"as it was issued":              {o.seal, "This certificate stands", true},
		"only its number":               {o.number, "This certificate stands", false},
		"other words under the number":  {o.sealed(o.number, other), "was changed", false},
		"central has not heard of it":   {o.sealed("TH-5001-C-2569-000099", holder), "Issued without the network", true},
		"no seal at all":                {"SALA1:ABC", "was changed", false},
		"a number that there is not":    {"TH-5001-C-2569-000777", "There is no certificate", false},
		"a number of a petition inside": {"TH-5001-K01-p1", "There is no certificate", false},
	} {
		body := ask(test.asked)
		if !strings.Contains(body, test.says) || strings.Contains(body, holder) != test.names || strings.Contains(body, other) {
			t.Errorf("%s: %s", name, body)
		}
	}
	if err := o.svc.Central.RevokeStation(context.Background(), "malee", "TH-5001-K01", "stolen", true); err != nil {
		t.Fatal(err)
	}
	if body := ask(o.seal); !strings.Contains(body, "This certificate stands") {
		t.Errorf("what a stolen machine issued before: %s", body)
	}
	if body := ask(o.sealed("TH-5001-C-2569-000099", holder)); !strings.Contains(body, "was changed") || strings.Contains(body, holder) {
		t.Errorf("what a stolen machine seals now: %s", body)
	}
}
