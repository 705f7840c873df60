package field

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/work"
	"sala/forms/act"
	"sala/forms/definition"
)

// Screen is one of the field's screens.
type Screen string

// The screens.
const (
	SignIn  Screen = "sign_in"
	List    Screen = "list"
	Subject Screen = "subject" // whom a new visit is about, and which form
	Visit   Screen = "visit"
)

// View is what the window shows.
type View struct {
	Screen   Screen
	Officers []act.Officer
	Officer  act.Officer
	Chosen   string // at sign-in
	Status   office.Status
	Wait     *work.Wait
	Code     string // of what went wrong
	Args     map[string]any
	Toast    string // the number of the petition that was just recorded

	Stops      []Stop
	ByDeadline bool
	Stop       *Stop // that is being visited; nil for a new one
	Query      string
	Hits       []office.Hit
	Visitor    *office.Visitor
	Services   []*definition.Form
	Page       formview.Page
	Checked    bool
}

// Title is where the laptop is, for the window's title.
func (v View) Title() string {
	title := "Sala field " + string(v.Screen)
	if v.Code != "" {
		title += " !" + v.Code
	}
	return title + " (" + strconv.Itoa(v.Status.Journal.Pending) + ")"
}

// Left returns how many stops are open, and how many are not.
func (v View) Left() (open, done int) {
	for _, s := range v.Stops {
		if s.State == ToDo || s.State == Begun {
			open++
		} else {
			done++
		}
	}
	return open, done
}

// Options are what a Field is made of.
type Options struct {
	Office  *office.Office
	Round   Round
	Runner  work.Runner
	Delay   func(time.Duration, func()) // runs a function later, on any goroutine
	Do      func(func())
	Changed func()
	Officer string
}

// Field is the presenter. Its methods are called on the screen's goroutine.
type Field struct {
	office  *office.Office
	round   Round
	run     work.Runner
	delay   func(time.Duration, func())
	do      func(func())
	changed func()
	stop    func()

	session *office.Session
	view    View
	filling *formview.Filling
}

// New returns a field at which nobody has signed in.
func New(o Options) *Field {
	f := &Field{office: o.Office, round: o.Round, run: o.Runner, delay: o.Delay, do: o.Do, changed: o.Changed}
	f.view = View{Screen: SignIn, Chosen: o.Officer, Status: office.Status{Profile: o.Office.Profile}}
	f.stop = o.Office.Subscribe(func(e office.Event) { f.do(func() { f.heard(e) }) })
	f.run.Run("", func(ctx context.Context) func() {
		list, err := f.office.Officers(ctx)
		return func() {
			f.view.Officers = list
			if f.view.Chosen == "" && len(list) > 0 {
				f.view.Chosen = list[0].ID
			}
			f.failed(err)
			f.changed()
		}
	})
	f.lookAround()
	return f
}

// View returns what is to be shown.
func (f *Field) View() View { return f.view }

// Close stops listening.
func (f *Field) Close() { f.stop() }

// Waiting is told by the runner what is being waited for.
func (f *Field) Waiting(w *work.Wait) { f.view.Wait = w; f.changed() }

func (f *Field) heard(e office.Event) {
	if e.Kind == office.CardInserted && f.view.Screen == Subject {
		f.ReadCard()
	}
	f.lookAround()
}

func (f *Field) lookAround() {
	f.run.Run("", func(ctx context.Context) func() {
		st, err := f.office.Status(ctx)
		return func() {
			if err == nil {
				f.view.Status = st
				f.changed()
			}
		}
	})
}

func (f *Field) failed(err error) bool {
	f.view.Code, f.view.Args = "", nil
	if err == nil {
		return false
	}
	f.view.Code = office.CodeOf(err)
	var e *office.Error
	if errors.As(err, &e) {
		f.view.Args = e.Args
	}
	f.changed()
	return true
}

// Dismiss takes the trouble off the screen.
func (f *Field) Dismiss() { f.failed(nil); f.view.Toast = ""; f.changed() }

// ChooseOfficer says who is about to sign in.
func (f *Field) ChooseOfficer(id string) { f.view.Chosen = id; f.failed(nil); f.changed() }

// SignInWith opens the session.
func (f *Field) SignInWith(password string) {
	who := f.view.Chosen
	f.run.Run("field.wait.sign_in", func(ctx context.Context) func() {
		s, err := f.office.SignIn(ctx, who, password)
		return func() {
			if f.failed(err) {
				return
			}
			f.session, f.view.Officer = s, s.Officer
			if f.round == nil {
				f.round = own{f.office, s}
			}
			f.ToList()
		}
	})
}

// ToList shows the work list.
func (f *Field) ToList() {
	if f.filling != nil {
		f.filling.Save(nil)
		f.filling = nil
	}
	f.view.Screen, f.view.Stop, f.view.Visitor, f.view.Page, f.view.Checked = List, nil, nil, formview.Page{}, false
	f.view.Query, f.view.Hits = "", nil
	f.failed(nil)
	f.changed()
	f.load()
}

func (f *Field) load() {
	round := f.round
	f.run.Run("field.wait.list", func(ctx context.Context) func() {
		stops, err := round.Stops(ctx)
		return func() {
			if f.failed(err) {
				return
			}
			f.view.Stops = stops
			f.sort()
			f.changed()
		}
	})
}

// SortByDeadline sorts the list by deadline, or by route.
func (f *Field) SortByDeadline(yes bool) {
	f.view.ByDeadline = yes
	f.sort()
	f.changed()
}

