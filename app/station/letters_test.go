package station_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/register"
)

// onTheRoad is two laptops that carry the same eight visits out of reach, and
// were both at the same stall: they agree on all but one answer.
func onTheRoad(t *testing.T, before func(w *week, first, second *station.Station)) (w *week, first, second *station.Station, somchai, malee *office.Session, visit string) {
	t.Helper()
	w = &week{world: newWorld(t), t: t, photos: map[string]int{}, petitions: map[string]map[string]any{}}
	w.villages(200, 8)
	first, somchai = w.laptop("TH-5014-F01", "somchai")
	second, malee = w.laptop("TH-5014-F02", "malee")
	_, err := somchai.TakeOut(t.Context(), act.TakeOut{}, 5, nil)
	must(t, err)
	_, err = malee.TakeOut(t.Context(), act.TakeOut{}, 5, nil)
	must(t, err)
	if before != nil {
		before(w, first, second)
	}
	w.line.Refuse()
	mine, err := somchai.Stops(t.Context())
	must(t, err)
	theirs, err := malee.Stops(t.Context())
	must(t, err)
	w.inspect(somchai, mine[3], map[string]any{"off_ground": "bad"}, 0)
	w.inspect(malee, theirs[3], map[string]any{"off_ground": "good"}, 0)
	must(t, malee.EndVisit(t.Context(), theirs[5].Visit.ID, office.VisitEnd{State: register.VisitNotMet, Reason: "ไม่มีใครอยู่", Said: "กลับหลังหกโมงเย็น"}))
	return w, first, second, somchai, malee, mine[3].Visit.ID
}

// differs checks that both laptops show the answer on which they differ, with
// who said it, when and where, and that nobody may decide it on the way.
func differs(t *testing.T, sessions map[string]*office.Session, visit string) {
	t.Helper()
	for who, s := range sessions {
		other := map[string]string{"somchai": "malee", "malee": "somchai"}[who]
		said := map[string]string{"somchai": "bad", "malee": "good"}
		list, err := s.Overlaps(t.Context())
		must(t, err)
		i := slices.IndexFunc(list, func(o office.Overlap) bool { return o.Question == "off_ground" })
		if i < 0 {
			t.Errorf("%s does not see that they differ: %+v", who, list)
			continue
		}
		o := list[i]
		if !o.Heard || o.Visit.ID != visit || o.Mine != said[who] || o.Theirs != said[other] {
			t.Errorf("%s sees %+v", who, o)
		}
		if o.By.Officer != who || o.By.At == "" || len(o.Others) != 1 || o.Others[0].Officer != other || o.Others[0].At == "" || o.Others[0].Position.IsZero() || o.Others[0].Station == o.By.Station {
			t.Errorf("%s sees by %+v, and %+v: who, when and where is wanted of both", who, o.By, o.Others)
		}
		for _, o := range list {
			if o.Question == "covered" || o.Question == "" {
				t.Errorf("%s is shown %q, on which both agree", who, o.Question)
			}
		}
		if err := s.SettleOverlap(t.Context(), o, office.SettleMine, ""); office.CodeOf(err) != "not_at_central" {
			t.Errorf("%s decides on the way: %v", who, err)
		}
	}
}

// atHome brings both back, and promises what central then has: each petition
// once, one overlap, and on the laptops nothing of anybody.
func (w *week) atHome(first, second *station.Station, somchai, malee *office.Session, visit string) {
	w.t.Helper()
	must(w.t, w.line.Restore())
	w.home(somchai)
	w.home(malee)
	list, err := w.Central.Petitions(w.t.Context(), invented.ThaiOffice, 50)
	must(w.t, err)
	if len(list) != len(w.petitions) {
		w.t.Errorf("central has %d petitions, %d were handed in", len(list), len(w.petitions))
	}
	for _, st := range []*station.Station{first, second} {
		for _, reg := range []string{register.Residents, register.Households, register.Visits} {
			if n := onDisk(w.t, st, reg); n != 0 {
				w.t.Errorf("%d records of %s are left on %s", n, reg, st.Config.Profile.Station)
			}
		}
		if inPages(w.t, st.Store, "กลับหลังหกโมงเย็น") {
			w.t.Errorf("what the other said is left in the pages of %s", st.Config.Profile.Station)
		}
	}
}

