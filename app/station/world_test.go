package station_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/netsim"
)

// world is a central system and the line to it.
type world struct {
	t     testing.TB
	dir   string
	ready service.Ready
	*service.Service
	line *netsim.Link
}

func newWorld(t testing.TB, change ...func(*service.Config)) *world {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	config := service.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0"}
	for _, c := range change {
		c(&config)
	}
	s, err := service.Open(ctx, config)
	must(t, err)
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	w := &world{t: t, dir: config.Dir, Service: s, ready: <-ready}
	u, err := url.Parse(w.ready.URL)
	must(t, err)
	w.line, err = netsim.Listen(u.Host)
	must(t, err)
	must(t, s.Central.AddOffice(ctx, central.Office{ID: invented.ThaiOffice, Country: "TH", Name: "Office"}))
	t.Cleanup(func() {
		w.line.Close()
		cancel()
		if err := errors.Join(<-done, s.Close()); err != nil {
			t.Error(err)
		}
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const testPassword = "right horse"

// central is how a station calls it: over the line.
func (w *world) central() station.Central {
	return station.Central{URL: "https://" + w.line.Addr(), Authority: w.ready.Fingerprint}
}

// station makes a station of the office, enrolled, with a clerk who may all.
func (w *world) station(name string) (*station.Station, *office.Session) {
	w.t.Helper()
	ctx := w.t.Context()
	st, err := station.Init(ctx, w.t.TempDir(), station.Founding{
		Config:   station.Config{Profile: office.Profile{Office: invented.ThaiOffice, Station: name, Country: "TH", Names: map[string]string{"th": "สำนักทะเบียน"}}, Pack: "th"},
		Officer:  act.Officer{ID: "malee-" + name, Names: map[string]string{"th": "นางมาลี ทดสอบ"}, Roles: []string{"clerk", "head", "administrator"}},
		Password: testPassword, Machine: true, Cost: keys.Cost{Memory: 64, Time: 1, Threads: 1},
	})
	must(w.t, err)
	w.t.Cleanup(func() { st.Close() })
	code, err := w.Central.NewCode(ctx, invented.ThaiOffice, "", time.Hour)
	must(w.t, err)
	must(w.t, st.EnrolAt(ctx, w.central(), code))
	s, err := st.Office.SignIn(ctx, "malee-"+name, testPassword)
	must(w.t, err)
	return st, s
}

// reopen closes a station and opens it as the machine does.
func (w *world) reopen(st *station.Station) *station.Station {
	w.t.Helper()
	must(w.t, st.Close())
	again, err := station.Open(w.t.Context(), station.Options{Dir: st.Dir, Unlock: store.Unlock{}})
	must(w.t, err)
	w.t.Cleanup(func() { again.Close() })
	return again
}

// rebuildsEqual makes a station's tables anew from its journal and fails where
// one is another.
func rebuildsEqual(t testing.TB, st *station.Station) {
	t.Helper()
	ctx := t.Context()
	before, err := st.Store.Digest(ctx)
	must(t, err)
	must(t, st.Store.Rebuild(ctx, nil))
	after, err := st.Store.Digest(ctx)
	must(t, err)
	for table := range before {
		if before[table] != after[table] {
			t.Errorf("%s: table %s is another after a rebuild", st.Config.Profile.Station, table)
		}
	}
}
