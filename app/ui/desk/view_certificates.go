package desk

import (
	"cmp"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/certificate"
	"sala/forms/number"
)

// rowsShown is how many rows of a list a screen shows: the search finds the rest.
const rowsShown = 30

// readyShown is how many petitions that wait for their paper stand above it.
const readyShown = 6

// certificates are what was issued, with the one that is looked at beside it.
func (w *Window) certificates(v View) page {
	if v.Certificates.Stock {
		return w.stock(v)
	}
	k := w.now
	search := k.Entry(v.Certificates.Query, w.desk.FindCertificate)
	search.PlaceHolder = w.say("desk.certificates.search")
	list, beside := container.NewStack(), container.NewStack()
	body := kit.Column(1.5, w.shortages(v), kit.Shares(3, []float32{1, 1.2}, kit.Column(1, search, list, kit.Space()), kit.Column(0, beside, kit.Space())))
	stock := k.Button(w.say("desk.stock.go"), func() { w.desk.ShowStock(true) }).With("F8")
	object, scroll := w.frame(layout{title: w.say("desk.screen.certificates"), body: body, beside: stock})
	shown := ""
	return page{object: object, scroll: scroll, focus: func() { w.canvas.Focus(search) },
		keys: map[fyne.KeyName]func(){fyne.KeyF8: func() { w.desk.ShowStock(true) }}, back: func() { w.desk.ShowCertificate("") },
		update: func(v View) {
			list.Objects = []fyne.CanvasObject{kit.Column(1, w.issues(v)...)}
			list.Refresh()
			i, ok := v.Certificates.issue()
			state := ""
			if ok {
				state = fmt.Sprint(i.Number, i.Outcome, i.Paper.Status, i.Paper.Prints, len(v.Certificates.Sheets))
			}
			if state != shown || len(beside.Objects) == 0 { // what is being typed stays
				shown = state
				beside.Objects = []fyne.CanvasObject{w.issue(v)}
				beside.Refresh()
			}
		}}
}

// shortages warns of numbers and sheets that run low.
func (w *Window) shortages(v View) fyne.CanvasObject {
	things := kit.Column(1)
	for _, kind := range []string{number.Certificates, number.Receipts, number.Sheets} {
		s, used := v.Certificates.Supply[kind]
		switch {
		case used && s.None:
			things.Add(w.now.Notice(kit.ToneBad, w.say("desk.stock.none."+kind), w.say("desk.stock.intake")))
		case used && s.Low:
			things.Add(w.now.Notice(kit.ToneWarm, w.say("desk.stock.low."+kind, "left", int(s.Left)), ""))
		}
	}
	return things
}

// issues lists the certificates.
func (w *Window) issues(v View) []fyne.CanvasObject {
	k := w.now
	rows := w.ready(v)
	found := v.Certificates.Found()
	for n, c := range found {
		if n == rowsShown {
			rows = append(rows, k.Hint(w.say("desk.certificates.more", "count", len(found)-rowsShown)))
			break
		}
		b := k.Button(c.Number, func() { w.desk.ShowCertificate(c.Number) }).Marked(c.Number == v.Certificates.Shown)
		b.Detail, b.Icon = k.Join(c.Paper.Document.Subject.Name, w.paperTitle(c), w.outcome(c.Outcome)), fynetheme.DocumentIcon()
		if c.Unsure() {
			b.Icon = fynetheme.QuestionIcon()
		}
		rows = append(rows, b)
	}
	if len(found) == 0 {
		rows = append(rows, kit.Inset(2, 0, k.Empty(fynetheme.DocumentIcon(), w.say("desk.certificates.none"), w.say("desk.certificates.none_hint"))))
	}
	return rows
}

// paperTitle is what a certificate is called; what nobody can read any more is
// told by its form.
func (w *Window) paperTitle(i Issue) string {
	d := i.Paper.Document
	return cmp.Or(w.certificateTitle(d.Template, d.Title), w.formTitle(i.Petition.Form))
}

// ready lists the petitions whose certificates can be issued now.
func (w *Window) ready(v View) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for n, p := range v.Certificates.Ready {
		if n == readyShown {
			break
		}
		b := w.petitionRow(p, func() { w.desk.GoOn(p) })
		b.Icon = fynetheme.MailForwardIcon()
		b.Detail = w.now.Join(w.say("desk.certificates.issue"), p.Number)
		rows = append(rows, b)
	}
	if len(rows) > 0 {
		rows = append([]fyne.CanvasObject{w.now.Hint(w.say("desk.certificates.ready", "count", len(v.Certificates.Ready)))}, append(rows, kit.Rule())...)
	}
	return rows
}

// issue is the certificate that is looked at, and what can be done about it.
func (w *Window) issue(v View) fyne.CanvasObject {
	k := w.now
	i, ok := v.Certificates.issue()
	if !ok {
		return kit.Panel(k.Hint(w.say("desk.certificates.choose")))
	}
	c := i.Paper
	things := []fyne.CanvasObject{k.Sub(i.Number)}
	if i.Unsure() && v.May.Collect {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.certificates.unsure"), w.say("desk.certificates.unsure_hint")),
			kit.Row(1, k.Button(w.say("desk.certificates.came_out"), func() { w.desk.AnswerPrint(true) }), k.Button(w.say("desk.certificates.nothing"), func() { w.desk.AnswerPrint(false) })))
	}
	if c.Number != "" {
		lines := []kit.Line{{Label: w.say("desk.certificates.title"), Value: w.paperTitle(i)}, {Label: w.say("desk.certificates.for"), Value: c.Document.Subject.Name},
			{Label: w.say("desk.certificates.petition"), Value: i.Petition.Number}, {Label: w.say("desk.certificates.status"), Value: w.say("certificate.status." + string(c.Status))},
			{Label: w.say("desk.certificates.prints"), Value: k.Number(c.Prints)}}
		for _, s := range v.Certificates.Sheets {
			lines = append(lines, kit.Line{Label: w.say("desk.certificates.sheet"), Value: k.Join(s.Text, w.say("desk.fate."+string(s.Fate)))})
		}
		things = append(things, k.Lines(lines))
	}
	switch {
	case i.Unsure() || c.Number == "" || !v.May.Correct:
	case c.Status == certificate.Prepared:
		things = append(things, kit.Row(1, kit.Space(), k.Button(w.say("desk.certificates.print"), w.desk.PrintIssue)), kit.Rule(), w.corrections(i.Number, Void))
	case c.Status != certificate.Void:
		things = append(things, kit.Rule(), w.corrections(i.Number, Reprint, Refund, Void))
	case i.Petition.Due().Minor < i.Petition.Fee.Minor:
		things = append(things, kit.Rule(), w.corrections(i.Number, Refund))
	}
	return kit.Panel(kit.Column(1.25, things...))
}

// corrections offers to reprint, void or refund, each with a reason.
func (w *Window) corrections(of string, offered ...Correction) fyne.CanvasObject {
	k := w.now
	reason := w.keptWords(typedAt(Certificates, of)+"reason", nil)
	row := []fyne.CanvasObject{}
	for _, c := range offered {
		b := k.Button(w.say("desk.correct."+string(c)), func() { w.desk.Correct(c, reason.Text) })
		if c == Void {
			b.As(kit.Danger)
		}
		row = append(row, b)
	}
	return kit.Column(1, k.Labelled(w.say("desk.correct.reason"), w.say("desk.correct.hint"), reason), kit.Row(1, row...))
}
