package field

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/definition"
	"sala/forms/petition"
)

// done says that the visit is recorded, and what can be handed over at once.
func (w *Window) done(v View) page {
	k, s := w.now, v.Spot
	tile := func(key string, icon fyne.Resource, can bool, do func()) fyne.CanvasObject {
		b := k.Tile(w.say("field.spot."+key), w.say("field.spot."+key+"_hint"), icon, do)
		if !can {
			b.Disable()
		}
		return b
	}
	var tiles []fyne.CanvasObject
	if s.Petition.State != petition.Fulfilled { // the desk has nothing more to do with it then
		tiles = append(tiles, tile("ticket", fynetheme.DocumentIcon(), v.receipts(), w.field.Ticket))
	}
	if s.Paper && s.Decides {
		tiles = append(tiles, tile("paper", fynetheme.DocumentPrintIcon(), true, w.field.Hand))
	}
	things := []fyne.CanvasObject{k.Notice(kit.ToneGood, w.say("field.finished", "number", s.Petition.Number), w.say("field.spot.safe"))}
	if s.Printed != "" {
		things = append(things, k.Notice(kit.ToneInfo, w.say(s.Printed), ""))
	}
	things = append(things, w.paid(v)...)
	if s.Petition.Due().Minor > 0 {
		things = append(things, w.fee(v))
	}
	if len(tiles) > 0 {
		things = append(things, k.Sub(w.say("field.spot")), kit.Tiles(2, 2, tiles...))
	}
	if s.Paper && !s.Decides {
		things = append(things, w.approval(s))
	}
	return page{title: w.formTitle(s.Petition.Form), sheet: sheet, body: kit.Column(2, things...), main: k.MainButton(w.say("field.spot.next"), "F9", w.field.ToList), update: func(View) {}}
}

// approval lets another officer approve the paper where they stand, with a
// password of her own.
func (w *Window) approval(s Spot) fyne.CanvasObject {
	k := w.now
	if len(s.Deciders) == 0 {
		return k.Notice(kit.ToneInfo, w.say("field.spot.nobody"), w.say("field.spot.nobody_hint"))
	}
	var options []kit.Option
	for _, o := range s.Deciders {
		options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(k.Language), Detail: definition.Text(o.Title).In(k.Language)})
	}
	chosen := options[0].ID
	who := k.Choice(options, []string{chosen}, false, func(ids []string) { chosen = ids[0] })
	password := k.Password(nil)
	give := func() {
		if password.Text == "" {
			w.canvas.Focus(password)
			return
		}
		if w.field.HandBy(chosen, password.Text) {
			password.Put("")
		}
	}
	password.OnEnter = give
	return kit.Panel(kit.Column(2, k.Sub(w.say("field.spot.approval")), k.Hint(w.say("field.spot.approval_hint")), k.Labelled(w.say("desk.decision.who"), "", who),
		k.Labelled(w.say("kit.sign_in.password"), "", kit.Row(1, kit.Stretch(password), k.Button(w.say("field.spot.paper"), give)))))
}

// receipts reports whether there is a printer for slips.
func (v View) receipts() bool { l := v.Status.Lamps.Receipt; return l.Light != "" && l.Code != "none" }
