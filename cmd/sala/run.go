package main

import (
	"context"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"sala/app/station"
	"sala/app/ui/desk"
	"sala/app/ui/field"
	"sala/app/ui/kiosk"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/assets/icons"
	"sala/forms/calendar"
)

// appID names the folder of Fyne's own settings; FyneApp.toml has the same.
const appID = "org.sala.window"

// garbage is how much of what is in use may lie about as garbage, in percent,
// before it is collected. Each sign-in leaves the 64 MB of Argon2id behind; half
// of Go's usual keeps a third of the memory free for the other programs of an
// office computer. Until the window is there more may lie about: a seventh of the
// start was spent on collecting it.
const garbage, garbageAtStart = 40, 400

// painting is how long the first page has the processor to itself before the
// forms are read: nobody has given her password by then.
const painting = 300 * time.Millisecond

// run opens the station and shows the window until it is closed.
func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if o.watch {
		return keep(ctx, args)
	}
	if o.mode == sending {
		return station.Send(ctx, o.dir, os.Stdin, os.Stdout)
	}
	thrifty := os.Getenv("GOGC") == ""
	if thrifty {
		debug.SetGCPercent(garbageAtStart)
	}
	config, err := station.ReadConfig(station.Folder(o.dir))
	if err != nil {
		return err
	}
	if o.language == "" {
		o.language = map[string]string{"TH": "th", "KR": "ko"}[config.Profile.Country]
	}
	locked := station.NeedsOfficer(o.dir)
	op := newOpening(ctx, station.Options{Dir: station.Folder(o.dir), Live: true, Mode: string(o.mode), Early: o.mode != theme.Kiosk})
	if o.mode == theme.Kiosk {
		if op.how.Sender, err = sender(o); err != nil {
			return err
		}
		op.before = func(ctx context.Context) { // else the window opens with what waits
			op.recovered, _ = op.how.Sender.Prepare(ctx, op.how.Dir, mostSending())
		}
	}
	if !locked {
		op.begin()
	}
	a := app.NewWithID(appID)
	use := wear(a.Settings())
	if !locked {
		opens := o.opens()
		use(theme.New(o.mode, opens.Scheme, opens.Scale))
		readFaces(a)
	}
	a.SetIcon(fyne.NewStaticResource("app.png", icons.App()))
	w := a.NewWindow("Sala")
	w.SetPadded(false)
	w.SetMaster()
	var left leaving
	end := func() {}
	p := newEnding(func() error {
		end()
		op.end()
		return left.err
	}, exit)
	leave := func() {
		op.leave()
		p.begin()
	}
	a = leaver{a, leave}
	w.SetOnClosed(leave)
	ask(o, a, w, use, op, locked, &left, func(st *station.Station, officer, password string) {
		if locked {
			o.officer, o.password = officer, password
		}
		o.recovered = op.recovered
		end = show(o, st, a, w, use, &left)
		work.Later(painting, func() {
			_ = st.Ready() // else whoever signs in waits for it, and is told what is wrong
			if thrifty {
				debug.SetGCPercent(garbage)
			}
		})
	})
	w.Resize(fyne.NewSize(float32(o.width), float32(o.height)))
	w.SetFullScreen(o.fullScreen)
	w.ShowAndRun()
	op.leave()
	return p.finish()
}

// wear returns what puts a theme to use, and leaves one that looks like the one in
// use alone: with each other one Fyne reads its fonts anew.
func wear(s fyne.Settings) func(fyne.Theme) {
	var worn *theme.Theme
	return func(t fyne.Theme) {
		next, ours := t.(*theme.Theme)
		if ours && worn != nil && next.Front == worn.Front && next.Scheme == worn.Scheme && next.Scale == worn.Scale {
			return
		}
		worn = next
		s.SetTheme(t)
	}
}

// show fills the window with the front end that was asked for; end stops it.
func show(o options, st *station.Station, a fyne.App, w fyne.Window, use func(fyne.Theme), left *leaving) (end func()) {
	parts := kit.New(st.Words, func() calendar.Date { return calendar.Of(st.Office.Now()) })
	switch o.mode {
	case theme.Kiosk:
		return showKiosk(o, st, a, kiosk.Front{Office: st.Office, Window: w, Parts: parts, Use: use, Scheme: o.scheme, Scale: float32(o.scale)}, left)
	case theme.Field:
		return field.Show(field.Front{Office: st.Office, Files: st.Files(), Verifier: st.Checker(), Window: w, Parts: parts, Use: use, Officer: o.officer, Usual: o.usual(), Said: o.said})
	}
	var window *desk.Window
	var d *desk.Desk
	var gone atomic.Bool // the window is closed: what comes too late for it is dropped
	do := func(f func()) {
		if !gone.Load() {
			fyne.Do(f)
		}
	}
	line := work.NewLine(do, func(wait *work.Wait) { d.Waiting(wait) })
	aside := work.NewLine(do, func(wait *work.Wait) { d.WaitingAside(wait) })
	keeper := work.NewLine(do, nil)
	beyond := desk.Beyond{Outbox: st.Outbox(), Stick: st.Stick(), Plugged: st.Plugged(), Files: st.Files(), Verifier: st.Checker(), Safe: st, Accounts: st, Shelf: st, Version: station.Version}
	d = desk.New(desk.Options{Office: st.Office, Beyond: beyond, Runner: line, Aside: aside, Keeper: keeper, Delay: work.Later, Do: do, Officer: o.officer, Look: o.said, Changed: func() {
		if window == nil { // the first page is made once it is known who may sign in
			window = desk.NewWindow(d, w.Canvas(), parts, o.usual(), use)
		}
		window.Render()
		w.SetTitle(d.View().Title())
	}})
	if o.password != "" { // she has just given it
		d.ChooseOfficer(o.officer)
		d.SignInWith(o.password)
	}
	stop := work.Every(time.Second, fyne.Do, d.Tick)
	return func() {
		gone.Store(true)
		stop()
		d.Close()
		aside.Close()
		line.Close()
		keeper.Close()
	}
}
