package desk

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
)

// purpose asks why the record of somebody without a card is opened.
func (w *Window) purpose(v View) page {
	return w.why(v.Serve.Asked, w.steps(AtPurpose), Serve, w.desk.Back, func(look office.Look) { w.desk.Open(v.Serve.Asked.ID, look) })
}

// why asks why a record is opened, and what shows the consent: both stand in the
// journal. Enter takes the usual answer.
func (w *Window) why(asked office.Hit, beside fyne.CanvasObject, from Screen, back func(), then func(office.Look)) page {
	k := w.now
	var purposes, consents []kit.Option
	for _, p := range register.Purposes {
		if p != register.ForStatistics {
			purposes = append(purposes, kit.Option{ID: p, Label: w.say("purpose." + p)})
		}
	}
	consents = append(consents, kit.Option{ID: "none", Label: w.say("desk.purpose.no_consent")})
	for _, c := range register.Consents {
		consents = append(consents, kit.Option{ID: c, Label: w.say("consent." + c)})
	}
	look := office.Look{Purpose: register.ForCitizen}
	place := typedAt(from, "why", asked.ID)
	note := w.keptWords(place+"note", func(text string) { look.Note = text })
	number := w.kept(place+"petition", "", func(text string) { look.Petition = strings.TrimSpace(text) })
	why := keep(w, place+"why", k.Choice(purposes, []string{look.Purpose}, false, func(ids []string) { look.Purpose = ids[0] }))
	consent := keep(w, place+"consent", k.Choice(consents, []string{"none"}, false, func(ids []string) {
		if look.Consent = ids[0]; ids[0] == "none" {
			look.Consent = ""
		}
	}))
	open := func() { then(look) }
	note.OnEnter = open
	main := k.MainButton(w.say("desk.purpose.open"), "F9", open)
	asking := []fyne.CanvasObject{k.Sub(asked.Title)}
	if asked.Detail != "" {
		asking = append(asking, k.Hint(asked.Detail))
	}
	body := kit.Measure(980, kit.Column(2, kit.Panel(kit.Column(0.5, asking...)), k.Hint(w.say("desk.purpose.hint")),
		kit.Panel(kit.Shares(3, []float32{1, 1}, kit.Column(1.5, k.Labelled(w.say("desk.purpose.why"), "", why), kit.Space()), kit.Column(1.5, k.Labelled(w.say("desk.purpose.consent"), "", consent), kit.Space()))),
		kit.Panel(kit.Shares(3, []float32{1, 1}, k.Labelled(w.say("desk.purpose.petition"), "", number), k.Labelled(w.say("desk.purpose.note"), "", note)))))
	object, scroll := w.frame(layout{title: w.say("desk.purpose.title"), beside: beside, body: body,
		back: k.Button(w.say("desk.screen."+string(from)), back).With("Esc"), main: main})
	return page{object: object, scroll: scroll, main: open, back: back, focus: func() { w.canvas.Focus(main) }, update: func(View) {}}
}

// person is who has come, with whom she lives, what is under way, what she may
// be entitled to, and what can be asked for.
func (w *Window) person(v View) page {
	k := w.now
	visitor := v.Serve.Visitor
	left := []fyne.CanvasObject{kit.Panel(k.PersonCard(w.personOf(v)))}
	if !visitor.Known {
		left = append(left, k.Notice(kit.ToneWarm, w.say("desk.person.unknown"), w.say("desk.person.unknown_hint")))
	}
	if len(visitor.Differs) > 0 {
		var fields []string
		for _, f := range visitor.Differs {
			fields = append(fields, w.say("desk.field."+f))
		}
		left = append(left, k.Notice(kit.ToneWarm, w.say("desk.person.differs", "fields", strings.Join(fields, ", ")), w.say("desk.person.differs_hint")))
	}
	if len(visitor.Members) > 0 {
		left = append(left, kit.Panel(w.household(v)))
	}
	twice, underWay := container.NewStack(), container.NewStack()
	left = append(left, twice, underWay)
	list := kit.Column(0.75)
	filter := k.Entry(v.Serve.Filter, w.desk.Narrow)
	filter.PlaceHolder = w.say("desk.person.filter")
	k.MayCompose(filter)
	filter.OnEnter = func() {
		if offered := w.desk.View().Serve.Offered(k.Language); len(offered) > 0 {
			w.desk.Choose(offered[0].Form.ID)
		}
	}
	right := kit.Panel(kit.Column(1, k.Sub(w.say("desk.person.ask")), filter, list))
	body := kit.Shares(2, []float32{1, 1}, kit.Column(1.5, left...), kit.Column(0, right, kit.Space()))
	l := layout{title: w.say("desk.person.title"), beside: w.steps(AtPerson), body: body, back: k.Button(w.say("desk.person.next"), w.desk.Back).With("Esc")}
	if visitor.Known {
		l.extra = append(l.extra, k.Button(w.say("desk.looks.title"), w.desk.ShowLooks).With("F8"))
	}
	object, scroll := w.frame(l)
	shown := "?"
	return page{object: object, scroll: scroll, back: w.desk.Back, focus: func() { w.canvas.Focus(filter) },
		keys: map[fyne.KeyName]func(){fyne.KeyF8: w.desk.ShowLooks},
		update: func(v View) {
			put(underWay, kit.Panel(w.underWay(v.Serve.Visitor.Petitions)))
			put(twice, nil)
			if len(v.Serve.Twice) > 0 {
				put(twice, kit.Panel(kit.Column(1, append([]fyne.CanvasObject{k.Sub(w.say("desk.person.twice")), k.Hint(w.say("desk.person.twice_hint"))}, w.matches(v.Serve.Twice)...)...)))
			}
			if v.Serve.Filter == shown {
				return
			}
			shown = v.Serve.Filter
			list.Objects = w.asked(v)
			list.Refresh()
		}}
}

