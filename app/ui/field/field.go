package field

import (
	"context"
	"errors"
	"strconv"
	"time"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/gate"
	"sala/app/ui/kept"
	"sala/app/ui/look"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/forms/act"
	"sala/forms/chart"
	"sala/forms/definition"
	"sala/forms/register"
)

// Screen is one of the field's screens.
type Screen string

// The screens.
const (
	SignIn   Screen = "sign_in"
	Outing   Screen = "outing" // what is to be taken out
	List     Screen = "list"
	Subject  Screen = "subject" // whom a new visit is about, and which form
	Visit    Screen = "visit"
	Done     Screen = "done"   // what can be handed over at once
	Ending   Screen = "ending" // why a visit ends without a form
	Overlaps Screen = "overlaps"
	Back     Screen = "back" // bringing the laptop back
	Mine     Screen = "mine" // the officer's PIN, and the way out
)

// View is what the window shows.
type View struct {
	Screen   Screen
	SignIn   gate.Asked
	Officer  act.Officer
	Status   office.Status
	Wait     *work.Wait
	Code     string // of what went wrong
	Args     map[string]any
	Toast    string // the number of the petition that was just recorded
	Told     string // a key of the words: what was just done
	Warnings []office.Warning
	Look     Look // that was chosen, zero where nobody did

	Goes     bool // this station goes out
	Carried  office.Carried
	Out      bool // something is taken out
	Plan     office.OutPlan
	Planned  bool
	Choice   Choice
	Progress Progress

	Stops      []Stop
	Loaded     bool // Stops are what there is
	ByDeadline bool
	Mapped     bool // the list is shown as a map
	Here       office.Fix
	Located    bool   // Here is known
	Stop       *Stop  // that is being visited; nil for a new one
	Latest     string // the stop that was open last, "" none
	End        office.VisitEnd
	Spot       Spot

	Query    string
	Hits     []office.Hit
	Visitor  *office.Visitor
	Services []*definition.Form
	Page     formview.Page
	Checks   int // how often the form was checked since it was opened
	Scan     Scan
	Overlaps []office.Overlap
	Purse    Purse
	Kept     []office.Kept // what central set aside for other reasons
}

// Title is where the laptop is, for the window's title, with how many answers a
// form lacks and how often it was checked.
func (v View) Title() string {
	title := "Sala field " + string(v.Screen)
	if v.Screen == Visit && v.Checks > 0 {
		title += " ?" + strconv.Itoa(len(v.Page.Wrong())) + "/" + strconv.Itoa(v.Checks)
	}
	if v.Code != "" {
		title += " !" + v.Code
	}
	return title + " (" + strconv.Itoa(v.Status.Journal.Pending) + ")"
}

// Left returns how many stops are open, and how many are not.
func (v View) Left() (open, done int) {
	for _, s := range v.Stops {
		if s.State.Open() {
			open++
		} else {
			done++
		}
	}
	return open, done
}

// Options are what a Field is made of.
type Options struct {
	Office   *office.Office
	Files    Files    // nil where no photo can be chosen
	Verifier Verifier // nil where no seal can be checked
	Runner   work.Runner
	Keeper   work.Runner                 // keeps what is typed; nil is the Runner
	Delay    func(time.Duration, func()) // runs a function later, on any goroutine
	Do       func(func())
	Changed  func()
	Officer  string
	Language string
	Look     Look // that the command line says, zero where it says nothing
}

// Files is where photos and scans are chosen from: a folder of the camera's or a
// stick.
type Files interface {
	// List returns what is in a folder, "" where to begin.
	List(ctx context.Context, folder string) (office.Folder, error)
	Read(ctx context.Context, path string) (office.File, error)
}

// Field is the presenter. Its methods are called on the screen's goroutine.
type Field struct {
	office   *office.Office
	files    Files
	verifier Verifier
	run      work.Runner
	keeper   work.Runner
	delay    func(time.Duration, func())
	do       func(func())
	changed  func()
	stop     func()
	session  *office.Session // of who is at the laptop, or was the last
	attended bool            // she is signed in and has not locked it
	shift    int             // how many officers have begun here
	touched  time.Time
	before   Screen // where the officer came from to what is her own
	language string
	view     View
	filling  *formview.Filling
	texts    *kept.Texts
	glass    *gate.Glass
	chosen   *look.Chosen
	turning  *turn  // to a page that is on its way, nil none
	reading  *turn  // of the list, the last that was begun; nil none that counts
	stale    bool   // more has come since that was begun
	at       string // the question that has the keyboard, "" none
}

// turn is one turning of the page that takes a while: a key that is held down
// turns it once. It is no empty struct, for all of those may have one address.
type turn struct{ _ byte }

