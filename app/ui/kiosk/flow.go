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

// Me says that the person on the page is the one who stands here: the form is
// opened.
func (k *Kiosk) Me() {
	v, who, form := k.visit, *k.view.Visitor, k.view.Chosen.ID
	k.run.Run("kiosk.wait.form", func(ctx context.Context) func() {
		d, err := v.session.Begin(ctx, form, who)
		if err != nil {
			return func() { k.failed(err) }
		}
		page := formview.Of(d.Form, d.Sheet)
		return func() {
			if k.visit != v {
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
		k.Wipe()
	case Insert:
		k.view.Chosen = nil
		k.show(Services)
	case Confirm:
		k.view.Visitor = nil
		k.show(Insert)
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
	case Officer:
		k.show(Payment)
	}
}

// MayGoBack reports whether the page has a way back.
func (v View) MayGoBack() bool {
	return slices.Contains([]Page{Services, Insert, Confirm, Question, Review, Officer}, v.Page)
}

// Submit hands the petition in. What the pack lets a kiosk give by standing
// order goes on to the fee; anything else is a ticket that the desk finishes.
func (k *Kiosk) Submit() {
	v := k.visit
	if k.view.Page != Review || v.draft == nil {
		return
	}
	k.run.Run("kiosk.wait.submit", func(ctx context.Context) func() {
		p, err := v.session.Submit(ctx, v.draft)
		if err == nil {
			if approved, err := v.session.ApproveByStandingOrder(ctx, p); err == nil {
				p = approved
			}
		}
		return func() {
			if k.visit != v || k.failed(err) {
				return
			}
			k.onward(p)
		}
	})
}

// onward shows what a petition's state asks for.
func (k *Kiosk) onward(p petition.Petition) {
	k.view.Petition = p
	switch {
	case p.State != petition.Approved:
		k.show(Ticket)
	case p.Due().Minor > 0:
		k.show(Payment)
	case len(k.view.Chosen.LeadsTo) == 0 || k.view.Chosen.LeadsTo[0].Certificate == "":
		k.show(Ticket)
	default:
		k.show(Printing)
		k.Print()
	}
}

// HasTill reports whether the machine takes money.
func (k *Kiosk) HasTill() bool { return k.till != nil }

// Pay takes the fee at the machine, and journals it when the money is in.
func (k *Kiosk) Pay() {
	v, p := k.visit, k.view.Petition
	if k.till == nil || k.view.Page != Payment {
		return
	}
	k.run.Run("kiosk.wait.pay", func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		k.do(func() { v.cancel = cancel })
		err := k.till.Take(ctx, p.Due(), func(minor int64) {
			k.do(func() {
				if k.visit == v {
					k.view.Inserted = minor
					k.Touch()
					k.changed()
				}
			})
		})
		var paid office.Paid
		if err == nil {
			paid, err = v.session.TakeFee(context.WithoutCancel(ctx), p.ID, office.Tender{Method: "cash"})
		}
		return func() {
			v.cancel = nil
			if k.visit != v {
				return
			}
			k.view.Inserted = 0
			if !k.failed(err) {
				k.onward(paid.Petition)
			}
		}
	})
}

// CallOfficer shows the page on which an officer takes the fee.
func (k *Kiosk) CallOfficer() {
	k.run.Run("", func(ctx context.Context) func() {
		list, err := k.office.Officers(ctx)
		return func() {
			if k.failed(err) {
				return
			}
			k.view.Officers = nil
			for _, o := range list {
				k.view.Officers = append(k.view.Officers, o.ID)
			}
			k.show(Officer)
		}
	})
}

// PaidTo lets an officer take the fee here, with her password.
func (k *Kiosk) PaidTo(officer, password string) {
	v, id := k.visit, k.view.Petition.ID
	k.run.Run("kiosk.wait.pay", func(ctx context.Context) func() {
		var paid office.Paid
		s, err := k.office.SignIn(ctx, officer, password)
		if err == nil {
			paid, err = s.TakeFee(ctx, id, office.Tender{Method: "cash"})
		}
		return func() {
			if k.visit != v || k.failed(err) {
				return
			}
			k.onward(paid.Petition)
		}
	})
}

// AtCounter takes a ticket to the desk instead of paying here.
func (k *Kiosk) AtCounter() { k.show(Ticket) }

// Print prints the certificate; again after a failure.
func (k *Kiosk) Print() {
	v, id := k.visit, k.view.Petition.ID
	if k.view.Step != "" {
		return
	}
	k.failed(nil)
	k.view.Step = office.StepNumber
	k.changed()
	k.run.Run("", func(ctx context.Context) func() {
		issued, err := v.session.Issue(ctx, id, func(s office.Step) {
			k.do(func() {
				if k.visit == v && k.view.Step != "" {
					k.view.Step = s
					k.changed()
				}
			})
		})
		return func() {
			if k.visit != v {
				return
			}
			k.view.Step = ""
			if k.failed(err) {
				return
			}
			k.view.Issued = &issued
			k.show(Take)
			if !k.view.CardIn {
				k.Leave()
			}
		}
	})
}

// Leave shows the last page.
func (k *Kiosk) Leave() {
	v, p := k.visit, k.view.Petition
	if k.view.Issued != nil {
		p = k.view.Issued.Petition
	}
	if p.State == petition.Fulfilled {
		k.run.Run("", func(ctx context.Context) func() {
			_, _ = v.session.Deliver(ctx, p) // the desk can do it later
			return nil
		})
	}
	language := k.view.Language
	k.view = View{Page: Goodbye, Language: language, CardIn: k.view.CardIn, Status: k.view.Status}
	k.visit = &visit{session: k.office.Kiosk()}
	k.Touch()
	k.changed()
}