// asked are the services that can be asked for. With nothing typed, what the
// visitor may be entitled to comes first, and why, then the life events; with
// something typed, Enter takes the first.
func (w *Window) asked(v View) []fyne.CanvasObject {
	k := w.now
	offered := v.Serve.Offered(k.Language)
	if len(offered) == 0 {
		return []fyne.CanvasObject{k.Hint(w.say("desk.person.no_service"))}
	}
	var rows []fyne.CanvasObject
	if v.Serve.Filter != "" {
		for _, s := range offered {
			rows = append(rows, w.service(s))
		}
		return rows
	}
	group := func(key string, things []fyne.CanvasObject) {
		if len(things) > 0 {
			rows = append(append(rows, k.Small(w.say(key)).Bold()), things...)
		}
	}
	var entitled, events, others []fyne.CanvasObject
	for _, o := range v.Serve.Visitor.Offers {
		entitled = append(entitled, w.offer(o))
	}
	for _, s := range offered {
		if s.Form.LifeEvent {
			events = append(events, w.service(s))
		} else {
			others = append(others, w.service(s))
		}
	}
	group("desk.person.entitled", entitled)
	group("desk.person.events", events)
	group("desk.person.services", others)
	return rows
}

// service is one thing that can be asked for.
func (w *Window) service(s office.Service) fyne.CanvasObject {
	b := w.now.Button(s.Form.Title.In(w.now.Language), func() { w.desk.Choose(s.Form.ID) })
	b.Detail, b.Icon, b.Wraps = s.Form.Code, fynetheme.DocumentCreateIcon(), true
	if s.Form.LifeEvent {
		b.Detail, b.Icon = s.Form.Summary.In(w.now.Language), fynetheme.FolderNewIcon()
	}
	return b
}

// offer is a service that the visitor may be entitled to, and why.
func (w *Window) offer(o pack.Offer) fyne.CanvasObject {
	b := w.now.Button(o.Title.In(w.now.Language), func() { w.desk.Choose(o.Form) }).Marked(true)
	b.Detail, b.Icon = o.Because.In(w.now.Language), fynetheme.InfoIcon()
	return b
}

// event goes through the petitions that a life event filed, one after the other.
func (w *Window) event(v View) page {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.formTitle(v.Serve.Petition.Form)), k.Hint(w.say("desk.event.hint", "count", len(v.Serve.Filed)))}
	open := 0
	for i, p := range v.Serve.Filed {
		b := w.petitionRow(p, func() { w.desk.GoOnInEvent(p) })
		b.Label = k.Number(i+1) + ".  " + b.Label
		if left(p) {
			open++
		} else {
			b.Icon = fynetheme.ConfirmIcon()
		}
		rows = append(rows, b)
	}
	main := k.MainButton(w.say("desk.event.go_on"), "F9", w.desk.NextOfEvent)
	if open == 0 {
		main.Label = w.say("desk.person.next")
		rows = append(rows, k.Notice(kit.ToneGood, w.say("desk.event.all_done"), ""))
	}
	leave := func() { w.desk.free(Today) }
	object, scroll := w.frame(layout{title: w.say("desk.event.title"), beside: w.steps(AtEvent), body: kit.Measure(860, kit.Panel(kit.Column(1, rows...))),
		back: k.Button(w.say("desk.event.later"), leave).With("Esc"), main: main})
	return page{object: object, scroll: scroll, main: w.desk.NextOfEvent, back: leave, focus: func() { w.canvas.Focus(main) }}
}

// underWay lists the visitor's petitions, the newest first.
func (w *Window) underWay(list []petition.Petition) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.person.under_way"))}
	for i, p := range list {
		if i == 4 {
			break
		}
		rows = append(rows, w.petitionRow(p, func() { w.desk.GoOn(p) }))
	}
	if len(list) == 0 {
		rows = append(rows, k.Hint(w.say("desk.person.none_under_way")))
	}
	return kit.Column(0.75, rows...)
}
