package station_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"strconv"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/client"
)

// TestTheOfficeIsAnIsland promises that with the line down two desks work
// through the office's relay: what one hands in the other sees, decides on and
// counts the queue with; nothing of it counts as central's word; and when the
// line is back central has everything, once, with the decision accepted.
func TestTheOfficeIsAnIsland(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	hub, one, two, clerk, head := w.island()
	w.line.Refuse()

	d, err := clerk.Begin(ctx, "th.house-register-copy", office.Visitor{})
	must(t, err)
	p := submitted(t, one, d.Petition.ID)
	acked, err := one.Store.Acknowledged(ctx)
	must(t, err)
	relayed(t, one)
	if now, _ := one.Store.Acknowledged(ctx); now != acked {
		t.Error("the relay's receipt was taken for central's word")
	}
	relayed(t, two)
	seen, err := see(two, p.ID)
	if err != nil || seen.State != petition.Submitted || seen.Number != p.Number {
		t.Fatalf("the other desk sees %s %q, %v", seen.State, seen.Number, err)
	}
	clock := two.Office.Now
	two.Office.Now = func() time.Time { return clock().Add(time.Hour) }
	two.Network(client.State{}) // as when its program is started an hour later
	two.Office.Now = clock
	if seen, err = see(two, p.ID); err != nil || seen.State != petition.Submitted {
		t.Fatalf("started anew, with the line down, the other desk sees %s, %v", seen.State, err)
	}
	approved, err := head.Approve(ctx, seen, "")
	must(t, err)
	if approved.State != petition.Approved {
		t.Errorf("approved on the other desk it is %s", approved.State)
	}
	relayed(t, two)
	relayed(t, one)
	if seen, err := see(one, p.ID); err != nil || seen.State != petition.Approved {
		t.Errorf("the first desk sees it %s, %v", seen.State, err)
	}
	for n := 1; n <= 6; n++ {
		st := []*station.Station{one, two, hub}[n%3]
		if got, err := st.Office.Queue.Next(ctx); err != nil || got != strconv.Itoa(n) {
			t.Errorf("the queue gives %s, %v; want %d", got, err, n)
		}
	}
	for _, st := range []*station.Station{one, two} {
		rebuildsEqual(t, st)
	}

	must(t, w.line.Restore())
	forwarded(t, hub)
	for range 2 {
		syncOnce(t, one)
		syncOnce(t, two)
	}
	for _, st := range []*station.Station{one, two} {
		if aside, err := st.Store.SetAside(ctx); err != nil || len(aside) != 0 {
			t.Errorf("%s: central set aside %+v, %v", st.Config.Profile.Station, aside, err)
		}
		must(t, st.Store.ForgetNeighbours(ctx, time.Now().Add(time.Hour)))
		seen, err := see(st, p.ID)
		if err != nil || seen.State != petition.Approved || seen.Number != p.Number {
			t.Errorf("%s: with the line back it is %s, %v", st.Config.Profile.Station, seen.State, err)
		}
	}
	all, err := w.Central.Petitions(ctx, invented.ThaiOffice, 10)
	if err != nil || len(all) != 1 || all[0].State != petition.Approved {
		t.Errorf("central has %+v, %v", all, err)
	}
}

