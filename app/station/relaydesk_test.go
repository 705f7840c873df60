package station_test

import (
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/number"
	"sala/forms/petition"
)

// TestTheRelayIsADeskToo promises that the machine that is the relay works on as
// a desk while the line is down: the others see what is done there and it sees
// theirs, it takes a block of what it keeps when its own numbers run out, and
// central accepts all of it afterwards.
func TestTheRelayIsADeskToo(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	hub, one, _, clerk, _ := w.island()
	syncOnce(t, hub) // what it keeps for the others
	here, err := hub.Office.SignIn(ctx, "malee-TH-5014-D09", testPassword)
	must(t, err)
	w.line.Refuse()
	begin := func(st *station.Station, s *office.Session) petition.Petition {
		t.Helper()
		d, err := s.Begin(ctx, "th.house-register-copy", office.Visitor{})
		must(t, err)
		return submitted(t, st, d.Petition.ID)
	}
	mine, theirs := begin(hub, here), begin(one, clerk)
	for _, st := range []*station.Station{hub, one, hub} {
		relayed(t, st)
	}
	for st, p := range map[*station.Station]petition.Petition{one: mine, hub: theirs} {
		if seen, err := see(st, p.ID); err != nil || seen.State != petition.Submitted {
			t.Errorf("%s sees the other's petition %s, %v", st.Config.Profile.Station, seen.State, err)
		}
	}
	given := map[string]string{}
	exhaust(t, hub, given)
	relayed(t, hub)
	g, err := hub.Ledger(ctx)
	must(t, err)
	if left, kept := g.Left(number.Certificates, time.Now()), spareBlocks(g); left != 100 || kept != 7 {
		t.Errorf("the relay ran out: it has %d numbers again, and keeps %d blocks; want 100 and 7", left, kept)
	}
	exhaust(t, hub, given)
	rebuildsEqual(t, hub)

	must(t, w.line.Restore())
	forwarded(t, hub)
	for range 2 {
		syncOnce(t, one)
		syncOnce(t, hub)
	}
	for _, st := range []*station.Station{hub, one} {
		if aside, err := st.Store.SetAside(ctx); err != nil || len(aside) != 0 {
			t.Errorf("%s: central set aside %d entries, the first %+v, %v", st.Config.Profile.Station, len(aside), aside[:min(1, len(aside))], err)
		}
	}
	all, err := w.Central.Balance(ctx, invented.ThaiOffice)
	must(t, err)
	spoiled := 0
	for _, b := range all {
		if len(b.Gaps) > 0 || b.Used+b.Spoiled+b.Free != b.Size() {
			t.Errorf("central's ledger: %+v", b)
		}
		if b.Station == "TH-5014-D09" && b.Kind == number.Certificates {
			spoiled += int(b.Spoiled)
		}
	}
	if spoiled != len(given) {
		t.Errorf("central knows %d spoiled numbers of the relay's, want %d", spoiled, len(given))
	}
}

// TestNobodyMakesHimselfTheRelay promises that a station that central has not
// made its office's relay is told so, and what is to be done.
func TestNobodyMakesHimselfTheRelay(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	st.Config.Relay = station.Relay{Listen: "127.0.0.1:0"}
	err := st.ServeRelay(t.Context())
	if office.CodeOf(err) != "not_the_relay" || !st.Words.Has("office.hint.not_the_relay") {
		t.Errorf("%v", err)
	}
}
