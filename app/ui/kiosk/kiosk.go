package kiosk

import (
	"context"
	"errors"
	"time"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/work"
	"sala/forms/definition"
	"sala/forms/petition"
)

// Page is one of the kiosk's pages.
type Page string

// The pages, in their order.
const (
	Welcome  Page = "welcome" // the language
	Services Page = "services"
	Insert   Page = "insert"
	Confirm  Page = "confirm" // is it you?
	Question Page = "question"
	Review   Page = "review"
	Payment  Page = "payment"
	Officer  Page = "officer" // an officer takes the fee at the kiosk
	Printing Page = "printing"
	Take     Page = "take" // your card, your paper
	Ticket   Page = "ticket"
	Goodbye  Page = "goodbye"
)

// Time limits. Any key or touch gives all of it again.
const (
	patience = 60 * time.Second // until it asks whether somebody is still there
	mercy    = 20 * time.Second // from there until everything is wiped
	farewell = 8 * time.Second  // the last page
)

// View is what the kiosk shows.
type View struct {
	Page     Page
	Language string
	Services []office.Service
	Chosen   *definition.Form
	Visitor  *office.Visitor
	Reading  string  // the part of the card that is being read
	Read     float32 // how much of the card was read, 0 to 1
	Form     formview.Page
	Path     string // of the question that is asked
	At, Of   int    // its place among the questions
	Checked  bool   // what is wrong with the answer is shown
	Petition petition.Petition
	Inserted int64 // of the fee, so far
	Step     office.Step
	Issued   *office.Issued
	CardIn   bool   // the card is in the reader still
	Code     string // of what went wrong, "" nothing
	Args     map[string]any
	Help     bool
	Left     int // seconds until everything is wiped, 0 while there is time
	Wait     *work.Wait
	Officers []string // IDs of those who may take a fee
	Status   office.Status
}

// Kiosk is the presenter. Its methods are called on the screen's goroutine.
type Kiosk struct {
	office  *office.Office
	run     work.Runner
	do      func(func())
	now     func() time.Time
	changed func()
	till    Till
	stop    func()

	view    View
	visit   *visit
	touched time.Time
}

// visit is one citizen's time at the kiosk; a wipe makes a new one, and whatever
// ends for an old one is thrown away. The draft belongs to the runner.
type visit struct {
	session *office.Session
	draft   *office.Draft
	cancel  context.CancelFunc // of a payment
	asked   []string           // the questions that were asked, in order
}

// Options are what a Kiosk is made of.
type Options struct {
	Office  *office.Office
	Runner  work.Runner
	Do      func(func())
	Now     func() time.Time // for the time limits
	Changed func()
	Till    Till
}

// New returns a kiosk that waits for somebody.
func New(o Options) *Kiosk {
	k := &Kiosk{office: o.Office, run: o.Runner, do: o.Do, now: o.Now, changed: o.Changed, till: o.Till}
	k.stop = o.Office.Subscribe(func(e office.Event) { k.do(func() { k.heard(e) }) })
	k.Wipe()
	return k
}

// View returns what is to be shown.
func (k *Kiosk) View() View { return k.view }

