package desk

import (
	"slices"

	"fyne.io/fyne/v2"

	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/forms/answer"
	"sala/forms/definition"
)

// newer shows what the newer version of its form makes of a draft. Enter takes
// it over; the draft may also go on as it began.
func (w *Window) newer(v View) page {
	k, m := w.now, v.Serve.Newer
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.newer.changes", "count", len(m.Changes)))}
	for _, c := range m.Changes {
		rows = append(rows, kit.Rule(), kit.Shares(2, []float32{1.3, 1.2, 1.3}, k.Text(c.Label.In(k.Language)), k.Hint(w.say("change."+c.What)), w.changed(m.Before, m.After, c)))
	}
	if len(m.Changes) == 0 {
		rows = append(rows, k.Hint(w.say("desk.newer.same")))
	}
	things := []fyne.CanvasObject{kit.Panel(kit.Column(0.5, k.Sub(w.formTitle(m.Petition.Form)), k.Text(w.say("desk.newer.from_to", "from", m.From, "to", m.To)), k.Hint(w.say("desk.newer.hint"))))}
	if !m.Pinned {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.newer.not_kept", "from", m.From), ""))
	}
	things = append(things, kit.Panel(kit.Column(0.75, rows...)))
	if len(m.Problems) > 0 {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.newer.problems", "count", len(m.Problems)), w.say("desk.newer.problems_hint")))
	}
	main := k.MainButton(w.say("desk.newer.take", "to", m.To), "F9", w.desk.TakeNewer)
	l := layout{title: w.say("desk.newer.title"), beside: w.steps(AtNewer), body: kit.Measure(980, kit.Column(2, things...)), back: k.Button(w.say("desk.form.later"), w.desk.Back).With("Esc"), main: main}
	p := page{main: w.desk.TakeNewer, back: w.desk.Back, focus: func() { w.canvas.Focus(main) }, update: func(View) {}}
	if m.Pinned {
		l.extra = append(l.extra, k.Button(w.say("desk.newer.stay", "from", m.From), w.desk.StayWithVersion).With("F8"))
		p.keys = map[fyne.KeyName]func(){fyne.KeyF8: w.desk.StayWithVersion}
	}
	p.object, p.scroll = w.frame(l)
	return p
}

// changed are the answers before and after, as a person reads them.
func (w *Window) changed(before, after *definition.Form, c answer.Change) fyne.CanvasObject {
	k := w.now
	old, now := w.answered(before, c.Question, c.Old), w.answered(after, c.Question, c.New)
	switch {
	case old == "":
		return k.Text(now)
	case now == "", now == old:
		return k.Text(old)
	}
	return k.Text(old + " → " + now)
}

// answered writes the answer to a question of a form.
func (w *Window) answered(f *definition.Form, id string, value any) string {
	all := f.Questions()
	i := slices.IndexFunc(all, func(q *definition.Question) bool { return q.ID == id })
	if i < 0 || value == nil {
		return ""
	}
	q := all[i]
	return formview.Answer(w.now, formview.Question{Kind: q.Kind, Options: q.Options, Value: value, Country: f.Country, Currency: f.Fee.Currency})
}
