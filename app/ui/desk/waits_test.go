package desk_test

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/work"
	"sala/forms/act"
)

// slowness is a station whose disk, devices and network each take their time, and
// a screen beside it that goes on meanwhile. In the time of a synctest bubble.
type slowness struct {
	t       *testing.T
	d       *desk.Desk
	screen  chan func()
	line    *work.Line // runs what waits
	working atomic.Int32
	pace    time.Duration // of everything; 0 takes no time
	cancels bool          // what lasts longer than a second is cancelled
	waited  int           // how many waits were looked at
	stopped int           // how many were cancelled
	says    func(key string) bool
}

// quiet are the jobs of which nothing is said, and why: nobody waits for them.
var quiet = map[string]string{
	"lookAround": "the lamps and the numbers of the top bar come when they come",
	"compare":    "a help beside the person's page, whatever she does there",
	"reload":     "the petitions of the page that is shown already",
	"Choose":     "what was typed to break the glass comes into the page that is shown",
	"keep":       "what is typed is kept behind the typing",
	"sheet":      "the page shows the answer already, and saves it behind",
	"Leave":      "what was typed is kept already: only the note that the form lay open goes",
	"saveSoon":   "the answers are kept already, and go into the draft behind",
}

// slow takes the pace of the station. Nothing slow may be done by the screen.
func (p *slowness) slow(ctx context.Context, what string) error {
	if p.working.Load() == 0 {
		p.t.Errorf("the screen itself waits for %s: %s", what, caller("desk_test"))
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(p.pace):
		return nil
	}
}

// caller names the first method of the desk, or of what fills its forms, on the
// stack.
func caller(not string) string {
	pcs := make([]uintptr, 60)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		f, more := frames.Next()
		for _, part := range []string{"desk.(*Desk).", "formview.(*Filling).", "gate.(*Glass).", "kept.(*Texts)."} {
			if _, name, ok := strings.Cut(f.Function, part); ok && !strings.Contains(f.Function, not) {
				name, _, _ = strings.Cut(name, ".")
				return name
			}
		}
		if !more {
			return "?"
		}
	}
}

// Run does a job on the line, and goes on with the screen until it has ended.
func (p *slowness) Run(what string, job work.Job) {
	began, ended, by := time.Now(), false, caller("desk_test")
	said, long := time.After(150*time.Millisecond), time.After(1100*time.Millisecond)
	cancelled := false
	p.line.Run(what, func(ctx context.Context) func() {
		p.working.Add(1)
		after := job(ctx)
		p.working.Add(-1)
		return func() {
			ended = true
			if took := time.Since(began); cancelled && took > 1200*time.Millisecond {
				p.t.Errorf("%s (%s) was cancelled after 1.1 s and ended after %v", by, what, took)
			}
			if after != nil {
				after()
			}
		}
	})
	for !ended {
		select {
		case f := <-p.screen:
			f()
		case <-said:
			p.look(what, by)
		case <-long:
			cancelled = p.cancel(what, by)
		}
	}
}

// keeper keeps what is typed: also what is given to it by a job.
type keeper struct{ *slowness }

func (k keeper) Run(what string, job work.Job) {
	if k.working.Load() == 0 {
		k.slowness.Run(what, job)
	} else if after := job(context.Background()); after != nil {
		k.screen <- after
	}
}

// look wants the screen to say what it waits for.
func (p *slowness) look(what, by string) {
	v := p.d.View()
	own := v.Serve.Reading != "" || v.Serve.Step != "" || v.Sync.Carry.Moving != ""
	p.waited++
	switch {
	case v.Wait != nil && v.Wait.What != "" && p.says(v.Wait.What), own:
	case what != "" || quiet[by] == "":
		p.t.Errorf("150 ms after %s (%q) began the screen says nothing: %+v", by, what, v.Wait)
	}
}

// cancel cancels what lasts, as the button and Escape do; it reports whether there
// was something to.
func (p *slowness) cancel(what, by string) bool {
	v := p.d.View()
	stop := v.Serve.Stop
	if v.Wait != nil {
		stop = v.Wait.Cancel
	}
	if stop == nil {
		if what != "" || quiet[by] == "" {
			p.t.Errorf("%s (%q) cannot be cancelled after a second", by, what)
		}
		return false
	}
	if p.cancels {
		p.stopped++
		stop()
	}
	return p.cancels
}

// do is the screen's queue for what is said from beside it.
func (p *slowness) do(f func()) {
	if p.working.Load() > 0 {
		p.screen <- f
		return
	}
	f()
}

// The slow parts of a station.
type (
	slowStore struct {
		*rehearsal.Store
		p *slowness
	}
	slowReader struct {
		*rehearsal.Reader
		p *slowness
	}
	slowPrinter struct {
		*rehearsal.Printer
		p *slowness
	}
	slowLine struct {
		*line
		p *slowness
	}
	slowFiles struct {
		stick
		p *slowness
	}
	slowVerifier struct {
		rehearsal.Papers
		p *slowness
	}
	slowAccounts struct {
		*safe
		p *slowness
	}
)