// Title is where the kiosk is, for the window's title.
func (v View) Title() string {
	title := "Sala kiosk " + string(v.Page)
	if v.Path != "" && v.Page == Question {
		title += "/" + v.Path
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

// Wipe forgets the citizen: a draft is withdrawn, everything else dropped.
func (k *Kiosk) Wipe() {
	if v := k.visit; v != nil {
		if v.cancel != nil {
			v.cancel()
		}
		k.forget(v)
	}
	k.visit = &visit{session: k.office.Kiosk()}
	k.view = View{Page: Welcome, CardIn: k.view.CardIn, Status: k.view.Status}
	k.touched = k.now()
	k.lookAround()
	k.changed()
}

// forget withdraws what was begun and not handed in.
func (k *Kiosk) forget(v *visit) {
	if v.draft == nil {
		return
	}
	k.run.Run("", func(ctx context.Context) func() {
		if v.draft.Petition.State == petition.Drafted {
			_, _ = v.session.Withdraw(ctx, v.draft.Petition, "left the kiosk") // it stays a draft when the disk fails: the desk sees it
		}
		return nil
	})
}

func (k *Kiosk) lookAround() {
	k.run.Run("", func(ctx context.Context) func() {
		st, err := k.office.Status(ctx)
		return func() {
			if err == nil {
				k.view.Status = st
				k.changed()
			}
		}
	})
}

// Touch says that somebody is there.
func (k *Kiosk) Touch() {
	k.touched = k.now()
	if k.view.Left > 0 {
		k.view.Left = 0
		k.changed()
	}
}

// Tick is called every second: it warns, and at last wipes.
func (k *Kiosk) Tick() {
	idle := k.now().Sub(k.touched)
	switch {
	case k.view.Page == Welcome && k.view.Language == "" && !k.view.Help:
		return
	case k.view.Page == Printing && k.view.Step != "" || k.view.Inserted > 0 && k.view.Page == Payment:
		k.touched = k.now() // paper or money is on its way
		return
	case k.view.Page == Goodbye && idle >= farewell, idle >= patience+mercy:
		k.Wipe()
		return
	}
	left := 0
	if idle >= patience && k.view.Page != Goodbye {
		left = int((patience + mercy - idle).Seconds())
	}
	if left != k.view.Left {
		k.view.Left = left
		k.changed()
	}
}

func (k *Kiosk) heard(e office.Event) {
	switch e.Kind {
	case office.CardInserted:
		k.view.CardIn = true
		k.Touch()
		if k.view.Page == Insert {
			k.ReadCard()
		}
	case office.CardRemoved:
		k.view.CardIn = false
		if k.view.Page == Take {
			k.Leave()
			return
		}
		k.changed()
	case office.DeviceChanged:
		k.lookAround()
	}
}

// show goes to a page.
func (k *Kiosk) show(p Page) {
	k.view.Page, k.view.Help = p, false
	k.Touch()
	k.changed()
}

func (k *Kiosk) failed(err error) bool {
	k.view.Code, k.view.Args = "", nil
	if err == nil {
		return false
	}
	k.view.Code = office.CodeOf(err)
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
		k.view.Services = k.visit.session.Services()
		k.show(Services)
		return
	}
	k.changed()
}

// Choose chooses a service.
func (k *Kiosk) Choose(form string) {
	f, ok := k.office.Forms.Form(form)
	if !ok {
		return
	}
	k.view.Chosen = f
	k.show(Insert)
	if k.view.CardIn {
		k.ReadCard()
	}
}

// ReadCard reads the card in the reader.
func (k *Kiosk) ReadCard() {
	if k.view.Reading != "" {
		return
	}
	v := k.visit
	k.failed(nil)
	k.view.Reading, k.view.Read = "text", 0
	k.changed()
	k.run.Run("", func(ctx context.Context) func() {
		card, err := v.session.ReadCard(ctx, func(part string, done, total int) {
			k.do(func() {
				if k.visit == v && k.view.Reading != "" {
					k.view.Reading, k.view.Read = part, cardShare(part, done, total)
					k.changed()
				}
			})
		})
		var who office.Visitor
		if err == nil {
			who, err = v.session.Identify(ctx, card)
		}
		return func() {
			if k.visit != v {
				return
			}
			k.view.Reading = ""
			if k.failed(err) {
				return
			}
			k.view.CardIn = true
			k.view.Visitor = &who
			k.show(Confirm)
		}
	})
}

// cardShare says how much of a card was read: the photo is most of it.
func cardShare(part string, done, total int) float32 {
	const text = 0.15
	share := float32(done) / float32(max(total, 1))
	if part == "photo" {
		return text + (1-text)*share
	}
	return text * share
}

// Help shows or hides the help of the page.
func (k *Kiosk) Help() {
	k.view.Help = !k.view.Help
	k.Touch()
	k.changed()
}

// Dismiss takes a trouble off the page.
func (k *Kiosk) Dismiss() { k.failed(nil); k.Touch(); k.changed() }
