package demonstration

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sala/app/office"
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
	s, st := opened(ctx, t, 500)
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

	t.Log("nothing of the person lies in clear in the station's folder")
	r := p.visitor.Resident
	if n := inClear(t, s.Station, r.NationalNumber, r.Names["th"].First, r.Names["th"].Last, r.Names["en"].Last); n < 3 {
		t.Errorf("looked at %d files", n)
	}
}

// inClear fails where a file of the station's holds one of the words, in UTF-8,
// UTF-16 or TIS-620. The folder "paper" stands for the printer's tray.
func inClear(t *testing.T, dir string, words ...string) (files int) {
	t.Helper()
	var forms []struct{ word, encoding, bytes string }
	for _, w := range words {
		for name, e := range map[string]encoding.Encoding{"UTF-8": encoding.Nop, "UTF-16LE": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
			"UTF-16BE": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "TIS-620": charmap.Windows874} {
			if b, err := e.NewEncoder().String(w); err == nil {
				forms = append(forms, struct{ word, encoding, bytes string }{w, name, b})
			}
		}
	}
	if len(forms) < 2*len(words) {
		t.Fatalf("only %d forms of %d words to look for", len(forms), len(words))
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == "paper" {
				return fs.SkipDir
			}
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for _, f := range forms {
			if strings.Contains(string(b), f.bytes) {
				t.Errorf("%s holds %q in %s", filepath.Base(path), f.word, f.encoding)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return files
}