// after does something slow.
func after[T any](p *slowness, ctx context.Context, what string, do func() (T, error)) (out T, err error) {
	if err = p.slow(ctx, what); err != nil {
		return out, err
	}
	return do()
}

func (s slowStore) Read(ctx context.Context, do func(office.Reader) error) error {
	if err := s.p.slow(ctx, "the store"); err != nil {
		return err
	}
	return s.Store.Read(ctx, do)
}

func (s slowStore) Write(ctx context.Context, officer string, do func(office.Writer) error) error {
	if err := s.p.slow(ctx, "the store"); err != nil {
		return err
	}
	return s.Store.Write(ctx, officer, do)
}

func (s slowStore) CheckPassword(ctx context.Context, officer, password string) error {
	if err := s.p.slow(ctx, "a password"); err != nil {
		return err
	}
	return s.Store.CheckPassword(ctx, officer, password)
}

func (s slowStore) Texts(ctx context.Context, officer string) ([]office.Text, error) {
	return after(s.p, ctx, "the texts", func() ([]office.Text, error) { return s.Store.Texts(ctx, officer) })
}

func (r slowReader) ReadCard(ctx context.Context, progress func(office.CardProgress)) (office.Card, error) {
	return after(r.p, ctx, "the reader", func() (office.Card, error) { return r.Reader.ReadCard(ctx, progress) })
}

func (r slowPrinter) PrintPage(ctx context.Context, title string, pdf []byte) (office.Outcome, error) {
	return after(r.p, ctx, "the printer", func() (office.Outcome, error) { return r.Printer.PrintPage(ctx, title, pdf) })
}

func (r slowPrinter) PrintReceipt(ctx context.Context, x office.Receipt) (office.Outcome, error) {
	return after(r.p, ctx, "the printer", func() (office.Outcome, error) { return r.Printer.PrintReceipt(ctx, x) })
}

func (l slowLine) Items(ctx context.Context, n int) ([]office.OutboxItem, error) {
	return after(l.p, ctx, "the outbox", func() ([]office.OutboxItem, error) { return l.line.Items(ctx, n) })
}

func (l slowLine) TryNow(ctx context.Context) error {
	_, err := after(l.p, ctx, "central", func() (int, error) { return 0, l.line.TryNow(ctx) })
	return err
}

func (l slowLine) Conflict(ctx context.Context, seq uint64) (office.Conflict, error) {
	return after(l.p, ctx, "the outbox", func() (office.Conflict, error) { return l.line.Conflict(ctx, seq) })
}

func (l slowLine) Export(ctx context.Context, path string, progress func(done, total int64)) (office.Bundle, error) {
	return after(l.p, ctx, "the stick", func() (office.Bundle, error) { return l.line.Export(ctx, path, progress) })
}

func (f slowFiles) List(ctx context.Context, folder string) (office.Folder, error) {
	return after(f.p, ctx, "a folder", func() (office.Folder, error) { return f.stick.List(ctx, folder) })
}

func (f slowFiles) Read(ctx context.Context, path string) (office.File, error) {
	return after(f.p, ctx, "a file", func() (office.File, error) { return f.stick.Read(ctx, path) })
}

func (v slowVerifier) Seal(ctx context.Context, text string) (office.Verdict, error) {
	return after(v.p, ctx, "a seal", func() (office.Verdict, error) { return v.Papers.Seal(ctx, text) })
}

func (a slowAccounts) Copies(ctx context.Context) ([]office.Copy, error) {
	return after(a.p, ctx, "the copies", func() ([]office.Copy, error) { return a.safe.Copies(ctx) })
}

func (a slowAccounts) MakeCopy(ctx context.Context, told func(done, total int)) (office.Copy, error) {
	return after(a.p, ctx, "a copy", func() (office.Copy, error) { return a.safe.MakeCopy(ctx, told) })
}

func (a slowAccounts) SetOfficer(ctx context.Context, s *office.Session, o act.Officer, password string) error {
	_, err := after(a.p, ctx, "an account", func() (int, error) { return 0, a.safe.SetOfficer(ctx, s, o, password) })
	return err
}