// TestTwoLaptopsByStick promises that two laptops out of reach tell each other by
// a stick what was done at the visits that both carry: what they differ on is
// shown with who, when and where, what one was told the other reads as said last
// time, nothing of anybody can be read on the stick, somebody else's file changes
// nothing, and doing it twice changes nothing.
func TestTwoLaptopsByStick(t *testing.T) {
	w, first, second, somchai, malee, visit := onTheRoad(t, nil)
	ctx := t.Context()
	stick := t.TempDir()
	must(t, os.WriteFile(filepath.Join(stick, "TH-5014-F09.sala-card"), []byte("not a card"), 0o600))
	for round, want := range []struct {
		who            *office.Session
		heard, written int
	}{{somchai, 0, 0}, {malee, 0, 1}, {somchai, 1, 1}, {malee, 1, 1}, {somchai, 1, 1}} {
		got, err := want.who.Exchange(ctx, stick)
		must(t, err)
		if len(got.Heard) != want.heard || len(got.Written) != want.written || len(got.Refused) != 1 {
			t.Errorf("exchange %d: %+v, want %d heard, %d written, and the bad card refused", round+1, got, want.heard, want.written)
		}
	}
	differs(t, map[string]*office.Session{"somchai": somchai, "malee": malee}, visit)
	stops, err := somchai.Stops(ctx)
	must(t, err)
	i := slices.IndexFunc(stops, func(s office.Stop) bool { return s.State == register.VisitNotMet })
	if i < 0 || stops[i].Visit.LastSaid() != "กลับหลังหกโมงเย็น" {
		t.Error("whom the other did not meet is not shown as such, with what was said")
	}
	names, err := os.ReadDir(stick)
	must(t, err)
	for _, f := range names {
		b, err := os.ReadFile(filepath.Join(stick, f.Name()))
		must(t, err)
		for _, secret := range []string{"กลับหลังหกโมงเย็น", "off_ground", visit} {
			if strings.Contains(string(b), secret) {
				t.Errorf("%q can be read in %s", secret, f.Name())
			}
		}
	}
	w.atHome(first, second, somchai, malee, visit)
}

// TestTwoLaptopsInOneCar promises the same of two laptops of which one is the
// other's relay, with no stick and no line: and that neither holds more than it
// took out.
func TestTwoLaptopsInOneCar(t *testing.T) {
	w, first, second, somchai, malee, visit := onTheRoad(t, func(w *week, first, second *station.Station) {
		must(t, w.Central.MakeRelay(t.Context(), "TH-5014-F01"))
		port, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		first.Config.Relay = station.Relay{Listen: port.Addr().String(), Names: []string{"127.0.0.1"}}
		must(t, port.Close())
		serving, stop := context.WithCancel(context.WithoutCancel(t.Context()))
		served := make(chan error, 1)
		go func() { served <- first.ServeRelay(serving) }()
		t.Cleanup(func() {
			stop()
			if err := <-served; err != nil {
				t.Error(err)
			}
		})
		first.Config.Relay.URL = "https://" + first.Config.Relay.Listen
		for _, st := range []*station.Station{first, second} {
			st.Sync.RelayURL, st.Config.Relay.URL = first.Config.Relay.URL, first.Config.Relay.URL
			syncOnce(t, st)
		}
		for dial := 0; ; dial++ {
			c, err := net.Dial("tcp", first.Config.Relay.Listen)
			if err == nil {
				c.Close()
				break
			}
			if dial > 200 {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
	people := onDisk(t, second, register.Residents)
	for range 2 {
		relayed(t, first)
		relayed(t, second)
	}
	differs(t, map[string]*office.Session{"somchai": somchai, "malee": malee}, visit)
	if n := onDisk(t, second, register.Residents); n != people {
		t.Errorf("%d residents are on the laptop after the exchange, %d before", n, people)
	}
	w.atHome(first, second, somchai, malee, visit)
}
