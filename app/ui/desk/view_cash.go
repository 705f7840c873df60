package desk

import (
	"cmp"
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/fee"
)

// cash is the money since the last closing: the drawer, the receipts, and what
// the others took.
func (w *Window) cash(v View) page {
	left := kit.Column(2, w.takings(v), w.receipts(v), kit.Space())
	right := kit.Column(2, w.dayEnd(v), w.closings(v), kit.Space())
	object, scroll := w.frame(layout{title: w.say("desk.screen.cash"), body: kit.Shares(3, []float32{1.25, 1}, left, right)})
	return page{object: object, scroll: scroll, back: func() { w.desk.ShowReceipt("") }, focus: w.firstEntry}
}

// takings are what each officer took, by the way of payment.
func (w *Window) takings(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.cash.takings"))}
	for _, c := range v.Cash.Takings {
		since := w.say("desk.cash.never")
		if at, ok := sinceWords(c.Since); ok {
			since = w.say("desk.cash.since", "at", w.moment(at))
		}
		rows = append(rows, kit.Column(0.25, kit.Row(1, k.Text(w.officerName(c.Officer)).Bold().OneLine(), kit.Space(), k.Text(k.Money(w.currency(c.Cash))).Bold().OneLine()), k.Small(since)))
		for _, method := range slices.Sorted(maps.Keys(c.Methods)) {
			rows = append(rows, kit.Shares(1, []float32{2, 1}, k.Text(w.say("desk.method."+method)), k.Text(k.Money(c.Methods[method])).Trailing()))
		}
	}
	if len(v.Cash.Takings) == 0 {
		rows = append(rows, k.Hint(w.say("desk.cash.none")))
	}
	return kit.Panel(kit.Column(1, rows...))
}

func (w *Window) currency(m fee.Money) fee.Money {
	m.Currency = cmp.Or(m.Currency, currencyOf(w.desk.office.Profile.Country))
	return m
}

// receipts are the last receipts with a running total; the one that is looked at
// can be printed again.
func (w *Window) receipts(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.cash.receipts"))}
	for n, r := range v.Cash.Receipts {
		if n == rowsShown {
			rows = append(rows, k.Hint(w.say("desk.certificates.more", "count", len(v.Cash.Receipts)-rowsShown)))
			break
		}
		b := k.Button(k.Join(r.Receipt, k.Money(r.Amount)), func() { w.desk.ShowReceipt(r.Receipt) }).Marked(r.Receipt == v.Cash.Shown)
		b.Detail = k.Join(w.moment(r.At.UnixMilli()), w.officerName(r.Officer), w.say("desk.cash.total", "amount", k.Money(r.Total)), w.say("desk.cash.prints", "count", r.Prints))
		rows = append(rows, b)
		if r.Receipt == v.Cash.Shown && v.May.Collect {
			rows = append(rows, w.again(r.Payment))
		}
	}
	if len(v.Cash.Receipts) == 0 {
		rows = append(rows, k.Hint(w.say("desk.cash.none")))
	}
	return kit.Panel(kit.Column(1, rows...))
}

// again prints a receipt: once more only for a reason.
func (w *Window) again(p office.Payment) fyne.CanvasObject {
	k := w.now
	if p.Prints == 0 {
		return kit.Inset(0.5, 2, kit.Row(1, kit.Space(), k.Button(w.say("desk.certificates.print"), func() { w.desk.PrintReceipt("") })))
	}
	reason := w.keptWords(typedAt(Cash, "receipt", p.Receipt)+"reason", nil)
	return kit.Inset(0.5, 2, kit.Column(1, k.Labelled(w.say("desk.correct.reason"), w.say("desk.correct.hint"), reason),
		kit.Row(1, kit.Space(), k.Button(w.say("desk.correct.reprint"), func() { w.desk.PrintReceipt(reason.Text) }))))
}

// dayEnd takes the counted drawer; a difference needs a word.
func (w *Window) dayEnd(v View) fyne.CanvasObject {
	k := w.now
	drawer := w.currency(v.Cash.Own.Cash)
	if c := v.Cash.Closed; c != nil {
		return k.Notice(kit.ToneGood, w.say("desk.close.done", "amount", k.Money(w.currency(c.Counted))), c.Note)
	}
	if !v.Cash.MayClose {
		return kit.Panel(kit.Column(1, k.Sub(w.say("desk.close.title")), k.Hint(w.say("desk.close.others"))))
	}
	difference := k.Text("").Bold()
	var counted int64
	right := false
	entry := w.kept(typedAt(Cash, "day")+"counted", "", func(text string) {
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
	note := w.keptWords(typedAt(Cash, "day")+"note", nil)
	shut := k.Button(w.say("desk.close.go"), func() {
		if right {
			w.desk.CloseDay(counted, note.Text)
		}
	})
	entry.OnEnter, note.OnEnter = shut.OnTap, shut.OnTap
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.close.title")), kit.Shares(1, []float32{1, 1}, k.Text(w.say("desk.close.drawer")), k.Text(k.Money(drawer)).Bold().Trailing()),
		k.Labelled(w.say("desk.close.counted"), "", entry), difference, k.Labelled(w.say("desk.close.note"), "", note), kit.Row(0, kit.Space(), shut)))
}

// closings are the last closings with what was counted.
func (w *Window) closings(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.cash.closings"))}
	for _, c := range v.Cash.Closings {
		says := k.Text(w.say("desk.close.right")).Ink(theme.Good)
		if gap := c.Difference(); gap.Minor != 0 {
			says = k.Text(w.say("desk.cash.difference", "amount", k.Money(w.currency(gap)))).Ink(theme.Warm)
		}
		rows = append(rows, kit.Column(0.25, kit.Row(1, k.Text(w.officerName(c.Officer)).OneLine(), kit.Space(), k.Text(k.Money(w.currency(c.Counted))).Bold().OneLine()),
			k.Small(k.Join(w.moment(c.At.UnixMilli()), w.say("desk.cash.count", "count", c.Closing.Receipts), c.Note)), says))
	}
	if len(v.Cash.Closings) == 0 {
		rows = append(rows, k.Hint(w.say("desk.cash.no_closing")))
	}
	return kit.Panel(kit.Column(1.25, rows...))
}