// begin begins the program at a counter that is slow.
func (p *slowness) begin(c *counter) *desk.Desk {
	p.screen = make(chan func(), 64)
	p.line = work.NewLine(func(f func()) { p.screen <- f }, func(w *work.Wait) { p.d.Waiting(w) })
	l := slowLine{c.beyond.Outbox.(*line), p}
	keys := slowAccounts{c.beyond.Safe.(*safe), p}
	c.Office.Office.Store, c.Office.Office.Cards = slowStore{c.Store, p}, slowReader{c.Reader, p}
	c.Office.Office.Pages, c.Office.Office.Receipts = slowPrinter{c.Printer, p}, slowPrinter{c.Printer, p}
	beyond := desk.Beyond{Outbox: l, Stick: l, Safe: keys, Accounts: keys, Shelf: c.beyond.Shelf, Verifier: slowVerifier{p: p}, Files: slowFiles{p: p}}
	p.d = &desk.Desk{} // nobody looks before it begins
	pace := p.pace
	p.pace = 0
	p.d = desk.New(desk.Options{Office: c.Office.Office, Beyond: beyond, Runner: p, Keeper: keeper{p}, Delay: work.AtOnce, Do: p.do, Changed: func() {}})
	p.pace = pace
	return p.d
}

// atPace plays a screen at a counter whose every part takes its time; only the last
// of its steps is slow when alone is set.
func atPace(t *testing.T, c *counter, before, last func(*desk.Desk, *rehearsal.Office), pace time.Duration, cancels bool) (p *slowness) {
	k := parts(t)
	p = &slowness{t: t, says: k.Words.Has, cancels: cancels}
	d := p.begin(c)
	before(d, c.Office)
	p.pace = pace
	func() {
		defer func() {
			if lost := recover(); lost != nil && !cancels { // after a cancelled step the next has nothing to go by
				panic(lost)
			}
		}()
		last(d, c.Office)
	}()
	p.pace = 0
	d.Close()
	p.line.Close()
	return p
}

// acts are what is done on the screens to which the scenes do not lead.
func acts() (out []screen) {
	on := func(name, officer string, s desk.Screen, before, act func(*desk.Desk)) {
		out = append(out, screen{name, func(d *desk.Desk, _ *rehearsal.Office) {
			signIn(d, officer)
			d.Go(s)
			before(d)
		}, func(d *desk.Desk, _ *rehearsal.Office) { act(d) }})
	}
	nothing := func(*desk.Desk) {}
	conflict := func(d *desk.Desk) { d.ShowAside(41); d.PickField("last_th", office.SettleMine) }
	officers := func(d *desk.Desk) { d.ShowSettings(desk.SettingsOfficers) }
	copies := func(d *desk.Desk) { d.ShowSettings(desk.SettingsCopies) }
	packs := func(d *desk.Desk) { d.ShowSettings(desk.SettingsPacks) }
	on("try now", "wilai", desk.Sync, nothing, (*desk.Desk).TryNow)
	on("carry out", "wilai", desk.Sync, nothing, func(d *desk.Desk) { d.CarryOut("/media/stick/x.sala") })
	on("set aside", "wilai", desk.Sync, nothing, conflict)
	on("settle", "wilai", desk.Sync, conflict, func(d *desk.Desk) { d.SignConflict("x") })
	on("withdraw", "wilai", desk.Sync, conflict, func(d *desk.Desk) { d.WithdrawAside("x") })
	on("officers", "minji", desk.Settings, nothing, officers)
	on("officer", "minji", desk.Settings, officers, func(d *desk.Desk) {
		d.SaveOfficer(act.Officer{ID: "nicha", Names: map[string]string{"th": "นิชา"}, Roles: []string{"clerk"}}, "long enough")
	})
	on("copies", "minji", desk.Settings, nothing, copies)
	on("copy", "minji", desk.Settings, copies, (*desk.Desk).MakeCopy)
	on("pack", "minji", desk.Settings, packs, func(d *desk.Desk) { d.LookAtPack("/media/usb/th@1.1.0.pack") })
	on("report", "somchai", desk.Reports, nothing, func(d *desk.Desk) { d.PrintReport(office.Report{}) })
	return out
}

// Nothing that takes half a second holds the screen up, and every wait is said; of
// whatever takes two seconds the button and Escape are an end.
func TestEveryWaitIsSaidAndCanBeEnded(t *testing.T) {
	parts(t) // outside of the bubbles
	long := os.Getenv("SALA_LONG") != ""
	all := acts()
	for n, scene := range scenes {
		if !long && slices.Contains(alike, scene.name) {
			continue
		}
		all = append(all, screen{scene.name, func(d *desk.Desk, o *rehearsal.Office) {
			for _, scene := range scenes[:n] {
				scene.play(d, o)
			}
		}, scene.play})
	}
	waited, stopped := 0, 0
	for _, x := range all {
		for _, pace := range []time.Duration{500 * time.Millisecond, 2 * time.Second} {
			if !long && pace < time.Second {
				continue // of what takes longer the same is looked at
			}
			t.Run(x.name, func(t *testing.T) {
				c := newCounter()
				synctest.Test(t, func(t *testing.T) {
					p := atPace(t, c, x.play, x.again, pace, pace > time.Second)
					waited, stopped = waited+p.waited, stopped+p.stopped
				})
			})
		}
	}
	if t.Logf("%d waits were said, %d of them ended", waited, stopped); stopped < 30 {
		t.Errorf("only %d waits were ended", stopped)
	}
}
