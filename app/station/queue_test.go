package station_test

import (
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/sync/netsim"
)

// TestTheQueueNeverGivesANumberTwice promises that a station whose relay does
// not answer gives out a place within seconds, that such a place is none that the
// relay gives, and that a number that the relay gave too late is nobody's.
func TestTheQueueNeverGivesANumberTwice(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	hub, one, two, _, _ := w.island()
	given := map[string]string{}
	next := func(st *station.Station) string {
		t.Helper()
		n, err := st.Office.Queue.Next(ctx)
		must(t, err)
		if who, twice := given[n]; twice {
			t.Errorf("%s is given by %s and by %s", n, who, st.Config.Profile.Station)
		}
		given[n] = st.Config.Profile.Station
		return n
	}
	for _, st := range []*station.Station{one, two, hub, one} {
		next(st)
	}
	way, err := netsim.Listen(hub.Config.Relay.Listen)
	must(t, err)
	defer way.Close()
	was := one.Sync.RelayURL
	one.Sync.RelayURL = "https://" + way.Addr()
	last, lost := 4, false
	for cut := int64(2500); cut < 5000 && !lost; cut += 150 { // until the relay hears the question and its answer is lost
		way.Shape(netsim.Profile{CutDown: cut})
		got := next(one)
		after, err := strconv.Atoi(next(two))
		must(t, err)
		lost = strings.HasPrefix(got, "D01-") && after == last+2
		last = after
	}
	if !lost {
		t.Error("no answer of the relay's was lost")
	}
	deaf, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer deaf.Close()
	one.Sync.RelayURL = "https://" + deaf.Addr().String()
	began := time.Now()
	if n := next(one); !strings.HasPrefix(n, "D01-") {
		t.Errorf("beside a relay that says nothing the desk gives %q", n)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("a citizen waited %v for a place", took)
	}
	one.Sync.RelayURL = was
	for _, st := range []*station.Station{two, one, hub, two} {
		next(st)
	}
	must(t, one.Store.Rebuild(ctx, nil))
	next(one)
}

// TestTheTicketHasAPlace promises that the desk sees the place that the kiosk
// gave, also when it hears of it from central; that a ticket printed again on the
// same day keeps its place; and that nobody who has left gets one.
func TestTheTicketHasAPlace(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	kiosk, s := w.station("TH-5014-K01")
	desk, _ := w.station("TH-5014-D01")
	hand := func(reason string) petition.Petition {
		t.Helper()
		d, err := s.Begin(ctx, "th.house-register-copy", office.Visitor{})
		must(t, err)
		p := submitted(t, kiosk, d.Petition.ID)
		p, _, err = s.HandOver(ctx, p.ID, reason)
		must(t, err)
		return p
	}
	first, second, gone := hand("kiosk.counter"), hand("kiosk.counter"), hand("kiosk.left")
	again, _, err := s.HandOver(ctx, first.ID, "kiosk.counter")
	must(t, err)
	if first.Place.Number != "K01-1" || second.Place.Number != "K01-2" || again.Place != first.Place {
		t.Errorf("the places are %+v, %+v, and again %+v", first.Place, second.Place, again.Place)
	}
	if gone.Place != (act.Place{}) {
		t.Errorf("whoever left has the place %+v", gone.Place)
	}
	syncOnce(t, kiosk)
	syncOnce(t, desk)
	if seen, err := see(desk, second.ID); err != nil || desk.Office.PlaceToday(seen) != "K01-2" {
		t.Errorf("the desk sees %+v, %v", seen.Place, err)
	}
}
