package desk

import (
	"context"
	"errors"
	"slices"

	"sala/app/office"
	"sala/forms/act"
)

// SignInView is who may sign in.
type SignInView struct {
	Officers []act.Officer
	Officer  string // chosen
	Locked   bool   // the officer has gone for a moment: the work stays
}

func asError(err error) (*office.Error, bool) {
	var e *office.Error
	return e, errors.As(err, &e)
}

func (d *Desk) listOfficers() {
	d.run.Run("desk.wait.officers", func(ctx context.Context) func() {
		list, err := d.office.Officers(ctx)
		return func() {
			if d.failed(err) {
				return
			}
			d.view.SignIn.Officers = list
			if d.view.SignIn.Officer == "" && len(list) > 0 {
				d.view.SignIn.Officer = list[0].ID
			}
			d.changed()
		}
	})
}

// ChooseOfficer says who is about to sign in.
func (d *Desk) ChooseOfficer(id string) {
	d.view.SignIn.Officer = id
	d.view.Trouble = nil
	d.changed()
}

// SignInWith opens the session of the chosen officer.
func (d *Desk) SignInWith(password string) {
	who := d.view.SignIn.Officer
	d.run.Run("desk.wait.sign_in", func(ctx context.Context) func() {
		s, err := d.office.SignIn(ctx, who, password)
		return func() {
			if d.failed(err) {
				return
			}
			d.enter(s)
		}
	})
}

// enter begins or goes on with the day of an officer. After a lock the work is
// where it was; another officer takes the desk over as it stands.
func (d *Desk) enter(s *office.Session) {
	was := d.view.SignIn.Locked && d.serving != nil
	d.session = s
	d.view.Officer = s.Officer
	d.view.Screens = open(s.Officer.Roles)
	d.view.SignIn.Locked = false
	d.view.Trouble = nil
	if was && d.serving.stage != AtCard {
		d.Go(Serve)
		return
	}
	d.NextVisitor()
	d.Go(Today)
}

// Lock takes the work off the screen until somebody signs in.
func (d *Desk) Lock() {
	if d.session == nil {
		return
	}
	d.flush()
	d.view.SignIn.Officer = d.session.Officer.ID
	d.session = nil
	d.view.SignIn.Locked = true
	d.view.Screen = SignIn
	d.view.Trouble, d.view.Toast = nil, nil
	d.view.Officer = act.Officer{}
	d.changed()
}

// SignOut ends the officer's day: nothing is left open.
func (d *Desk) SignOut() {
	d.Lock()
	d.serving = nil
	d.view.SignIn.Locked = false
	d.view.Serve = ServeView{}
	d.changed()
}

// places says which roles open a place; nil opens it to all.
var places = []struct {
	screen Screen
	roles  []string
}{
	{Today, nil}, {Serve, nil}, {People, nil}, {Petitions, nil},
	{Approvals, []string{"head", "registrar"}},
	{Certificates, nil}, {Sync, nil}, {Devices, nil}, {Reports, nil}, {Settings, nil},
}

// open returns the places that roles open. A screen that is shown is no
// permission: the use cases refuse by themselves.
func open(roles []string) []Screen {
	var out []Screen
	for _, p := range places {
		if p.roles == nil || slices.ContainsFunc(p.roles, func(r string) bool { return slices.Contains(roles, r) }) {
			out = append(out, p.screen)
		}
	}
	return out
}
