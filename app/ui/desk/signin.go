package desk

import (
	"context"
	"errors"
	"strings"

	"sala/app/office"
	"sala/app/ui/gate"
	"sala/app/ui/theme"
	"sala/forms/act"
)

func asError(err error) (*office.Error, bool) {
	var e *office.Error
	return e, errors.As(err, &e)
}

func (d *Desk) listOfficers() {
	d.run.Run("desk.wait.officers", func(ctx context.Context) func() {
		list, err := d.office.Officers(ctx)
		last, unread := d.office.LastAppearance(ctx, string(theme.Desk))
		return func() {
			d.chosen.Last(last)
			d.view.Look = d.chosen.Look()
			if d.failed(err) {
				return
			}
			d.view.SignIn.Officers = list
			if d.view.SignIn.Officer == "" && len(list) > 0 {
				d.view.SignIn.Officer = list[0].ID
			}
			d.choose(d.view.SignIn.Officer)
			d.failed(unread)
			d.changed()
		}
	})
}

// ChooseLook takes what somebody chose of how the window looks, zero what she did
// not: it is hers from then on.
func (d *Desk) ChooseLook(l Look) {
	d.chosen.Choose(l)
	d.view.Look = d.chosen.Look()
	d.changed()
}

// ChooseOfficer says who is about to sign in.
func (d *Desk) ChooseOfficer(id string) {
	d.choose(id)
	d.view.Trouble = nil
	d.changed()
}

// choose remembers the officer, and what was typed if she is behind glass.
func (d *Desk) choose(id string) {
	d.view.SignIn.Choose(d.office, id)
	d.glass.Choose(d.view.SignIn)
}

// SignInWith opens the session of the chosen officer, by password, or by the PIN
// that she chose earlier in the day.
func (d *Desk) SignInWith(secret string) {
	asked := d.view.SignIn
	d.openSession(func(ctx context.Context) (*office.Session, error) { return asked.Open(ctx, d.office, secret) })
}

// BreakGlass opens the account behind glass; who did it and why stands in the
// journal first.
func (d *Desk) BreakGlass(password, person, reason string) {
	who := d.view.SignIn.Officer
	d.openSession(func(ctx context.Context) (*office.Session, error) {
		return d.office.BreakGlass(ctx, who, password, person, reason)
	})
}

// Touch says that somebody is at the desk.
func (d *Desk) Touch() { d.touched = d.office.Now() }

// Tick is called every few seconds: it locks the desk that nobody touches.
func (d *Desk) Tick() {
	if d.session != nil && d.office.Now().Sub(d.touched) >= gate.Idle {
		d.Lock()
	}
	if d.view.Wait != nil {
		d.changed() // how long it has taken so far
	}
}

func (d *Desk) openSession(open func(context.Context) (*office.Session, error)) {
	d.run.Run("desk.wait.sign_in", func(ctx context.Context) func() {
		o, err := gate.Open(ctx, theme.Desk, open)
		return func() {
			if d.failed(err) {
				d.choose(d.view.SignIn.Officer) // after three wrong PINs the password is wanted again
				d.changed()
				return
			}
			d.chosen.Enter(o.Session, o.Looks)
			d.view.Look = d.chosen.Look()
			d.enter(o.Session, o.Typed)
			if o.Unread != nil {
				d.failed(o.Unread)
			}
		}
	})
}

// enter begins or goes on with the day of an officer. After a lock the work is
// where it was; another officer takes the desk over as it stands, with what she
// herself had typed beside the forms.
func (d *Desk) enter(s *office.Session, typed map[string]string) {
	d.Touch()
	was := d.view.SignIn.Locked && d.serving != nil
	if s.Officer.ID != d.before {
		d.clearPlaces()
		d.texts.Begin(s, typed)
	}
	d.texts.Keeper(s)
	d.glass.Leave()
	gate.Broken(d.texts)
	d.session, d.before = s, s.Officer.ID
	left := d.left()
	d.view.Officer = s.Officer
	d.view.Screens = open(s.May)
	d.view.May = may(s)
	d.view.OffersPIN = d.offersPIN()
	d.view.SignIn.Locked = false
	d.view.Trouble = nil
	switch underWay := was && d.serving.stage != AtCard; {
	case underWay && d.view.May.Serve:
		d.Go(Serve)
		return
	case !underWay:
		d.clearVisit()
	}
	d.recall()
	d.Go(Today)
	d.view.Left = left
	d.changed()
}

// recall takes up what narrowed the lists of the officer who has come.
func (d *Desk) recall() {
	v := &d.view
	for place, query := range map[string]*string{lookAt(Serve, "query"): &v.Serve.Query, lookAt(People, "query"): &v.People.Query, lookAt(Certificates, "query"): &v.Certificates.Query, lookAt(Petitions, "text"): &v.Petitions.Text} {
		if words, ok := d.Typed(place); ok {
			*query = words
		}
	}
	queue, _ := d.Typed(lookAt(Petitions, "queue"))
	order, _ := d.Typed(lookAt(Petitions, "order"))
	span, _ := d.Typed(lookAt(Reports, "span"))
	order, v.Petitions.Turned = strings.CutSuffix(order, turned)
	v.Petitions.Queue, v.Petitions.Order, v.Reports.Span = Queue(queue), office.Order(order), Span(span)
	if marked, ok := d.Typed(typedAt(Approvals, "marked")); ok {
		v.Approvals.Marked = strings.Split(marked, "\n")
	}
}

// searchAgain looks for what was being looked for.
func (d *Desk) searchAgain() {
	switch v := d.view; {
	case v.Screen == Serve && v.Serve.Stage == AtCard && v.Serve.Query != "" && !v.Serve.Looked:
		d.Search(v.Serve.Query)
	case v.Screen == People && v.People.Stage == PeopleSearch && v.People.Query != "" && !v.People.Looked:
		d.FindPeople(v.People.Query)
	}
}

// clearPlaces forgets what the officer before had open: a record that she gave a
// purpose for, the drawer that she closed, a page that her roles opened. The
// visit stays.
func (d *Desk) clearPlaces() {
	v := &d.view
	v.Today, v.People, v.Petitions, v.Approvals, v.Certificates = TodayView{}, PeopleView{}, PetitionsView{}, ApprovalsView{}, CertificatesView{}
	v.Cash, v.Verify, v.Sync, v.Reports, v.Settings = CashView{}, VerifyView{}, SyncView{}, ReportsView{}, SettingsView{}
}

// Lock takes the work off the screen until somebody signs in.
func (d *Desk) Lock() {
	if d.session == nil {
		return
	}
	d.flush()
	d.choose(d.session.Officer.ID)
	d.session = nil
	d.texts.Keeper(nil)
	d.chosen.Leave()
	d.view.SignIn.Locked = true
	d.view.Screen = SignIn
	d.view.Trouble, d.view.Toast = nil, nil
	d.view.Officer = act.Officer{}
	d.changed()
}

// SignOut ends the officer's day: nothing is left open.
func (d *Desk) SignOut() {
	d.leave()
	d.view.Screen = SignIn // so that no page is noted as left open
	d.doneAll()
	d.Lock()
	d.serving = nil
	d.view.SignIn.Locked = false
	d.view.Serve = ServeView{}
	d.changed()
}
