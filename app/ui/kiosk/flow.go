package kiosk

import (
	"context"
	"slices"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/petition"
)

// Me says that the person on the page is the one who stands here: she types her
// PIN where the service asks for it, and the form is opened.
func (k *Kiosk) Me() {
	if k.view.Page != Confirm || k.view.Visitor == nil || !k.view.Visitor.Known {
		return
	}
	k.putDown()
	if k.visit.session.WantsPIN(k.view.Chosen, *k.view.Visitor) {
		k.view.Tries = 0
		k.show(PIN)
		return
	}
	k.begin()
}

// TypePIN has the card compare a PIN, and goes on when it is right.
func (k *Kiosk) TypePIN(pin string) {
	v, who := k.visit, k.view.Visitor
	if k.view.Page != PIN || who == nil {
		return
	}
	k.Touch()
	k.run.Run("kiosk.wait.pin", func(ctx context.Context) func() {
		now, err := v.session.TypePIN(ctx, *who, []byte(pin))
		return func() {
			if k.visit != v || k.view.Page != PIN {
				return
			}
			if k.failed(err) {
				left, _ := k.view.Args["left"].(int)
				k.view.Tries = left
				k.changed()
				return
			}
			k.view.Visitor = &now
			if k.view.Shown {
				k.onward(k.view.Petition)
				return
			}
			k.begin()
		}
	})
}

// begin opens the form.
func (k *Kiosk) begin() {
	v, who, form := k.visit, *k.view.Visitor, k.view.Chosen.ID
	k.run.Run("kiosk.wait.form", func(ctx context.Context) func() {
		if v.draft != nil { // she went back, and begins anew
			_, _ = v.session.LeaveKiosk(ctx, v.draft.Petition.ID)
		}
		d, err := v.session.Begin(ctx, form, who)
		if err != nil {
			return func() { k.failed(err) }
		}
		page := formview.Of(d.Form, d.Sheet)
		return func() {
			if k.visit != v {
				k.leave(v.session, d.Petition.ID)
				return
			}
			v.draft = d
			k.view.Form = page
			k.ask(questions(page), 0)
		}
	})
}

// questions are the paths that a citizen is asked: what the card and the
// register do not know.
func questions(p formview.Page) []string {
	var out []string
	for _, s := range p.Sections {
		for _, q := range s.Questions {
			if !q.ReadOnly && !q.Known && q.Kind != definition.Note {
				out = append(out, q.Path)
			}
		}
	}
	return out
}

// ask shows question n of list, the review after the last.
func (k *Kiosk) ask(list []string, n int) {
	k.view.Checked = false
	if n >= len(list) {
		if wrong := k.view.Form.Wrong(); len(wrong) > 0 {
			k.view.Path, k.view.Checked = wrong[0].Question, true
			k.view.At, k.view.Of = len(list), len(list)
			k.show(Question)
			return
		}
		k.show(Review)
		return
	}
	k.view.Path, k.view.At, k.view.Of = list[n], n+1, len(list)
	k.show(Question)
}

// Answer gives the answer to the question that is asked.
func (k *Kiosk) Answer(path string, value any) {
	k.sheet(func(d *office.Draft) error { return d.Sheet.Set(path, value) })
}

// Mending says that the answer which was wrong is being typed anew: the room that says
// so is needed for what is found.
func (k *Kiosk) Mending() {
	if k.view.Checked {
		k.view.Checked = false
		k.changed()
	}
}

// AddRow and RemoveRow change a group.
func (k *Kiosk) AddRow(path string) {
	k.sheet(func(d *office.Draft) error { _, err := d.Sheet.AddRow(path); return err })
}

// RemoveRow removes a row.
func (k *Kiosk) RemoveRow(row string) {
	k.sheet(func(d *office.Draft) error { return d.Sheet.RemoveRow(row) })
}

func (k *Kiosk) sheet(do func(*office.Draft) error) {
	v := k.visit
	if v.draft == nil {
		return
	}
	k.Touch()
	k.run.Run("", func(context.Context) func() {
		err := do(v.draft)
		page := formview.Of(v.draft.Form, v.draft.Sheet)
		return func() {
			if k.visit == v && !k.failed(err) {
				k.view.Form = page
				k.changed()
			}
		}
	})
}

// Next goes on from a question when its answer is right; the answer is saved.
func (k *Kiosk) Next() {
	v, path := k.visit, k.view.Path
	if k.view.Page != Question || v.draft == nil {
		return
	}
	k.run.Run("", func(ctx context.Context) func() {
		err := v.session.Save(ctx, v.draft)
		page := formview.Of(v.draft.Form, v.draft.Sheet)
		return func() {
			if k.visit != v || k.view.Path != path || k.failed(err) {
				return
			}
			k.view.Form = page
			if wrongWith(page, path) {
				k.view.Checked = true
				k.view.Refused++
				k.Touch()
				k.changed()
				return
			}
			list := questions(page)
			k.ask(list, slices.Index(list, path)+1)
		}
	})
}

// wrongWith reports whether a question, or a row of it, stands in the way.
func wrongWith(p formview.Page, path string) bool {
	return slices.ContainsFunc(p.Wrong(), func(problem answer.Problem) bool {
		return problem.Question == path || len(problem.Question) > len(path) && problem.Question[:len(path)+1] == path+"["
	})
}

// Change goes back from the review to a question.
func (k *Kiosk) Change(path string) {
	list := questions(k.view.Form)
	n := slices.Index(list, path)
	k.view.Path, k.view.At, k.view.Of, k.view.Checked = path, max(n, 0)+1, len(list), false
	k.show(Question)
}

// Back goes to the page before.
func (k *Kiosk) Back() {
	k.failed(nil)
	switch k.view.Page {
	case Services:
		if !k.widen() {
			k.StartAgain()
		}
	case Insert:
		k.putDown() // who goes back is not asked whether it is she
		k.view.Chosen = nil
		if k.view.Shown { // the ticket is put away, too
			k.view.Shown, k.view.Petition = false, petition.Petition{}
		}
		k.show(Services)
	case Confirm:
		k.putDown()
		k.view.Visitor, k.view.Stale = nil, k.view.CardIn
		k.show(Insert)
	case PIN:
		if k.view.Shown {
			k.view.Visitor, k.view.Stale = nil, k.view.CardIn
			k.show(Insert)
			return
		}
		k.show(Confirm)
	case Question:
		list := questions(k.view.Form)
		if n := slices.Index(list, k.view.Path); n > 0 {
			k.ask(list, n-1)
			return
		}
		k.show(Confirm)
	case Review:
		if list := questions(k.view.Form); len(list) > 0 {
			k.ask(list, len(list)-1)
			return
		}
		k.show(Confirm)
	case Payment:
		k.GiveUp()
	case Officer:
		k.show(Payment)
	case Staff:
		k.Wipe()
	}
}

// MayGoBack reports whether the page has a way back.
func (v View) MayGoBack() bool {
	return slices.Contains([]Page{Services, Insert, Confirm, PIN, Question, Review, Officer, Staff}, v.Page) || v.Page == Payment && v.Paying != nil && !v.Paying.Back
}
