package desk

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/act"
	"sala/forms/petition"
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

// petitions are the office's petitions, by queue, with the one that is looked at
// beside them.
func (w *Window) petitions(v View) page {
	k := w.now
	var tabs []fyne.CanvasObject
	for _, q := range Queues() {
		tabs = append(tabs, k.Button(w.say("desk.queue."+string(q)), func() { w.desk.ShowQueue(q) }).Marked(q == v.Petitions.Queue))
	}
	var rows []fyne.CanvasObject
	for _, p := range v.Petitions.List {
		shown := v.Petitions.Shown != nil && v.Petitions.Shown.ID == p.ID
		rows = append(rows, w.petitionRow(p, func() { w.desk.ShowPetition(p.ID) }).Marked(shown))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Inset(6, 0, k.Empty(fynetheme.ListIcon(), w.say("desk.petitions.none"), w.say("desk.petitions.none_hint"))))
	}
	var body fyne.CanvasObject = kit.Column(1, rows...)
	if p := v.Petitions.Shown; p != nil {
		body = kit.Shares(3, []float32{1, 1}, kit.Column(0, body, kit.Space()), kit.Column(0, w.petition(*p), kit.Space()))
	}
	object, scroll := w.frame(layout{title: w.say("desk.screen.petitions"), beside: kit.Row(1, tabs...), body: body})
	return page{object: object, scroll: scroll}
}

// petition is one petition with its history.
func (w *Window) petition(p petition.Petition) fyne.CanvasObject {
	k := w.now
	things := []fyne.CanvasObject{k.Sub(w.formTitle(p.Form)), k.Hint(k.Join(p.Number, w.say("desk.state."+string(p.State))))}
	if page, ok := w.pageOf(p.Form, p.Answers); ok {
		things = append(things, w.answers(page)...)
	}
	things = append(things, kit.Rule(), k.Sub(w.say("desk.petitions.history")), k.Lines(w.history(p)))
	row := []fyne.CanvasObject{}
	if p.Allows(act.PetitionWithdrawn) {
		row = append(row, k.Button(w.say("desk.petitions.withdraw"), func() { w.desk.Withdraw(p, "") }).As(kit.Danger))
	}
	row = append(row, kit.Space())
	switch p.State {
	case petition.Delivered, petition.Rejected, petition.Withdrawn:
	default:
		row = append(row, k.MainButton(w.say("desk.petitions.go_on"), "", func() { w.desk.GoOn(p) }))
	}
	return kit.Panel(kit.Column(1.25, append(things, kit.Row(1, row...))...))
}

// history tells what became of a petition, the oldest first.
func (w *Window) history(p petition.Petition) []kit.Line {
	type event struct {
		at   int64
		says string
	}
	events := []event{{p.Created, w.say("desk.history.created", "name", w.officerName(p.CreatedBy))}}
	verbs := map[string]string{act.PetitionApproved: "approve", act.PetitionReturned: "return", act.PetitionRejected: "reject", act.PetitionWithdrawn: "withdraw", act.PetitionDelivered: "deliver"}
	for _, d := range p.Decisions {
		verb := verbs[d.Kind]
		if verb == "" {
			verb = "other"
		}
		events = append(events, event{d.At, w.now.Join(w.say("desk.history."+verb, "name", w.officerName(d.By)), d.Note)})
	}
	for _, paid := range p.Paid {
		events = append(events, event{paid.At, w.say("desk.history.paid", "name", w.officerName(paid.By), "amount", w.now.Money(paid.Amount), "number", paid.Receipt)})
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	var lines []kit.Line
	for _, e := range events {
		lines = append(lines, kit.Line{Label: w.moment(e.at), Value: e.says})
	}
	return lines
}

// currencyOf returns the currency of a country's offices.
func currencyOf(country string) string {
	if country == "KR" {
		return "KRW"
	}
	return "THB"
}
