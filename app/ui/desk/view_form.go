package desk

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/identity"
	"sala/forms/petition"
	"sala/forms/register"
)

// form is the page on which a form is filled.
func (w *Window) form(v View) page {
	k := w.now
	view := formview.New(k, v.Serve.Page, "", w.changes())
	wrong := container.NewStack()
	side := container.NewStack()
	main := k.MainButton(w.say("desk.form.review"), "F9", w.desk.Review)
	filled := kit.Column(1.5, wrong, kit.Panel(view.Column), kit.Space())
	body := kit.Shares(3, []float32{2.2, 1}, filled, kit.Column(0, side, kit.Space()))
	if !w.fits(body, 0) { // large letters, or a wide table
		body = kit.Column(1.5, side, filled)
	}
	object, scroll := w.frame(layout{title: v.Serve.Page.Form.Title.In(k.Language), beside: w.steps(AtForm), body: body,
		back: k.Button(w.say("desk.form.later"), w.desk.Back).With("Esc"), extra: []fyne.CanvasObject{kit.Middling(k.Hint(w.say("desk.form.saved")).OneLine())}, main: main})
	checks, said, fee := 0, -1, v.Serve.Page.Fee
	return page{object: object, scroll: scroll, owns: true, main: w.desk.Review, back: w.desk.Back, focus: func() {
		if first := view.Start(v.Serve.At); first != nil {
			w.canvas.Focus(first)
		}
	},
		update: func(v View) {
			view.Update(v.Serve.Page)
			again := v.Serve.Checks != checks
			checks = v.Serve.Checks
			if n := len(v.Serve.Page.Wrong()); checks > 0 && n != said {
				said = n
				wrong.Objects = nil
				if n > 0 {
					wrong.Objects = []fyne.CanvasObject{k.Notice(kit.ToneWarm, w.say("desk.form.wrong", "count", n), w.say("desk.form.wrong_hint"))}
				}
				wrong.Refresh()
			}
			if v.Serve.Page.Fee != fee || len(side.Objects) == 0 { // a photo is not decoded at every key
				fee = v.Serve.Page.Fee
				put(side, w.formSide(v))
			}
			if again {
				view.Check() // last, so that it scrolls to where the question now is
			}
		}}
}

// changes is what the form tells of.
func (w *Window) changes() formview.Changes {
	c := formview.Changes{Answer: w.desk.Answer, AddRow: w.desk.AddRow, RemoveRow: w.desk.RemoveRow, Sign: w.desk.Sign, Drawn: w.desk.Drawn, Draw: w.desk.Draw, Picture: w.desk.Picture}
	if w.desk.beyond.Files != nil {
		c.Attach, c.Browse = w.desk.Attach, w.browse
	}
	return c
}

// formSide says for whom the form is filled, and what it costs.
func (w *Window) formSide(v View) fyne.CanvasObject {
	k := w.now
	things := []fyne.CanvasObject{}
	if v.Serve.Visitor != nil {
		p := w.personOf(v)
		things = append(things, kit.Row(1.5, kit.Photo(p.Photo, 64, 78), kit.Stretch(kit.Column(0.5, k.Text(p.Name).Bold(), k.Small(p.Lines[0].Value)))), kit.Rule())
	}
	things = append(things, k.Text(w.feeWords(v.Serve.Page.Fee)).Bold())
	form := v.Serve.Page.Form
	if form.Code != "" {
		things = append(things, k.Small(form.Code))
	}
	if basis := form.LegalBasis.In(k.Language); basis != "" {
		things = append(things, k.Small(basis))
	}
	return kit.Panel(kit.Column(1, things...))
}

func (w *Window) feeWords(m fee.Money) string {
	if m.IsZero() {
		return w.say("desk.form.free")
	}
	return w.say("desk.form.fee", "amount", w.now.Money(m))
}

