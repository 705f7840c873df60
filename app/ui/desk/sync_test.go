package desk_test

import (
	"context"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/forms/act"
	"sala/forms/register"
)

var syncDay = time.Date(2026, 11, 23, 10, 24, 0, 0, time.FixedZone("ICT", 7*3600))

// line is an outbox in trouble, and a stick.
type line struct {
	tried    int
	exported string
	fail     error
	cancel   bool
}

func (l *line) Items(context.Context, int) ([]office.OutboxItem, error) {
	at := func(m int) time.Time { return syncDay.Add(-time.Duration(m) * time.Minute) }
	return []office.OutboxItem{
		{Seq: 41, Kind: act.RecordSet, Subject: "resident/r2", Title: "นางสาวพิมพร ศรีเจริญ", At: at(95), State: "conflict", Reason: "overlap"},
		{Seq: 44, Kind: act.PetitionApproved, Subject: "petition/p9", Title: "TH-5014-2569-000031", At: at(80), State: "rejected", Reason: "self_approval"},
		{Seq: 52, Kind: act.PetitionSubmitted, Subject: "petition/p1", Title: "TH-5014-2569-000034", At: at(12), State: office.OutboxWaiting, Reason: "no_network"},
		{Seq: 53, Kind: act.FeeTaken, Subject: "petition/p1", Title: "TH-5014-2569-000034", At: at(9), State: office.OutboxWaiting, Reason: "no_network"},
		{Seq: 54, Kind: act.CertificateIssued, Subject: "certificate/c", Title: "TH-5014-2569-000102", At: at(8), State: office.OutboxWaiting, Reason: "no_network"},
	}, nil
}

func (l *line) TryNow(context.Context) error { l.tried++; return l.fail }

func (l *line) Line(context.Context) (office.LineState, error) {
	return office.LineState{URL: "https://central.example:8443", Reason: "no_network", Tried: syncDay, NextTry: syncDay.Add(4 * time.Minute), Skew: 7 * time.Minute,
		Relay: "https://192.168.1.20:8444", Files: 3, FileBytes: 2_400_000, Pack: "th@1.1.0", PackState: "refused", PackCode: "pack_untrusted"}, nil
}

func (l *line) Conflict(_ context.Context, seq uint64) (office.Conflict, error) {
	c := office.Conflict{Seq: seq, At: syncDay.Add(-95 * time.Minute), Officer: "somchai", Kind: act.PetitionApproved, Subject: "petition/p9", Title: "TH-5014-2569-000031", Outcome: "rejected", Reason: "self_approval"}
	if seq != 41 {
		return c, nil
	}
	c.Kind, c.Subject, c.Title, c.Outcome, c.Reason = act.RecordSet, "resident/r2", "นางสาวพิมพร ศรีเจริญ", "conflict", "overlap"
	c.With, c.WithAt = "TH-5014-D02/wilai", syncDay.Add(-100*time.Minute)
	c.Change = act.Change{Register: register.Residents, ID: "r2", Set: register.Fields{"last_th": "ศรีเจริญกุล", "moved_from": "ลำพูน"}, Old: register.Fields{"last_th": "ศรีเจริญ"}}
	c.Fields = []office.FieldConflict{
		{Name: "last_th", Base: "ศรีเจริญ", Mine: "ศรีเจริญกุล", Theirs: "ใจดีมาก", Clash: true},
		{Name: "moved_from", Base: nil, Mine: "ลำพูน", Theirs: nil},
	}
	return c, nil
}

func (l *line) Leases(context.Context) ([]office.LeaseLeft, error) {
	return []office.LeaseLeft{{Kind: "certificate", Year: 2569, Left: 12, Size: 100, Low: true}, {Kind: "receipt", Year: 2569, Left: 188, Size: 200}}, nil
}

func (l *line) Where(context.Context) (out, in string) {
	return "/media/stick/TH-5014-D01-20261123-1024.sala", "/media/stick/TH-5014-D01.reply"
}

func (l *line) Export(ctx context.Context, path string, progress func(done, total int64)) (office.Bundle, error) {
	progress(600<<10, 2400<<10)
	if l.cancel {
		return office.Bundle{}, context.Canceled
	}
	l.exported = path
	return office.Bundle{Entries: 3, Pictures: 3}, l.fail
}

func (l *line) Import(context.Context, string, func(done, total int64)) (office.Bundle, error) {
	return office.Bundle{}, &office.Error{Op: "read from the stick", Code: "sync.courier_damaged"}
}

// atSync is a desk on its Sync screen.
func atSync(t *testing.T, l *line, officer string) (*desk.Desk, *desk.Window, *studiotest.Studio) {
	t.Helper()
	s := studiotest.Open(t, 1366, 768)
	return syncDesk(t, s, l, officer, light("th"))
}

func syncDesk(t *testing.T, s *studiotest.Studio, l *line, officer string, look desk.Look) (*desk.Desk, *desk.Window, *studiotest.Studio) {
	t.Helper()
	o := rehearsal.New()
	with := options(o)
	with.Beyond = desk.Beyond{Outbox: l, Stick: l}
	d, w := inWindow(s, parts(t), with, look)
	t.Cleanup(d.Close)
	signIn(d, officer)
	d.Go(desk.Sync)
	return d, w, s
}

