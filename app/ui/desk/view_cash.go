package desk

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/fee"
)

// certificates are what was issued, and the cash of the day.
func (w *Window) certificates(v View) page {
	k := w.now
	numbers := w.say("desk.certificates.left", "certificates", v.Status.Numbers["certificate"], "receipts", v.Status.Numbers["receipt"])
	body := kit.Column(1.5, k.Hint(numbers), kit.Shares(3, []float32{1.2, 1}, kit.Column(0, w.issues(v), kit.Space()), kit.Column(2, w.takings(v), w.dayEnd(v), kit.Space())))
	object, scroll := w.frame(layout{title: w.say("desk.screen.certificates"), body: body})
	return page{object: object, scroll: scroll}
}

// issues lists the certificates; the one that is looked at can be corrected.
func (w *Window) issues(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.certificates.list"))}
	for i, c := range v.Certificates.List {
		if i == 30 {
			break
		}
		shown := c.Number == v.Certificates.Shown
		b := k.Button(c.Number, func() { w.desk.ShowCertificate(c.Number) }).Marked(shown)
		b.Detail, b.Icon = k.Join(w.formTitle(c.Petition.Form), w.outcome(c.Outcome)), fynetheme.DocumentIcon()
		rows = append(rows, b)
		if shown {
			rows = append(rows, w.corrections())
		}
	}
	if len(v.Certificates.List) == 0 {
		rows = append(rows, k.Hint(w.say("desk.certificates.none")))
	}
	return kit.Panel(kit.Column(1, rows...))
}

// corrections offers to reprint, void or refund, each with a reason.
func (w *Window) corrections() fyne.CanvasObject {
	k := w.now
	reason := k.Entry("", nil)
	k.MayCompose(reason)
	do := func(c Correction) func() { return func() { w.desk.Correct(c, reason.Text) } }
	return kit.Inset(0.5, 2, kit.Column(1, k.Labelled(w.say("desk.correct.reason"), w.say("desk.correct.hint"), reason),
		kit.Row(1, k.Button(w.say("desk.correct.reprint"), do(Reprint)), k.Button(w.say("desk.correct.refund"), do(Refund)), k.Button(w.say("desk.correct.void"), do(Void)).As(kit.Danger))))
}

// takings are the fees that the officer took today.
func (w *Window) takings(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.certificates.cash"))}
	for i, t := range v.Certificates.Cash {
		if i == 20 {
			break
		}
		rows = append(rows, kit.Shares(1, []float32{2, 1}, kit.Column(0, k.Text(t.Receipt), k.Small(w.moment(t.At.UnixMilli()))), k.Text(k.Money(t.Amount)).Trailing()))
	}
	if len(v.Certificates.Cash) == 0 {
		rows = append(rows, k.Hint(w.say("desk.certificates.no_cash")))
	}
	return kit.Panel(kit.Column(1, rows...))
}

// dayEnd takes the counted drawer; a difference needs a word.
func (w *Window) dayEnd(v View) fyne.CanvasObject {
	k := w.now
	drawer := v.Certificates.Drawer
	if drawer.Currency == "" {
		drawer.Currency = currencyOf(v.Status.Profile.Country)
	}
	if c := v.Certificates.Closed; c != nil {
		return k.Notice(kit.ToneGood, w.say("desk.close.done", "amount", k.Money(c.Counted)), c.Note)
	}
	difference := k.Text("").Bold()
	var counted int64
	right := false
	entry := k.Entry("", func(text string) {
		counted, right = kit.ReadMoney(text, drawer.Currency)
		gap := fee.Money{Minor: counted - drawer.Minor, Currency: drawer.Currency}
		switch {
		case !right:
			difference.Ink(theme.Bad).SetWords(w.say("desk.payment.unread"))
		case gap.Minor == 0:
			difference.Ink(theme.Good).SetWords(w.say("desk.close.right"))
		default:
			difference.Ink(theme.Warm).SetWords(w.say("desk.close.difference", "amount", k.Money(gap)))
		}
	})
	note := k.Entry("", nil)
	k.MayCompose(note)
	shut := k.Button(w.say("desk.close.go"), func() {
		if right {
			w.desk.CloseDay(counted, note.Text)
		}
	})
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.close.title")), kit.Shares(1, []float32{1, 1}, k.Text(w.say("desk.close.drawer")), k.Text(k.Money(drawer)).Bold().Trailing()),
		k.Labelled(w.say("desk.close.counted"), "", entry), difference, k.Labelled(w.say("desk.close.note"), "", note), kit.Row(0, kit.Space(), shut)))
}
