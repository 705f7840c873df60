package desk

import (
	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
	"sala/forms/number"
)

// stock is the ledger of numbers and sheets: what there is, what became of it,
// and a new packet.
func (w *Window) stock(v View) page {
	k := w.now
	blocks := []fyne.CanvasObject{k.Sub(w.say("desk.stock.blocks")), w.account(nil)}
	packets := []fyne.CanvasObject{k.Sub(w.say("desk.stock.packets"))}
	for _, b := range v.Certificates.Books {
		if b.Lease.Kind == number.Sheets {
			if len(packets) == 1 {
				packets = append(packets, w.account(nil))
			}
			packets = append(packets, w.account(&b))
			for _, gap := range b.Gaps {
				packets = append(packets, k.Notice(kit.ToneWarm, w.say("desk.stock.gap", "from", b.Lease.Text(gap.From), "to", b.Lease.Text(gap.To)), ""))
			}
		} else {
			blocks = append(blocks, w.account(&b))
		}
	}
	if len(packets) == 1 {
		packets = append(packets, k.Hint(w.say("desk.stock.plain")))
	}
	left := kit.Column(2, w.shortages(v), kit.Panel(kit.Column(1, blocks...)), kit.Panel(kit.Column(1, packets...)), w.giveBack(v), kit.Space())
	packet, first := w.newPacket()
	right := kit.Column(2, packet, w.spoiled(), kit.Space())
	leave := func() { w.desk.ShowStock(false) }
	object, scroll := w.frame(layout{title: w.say("desk.stock.title"), body: kit.Shares(3, []float32{1.35, 1}, left, right), back: k.Button(w.say("kit.back"), leave).With("Esc")})
	return page{object: object, scroll: scroll, back: leave, focus: func() { w.canvas.Focus(first) }}
}

// account is a line of the ledger; nil writes its heading.
func (w *Window) account(b *number.Balance) fyne.CanvasObject {
	k := w.now
	shares := []float32{3, 1, 1, 1, 1}
	if b == nil {
		var heads []fyne.CanvasObject
		for _, h := range []string{"block", "used", "spoiled", "returned", "free"} {
			t := k.Small(w.say("desk.stock." + h))
			if h != "block" {
				t.Trailing()
			}
			heads = append(heads, t)
		}
		return kit.Shares(1, shares, heads...)
	}
	n := func(x uint64) fyne.CanvasObject { return k.Text(k.Number(int(x))).Trailing() }
	name := kit.Column(0, k.Text(w.say("desk.stock.kind."+b.Lease.Kind)), k.Small(b.Lease.Text(b.Lease.From)+" – "+b.Lease.Text(b.Lease.To)))
	return kit.Shares(1, shares, name, n(b.Used+b.Held), n(b.Spoiled), n(b.Returned+b.Handed), n(b.Free))
}

// newPacket takes a packet into stock by its first and last serial; first is the
// entry of the one.
func (w *Window) newPacket() (card fyne.CanvasObject, first *kit.Entry) {
	k := w.now
	entry := func(name string) *kit.Entry { return w.kept(typedAt(Certificates, "stock", "packet")+name, "", nil) }
	first, last, note := entry("first"), entry("last"), entry("note")
	first.PlaceHolder, last.PlaceHolder = "AB000101", "AB000600"
	take := k.Button(w.say("desk.stock.receive"), func() { w.desk.ReceiveSheets(first.Text, last.Text, note.Text) })
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.stock.new")), k.Labelled(w.say("desk.stock.first"), "", first), k.Labelled(w.say("desk.stock.last"), "", last),
		k.Labelled(w.say("desk.stock.note"), "", note), kit.Row(0, kit.Space(), take))), first
}

// spoiled takes one sheet out, or all before the one that lies on top.
func (w *Window) spoiled() fyne.CanvasObject {
	k := w.now
	place := typedAt(Certificates, "stock", "spoil")
	serial, reason := w.kept(place+"serial", "", nil), w.keptWords(place+"reason", nil)
	one := k.Button(w.say("desk.stock.spoil"), func() { w.desk.SpoilSheet(serial.Text, reason.Text) })
	all := k.Button(w.say("desk.stock.reconcile"), func() { w.desk.Reconcile(serial.Text, reason.Text) })
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.stock.spoiling")), k.Hint(w.say("desk.stock.spoiling_hint")), k.Labelled(w.say("desk.stock.serial"), "", serial),
		k.Labelled(w.say("desk.correct.reason"), w.say("desk.correct.hint"), reason), w.buttons([]fyne.CanvasObject{kit.Space(), one, all})))
}

// giveBack gives what is free of a block back to central.
func (w *Window) giveBack(v View) fyne.CanvasObject {
	k := w.now
	var options []kit.Option
	for _, b := range v.Certificates.Books {
		if b.Lease.Kind != number.Sheets && b.Free > 0 {
			options = append(options, kit.Option{ID: b.Lease.ID, Label: w.say("desk.stock.kind." + b.Lease.Kind), Detail: b.Lease.Text(b.Lease.From) + " – " + b.Lease.Text(b.Lease.To)})
		}
	}
	if len(options) == 0 {
		return kit.Column(0)
	}
	chosen := ""
	place := typedAt(Certificates, "stock", "return")
	which := keep(w, place+"which", k.Choice(options, nil, false, func(ids []string) {
		if chosen = ""; len(ids) > 0 {
			chosen = ids[0]
		}
	}))
	reason := w.keptWords(place+"reason", nil)
	back := k.Button(w.say("desk.stock.return"), func() {
		if chosen != "" {
			w.desk.ReturnLease(chosen, reason.Text)
		}
	}).As(kit.Danger)
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.stock.returning")), k.Hint(w.say("desk.stock.returning_hint")), which,
		k.Labelled(w.say("desk.correct.reason"), w.say("desk.correct.hint"), reason), kit.Row(0, kit.Space(), back)))
}
