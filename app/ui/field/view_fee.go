package field

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/fee"
)

// amount is an entry of money with a line beneath it.
type amount struct {
	entry *kit.Entry
	says  *kit.Text
	minor int64
	right bool // what stands there can be gone on with
}

// amount returns an entry whose line says what compare makes of the amount. What
// is typed is kept at place.
func (w *Window) amount(place, currency string, empty bool, compare func(minor int64) (words string, ink fyne.ThemeColorName, right bool)) *amount {
	a := &amount{says: w.now.Text("").Bold(), right: empty}
	a.entry = w.now.Entry("", func(text string) {
		ok := false
		a.minor, ok = kit.ReadMoney(text, currency)
		switch {
		case text == "" && empty:
			a.minor, a.right = 0, true
			a.says.SetWords("")
		case !ok:
			a.right = false
			a.says.Ink(theme.Bad).SetWords(w.say("desk.payment.unread"))
		default:
			words, ink, right := compare(a.minor)
			a.right = right
			a.says.Ink(ink).SetWords(words)
		}
	})
	w.entered.Keep(place, a.entry)
	return a
}

// fee takes what is due, where the officer stands.
func (w *Window) fee(v View) fyne.CanvasObject {
	k, due := w.now, v.Spot.Petition.Due()
	a := w.amount(purseAt+v.Spot.Petition.ID, due.Currency, true, func(minor int64) (string, fyne.ThemeColorName, bool) {
		back := fee.Money{Minor: minor - due.Minor, Currency: due.Currency}
		if back.Minor < 0 {
			back.Minor = -back.Minor
			return w.say("desk.payment.short", "amount", k.Money(back)), theme.Bad, false
		}
		return w.say("desk.payment.change", "amount", k.Money(back)), theme.Good, true
	})
	take := k.Button(w.say("field.spot.receipt"), func() {
		if a.right {
			w.field.Collect(a.minor)
		}
	})
	take.Icon = fynetheme.ListIcon()
	if !v.receipts() { // no money without its paper
		take.Disable()
	}
	a.entry.OnEnter = func() { take.Tapped(nil) }
	return kit.Panel(kit.Column(1.5, kit.Row(2, kit.Stretch(k.Sub(w.say("field.spot.fee"))), k.Sub(k.Money(due)).OneLine()),
		k.Labelled(w.say("desk.payment.tendered"), w.say("desk.payment.exact"), kit.Row(1, kit.Stretch(a.entry), take)), a.says))
}

// paid says what is to be given back of the money, and prints the receipt that has
// not come out.
func (w *Window) paid(v View) (things []fyne.CanvasObject) {
	k, s := w.now, v.Spot
	if s.Change.Minor > 0 {
		things = append(things, k.Notice(kit.ToneInfo, w.say("desk.payment.change", "amount", k.Money(s.Change)), ""))
	}
	if s.Receipt != "" {
		print := k.Button(w.say("field.spot.receipt_again"), w.field.PrintReceipt)
		things = append(things, k.Notice(kit.ToneWarm, w.say("field.spot.receipt_missing", "number", s.Receipt), w.say("field.spot.receipt_missing_hint"), print))
	}
	return things
}

// purse is the money that is to be counted before the laptop is brought back; nil
// when there is none.
func (w *Window) purse(v View) fyne.CanvasObject {
	k, p := w.now, v.Purse
	if len(p.Payments) == 0 {
		return nil
	}
	drawer := p.Cash.Cash
	things := []fyne.CanvasObject{kit.Row(2, kit.Stretch(k.Sub(w.say("field.purse"))), k.Sub(k.Money(drawer)).OneLine()),
		k.Hint(k.Join(w.say("desk.cash.count", "count", len(p.Payments)), w.say("field.purse.hint")))}
	for _, paid := range p.Payments {
		if paid.Prints == 0 {
			things = append(things, k.Notice(kit.ToneWarm, w.say("field.spot.receipt_missing", "number", paid.Receipt), k.Money(paid.Amount),
				k.Button(w.say("field.spot.receipt_again"), func() { w.field.PrintAgain(paid.Receipt) })))
		}
	}
	if !p.MayClose {
		return kit.Panel(kit.Column(1.5, append(things, k.Notice(kit.ToneInfo, w.say("field.purse.others"), ""))...))
	}
	a := w.amount(purseAt+"counted", drawer.Currency, false, func(minor int64) (string, fyne.ThemeColorName, bool) {
		if gap := (fee.Money{Minor: minor - drawer.Minor, Currency: drawer.Currency}); gap.Minor != 0 {
			return w.say("desk.close.difference", "amount", k.Money(gap)), theme.Warm, true
		}
		return w.say("desk.close.right"), theme.Good, true
	})
	note := k.Entry("", nil)
	k.MayCompose(note)
	w.entered.Keep(purseAt+"note", note)
	count := k.Button(w.say("field.purse.count"), func() {
		if a.right {
			w.field.Count(a.minor, note.Text)
		}
	})
	a.entry.OnEnter, note.OnEnter = count.OnTap, count.OnTap
	return kit.Panel(kit.Column(1.5, append(things, k.Labelled(w.say("desk.close.counted"), "", a.entry), a.says,
		k.Labelled(w.say("desk.close.note"), "", note), kit.Row(0, kit.Space(), count))...))
}
