package desk

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/identity"
	"sala/forms/register"
)

// hits are what a search found, of which at most so many are shown.
func (w *Window) hits(hits []office.Hit, looked bool, most int) []fyne.CanvasObject {
	k := w.now
	if looked && len(hits) == 0 {
		return []fyne.CanvasObject{k.Notice(kit.ToneInfo, w.say("desk.card.nobody"), w.say("desk.card.nobody_hint"))}
	}
	var rows []fyne.CanvasObject
	for _, h := range hits {
		b := k.Button(h.Title, func() { w.desk.OpenHit(h) })
		b.Detail = h.Detail
		b.Icon = fynetheme.ListIcon()
		switch h.What {
		case register.Residents:
			b.Icon = fynetheme.AccountIcon()
			b.Label, b.Detail = h.Resident.Name(k.Language), k.Join(append([]string{w.short(h.Resident.Birth), identity.Format(w.desk.office.Profile.Country, h.Resident.NationalNumber)}, w.otherNames(h.Resident)...)...)
		case register.Households:
			b.Icon = fynetheme.HomeIcon()
			b.Detail = identity.FormatHouse(h.Detail)
		case "petition":
			b.Icon = fynetheme.DocumentIcon()
			b.Detail = k.Join(w.formTitle(h.Form), w.say("desk.state."+string(h.State)))
		}
		rows = append(rows, b)
	}
	if len(hits) == most {
		rows = append(rows, k.Hint(w.say("desk.people.found_most", "count", most)))
	}
	return rows
}

// searches returns a search's entry, which Down leaves for what was found, and
// not for the top bar where there is nothing: the next Enter would press what
// stands there.
func (w *Window) searches(e *kit.Entry) *kit.Entry {
	w.now.MayCompose(e)
	e.OnEnter = func() { w.desk.Enter(e.Text) }
	e.Before = func(ev *fyne.KeyEvent) bool {
		hits, _ := w.desk.search()
		return ev.Name == fyne.KeyUp || ev.Name == fyne.KeyDown && len(hits) == 0
	}
	return e
}

// otherNames are a resident's names in the languages that are not shown.
func (w *Window) otherNames(r register.Resident) (names []string) {
	shown := r.Name(w.now.Language)
	for _, l := range kit.Languages() {
		if n := r.Names[l].Full(l); n != "" && n != shown {
			names = append(names, n)
		}
	}
	return names
}

// currencyOf returns the currency of a country's offices.
func currencyOf(country string) string {
	if country == "KR" {
		return "KRW"
	}
	return "THB"
}
