package kiosk

import (
	"context"
	"errors"
	"time"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/work"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/petition"
)

// Page is one of the kiosk's pages.
type Page string

// The pages, in their order.
const (
	Closed   Page = "closed"  // out of service, or outside of its hours
	Welcome  Page = "welcome" // the language
	Services Page = "services"
	Insert   Page = "insert"
	Confirm  Page = "confirm" // is it you?
	PIN      Page = "pin"     // of the card, where the service asks for it
	Question Page = "question"
	Review   Page = "review"
	Payment  Page = "payment"
	Officer  Page = "officer"  // an officer takes the fee at the kiosk
	Document Page = "document" // what will be printed, for whoever listens
	Printing Page = "printing"
	Take     Page = "take" // your card, your paper
	Ticket   Page = "ticket"
	Goodbye  Page = "goodbye"
	Staff    Page = "staff" // for those who look after the machine
)

// Time limits. Any key or touch gives all of it again.
const (
	usual    = 60 * time.Second // until it asks whether somebody is still there, where the office says nothing else
	mercy    = 20 * time.Second // from there until everything is wiped
	farewell = 8 * time.Second  // the last page
	alarm    = 5 * time.Second  // between two reminders of a card or paper that was left
	reminded = 60 * time.Second // until a card that nobody takes is nobody's
	glance   = 30 * time.Second // between two looks at hours and devices while nobody is here
)

// View is what the kiosk shows.
type View struct {
	Page     Page
	Language string
	Services []office.Service
	Events   []office.LifeEvent
	Way      Way    // in which a service is looked for
	Narrowed string // the letter or life event that was chosen on the way, "" none yet
	Chosen   *definition.Form
	Visitor  *office.Visitor
	Tries    int     // of the PIN that the card has left; 0 not known
	Reading  string  // the part of the card that is being read
	Read     float32 // how much of its texts was read, 0 to 1
	Form     formview.Page
	Path     string // of the question that is asked
	At, Of   int    // its place among the questions
	Checked  bool   // what is wrong with the answer is shown
	Petition petition.Petition
	Filed    []petition.Petition // by the life event that was handed in
	Paying   *office.Paying      // while the machine takes money; nil when it does not
	Why      string              // code of why it goes to the desk, "" it does not
	OnPaper  bool                // the ticket was printed
	Receipt  bool                // that of the fee was printed
	Unproven bool                // the fee was taken, and its receipt could not be printed
	Change   fee.Money           // that the machine gave; zero none
	Returned fee.Money           // what came back of a payment that came to nothing; zero nothing did
	ToCard   bool                // to the card that was paid with
	Lines    []string            // of the certificate, as it is read out
	Till     bool                // the machine takes money
	Cards    bool                // there is a card terminal
	Papers   bool                // a passport can be laid on a reader
	Scanner  bool                // a ticket can be shown
	Shown    bool                // a ticket was shown; its petition goes on when its holder's card was read
	Alarms   int                 // reminders of what was left, so far
	Stale    bool                // the card in the reader is of somebody who has gone
	Unlocked bool                // an administrator stands here
	Stopped  bool                // taken out of service
	Out      string              // why nobody can be served now: one of office.Out…; "" when somebody can
	Offline  bool                // central was not reached when it was last tried
	// Elsewhere says where to go when the kiosk is closed, by language.
	Elsewhere map[string]string
	Step      office.Step
	Issued    *office.Issued
	CardIn    bool   // the card is in the reader still
	Code      string // of what went wrong, "" nothing
	Args      map[string]any
	Help      bool
	Refused   int // how often it did not go on
	Left      int // seconds until everything is wiped, 0 while there is time
	Guest     int // counts those who came: what made it easier to use is for one of them
	Wait      *work.Wait
	Officers  []string // IDs of those who may take a fee
	Status    office.Status
}

