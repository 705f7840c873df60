package desk

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
)

// hits are what a search found.
func (w *Window) hits(hits []office.Hit, looked bool, open func(office.Hit)) []fyne.CanvasObject {
	k := w.now
	if looked && len(hits) == 0 {
		return []fyne.CanvasObject{k.Notice(kit.ToneInfo, w.say("desk.card.nobody"), w.say("desk.card.nobody_hint"))}
	}
	var rows []fyne.CanvasObject
	for _, h := range hits {
		b := k.Button(h.Title, func() { open(h) })
		b.Detail = h.Detail
		b.Icon = map[string]fyne.Resource{"household": fynetheme.HomeIcon(), "petition": fynetheme.DocumentIcon()}[h.What]
		if h.What == "resident" {
			b.Icon = fynetheme.AccountIcon()
			b.Detail = w.now.Join(w.short(h.Resident.Birth), h.Detail)
		}
		rows = append(rows, b)
	}
	return rows
}

func (w *Window) openHit(h office.Hit) {
	switch h.What {
	case "resident":
		w.desk.Ask(h)
	case "petition":
		w.desk.GoTo(h.ID)
	}
}

// currencyOf returns the currency of a country's offices.
func currencyOf(country string) string {
	if country == "KR" {
		return "KRW"
	}
	return "THB"
}
