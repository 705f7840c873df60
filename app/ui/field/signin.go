package field

import (
	"context"
	"errors"

	"sala/app/office"
	"sala/app/ui/gate"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// ChooseOfficer says who is about to sign in.
func (f *Field) ChooseOfficer(id string) {
	f.choose(id)
	f.failed(nil)
	f.changed()
}

// choose remembers the officer, and what was typed if she is behind glass.
func (f *Field) choose(id string) {
	f.view.SignIn.Choose(f.office, id)
	f.glass.Choose(f.view.SignIn)
}

func (f *Field) listOfficers() {
	f.run.Run("", func(ctx context.Context) func() {
		list, err := f.office.Officers(ctx)
		last, unread := f.office.LastAppearance(ctx, string(theme.Field))
		return func() {
			f.chosen.Last(last)
			f.view.Look = f.chosen.Look()
			f.view.SignIn.Officers = list
			if f.view.SignIn.Officer == "" && len(list) > 0 {
				f.view.SignIn.Officer = list[0].ID
			}
			f.choose(f.view.SignIn.Officer)
			f.failed(errors.Join(err, unread))
			f.changed()
		}
	})
}

// ChooseLook takes what somebody chose of how the window looks, zero what she did
// not: it is hers from then on.
func (f *Field) ChooseLook(l Look) {
	f.chosen.Choose(l)
	f.view.Look = f.chosen.Look()
	f.changed()
}

// SignInWith opens the session of the chosen officer, by password, or by the PIN
// that she chose earlier in the day.
func (f *Field) SignInWith(secret string) {
	asked := f.view.SignIn
	f.openSession(func(ctx context.Context) (*office.Session, error) { return asked.Open(ctx, f.office, secret) })
}

// BreakGlass opens the account behind glass; who did it and why stands in the
// journal first.
func (f *Field) BreakGlass(password, person, reason string) {
	who := f.view.SignIn.Officer
	f.openSession(func(ctx context.Context) (*office.Session, error) {
		return f.office.BreakGlass(ctx, who, password, person, reason)
	})
}

func (f *Field) openSession(open func(context.Context) (*office.Session, error)) {
	f.run.Run("field.wait.sign_in", func(ctx context.Context) func() {
		o, err := gate.Open(ctx, theme.Field, open)
		return func() {
			if f.failed(err) {
				f.choose(f.view.SignIn.Officer) // after three wrong PINs the password is wanted again
				f.changed()
				return
			}
			f.chosen.Enter(o.Session, o.Looks)
			f.view.Look = f.chosen.Look()
			f.enter(o.Session, o.Typed)
			if o.Unread != nil {
				f.failed(o.Unread)
			}
		}
	})
}

// enter begins the day of an officer, or goes on with it where she locked the
// laptop. Another officer finds nothing of hers. A laptop that carries nothing
// begins with what is to be taken out.
func (f *Field) enter(s *office.Session, typed map[string]string) {
	f.Touch()
	back := f.view.SignIn.Locked && f.session != nil && f.session.Officer.ID == s.Officer.ID
	if !back {
		f.forget()
		f.shift++
		f.texts.Begin(s, typed)
		f.recall()
	}
	f.texts.Keeper(s)
	f.glass.Leave()
	gate.Broken(f.texts)
	f.session, f.attended, f.view.Officer = s, true, s.Officer
	f.view.SignIn.Locked = false
	switch {
	case back:
		f.changed()
		f.lookAround()
		if f.view.Screen == List {
			f.load()
		}
	case f.view.Goes && f.view.Out && f.view.Carried.Returning:
		f.ToBack()
	case f.view.Goes && (!f.view.Out || !f.view.Carried.Complete()):
		f.ToOuting()
	default:
		f.ToList()
	}
}

// Touch says that somebody is at the laptop.
func (f *Field) Touch() { f.touched = f.office.Now() }

// Tick tells that time has passed: a laptop that nobody touches locks itself,
// and the position and the battery may be others.
func (f *Field) Tick() {
	if f.attended && f.office.Now().Sub(f.touched) >= gate.Idle {
		f.Lock()
	}
	switch {
	case f.session == nil:
	case f.view.Wait != nil:
		f.lookAtMachine() // the rest would stand in line behind what is waited for
	default:
		f.lookAround()
	}
}

// Beat tells that a second has passed: a long wait says how long, and how it can
// be given up.
func (f *Field) Beat() {
	if f.view.Wait != nil {
		f.changed()
	}
}

// Lock takes the work off the screen until somebody signs in. What is under way
// goes on behind it: a take-out that has begun is not begun again.
func (f *Field) Lock() {
	if !f.attended {
		return
	}
	if f.filling != nil {
		f.filling.Save(nil)
	}
	f.attended = false
	f.choose(f.session.Officer.ID)
	f.texts.Keeper(nil)
	f.chosen.Leave()
	f.view.SignIn.Locked = true
	f.failed(nil)
	f.changed()
}

// SignOut ends the officer's day: what was typed stays in its draft, and nothing
// is left open.
func (f *Field) SignOut() {
	if !f.attended {
		return
	}
	f.leave()
	f.texts.Done("")
	f.Lock()
	f.forget()
	f.view.SignIn.Locked = false
	f.changed()
}

// forget leaves what is open, and takes everything that an officer had before
// her off the pages.
func (f *Field) forget() {
	f.leave()
	v := f.view
	f.view = View{Screen: List, Look: v.Look, SignIn: v.SignIn, Status: v.Status, Wait: v.Wait, Warnings: v.Warnings, Goes: v.Goes, Carried: v.Carried, Out: v.Out,
		Choice: Choice{Days: usualDays}, Here: v.Here, Located: v.Located}
}

// unattended is the View while nobody is at the laptop: how the station is, and who
// may sign in.
func (v View) unattended() View {
	return View{Screen: SignIn, Look: v.Look, SignIn: v.SignIn, Status: v.Status, Wait: v.Wait, Warnings: v.Warnings, Code: v.Code, Args: v.Args, Goes: v.Goes, Carried: v.Carried, Out: v.Out}
}

// ToMine shows what is the officer's own: her PIN, and the way out. The page
// where she was stays as it is.
func (f *Field) ToMine() {
	if !f.attended || f.view.Screen == Mine {
		return
	}
	f.failed(nil)
	f.view.Told = ""
	f.before, f.view.Screen = f.view.Screen, Mine
	f.changed()
}

// FromMine goes back to where the officer was.
func (f *Field) FromMine() {
	if f.view.Screen != Mine {
		return
	}
	f.failed(nil)
	f.view.Told, f.view.Screen = "", f.before
	f.changed()
}

// SetPIN chooses the PIN with which the officer comes back today.
func (f *Field) SetPIN(digits string) {
	s := f.session
	f.run.Run("kit.wait.save", func(context.Context) func() {
		err := s.SetPIN(digits)
		return func() {
			if !f.failed(err) {
				f.view.Told = "desk.said.pin"
				f.changed()
			}
		}
	})
}

// sessionOf returns what brings the session of one shift: a form that was left
// is never saved in the name of the next officer.
func (f *Field) sessionOf(shift int) func() *office.Session {
	return func() *office.Session {
		if f.shift != shift {
			return nil
		}
		return f.session
	}
}

// shifts is a Runner that brings the end of what an officer began back to her
// screen only: another's who signed in since knows nothing of it.
type shifts struct {
	field *Field
	line  work.Runner
}

// Run implements work.Runner.
func (r shifts) Run(what string, job work.Job) {
	began := r.field.shift
	r.line.Run(what, func(ctx context.Context) func() {
		after := job(ctx)
		if after == nil {
			return nil
		}
		return func() {
			if r.field.shift == began {
				after()
			}
		}
	})
}
