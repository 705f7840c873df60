package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
)

// people searches the registers.
func (w *Window) people(v View) page {
	k := w.now
	search := k.Entry(v.People.Query, w.desk.FindPeople)
	search.PlaceHolder = w.say("desk.people.search")
	k.MayCompose(search)
	list := container.NewStack()
	body := kit.Measure(900, kit.Column(1.5, search, list))
	object, scroll := w.frame(layout{title: w.say("desk.screen.people"), body: body})
	return page{object: object, scroll: scroll, focus: func() { w.canvas.Focus(search) },
		update: func(v View) {
			switch {
			case v.People.Query == "":
				list.Objects = []fyne.CanvasObject{kit.Inset(6, 0, k.Empty(fynetheme.SearchIcon(), w.say("desk.people.start"), w.say("desk.people.start_hint")))}
			case v.People.Looked:
				rows := append([]fyne.CanvasObject{k.Hint(w.say("desk.people.found", "count", len(v.People.Hits)))}, w.hits(v.People.Hits, true)...)
				list.Objects = []fyne.CanvasObject{kit.Column(1, rows...)}
			}
			list.Refresh()
		}}
}

// hits are what a search found.
func (w *Window) hits(hits []office.Hit, looked bool) []fyne.CanvasObject {
	k := w.now
	if looked && len(hits) == 0 {
		return []fyne.CanvasObject{k.Notice(kit.ToneInfo, w.say("desk.card.nobody"), w.say("desk.card.nobody_hint"))}
	}
	var rows []fyne.CanvasObject
	for _, h := range hits {
		b := k.Button(h.Title, func() { w.openHit(h) })
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