// TestConflictBySides promises that a conflict is settled only when each field
// that clashes was chosen, by either side or by a typed value, by an officer who
// may, and that the keyboard is enough.
func TestConflictBySides(t *testing.T) {
	l := &line{}
	d, _, s := atSync(t, l, "wilai")
	d.ShowAside(41)
	v := d.View().Sync
	if v.Conflict == nil || !v.MayDecide || v.Open() != 1 {
		t.Fatalf("%+v, %d open", v.Conflict, v.Open())
	}
	d.SignConflict("x") // nothing is chosen: nothing happens
	if d.View().Sync.Conflict == nil {
		t.Fatal("it was settled without a choice")
	}
	d.PickField("last_th", office.SettleTheirs)
	if d.View().Sync.Open() != 0 {
		t.Error("a side was chosen, and the field is still open")
	}
	d.TypeField("last_th", " ศรีสุข ")
	if p := d.View().Sync.Picks["last_th"]; p.Value != "ศรีสุข" || p.How != "" {
		t.Errorf("what was typed is %+v", p)
	}
	d.TypeField("last_th", "")
	if d.View().Sync.Open() != 1 {
		t.Error("an empty value counts as chosen")
	}
	canvas := s.Window.Canvas()
	canvas.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.View().Sync.Conflict != nil {
		t.Error("Escape does not go back")
	}

	d.SignOut()
	signIn(d, "somchai")
	d.Go(desk.Sync)
	d.ShowAside(41)
	if d.View().Sync.MayDecide {
		t.Error("a clerk may settle a conflict")
	}
}

// TestStickOnScreen promises that the way by USB says what was carried, shows a
// refused file's reason, and comes back from a cancel.
func TestStickOnScreen(t *testing.T) {
	l := &line{}
	d, _, _ := atSync(t, l, "wilai")
	c := d.View().Sync.Carry
	d.CarryOut(c.Out)
	if c = d.View().Sync.Carry; l.exported != "/media/stick/TH-5014-D01-20261123-1024.sala" || c.Last == nil || c.Last.Entries != 3 || c.Moving != "" {
		t.Errorf("%q, %+v", l.exported, c)
	}
	d.CarryIn(c.In)
	if v := d.View(); v.Trouble == nil || v.Trouble.Code != "sync.courier_damaged" || v.Sync.Carry.Moving != "" {
		t.Errorf("%+v", v.Trouble)
	}
	l.cancel = true
	d.CarryOut("/media/stick/x")
	if v := d.View(); v.Sync.Carry.Moving != "" || v.Sync.Carry.Last != nil {
		t.Errorf("after a cancel: %+v", v.Sync.Carry)
	}
	d.TryNow()
	if l.tried != 1 {
		t.Error("F9 does not try")
	}
}

// TestSyncScreensFit draws the screen's pages in every language and theme:
// nothing is cut off or without words. The markup of the Thai pages is golden.
func TestSyncScreensFit(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		for _, scheme := range theme.Schemes() {
			if os.Getenv("SALA_LOOK") == "" && language != "th" && scheme != theme.Light {
				continue // the words are the same, and so are the colours
			}
			playSync(t, desk.Look{Language: language, Scheme: scheme, Scale: 1}, func(name string, s *studiotest.Studio, w *desk.Window) {
				for _, fault := range s.FaultsIn(language) {
					t.Errorf("%s in %s, %s: %s", name, language, scheme, fault)
				}
				if dir := os.Getenv("SALA_LOOK"); dir != "" {
					s.Save(dir, "desk-"+name+"-"+language+"-"+string(scheme))
				}
				if golden := name == "sync-line" || name == "sync-carried" || name == "sync-conflict" || name == "sync-rejected"; golden && language == "th" && scheme == theme.Light {
					test.AssertObjectRendersToMarkup(t, name+".xml", w.SyncPage())
				}
			})
		}
	}
}

// playSync shows the line in trouble, the stick, and what central set aside, as
// the registrar and a clerk see it.
func playSync(t *testing.T, look desk.Look, shown func(name string, s *studiotest.Studio, w *desk.Window)) {
	t.Helper()
	s := studiotest.Open(t, 1366, 768)
	d, w, _ := syncDesk(t, s, &line{}, "wilai", look)
	for _, page := range []struct {
		name string
		play func()
	}{
		{"sync-line", func() {}},
		{"sync-carried", func() { d.CarryOut("/media/stick/x.sala") }},
		{"sync-conflict", func() { d.ShowAside(41); d.PickField("last_th", office.SettleMine) }},
		{"sync-rejected", func() { d.CloseAside(); d.ShowAside(44) }},
		{"sync-conflict-open", func() { d.CloseAside(); d.ShowAside(41) }},
		{"sync-conflict-clerk", func() {
			d.SignOut()
			signIn(d, "somchai")
			d.Go(desk.Sync)
			d.ShowAside(41)
		}},
	} {
		page.play()
		s.Settle()
		shown(page.name, s, w)
	}
}
