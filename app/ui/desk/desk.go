// Package desk is the clerk's day at the counter. Desk is the presenter: plain
// Go, use cases in, a View out. Window is the Fyne side of it.
//
// Every method of Desk is called on the screen's goroutine and returns at once;
// what takes time is done by its Runner, and changed is called when the View is
// another.
package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"sala/app/office"
	"sala/app/ui/gate"
	"sala/app/ui/kept"
	"sala/app/ui/look"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/forms/act"
)

// Screen is one of the places of the desk.
type Screen string

// The places, in the order of the rail.
const (
	SignIn       Screen = "sign_in"
	Today        Screen = "today"
	Serve        Screen = "serve"
	People       Screen = "people"
	Petitions    Screen = "petitions"
	Approvals    Screen = "approvals"
	Certificates Screen = "certificates"
	Cash         Screen = "cash"
	Verify       Screen = "verify"
	Sync         Screen = "sync"
	Devices      Screen = "devices"
	Reports      Screen = "reports"
	Settings     Screen = "settings"
)

// Trouble is what went wrong, for the words catalogue.
type Trouble struct {
	Code string
	Args map[string]any
}

// Toast is a short word on something that went well.
type Toast struct {
	Key  string
	Args map[string]any
}

// View is what the window shows.
type View struct {
	Screen  Screen
	Screens []Screen // that the officer's roles open
	May     May
	Officer act.Officer
	Status  office.Status
	Wait    *work.Wait
	Trouble *Trouble
	Toast   *Toast
	Look    Look // that was chosen, zero where nobody did
	Left    Left // the page that lay open when she came, as long as she has not gone elsewhere

	OffersPIN bool // she may choose a PIN for today

	SignIn       gate.Asked
	Today        TodayView
	Serve        ServeView
	People       PeopleView
	Petitions    PetitionsView
	Approvals    ApprovalsView
	Certificates CertificatesView
	Cash         CashView
	Verify       VerifyView
	Sync         SyncView
	Devices      DevicesView
	Reports      ReportsView
	Settings     SettingsView
}

// Desk is the presenter.
type Desk struct {
	office  *office.Office
	beyond  Beyond
	run     work.Runner
	aside   work.Runner
	keeper  work.Runner
	delay   func(time.Duration, func())
	do      func(func())
	changed func()
	stop    []func()

	waits     [2]*work.Wait // of run and aside
	session   *office.Session
	before    string // the officer whose session was the last
	touched   time.Time
	view      View
	serving   *serving
	texts     *kept.Texts
	cardIn    bool // a card is in the reader, and was read or waits
	cardWaits bool // somebody put a card in while another was served
	glass     *gate.Glass
	chosen    *look.Chosen
}

// Options are what a Desk is made of.
type Options struct {
	Office  *office.Office
	Beyond  Beyond // what the station can do besides the use cases; the zero Beyond is nothing
	Runner  work.Runner
	Aside   work.Runner                 // does what waits for a device, the line to central or a stick, so that typing goes on; nil is Runner itself
	Keeper  work.Runner                 // keeps what is typed while Runner does other things; nil is Runner itself
	Delay   func(time.Duration, func()) // runs a function later, on any goroutine
	Do      func(func())                // runs a function on the screen's goroutine
	Changed func()                      // the View is another
	Officer string                      // is chosen at sign-in, "" none
	Look    Look                        // that the command line says, zero where it says nothing
}

// New returns a desk at which nobody has signed in yet.
func New(o Options) *Desk {
	d := &Desk{office: o.Office, beyond: o.Beyond, run: o.Runner, aside: o.Aside, keeper: o.Keeper, delay: o.Delay, do: o.Do}
	d.changed = func() { d.noteLeft(); o.Changed() }
	if d.aside == nil {
		d.aside = d.run
	}
	if d.keeper == nil {
		d.keeper = d.run
	}
	failed := func(err error) { d.failed(err) }
	d.texts = kept.New(d.keeper, failed)
	d.texts.Changed = d.noteLeft
	d.glass = gate.NewGlass(o.Office, d.run, d.keeper, failed, func() { d.view.SignIn.Recalled++; d.changed() })
	d.chosen = look.New(theme.Desk, o.Look, d.keeper, failed)
	d.view.Look = d.chosen.Look()
	d.view.Screen = SignIn
	d.view.SignIn.Officer = o.Officer
	d.view.Status.Profile = o.Office.Profile
	d.stop = append(d.stop, o.Office.Subscribe(func(e office.Event) { d.do(func() { d.heard(e) }) }))
	d.listOfficers()
	d.lookAround()
	return d
}