// Kiosk is the presenter. Its methods are called on the screen's goroutine.
type Kiosk struct {
	office  *office.Office
	run     work.Runner
	do      func(func())
	now     func() time.Time
	changed func()
	stop    func()
	ended   func()
	quit    func()
	aloud   func() bool
	reading func() bool

	view    View
	visit   *visit
	touched time.Time
	alarmed time.Time
	looked  time.Time
	taps    []time.Time // on the office's name
	stained bool        // what was left open told of somebody
	told    bool        // the office was told of the card in the reader
	begun   bool        // somebody came since the last guest had gone
	staff   *office.Session
}

// visit is one citizen's time at the kiosk; a wipe makes a new one, and whatever
// ends for an old one is thrown away. The draft belongs to the runner.
type visit struct {
	session *office.Session
	draft   *office.Draft
	cancel  context.CancelFunc // of a payment
	handing bool               // the petition is on its way to the desk: nobody pays it here
	reading *reading           // of a card, nil while none is read
	known   bool               // somebody was identified
	card    bool               // by the card that is in the reader
	last    string             // the petition that came to its end
}

// Options are what a Kiosk is made of.
type Options struct {
	Office  *office.Office
	Runner  work.Runner
	Do      func(func())
	Now     func() time.Time // for the time limits
	Changed func()
	// Recovered says that what a kiosk that died left open was ended before.
	Recovered bool
	Ended     func()      // somebody who was identified has gone, and the first page is shown; may be nil
	Quit      func()      // leaves the program; may be nil
	Aloud     func() bool // whether pages are read; nil never
	Reading   func() bool // whether one is being read now; nil never
}

// New returns a kiosk that waits for somebody.
func New(o Options) *Kiosk {
	k := &Kiosk{office: o.Office, run: o.Runner, do: o.Do, now: o.Now, changed: o.Changed, ended: o.Ended, quit: o.Quit, aloud: o.Aloud, reading: o.Reading}
	for _, f := range []*func(){&k.ended, &k.quit} {
		if *f == nil {
			*f = func() {}
		}
	}
	for _, f := range []*func() bool{&k.aloud, &k.reading} {
		if *f == nil {
			*f = func() bool { return false }
		}
	}
	if !o.Recovered {
		k.recover()
	}
	k.recall()
	k.stop = o.Office.Subscribe(func(e office.Event) { k.do(func() { k.heard(e) }) })
	k.Wipe()
	return k
}

// recover ends what a kiosk that died left open. It comes to know whose that was.
func (k *Kiosk) recover() {
	k.run.Run("", func(ctx context.Context) func() {
		n, err := k.office.Kiosk().Recover(ctx) // what cannot be seen to now is at the next start
		return func() {
			if n == 0 || err != nil { // with err it would begin anew for ever
				return
			}
			if k.stained = true; k.waiting() {
				k.Wipe()
			}
		}
	})
}

// View returns what is to be shown.
func (k *Kiosk) View() View { return k.view }

// Title is where the kiosk is, for the window's title.
func (v View) Title() string {
	title := "Sala kiosk " + string(v.Page)
	if v.Path != "" && v.Page == Question {
		title += "/" + v.Path
	}
	if v.Unlocked {
		title += " open"
	}
	if v.Left > 0 {
		title += " idle"
	}
	if v.Code != "" {
		title += " !" + v.Code
	}
	return title
}

// Close stops listening.
func (k *Kiosk) Close() { k.stop() }

// Waiting is told by the runner what is being waited for.
func (k *Kiosk) Waiting(w *work.Wait) { k.view.Wait = w; k.changed() }

// Wipe forgets the citizen: what was begun is ended, everything else dropped.
func (k *Kiosk) Wipe() {
	k.view.Guest++
	k.StartAgain()
	k.begun = false
}

