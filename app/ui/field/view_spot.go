package field

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
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
	tiles := []fyne.CanvasObject{tile("ticket", fynetheme.DocumentIcon(), v.receipts(), w.field.Ticket)}
	if due := s.Petition.Due(); due.Minor > 0 {
		tiles = append(tiles, tile("receipt", fynetheme.ListIcon(), v.receipts(), w.field.Collect))
	}
	if s.Paper && (s.Decides || s.Petition.State == petition.Approved) {
		tiles = append(tiles, tile("paper", fynetheme.DocumentPrintIcon(), true, w.field.Hand))
	}
	things := []fyne.CanvasObject{k.Notice(kit.ToneGood, w.say("field.finished", "number", s.Petition.Number), w.say("field.spot.safe"))}
	if s.Printed != "" {
		things = append(things, k.Notice(kit.ToneInfo, w.say(s.Printed), ""))
	}
	things = append(things, k.Sub(w.say("field.spot")), kit.Tiles(2, 3, tiles...))
	return page{title: w.formTitle(s.Petition.Form), body: kit.Measure(1100, kit.Column(2, things...)), main: k.MainButton(w.say("field.spot.next"), "F9", w.field.ToList), update: func(View) {}}
}

// receipts reports whether there is a printer for slips.
func (v View) receipts() bool { l := v.Status.Lamps.Receipt; return l.Light != "" && l.Code != "none" }
