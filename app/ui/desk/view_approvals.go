package desk

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/petition"
)

// approvals shows what would be signed, and signs it: one petition or many.
func (w *Window) approvals(v View) page {
	if v.Approvals.Away {
		return w.away(v)
	}
	k := w.now
	away := k.Button(w.say("desk.away.go"), func() { w.desk.Away(true) })
	title := w.say("desk.screen.approvals")
	p := v.Approvals.Shown
	if p == nil {
		empty := kit.Inset(6, 0, k.Empty(fynetheme.ConfirmIcon(), w.say("desk.approvals.none"), w.say("desk.approvals.none_hint")))
		object, scroll := w.frame(layout{title: title, body: kit.Column(1, w.standIn(v), empty), beside: away})
		return page{object: object, scroll: scroll}
	}
	note := w.keptWords(typedAt(Approvals, p.ID)+"note", nil)
	decide := func(verdict Verdict) func() { return func() { w.desk.DecideHere(verdict, note.Text) } }
	label := w.say("desk.decision.approve")
	if n := len(v.Approvals.Marked); n > 0 {
		label = w.say("desk.approvals.many", "count", n)
	}
	main := k.MainButton(label, "F9", decide(Approve))
	things := append(w.signed(v, *p), k.Labelled(w.say("desk.decision.note"), "", note))
	list := append([]fyne.CanvasObject{w.standIn(v)}, w.undecided(v)...)
	body := kit.Shares(3, []float32{1, 1.2}, kit.Column(1, append(list, kit.Space())...), kit.Column(0, kit.Panel(kit.Column(1.25, things...)), kit.Space()))
	mark := w.say("desk.approvals.mark")
	if v.Approvals.marked(p.ID) {
		mark = w.say("desk.approvals.unmark")
	}
	object, scroll := w.frame(layout{title: title, body: body, main: main, beside: away,
		extra: []fyne.CanvasObject{k.Button(w.say("desk.decision.reject"), decide(Reject)).As(kit.Danger), k.Button(w.say("desk.decision.return"), decide(Return)).With("F7"),
			k.Button(mark, w.desk.Mark).With("F8")}})
	return page{object: object, scroll: scroll, main: decide(Approve), focus: func() { w.canvas.Focus(main) }, keys: map[fyne.KeyName]func(){
		fyne.KeyF7: decide(Return), fyne.KeyF8: w.desk.Mark,
		fyne.KeyPageDown: func() { w.desk.NextApproval(1) }, fyne.KeyPageUp: func() { w.desk.NextApproval(-1) },
	}}
}

// undecided lists what is to be decided; what is marked says so.
func (w *Window) undecided(v View) []fyne.CanvasObject {
	rows := []fyne.CanvasObject{w.now.Hint(w.say("desk.approvals.count", "count", len(v.Approvals.List), "marked", len(v.Approvals.Marked)))}
	for _, p := range v.Approvals.List {
		b := w.petitionRow(p, func() { w.desk.ShowApproval(p.ID) }).Marked(p.ID == v.Approvals.Shown.ID)
		b.Label = w.now.Join(b.Label, w.residentName(v, p))
		if v.Approvals.marked(p.ID) {
			b.Icon = fynetheme.CheckButtonCheckedIcon()
			b.Detail = w.now.Join(w.say("desk.approvals.marked"), b.Detail)
		}
		rows = append(rows, b)
	}
	return rows
}

// residentName is whom a petition is about, "" for nobody in the register.
func (w *Window) residentName(v View, p petition.Petition) string {
	who, ok := v.Approvals.Residents[p.ID]
	if !ok {
		return ""
	}
	return who.Name(w.now.Language)
}

// signed is exactly what the officer signs: the petition's content, and in whose
// place.
func (w *Window) signed(v View, p petition.Petition) []fyne.CanvasObject {
	k := w.now
	things := []fyne.CanvasObject{k.Sub(w.formTitle(p.Form)), k.Text(w.residentName(v, p)).Bold(), k.Hint(k.Join(p.Number, w.officerName(p.SubmittedBy))), k.Notice(kit.ToneInfo, w.say("desk.approvals.exactly"), "")}
	if absent := v.Approvals.For[p.ID]; absent != "" {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.approvals.for", "name", w.officerName(absent)), ""))
	}
	if p.Flagged != "" {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.approvals.flagged"), p.Flagged))
	}
	if page, ok := w.pageOf(p); ok {
		things = append(things, w.answers(page)...)
	}
	return append(things, k.Text(w.feeWords(p.Fee)).Bold(), kit.Rule(), k.Lines(w.history(p)))
}

// standIn says who decides while the officer is away, and takes it back.
func (w *Window) standIn(v View) fyne.CanvasObject {
	k := w.now
	if v.Approvals.Deputy == "" {
		return kit.Column(0)
	}
	back := k.Button(w.say("desk.away.back"), func() { w.desk.Delegate("", calendar.Date{}) })
	says := w.say("desk.away.now", "name", w.officerName(v.Approvals.Deputy), "date", w.moment((v.Approvals.Until-1)*1000))
	return k.Notice(kit.ToneWarm, says, w.say("desk.away.both"), back)
}

// away chooses who decides in the officer's place, and until when.
func (w *Window) away(v View) page {
	k := w.now
	var options []kit.Option
	for _, o := range v.Approvals.Colleagues {
		options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(k.Language), Detail: definition.Text(o.Title).In(k.Language)})
	}
	to, last := "", calendar.Of(w.desk.office.Now())
	right := true
	place := typedAt(Approvals, "away")
	who := keep(w, place+"who", k.Choice(options, nil, false, func(ids []string) {
		if to = ""; len(ids) > 0 {
			to = ids[0]
		}
	}))
	day := keep(w, place+"until", k.DateEntry(last, func(date calendar.Date, ok bool) { last, right = date, ok }))
	save := func() {
		if to != "" && right {
			w.desk.Delegate(to, last)
		}
	}
	body := kit.Measure(640, kit.Column(2, w.standIn(v), k.Text(w.say("desk.away.hint")), k.Labelled(w.say("desk.away.who"), "", who), k.Labelled(w.say("desk.away.until"), w.say("desk.away.until_hint"), day)))
	leave := func() { w.desk.Away(false) }
	object, scroll := w.frame(layout{title: w.say("desk.away.title"), body: body, back: k.Button(w.say("kit.back"), leave).With("Esc"), main: k.MainButton(w.say("desk.away.save"), "F9", save)})
	return page{object: object, scroll: scroll, main: save, back: leave, focus: func() { w.canvas.Focus(who) }, update: func(View) {}}
}