// review shows exactly what is recorded and signed.
func (w *Window) review(v View) page {
	k := w.now
	rows := []fyne.CanvasObject{}
	if v.Serve.Visitor != nil {
		p := w.personOf(v)
		rows = append(rows, kit.Row(2, kit.Photo(p.Photo, 64, 78), kit.Stretch(kit.Column(0.5, k.Small(w.say("desk.review.applicant")), k.Sub(p.Name), k.Text(p.Lines[0].Value)))), kit.Rule())
	}
	rows = append(rows, w.answers(v.Serve.Page)...)
	rows = append(rows, kit.Rule(), k.Text(w.feeWords(v.Serve.Page.Fee)).Bold())
	if basis := v.Serve.Page.Form.LegalBasis.In(k.Language); basis != "" {
		rows = append(rows, k.Lines([]kit.Line{{Label: w.say("desk.review.legal"), Value: basis}}))
	}
	alike := container.NewStack()
	body := kit.Measure(860, kit.Column(1.5, alike, k.Hint(w.say("desk.review.hint")), kit.Panel(kit.Column(1.5, rows...))))
	main := k.MainButton(w.say("desk.review.submit"), "F9", w.desk.Submit)
	object, scroll := w.frame(layout{title: w.say("desk.review.title"), beside: w.steps(AtReview), body: body,
		back: k.Button(w.say("desk.review.change"), w.desk.Back).With("Esc"), main: main})
	place := ""
	if f := w.desk.filling(); f != nil {
		place = typedAt(Serve, "anyway", f.Petition()) + "reason"
	}
	reason := w.keptWords(place, nil)
	reason.OnEnter = func() { w.desk.SubmitAnyway(reason.Text) }
	shown := 0
	return page{object: object, scroll: scroll, main: w.desk.Submit, back: w.desk.Back, focus: func() { w.canvas.Focus(main) }, update: func(v View) {
		if len(v.Serve.Alike) == shown {
			return
		}
		shown = len(v.Serve.Alike)
		put(alike, w.alike(v.Serve.Alike, reason))
		if shown > 0 {
			scroll.ScrollToTop()
			w.canvas.Focus(reason)
		}
	}}
}

// alike shows who seems to be there already, and takes the reason for handing
// the form in all the same.
func (w *Window) alike(list []register.Match, reason *kit.Entry) fyne.CanvasObject {
	if len(list) == 0 {
		return nil
	}
	k := w.now
	rows := append([]fyne.CanvasObject{k.Sub(w.say("desk.alike.title"))}, w.matches(list)...)
	rows = append(rows, k.Labelled(w.say("desk.alike.reason"), w.say("desk.alike.hint"), reason),
		kit.Row(0, kit.Space(), k.Button(w.say("desk.alike.anyway"), reason.OnEnter)))
	return kit.Panel(kit.Column(1, rows...))
}

// matches are people who seem to be the same as somebody, and why.
func (w *Window) matches(list []register.Match) []fyne.CanvasObject {
	k, country := w.now, w.desk.view.Status.Profile.Country
	var rows []fyne.CanvasObject
	for _, m := range list[:min(4, len(list))] {
		rows = append(rows, kit.Shares(2, []float32{1.4, 1.6}, kit.Column(0, k.Text(m.Resident.Name(k.Language)).Bold(), k.Small(k.Join(identity.Format(country, m.Resident.NationalNumber), w.short(m.Resident.Birth)))),
			kit.Column(0, k.Text(w.reasons(m)), k.Small(w.say("match.from."+m.From)))))
	}
	return rows
}

// pageOf is the page of a petition's answers, for looking at.
func (w *Window) pageOf(p petition.Petition) (formview.Page, bool) {
	f, ok := w.desk.office.FormOf(p)
	if !ok {
		return formview.Page{}, false
	}
	page, err := formview.Recorded(f, p.Answers)
	return page, err == nil
}

// deciders are the officers who may decide on what submitter handed in.
func (w *Window) deciders(v View) []kit.Option {
	var out []kit.Option
	for _, o := range v.SignIn.Officers {
		if o.ID != v.Serve.Petition.SubmittedBy && w.mayDecide(v.Serve.Petition.Form, o.Roles) {
			out = append(out, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(w.now.Language), Detail: definition.Text(o.Title).In(w.now.Language)})
		}
	}
	return out
}

// mayDecide reports whether roles let somebody decide on a form's petitions. It
// only shortens the list: the use case refuses by itself.
func (w *Window) mayDecide(form string, roles []string) bool {
	needed := []string{string(office.HeadOfSection), string(office.Registrar)}
	if f, ok := w.desk.office.Forms.Form(form); ok && len(f.Approvals) > 0 {
		needed = f.Approvals
	}
	return slices.ContainsFunc(needed, func(r string) bool { return slices.Contains(roles, r) })
}