// StartAgain is Wipe for somebody who stays: she goes on hearing, and seeing it large.
// When she has gone, that ends on the first page.
func (k *Kiosk) StartAgain() {
	v := k.visit
	if v != nil {
		if v.cancel != nil {
			v.cancel()
		}
		k.putDown()
		k.forget(v)
	}
	k.view.blank()
	stale := k.view.CardIn && (k.view.Stale || v != nil && v.known)
	k.visit, k.staff = &visit{session: k.office.Kiosk()}, nil
	k.view = View{Page: k.first(k.view.Services), CardIn: k.view.CardIn, Stale: stale, Status: k.view.Status, Services: k.view.Services, Events: k.view.Events, Stopped: k.view.Stopped, Out: k.view.Out, Offline: k.view.Offline, Guest: k.view.Guest, Till: k.office.HasTill(), Cards: k.office.HasTerminal(), Papers: k.office.Documents, Scanner: k.office.Scanner, Elsewhere: k.office.KioskRules.Elsewhere}
	k.touched, k.begun = k.now(), true
	k.lookAround()
	k.changed()
	if v != nil && (v.known || k.stained) {
		k.run.Run("", func(context.Context) func() { return k.ended }) // after all that was begun
	}
}

// blank overwrites what can be overwritten of a person: the photo. Words are
// strings, which Go cannot overwrite; they go with the process (see Options.Ended).
func (v View) blank() {
	if v.Visitor != nil && v.Visitor.Card != nil {
		clear(v.Visitor.Card.Photo)
	}
}

// first is the page before anybody has come.
func (k *Kiosk) first(services []office.Service) Page {
	if k.view.Out != "" {
		return Closed
	}
	for _, s := range services {
		if s.Why != office.WhyClosed {
			return Welcome
		}
	}
	if len(services) == 0 && !k.view.Stopped {
		return Welcome
	}
	return Closed
}

// forget ends what was begun: see office.Session.LeaveKiosk.
func (k *Kiosk) forget(v *visit) {
	id := k.view.Petition.ID
	if v.draft != nil {
		id = v.draft.Petition.ID
	}
	if id == "" || k.view.Shown {
		return
	}
	k.leave(v.session, id)
}

func (k *Kiosk) leave(s *office.Session, id string) {
	s = s.For(k.view.Language) // it may print a ticket
	k.run.Run("", func(ctx context.Context) func() {
		_, _ = s.LeaveKiosk(ctx, id) // what fails now is seen to at the next start
		return nil
	})
}

// lookAround looks at the devices, the network and the hours.
func (k *Kiosk) lookAround() {
	k.looked = k.now()
	k.run.Run("", func(ctx context.Context) func() {
		st, err := k.office.Status(ctx)
		var services []office.Service
		if err == nil {
			services, err = k.office.Kiosk().KioskServices(ctx)
		}
		events := k.office.Kiosk().LifeEvents(services)
		out := k.office.KioskOut(st)
		return func() {
			if k.view.Out = out; err != nil {
				k.view.Out = office.OutStore
			} else {
				k.view.Status, k.view.Services, k.view.Events, k.view.Stopped = st, services, events, out == office.OutStopped
				if light := st.Lamps.Network.Light; light != office.LightBusy { // while it is tried nothing new is known
					k.view.Offline = light == office.LightWarn || light == office.LightBad
				}
			}
			if k.waiting() {
				k.view.Page = k.first(services)
				if st.Lamps.Reader.Code == office.ReaderCard && !k.view.CardIn {
					k.view.CardIn, k.view.Stale = true, true // it was told of before anybody listened
				}
			}
			k.changed()
		}
	})
}

// waiting reports whether nobody is here.
func (k *Kiosk) waiting() bool {
	return (k.view.Page == Welcome || k.view.Page == Closed) && k.view.Language == "" && !k.view.Help
}

// Touch says that somebody is there.
func (k *Kiosk) Touch() {
	k.touched, k.begun = k.now(), true
	if k.view.Left > 0 {
		k.view.Left = 0
		k.changed()
	}
}

// patience is how long it waits until it asks whether somebody is still there.
func (k *Kiosk) patience() time.Duration {
	if s := k.office.KioskRules.Patience; s > 0 {
		return time.Duration(s) * time.Second
	}
	return usual
}