// New returns a field at which nobody has signed in.
func New(o Options) *Field {
	f := &Field{office: o.Office, files: o.Files, verifier: o.Verifier, keeper: o.Keeper, delay: o.Delay, do: o.Do, changed: o.Changed, language: o.Language}
	f.run = shifts{f, o.Runner}
	if f.keeper == nil {
		f.keeper = o.Runner
	}
	failed := func(err error) { f.failed(err) }
	f.texts = kept.New(f.keeper, failed)
	f.glass = gate.NewGlass(o.Office, f.run, f.keeper, failed, func() { f.view.SignIn.Recalled++; f.changed() })
	f.chosen = look.New(theme.Field, o.Look, f.keeper, failed)
	f.view = View{Screen: List, Look: f.chosen.Look(), Status: office.Status{Profile: o.Office.Profile}, Goes: o.Office.GoesOut(), Choice: Choice{Days: usualDays}}
	f.view.SignIn.Officer = o.Officer
	f.stop = o.Office.Subscribe(func(e office.Event) { f.do(func() { f.heard(e) }) })
	f.listOfficers()
	f.lookAround()
	return f
}

// usualDays is for how long a laptop goes out when nobody says otherwise.
const usualDays = 5

// View returns what is to be shown.
func (f *Field) View() View {
	if !f.attended {
		return f.view.unattended()
	}
	return f.view
}

// Close stops listening.
func (f *Field) Close() { f.stop() }

// Waiting is told by the runner what is being waited for.
func (f *Field) Waiting(w *work.Wait) { f.view.Wait = w; f.changed() }

// Speak says in which language names are shown.
func (f *Field) Speak(language string) {
	again := f.language != language && f.attended
	f.language = language
	if again {
		f.load()
	}
}

func (f *Field) heard(e office.Event) {
	switch {
	case !f.attended:
	case e.Kind == office.CardInserted && f.view.Screen == Subject:
		f.Touch()
		f.ReadCard()
	case e.Kind == office.SymbolRead:
		f.Touch()
		f.scanned(e)
	case e.Kind == office.SyncChanged || e.Kind == office.OutingChanged:
		f.news()
	}
	f.lookAround()
}

// lookAround asks how the station is, where it stands and what it carries.
func (f *Field) lookAround() {
	f.run.Run("", func(ctx context.Context) func() {
		st, err := f.office.Status(ctx)
		carried, none := f.office.Carried(ctx)
		here, lost := f.office.Where(ctx)
		warnings := f.office.Warnings()
		return func() {
			if err == nil {
				f.view.Status = st
			}
			f.view.Carried, f.view.Out = carried, none == nil
			f.view.Here, f.view.Located = here, lost == nil
			f.view.Warnings = warnings
			f.changed()
		}
	})
}

// lookAtMachine asks for the battery and the disk, past what is waited for.
func (f *Field) lookAtMachine() {
	f.keeper.Run("", func(context.Context) func() {
		warnings := f.office.Warnings()
		return func() { f.view.Warnings = warnings; f.changed() }
	})
}

func (f *Field) failed(err error) bool {
	f.view.Code, f.view.Args = "", nil
	if err == nil {
		return false
	}
	f.view.Code, f.view.Told = office.CodeOf(err), ""
	var e *office.Error
	if errors.As(err, &e) {
		f.view.Args = e.Args
	}
	f.changed()
	return true
}

// Dismiss takes the trouble off the screen.
func (f *Field) Dismiss() { f.failed(nil); f.view.Toast, f.view.Told = "", ""; f.changed() }

// later does something on the screen's goroutine after a while.
func (f *Field) later(after time.Duration, do func()) { f.delay(after, func() { f.do(do) }) }

// leave forgets the form that is open; what was typed stays in its draft.
func (f *Field) leave() {
	if f.filling != nil {
		f.filling.Leave()
		f.filling = nil
	}
	f.turning, f.at, f.view.Scan.Verdict = nil, "", nil
	if f.view.Stop != nil {
		f.view.Latest = f.view.Stop.ID
	}
	f.view.Stop, f.view.Visitor, f.view.Page, f.view.Checks = nil, nil, formview.Page{}, 0
	f.view.Query, f.view.Hits, f.view.End = "", nil, office.VisitEnd{}
	f.failed(nil)
}

// whereabouts is where the officer stands, as far as the receiver knows.
func (f *Field) whereabouts() office.Whereabouts {
	if !f.view.Located {
		return office.Whereabouts{}
	}
	return office.Whereabouts{Point: f.view.Here.Point, Accuracy: f.view.Here.Accuracy}
}

// Away returns how far a stop is, in metres, and false when nobody knows.
func (v View) Away(s Stop) (float64, bool) {
	if !v.Located {
		return 0, false
	}
	return office.Stop{Visit: register.Visit{Position: s.Position}}.Away(v.Here.Point)
}

// stride is how far the officer goes, in metres, before the distances in the list
// are said anew.
const stride = 50

// movedSince reports whether the officer is elsewhere than in an earlier View, so
// far that the distances in the list are others.
func (v View) movedSince(before View) bool {
	return v.Located != before.Located || v.Located && chart.Distance(before.Here.Point, v.Here.Point) > stride
}
