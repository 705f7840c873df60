package desk

import (
	"context"

	"sala/app/office"
	"sala/app/ui/formview"
)

// Choose opens the form of a service for the visitor.
func (d *Desk) Choose(form string) {
	if d.view.Serve.Visitor == nil {
		return
	}
	s, v := d.session, *d.view.Serve.Visitor
	d.look(lookAt(Serve, "filter/"+v.Resident.ID), "") // it has found what it was to find
	d.draft("", func(ctx context.Context) (*office.Draft, error) { return s.Begin(ctx, form, v) })
}

// Resume goes on with a petition that was left or returned.
func (d *Desk) Resume(id string) {
	d.resume(id, "")
}

func (d *Desk) draft(at string, open func(context.Context) (*office.Draft, error)) {
	d.run.Run("desk.wait.form", func(ctx context.Context) func() {
		draft, err := open(ctx)
		if err != nil {
			return func() { d.failed(err) }
		}
		page := formview.Of(draft.Form, draft.Sheet)
		p := draft.Petition
		return func() {
			if d.serving == nil {
				return
			}
			d.view.Trouble = nil
			d.serving = &serving{}
			d.serving.filling = d.fill(d.serving, draft)
			d.view.Serve.Newer = nil
			d.view.Serve.Page, d.view.Serve.Petition, d.view.Serve.Checks = d.serving.filling.Since(page), p, 0
			d.view.Serve.At = at
			if d.view.Screen != Serve {
				d.view.Screen = Serve
			}
			d.stage(AtForm)
		}
	})
}

// fill returns the filling of a visit's draft.
func (d *Desk) fill(now *serving, draft *office.Draft) *formview.Filling {
	return formview.Fill(draft, formview.Screen{
		Runner: d.run, Keeper: d.keeper, Do: d.do, Delay: d.delay, Session: func() *office.Session { return d.session },
		Shown: func(p formview.Page) {
			if d.serving == now {
				d.view.Serve.Page = p
				d.changed()
			}
		},
		Failed: func(err error) {
			if d.serving == now {
				d.failed(err)
			}
		},
	})
}

// Answer gives an answer of the form.
func (d *Desk) Answer(path string, value any) {
	if f := d.filling(); f != nil {
		d.view.Serve.At = path
		f.Answer(path, value)
	}
}

// AddRow adds a row to a group of the form.
func (d *Desk) AddRow(path string) {
	if f := d.filling(); f != nil {
		f.AddRow(path)
	}
}

// RemoveRow removes a row.
func (d *Desk) RemoveRow(row string) {
	if f := d.filling(); f != nil {
		f.RemoveRow(row)
	}
}

// filling returns the form that is being filled, nil when there is none.
func (d *Desk) filling() *formview.Filling {
	if d.serving == nil || d.session == nil {
		return nil
	}
	return d.serving.filling
}

// flush saves at once what was typed so far.
func (d *Desk) flush() {
	if f := d.filling(); f != nil {
		f.Save(nil)
	}
}

// leave saves what was typed and says that the form is not open any more.
func (d *Desk) leave() {
	if f := d.filling(); f != nil {
		f.Leave()
	}
}

// Review goes on to the review page, unless something is wrong: then it is shown
// beside its question.
func (d *Desk) Review() {
	now := d.serving
	if d.filling() == nil || now.stage != AtForm {
		return
	}
	now.filling.Save(func(page formview.Page) {
		if d.serving != now || now.stage != AtForm {
			return
		}
		d.view.Serve.Checks++
		if len(page.Wrong()) > 0 {
			d.changed()
			return
		}
		d.stage(AtReview)
	})
}

// Back goes to the stage before, where that is possible.
func (d *Desk) Back() {
	d.view.Trouble = nil
	switch d.view.Serve.Stage {
	case AtPurpose:
		d.done(typedAt(Serve, "why", d.view.Serve.Asked.ID))
		d.stage(AtCard)
	case AtPerson:
		d.free("")
	case AtLooks:
		d.view.Serve.Looks = nil
		d.stage(AtPerson)
	case AtForm, AtNewer:
		d.leave()
		if d.view.Serve.Visitor == nil {
			d.free("")
			return
		}
		d.reload()
		d.stage(AtPerson)
	case AtReview:
		d.view.Serve.Alike = nil
		d.stage(AtForm)
	}
}

// reload brings the visitor's petitions up to date.
func (d *Desk) reload() {
	v := d.view.Serve.Visitor
	if v == nil || v.Resident.ID == "" {
		return
	}
	s := d.session
	d.run.Run("", func(ctx context.Context) func() {
		list, err := s.Petitions(ctx, office.PetitionFilter{Resident: v.Resident.ID, Limit: 20})
		return func() {
			if err == nil {
				v.Petitions = list
				d.changed()
			}
		}
	})
}