// Tick is called every second: it warns, and at last wipes.
func (k *Kiosk) Tick() {
	now := k.now()
	if k.reading() && k.view.Left == 0 && k.view.Page != Take && k.view.Page != Goodbye {
		k.touched = now // who listens to a long paper presses nothing meanwhile
	}
	idle, patience := now.Sub(k.touched), k.patience()
	switch {
	case k.waiting():
		if k.view.Code != "" && idle >= patience {
			k.Wipe() // a ticket that was none does not greet the next person
		}
		if k.begun && idle >= patience {
			k.begun = false
			k.view.Guest++
			k.changed()
		}
		if k.view.CardIn && !k.told && idle >= patience {
			k.remind(now) // she may have begun again, and gone
		}
		if now.Sub(k.looked) >= glance {
			k.lookAround()
			k.attend(idle)
		}
		return
	case k.view.Page == Printing && k.view.Step != "":
		k.touched = now // paper is on its way
		return
	case k.view.Page == Goodbye && k.view.CardIn && idle < reminded:
		k.remind(now)
		return
	case k.view.Paying != nil && idle >= patience+mercy:
		k.GiveUp() // first the money comes back, then all is wiped
		return
	case k.view.Page == Goodbye && idle >= farewell, idle >= patience+mercy:
		k.abandon()
		return
	case k.view.Page == Take && idle >= patience/2:
		k.remind(now)
	}
	left := 0
	if idle >= patience && k.view.Page != Goodbye {
		left = int((patience + mercy - idle).Seconds())
		if k.view.CardIn && !k.view.Stale {
			k.remind(now) // she may have gone without it
		}
	}
	if left != k.view.Left {
		k.view.Left = left
		k.changed()
	}
}

// remind reminds of a card or paper that was left.
func (k *Kiosk) remind(now time.Time) {
	if now.Sub(k.alarmed) < alarm {
		return
	}
	k.alarmed = now
	k.view.Alarms++
	k.changed()
}

func (k *Kiosk) heard(e office.Event) {
	switch e.Kind {
	case office.CardInserted:
		if k.view.CardIn, k.view.Stale = true, e.There; e.There {
			k.changed()
			return
		}
		k.Touch()
		if k.view.Page == Insert {
			k.ReadCard()
		}
	case office.CardRemoved:
		k.view.CardIn, k.view.Stale, k.visit.card = false, false, false
		k.taken()
		k.changed()
	case office.DocumentRead, office.SymbolRead:
		k.shown(e)
	case office.DeviceChanged:
		k.lookAround()
	}
}

// show goes to a page.
func (k *Kiosk) show(p Page) {
	k.view.Page, k.view.Help = p, false
	if p != Payment {
		k.view.Paying = nil
	}
	k.Touch()
	k.changed()
}

func (k *Kiosk) failed(err error) bool {
	k.view.Code, k.view.Args = "", nil
	if err == nil {
		return false
	}
	k.view.Code = office.CodeOf(err)
	k.view.Refused++
	var e *office.Error
	if errors.As(err, &e) {
		k.view.Args = e.Args
	}
	k.changed()
	return true
}

// Speak chooses the language.
func (k *Kiosk) Speak(language string) {
	k.view.Language = language
	if k.view.Page == Welcome {
		k.show(Services)
		return
	}
	k.changed()
}

// Choose chooses a service.
func (k *Kiosk) Choose(form string) {
	if k.view.Page != Services {
		return
	}
	for _, s := range k.view.Services {
		if s.Form.ID != form || s.Why == office.WhyClosed {
			continue
		}
		k.want(s.Form, s.Why)
		return
	}
}

// want goes on with what was chosen: to the card, which may be in.
func (k *Kiosk) want(form *definition.Form, why string) {
	k.view.Chosen, k.view.Why = form, why
	k.show(Insert)
	if k.view.CardIn && !k.view.Stale {
		k.ReadCard()
	}
}

// Help shows or hides the help of the page.
func (k *Kiosk) Help() {
	k.view.Help = !k.view.Help
	k.Touch()
	k.changed()
}

// Dismiss takes a trouble off the page.
func (k *Kiosk) Dismiss() { k.failed(nil); k.Touch(); k.changed() }