// View returns what is to be shown. The value is the caller's.
func (d *Desk) View() View { return d.view }

// Title is where the desk is, in a few letters for the window's title: the
// place, how many were found, what can be printed now that could not, how many
// answers a form lacks and how often it was checked, what a conflict leaves open,
// what went wrong or well, how much central set aside and how much waits to be
// sent.
func (v View) Title() string {
	title := "Sala desk " + string(v.Screen)
	if v.Screen == Serve {
		title += "/" + string(v.Serve.Stage)
		if v.Serve.Looked {
			title += " =" + strconv.Itoa(len(v.Serve.Hits))
		}
		if v.Serve.Again != "" {
			title += " +" + string(v.Serve.Again)
		}
		if v.Serve.Stage == AtForm && v.Serve.Checks > 0 {
			title += " ?" + strconv.Itoa(len(v.Serve.Page.Wrong())) + "/" + strconv.Itoa(v.Serve.Checks)
		}
	}
	if v.Screen == Sync && v.Sync.Conflict != nil {
		title += "/conflict ?" + strconv.Itoa(v.Sync.Open())
	}
	if v.Trouble != nil {
		title += " !" + v.Trouble.Code
	}
	if v.Toast != nil {
		title += " ~" + v.Toast.Key[strings.LastIndexByte(v.Toast.Key, '.')+1:]
	}
	if n := v.Status.Journal.SetAside; n > 0 {
		title += " aside " + strconv.Itoa(n)
	}
	return title + " (" + strconv.Itoa(v.Status.Journal.Pending) + ")"
}

// Close stops listening.
func (d *Desk) Close() {
	for _, stop := range d.stop {
		stop()
	}
}

// Waiting is told by the runner what is being waited for.
func (d *Desk) Waiting(w *work.Wait) {
	d.waits[0] = w
	d.view.Wait = cmp.Or(d.waits[0], d.waits[1])
	d.changed()
}

// WaitingAside is told the same by the runner of what is done aside.
func (d *Desk) WaitingAside(w *work.Wait) {
	d.waits[1] = w
	d.view.Wait = cmp.Or(d.waits[0], d.waits[1])
	d.changed()
}

// heard is told of everything that happens outside.
func (d *Desk) heard(e office.Event) {
	switch e.Kind {
	case office.CardInserted:
		d.cardInserted()
	case office.CardRemoved:
		d.cardIn, d.cardWaits = false, false
	case office.SymbolRead:
		d.symbol(e)
	case office.PetitionChanged:
		d.refresh()
	}
	d.lookAround()
}

// lookAround brings lamps, outbox and numbers up to date.
func (d *Desk) lookAround() {
	d.run.Run("", func(ctx context.Context) func() {
		st, err := d.office.Status(ctx)
		return func() {
			if err == nil {
				d.view.Status = st
				d.offerAgain()
				d.changed()
			}
		}
	})
}

// Go shows another place, if the officer's roles open it. Work that is under way
// stays where it is.
func (d *Desk) Go(s Screen) {
	if s != SignIn && (d.session == nil || !slices.Contains(d.view.Screens, s)) {
		return
	}
	if s != d.view.Screen {
		d.view.Screen = s
		d.view.Trouble, d.view.Toast = nil, nil
		d.changed()
	}
	if s != Today {
		d.view.Left = Left{}
	}
	d.refresh()
}

// refresh loads what the place shows.
func (d *Desk) refresh() {
	if d.session == nil {
		return
	}
	if p, ok := placeOf(d.view.Screen); ok && p.load != nil {
		p.load(d)
	}
}

// Dismiss takes the trouble or the toast off the screen.
func (d *Desk) Dismiss() {
	d.view.Trouble, d.view.Toast = nil, nil
	d.changed()
}

// failed shows an error; it reports whether there is one.
func (d *Desk) failed(err error) bool {
	if err == nil {
		d.view.Trouble = nil
		return false
	}
	d.view.Trouble = troubleOf(err)
	if d.view.Trouble.Code == "cancelled" {
		d.view.Trouble = nil // she knows: she did it
	}
	d.changed()
	return true
}

func troubleOf(err error) *Trouble {
	t := &Trouble{Code: office.CodeOf(err)}
	if e, ok := asError(err); ok {
		t.Args = e.Args
	}
	return t
}

func (d *Desk) say(key string, args map[string]any) {
	d.view.Toast = &Toast{Key: key, Args: args}
	d.changed()
}
