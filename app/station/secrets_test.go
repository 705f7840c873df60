package station_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
	"sala/sync/journal"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// heard is a log that may be written to from everywhere.
type heard struct {
	mu sync.Mutex
	bytes.Buffer
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.Buffer.Write(b)
}

func (h *heard) text() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.String()
}

// TestNothingSecretInLogs promises that whatever goes well or wrong between a
// station and central, neither's log, nor the errors that would be logged, nor
// the station's notes in clear have a citizen's name or number, a password, a
// code or a token.
func TestNothingSecretInLogs(t *testing.T) {
	logged := &heard{}
	before := log.Writer()
	log.SetOutput(logged) // what net/http writes by itself
	defer log.SetOutput(before)
	w := newWorld(t, func(c *service.Config) {
		c.Log = slog.New(slog.NewJSONHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	ctx := t.Context()
	secrets := map[string]string{"the administrator's token": w.ready.AdminToken, "the password": testPassword,
		"a name": "สมศรี ใจงาม", "a number": "1101700230708", "a phone": "0812345678", "a file's name": "somsri-house.jpg", "a reason": "ย้ายตามสามี"}
	var errs []error
	try := func(_ any, err error) { errs = append(errs, err) }

	code, err := w.Central.NewCode(ctx, invented.ThaiOffice, "", time.Hour)
	must(t, err)
	secrets["an enrolment code"], secrets["a wrong code"] = code, "WRNG-CODE-WRNG-CODE"
	one, clerk := w.station("TH-5014-D01")
	two, head := w.station("TH-5014-D02")
	try(nil, one.EnrolAt(ctx, w.central(), "WRNG-CODE-WRNG-CODE"))
	change := func(st *station.Station, s *office.Session, name string) {
		must(t, st.Store.Write(ctx, s.Officer.ID, func(x office.Writer) error {
			rec, err := x.Record(register.Residents, "r1")
			var base uint64
			old := register.Fields{}
			if err == nil {
				base, old = rec.Version, register.Fields{"last_th": rec.Fields["last_th"]}
			}
			return x.Append(act.RecordSet, "resident/r1", base, act.Change{Register: register.Residents, ID: "r1", Office: invented.ThaiOffice, Old: old, Reason: secrets["a reason"],
				Set: register.Fields{"last_th": name, "number": secrets["a number"], "phone": secrets["a phone"]}})
		}))
	}
	change(one, clerk, secrets["a name"])
	_, err = clerk.Attach(ctx, office.File{Subject: "petition/p1", Name: secrets["a file's name"], Body: photo(3*wire.ChunkSize, 1)})
	must(t, err)
	for _, cut := range []netsim.Profile{{CutUp: 2000}, {CutDown: 1500}, {CutUp: 2 * wire.ChunkSize}, {}} {
		w.line.Shape(cut)
		w.line.Cut()
		try(one.Sync.SyncOnce(ctx))
	}
	try(two.Sync.SyncOnce(ctx))
	change(one, clerk, "สมศรี ใจดี")
	change(two, head, "สมศรี ใจเย็น")
	for range 2 {
		try(one.Sync.SyncOnce(ctx))
		try(two.Sync.SyncOnce(ctx))
	}
	if aside, err := two.Store.SetAside(ctx); err != nil || len(aside) == 0 {
		t.Errorf("no conflict came about: %v", err)
	}
	// a journal of somebody else's key, and everything that is malformed
	push := wire.Pack(entriesOf(t, one))
	push.Signature = make([]byte, ed25519.SignatureSize)
	try(w.Central.Push(ctx, "TH-5014-D01", push))
	try(w.Central.AddChunk(ctx, "TH-5014-D01", strings.Repeat("ab", 32), 5, 0, []byte("hello")))
	try(w.Central.SignIn(ctx, secrets["a name"], testPassword, "123456"))
	try(w.Central.Enrol(ctx, wire.Enrolment{Code: code + "x", Station: secrets["a name"], Office: invented.ThaiOffice}))
	for _, address := range []string{"/v1/feed?after=" + secrets["a number"] + "&n=x", "/admin/petition?id=" + secrets["a number"], "/console/audit?q=" + secrets["a number"], "/verify?number=" + secrets["a number"]} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.ready.URL+address, nil)
		must(t, err)
		r.Header.Set("Authorization", "Bearer "+w.ready.AdminToken+"x")
		resp, err := insecure().Do(r)
		if err == nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		try(nil, err)
	}
	must(t, w.Central.RevokeStation(ctx, "official", "TH-5014-D01", "stolen", false))
	try(one.Sync.SyncOnce(ctx))
	one.Sync.Proxy = nil
	w.line.Refuse()
	try(two.Sync.SyncOnce(ctx))
	_, err = one.Stick().Import(ctx, filepath.Join(t.TempDir(), "x"), func(int64, int64) {})
	errs = append(errs, err)

	// a fault of central's own, in the middle of a request that names somebody
	faulty := central.New(central.Config{Store: broken{}, Now: time.Now, Admin: w.ready.AdminToken, Log: slog.New(slog.NewJSONHandler(logged, nil))})
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/admin/petition?id="+secrets["a number"], nil)
	r.Header.Set("Authorization", "Bearer "+w.ready.AdminToken)
	faulty.Handler().ServeHTTP(httptest.NewRecorder(), r)
	told := map[string]string{"the logs": logged.text()}
	for i, err := range errs {
		if err != nil {
			told[fmt.Sprint("error ", i)] = err.Error()
		}
	}
	if len(told) < 8 {
		t.Errorf("only %d things went wrong", len(told))
	}
	for _, st := range []*station.Station{one, two} {
		for _, name := range []string{station.LineFile, station.ConfigFile} {
			b, err := os.ReadFile(filepath.Join(st.Dir, name))
			must(t, err)
			told[name+" of "+st.Config.Profile.Station] = string(b)
		}
		b, err := st.Store.Secrets().Load(client.PaperCredential)
		if err == nil && len(b) == 0 {
			t.Error("no credential")
		}
	}
	for where, text := range told {
		for what, secret := range secrets {
			if where != "the logs" && what == "a number" && strings.Contains(text, "/v1/feed") {
				continue // the test's own address
			}
			if strings.Contains(text, secret) {
				t.Errorf("%s has %s: %.300s", where, what, text)
			}
		}
	}
	if !strings.Contains(logged.text(), "out of order") {
		t.Error("nothing was logged at all: the test looked at nothing")
	}
}

func entriesOf(t *testing.T, st *station.Station) (out []journal.Entry) {
	t.Helper()
	for e, err := range st.Store.Entries(t.Context(), 0) {
		must(t, err)
		out = append(out, e)
	}
	return out
}

// broken is a store of central's that fails.
type broken struct{ central.Store }

func (broken) View(context.Context, func(central.Tx) error) error {
	return errors.New("the disk is out of order")
}

// insecure is a client that takes any certificate: the test asks as a stranger.
func insecure() *http.Client {
	return &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
}
