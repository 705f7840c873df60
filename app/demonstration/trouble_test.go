package demonstration

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/petition"
	"sala/sync/client"
	"sala/sync/wire"
)

// TestTrouble goes through what can go wrong at a desk, with the real drivers
// and the simulated devices: each trouble has a name, leaves the petition where
// it was, and the work goes on afterwards.
func TestTrouble(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	s, err := Prepare(ctx, Options{Dir: filepath.Join(t.TempDir(), "demo"), People: 500, Say: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	st, err := station.Open(ctx, station.Options{Dir: s.Station})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	p := &play{Scene: s, st: st, story: &Story{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.cut(ctx))
	devices := func(command string) { t.Helper(); must(s.Devices(ctx, command)) }
	refusedAs := func(err error, code string) {
		t.Helper()
		if got := office.CodeOf(err); got != code {
			t.Fatalf("code %q, want %q (%v)", got, code, err)
		}
		if !st.Words.Has("office.error."+code) && !st.Words.Has("device.error."+code) {
			t.Errorf("no words for %q", code)
		}
	}
	read := func() error { _, err := p.clerk.ReadCard(ctx, nil); return err }

	t.Log("no card, a foreign card, a mute card, a card pulled half-way")
	refusedAs(read(), "reader.no_card")
	devices("insert unknown")
	refusedAs(read(), "reader.not_thai_id")
	devices("remove")
	devices("insert mute")
	refusedAs(read(), "reader.card_mute")
	devices("remove")
	devices("insert")
	devices("remove-after 30")
	refusedAs(read(), "reader.card_pulled")
	must(p.identify(ctx))

	t.Log("the printer runs out of paper: the fee is taken, the receipt comes later")
	must(p.fill(ctx))
	must(p.decide(ctx))
	devices("paper-out on")
	paid, err := p.clerk.TakeFee(ctx, p.petition.ID, office.Tender{Method: "cash"})
	must(err)
	refusedAs(paid.PrintErr, "printer.paper_out")
	if paid.Outcome != office.Failed || paid.Petition.Due().Minor != 0 {
		t.Errorf("outcome %s, due %s: the fee should be taken and the receipt not printed", paid.Outcome, paid.Petition.Due())
	}
	devices("paper-out off")
	outcome, err := p.clerk.PrintReceipt(ctx, paid.Receipt)
	must(err)
	if outcome != office.Printed {
		t.Errorf("the receipt after paper was put in: %s", outcome)
	}
	_, err = p.clerk.TakeFee(ctx, p.petition.ID, office.Tender{Method: "cash"})
	refusedAs(err, "nothing_due")

	t.Log("the page printer fails: the number is kept and used once")
	folder := filepath.Join(s.Station, "paper")
	must(os.RemoveAll(folder))
	must(os.WriteFile(folder, []byte("in the way"), 0o600))
	failed, err := p.clerk.Issue(ctx, p.petition.ID, nil)
	refusedAs(err, "spooler.folder")
	if failed.Petition.State != petition.Approved {
		t.Errorf("after a failed print the petition is %s", failed.Petition.State)
	}
	must(os.Remove(folder))
	issued, err := p.clerk.Issue(ctx, p.petition.ID, nil)
	must(err)
	if issued.Certificate.Number != failed.Certificate.Number || issued.Petition.State != petition.Fulfilled {
		t.Errorf("number %s then %s, state %s: want one number and a fulfilled petition", failed.Certificate.Number, issued.Certificate.Number, issued.Petition.State)
	}

	t.Log("central's database breaks, so that it answers 500; then it is gone. Nothing is lost, and it is said")
	must(s.Link.Restore())
	tables, err := filepath.Glob(filepath.Join(s.Dir, "central", "*.db*"))
	must(err)
	if len(tables) == 0 {
		t.Fatal("central has no database to break")
	}
	for _, file := range tables {
		must(os.Truncate(file, 512))
	}
	_, err = st.Sync.SyncOnce(ctx)
	if got := client.ReasonOf(err); got != wire.RefusedFault {
		t.Errorf("a central that answers 500 is called %q (%v)", got, err)
	}
	s.central.stop()
	_, err = st.Sync.SyncOnce(ctx)
	if err == nil {
		t.Error("a sync with a dead central succeeded")
	}
	status, err := st.Office.Status(ctx)
	must(err)
	if status.Journal.Pending == 0 || status.Lamps.Network.Light != office.LightBad {
		t.Errorf("%d pending, network lamp %s: want waiting work and a red lamp", status.Journal.Pending, status.Lamps.Network.Light)
	}
	report, err := st.Store.VerifyJournal(ctx)
	must(err)
	if report.Trouble != "" {
		t.Errorf("journal: %s", report.Trouble)
	}
}