// sort puts what is open first, by route or by deadline.
func (f *Field) sort() {
	rank := func(s Stop) int {
		if s.State == ToDo || s.State == Begun {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(f.view.Stops, func(a, b Stop) int {
		due := strings.Compare(a.Due.String(), b.Due.String())
		if a.Due.IsZero() != b.Due.IsZero() {
			due = -due // what has no deadline comes last
		}
		if !f.view.ByDeadline {
			due = 0
		}
		return cmp.Or(rank(a)-rank(b), due, a.Order-b.Order)
	})
}

// Open begins or goes on with the visit of a stop.
func (f *Field) Open(id string) {
	i := slices.IndexFunc(f.view.Stops, func(s Stop) bool { return s.ID == id })
	if i < 0 {
		return
	}
	stop := f.view.Stops[i]
	f.view.Stop, f.view.Toast = &stop, ""
	s := f.session
	f.draft(func(ctx context.Context) (*office.Draft, *office.Visitor, error) {
		if stop.Petition != "" {
			d, err := s.Resume(ctx, stop.Petition)
			return d, nil, err
		}
		var v office.Visitor
		var err error
		if stop.Resident != "" {
			if v, err = s.Visit(ctx, stop.Resident, "field visit"); err != nil {
				return nil, nil, err
			}
		}
		d, err := s.Begin(ctx, stop.Form, v)
		return d, &v, err
	})
}

// draft opens a form and shows it.
func (f *Field) draft(open func(context.Context) (*office.Draft, *office.Visitor, error)) {
	f.run.Run("field.wait.form", func(ctx context.Context) func() {
		d, v, err := open(ctx)
		if err != nil {
			return func() { f.failed(err) }
		}
		page := formview.Of(d.Form, d.Sheet)
		return func() {
			f.view.Page, f.view.Checked, f.view.Screen = page, false, Visit
			if v != nil && v.Known {
				f.view.Visitor = v
			}
			var now *formview.Filling
			now = formview.Fill(d, formview.Screen{Runner: f.run, Do: f.do, Delay: f.delay, Session: func() *office.Session { return f.session },
				Shown: func(p formview.Page) {
					if f.filling == now {
						f.view.Page = p
						f.changed()
					}
				}, Failed: func(err error) { f.failed(err) }})
			f.filling = now
			f.failed(nil)
			f.changed()
		}
	})
}

// NewVisit asks whom a visit that is on no list is about.
func (f *Field) NewVisit() {
	f.view.Screen, f.view.Stop, f.view.Visitor, f.view.Toast = Subject, nil, nil, ""
	f.view.Services = nil
	for _, s := range f.session.Services() {
		f.view.Services = append(f.view.Services, s.Form)
	}
	f.changed()
}

// Find looks for a resident.
func (f *Field) Find(query string) {
	query = strings.TrimSpace(query)
	f.view.Query = query
	if query == "" {
		f.view.Hits = nil
		f.changed()
		return
	}
	s := f.session
	f.run.Run("field.wait.find", func(ctx context.Context) func() {
		hits, err := s.Find(ctx, query, 6)
		return func() {
			if f.view.Query == query && !f.failed(err) {
				f.view.Hits = hits
				f.changed()
			}
		}
	})
}

// ReadCard reads the card of the one who is visited.
func (f *Field) ReadCard() {
	s := f.session
	f.run.Run("field.wait.card", func(ctx context.Context) func() {
		card, err := s.ReadCard(ctx, nil)
		var v office.Visitor
		if err == nil {
			v, err = s.Identify(ctx, card)
		}
		return func() {
			if !f.failed(err) {
				f.view.Visitor = &v
				f.changed()
			}
		}
	})
}

// About says whom the visit is about.
func (f *Field) About(resident, purpose string) {
	s := f.session
	f.run.Run("field.wait.find", func(ctx context.Context) func() {
		v, err := s.Visit(ctx, resident, purpose)
		return func() {
			if !f.failed(err) {
				f.view.Visitor = &v
				f.changed()
			}
		}
	})
}

// Choose opens a form for the one whom the visit is about.
func (f *Field) Choose(form string) {
	s := f.session
	var v office.Visitor
	if f.view.Visitor != nil {
		v = *f.view.Visitor
	}
	f.draft(func(ctx context.Context) (*office.Draft, *office.Visitor, error) {
		d, err := s.Begin(ctx, form, v)
		return d, &v, err
	})
}

// Answer, AddRow and RemoveRow change the form.
func (f *Field) Answer(path string, value any) {
	if f.filling != nil {
		f.filling.Answer(path, value)
	}
}

// AddRow adds a row to a group.
func (f *Field) AddRow(path string) {
	if f.filling != nil {
		f.filling.AddRow(path)
	}
}

// RemoveRow removes one.
func (f *Field) RemoveRow(row string) {
	if f.filling != nil {
		f.filling.RemoveRow(row)
	}
}

// Finish hands the form in, unless something is wrong with it.
func (f *Field) Finish() {
	now, s, stop, round := f.filling, f.session, f.view.Stop, f.round
	if now == nil {
		return
	}
	now.Save(func(p formview.Page) {
		f.view.Checked = true
		if len(p.Wrong()) > 0 {
			f.changed()
			return
		}
		f.run.Run("field.wait.submit", func(ctx context.Context) func() {
			made, err := s.Submit(ctx, now.Draft)
			if err == nil && stop != nil {
				err = round.Mark(ctx, stop.ID, Done, made.ID)
			}
			return func() {
				if f.failed(err) {
					return
				}
				f.filling = nil
				f.ToList()
				f.view.Toast = made.Number
				f.changed()
			}
		})
	})
}

// End ends the visit of a stop without a form.
func (f *Field) End(s State) {
	stop, round := f.view.Stop, f.round
	if stop == nil {
		return
	}
	f.run.Run("field.wait.submit", func(ctx context.Context) func() {
		err := round.Mark(ctx, stop.ID, s, "")
		return func() {
			if !f.failed(err) {
				f.ToList()
			}
		}
	})
}