// forwarded waits until the relay has brought all entries to central.
func forwarded(t *testing.T, hub *station.Station) {
	t.Helper()
	for try := 0; ; try++ {
		if n, err := hub.Store.RelayHolds(t.Context()); err == nil && n == 0 {
			return
		}
		if try > 200 {
			t.Fatal("the relay does not forward")
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// island makes an office of a relay, which serves, and two desks with its
// address; the line is still up.
func (w *world) island() (hub, one, two *station.Station, clerk, head *office.Session) {
	w.t.Helper()
	ctx := w.t.Context()
	hub, _ = w.station("TH-5014-D09")
	one, clerk = w.station("TH-5014-D01")
	two, head = w.station("TH-5014-D02")
	must(w.t, w.Central.MakeRelay(ctx, "TH-5014-D09"))
	port, err := net.Listen("tcp", "127.0.0.1:0")
	must(w.t, err)
	hub.Config.Relay = station.Relay{Listen: port.Addr().String(), Names: []string{"127.0.0.1"}}
	must(w.t, port.Close())
	hub.Sync.RelayURL = "https://" + hub.Config.Relay.Listen
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	served := make(chan error, 1)
	go func() { served <- hub.ServeRelay(serving) }()
	w.t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			w.t.Error(err)
		}
	})
	for _, st := range []*station.Station{one, two} {
		st.Sync.RelayURL = "https://" + hub.Config.Relay.Listen
		syncOnce(w.t, st)
		st.Config.Relay.URL = st.Sync.RelayURL
	}
	// every officer is known to the office
	for range 2 {
		syncOnce(w.t, one)
		syncOnce(w.t, two)
	}
	for dial := 0; ; dial++ { // the relay fetched its certificate while the line was up
		c, err := net.Dial("tcp", hub.Config.Relay.Listen)
		if err == nil {
			c.Close()
			break
		}
		if dial > 200 {
			w.t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return hub, one, two, clerk, head
}

// TestNobodyIsEnteredTwiceOnTheIsland promises that with the line down a desk
// finds whom another desk of the office is about to enter, and whom it has
// entered, before it enters the same person again.
func TestNobodyIsEnteredTwiceOnTheIsland(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, one, two, clerk, other := w.island()
	w.line.Refuse()
	born := calendar.Of(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
	who := register.Resident{Names: map[string]register.Name{"th": {First: "ธนกร", Last: "ศรีทดสอบ"}}, Birth: born}
	like := register.Resident{Names: map[string]register.Name{"th": {First: "ทนกร", Last: "ศรีทดสอบ"}}, Birth: born} // as it sounds
	if found, err := other.Duplicates(ctx, like); err != nil || len(found) != 0 {
		t.Fatalf("nobody was entered: %+v, %v", found, err)
	}
	hear := func() {
		t.Helper()
		relayed(t, one)
		relayed(t, two)
	}
	must(t, one.Store.Write(ctx, "malee-TH-5014-D01", func(w office.Writer) error {
		return w.Append(act.RecordSet, "resident/r-new", 0, act.Change{Register: register.Residents, ID: "r-new", Office: invented.ThaiOffice, Set: who.Record().Fields})
	}))
	hear()
	found, err := other.Duplicates(ctx, like)
	if err != nil || len(found) != 1 || found[0].Resident.ID != "r-new" || found[0].From != office.InOutbox {
		t.Errorf("beside whom the other desk entered: %+v, %v", found, err)
	}
	birth := birthReport(t)
	begun := filled(t, clerk, birth)
	hear()
	again := filled(t, other, birth)
	if found, err := other.DraftDuplicates(ctx, again); err != nil || len(found) != 1 || found[0].From != office.InDraft || found[0].Resident.ID != begun.Petition.ID {
		t.Errorf("beside the other desk's draft: %+v, %v", found, err)
	}
	if _, err := other.Submit(ctx, again); office.CodeOf(err) != "duplicate_person" {
		t.Errorf("the same birth is submitted on two desks without a question: %v", err)
	}
	p, err := clerk.Submit(ctx, begun)
	if err != nil {
		t.Fatal(err)
	}
	hear()
	if seen, err := see(two, p.ID); err != nil || seen.State != petition.Submitted {
		t.Errorf("the other desk sees it %s, %v", seen.State, err)
	}
	if _, err := other.Submit(ctx, again); office.CodeOf(err) != "duplicate_person" {
		t.Errorf("beside what the other desk submitted: %v", err)
	}
}

// birthReport returns the answers of the form's example that pass.
func birthReport(t *testing.T) map[string]any {
	t.Helper()
	b, err := fs.ReadFile(packs.Files("th"), "examples/th.birth-report.json")
	must(t, err)
	var e struct{ Pass map[string]any }
	must(t, json.Unmarshal(b, &e))
	return e.Pass
}

// filled begins a birth report and answers it.
func filled(t *testing.T, s *office.Session, answers map[string]any) *office.Draft {
	t.Helper()
	d, err := s.Begin(t.Context(), "th.birth-report", office.Visitor{})
	must(t, err)
	for q, a := range answers {
		must(t, s.Answer(t.Context(), d, q, a))
	}
	return d
}

// submitted hands a draft in, by its acts: what it asks is the form's affair.
func submitted(t *testing.T, st *station.Station, id string) petition.Petition {
	t.Helper()
	var p petition.Petition
	must(t, st.Store.Write(t.Context(), "malee-"+st.Config.Profile.Station, func(w office.Writer) (err error) {
		if p, err = w.Petition(id); err != nil {
			return err
		}
		content, err := petition.Content(p.Form, p.FormVersion, p.Resident, p.Answers, p.Fee)
		if err != nil {
			return err
		}
		if err := w.Append(act.PetitionSubmitted, "petition/"+id, p.Version, act.Submission{Petition: id, Number: "P-1", Answers: p.Answers, Content: content, Fee: p.Fee}); err != nil {
			return err
		}
		p, err = w.Petition(id)
		return err
	}))
	return p
}

func see(st *station.Station, id string) (p petition.Petition, err error) {
	err = st.Store.Read(context.Background(), func(r office.Reader) (err error) {
		p, err = r.Petition(id)
		return err
	})
	return p, err
}

func relayed(t *testing.T, st *station.Station) {
	t.Helper()
	if _, err := st.Sync.SyncOnce(t.Context()); client.ReasonOf(err) != client.ReasonRelayed {
		t.Fatalf("%s: %v", st.Config.Profile.Station, err)
	}
}

// TestTheRelayHandsNumbersOn promises that a desk that runs out of numbers while
// the line is down gets a block from the relay, once, and issues with it; that
// the relay uses none of what it keeps for others and never hands the same block
// to two; and that central accepts all of it when the line is back, with every
// ledger balanced.
func TestTheRelayHandsNumbersOn(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	hub, one, two, _, _ := w.island()
	syncOnce(t, hub) // it is a relay now, and gets what it keeps for the others
	kept, err := hub.Ledger(ctx)
	must(t, err)
	if n := spareBlocks(kept); n != 8 {
		t.Fatalf("the relay keeps %d spare blocks, want 4 of certificates and 4 of receipts", n)
	}
	w.line.Refuse()
	given := map[string]string{}
	for _, st := range []*station.Station{one, two} {
		before, err := st.Ledger(ctx)
		must(t, err)
		exhaust(t, st, given)
		relayed(t, st)
		relayed(t, st) // twice is as good as once
		after, err := st.Ledger(ctx)
		must(t, err)
		if got := len(after.Balances()) - len(before.Balances()); got != 1 {
			t.Errorf("%s ran out of certificates and was handed %d blocks, want 1", st.Config.Profile.Station, got)
		}
		if n := after.Left(number.Certificates, time.Now()); n != 100 {
			t.Errorf("%s has %d numbers again, want 100", st.Config.Profile.Station, n)
		}
		exhaust(t, st, given)
		relayed(t, st)
	}
	kept, err = hub.Ledger(ctx)
	must(t, err)
	if n := spareBlocks(kept); n != 4 { // each desk ran out twice
		t.Errorf("the relay keeps %d blocks, want the 4 of receipts", n)
	}
	for _, st := range []*station.Station{hub, one, two} {
		rebuildsEqual(t, st)
	}

	must(t, w.line.Restore())
	for range 2 {
		for _, st := range []*station.Station{one, two, hub} { // the desks speak before the relay does
			syncOnce(t, st)
		}
	}
	for _, st := range []*station.Station{hub, one, two} {
		name := st.Config.Profile.Station
		if aside, err := st.Store.SetAside(ctx); err != nil || len(aside) != 0 {
			t.Errorf("%s: central set aside %d entries, the first %+v, %v", name, len(aside), aside[:min(1, len(aside))], err)
		}
		g, err := st.Ledger(ctx)
		must(t, err)
		for _, b := range g.Balances() {
			if !b.Sound() {
				t.Errorf("%s: %+v", name, b)
			}
		}
	}
	all, err := w.Central.Balance(ctx, invented.ThaiOffice)
	must(t, err)
	handed := 0
	for _, b := range all {
		if len(b.Gaps) > 0 || b.Used+b.Spoiled+b.Free != b.Size() {
			t.Errorf("central's ledger: %+v", b)
		}
		if b.Size() == 100 && b.Station != "TH-5014-D09" {
			handed++
			if b.Spoiled != 100 && b.Kind == number.Certificates && b.Free != 100 {
				t.Errorf("block %s of %s: %d spoiled, %d free", b.ID, b.Station, b.Spoiled, b.Free)
			}
		}
	}
	if handed != 4 {
		t.Errorf("central knows %d blocks as the desks', want 4", handed)
	}
	if kept, err = hub.Ledger(ctx); err != nil || spareBlocks(kept) != 8 {
		t.Errorf("with the line back the relay keeps %d blocks again, want 8, %v", spareBlocks(kept), err)
	}
}

func spareBlocks(g *number.Ledger) (n int) {
	for _, b := range g.Balances() {
		if b.Lease.Spare() && b.Free == b.Size {
			n++
		}
	}
	return n
}

// exhaust takes every number of certificates that a station has; given says
// which station took each.
func exhaust(t *testing.T, st *station.Station, given map[string]string) {
	t.Helper()
	name := st.Config.Profile.Station
	must(t, st.Store.Write(t.Context(), "malee-"+name, func(w office.Writer) error {
		for {
			n, err := w.NextNumber(number.Certificates)
			if errors.Is(err, office.ErrNoNumbers) {
				return nil
			}
			if err != nil {
				return err
			}
			if who, twice := given[n.Text]; twice {
				t.Errorf("%s is given by %s and by %s", n.Text, who, name)
			}
			given[n.Text] = name
			n.Reason = "torn"
			if err := w.Append(act.NumberSpoiled, "number/"+n.Text, 0, n); err != nil {
				return err
			}
		}
	}))
}
