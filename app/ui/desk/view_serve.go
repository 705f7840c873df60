package desk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/calendar"
	"sala/forms/identity"
	"sala/forms/petition"
	"sala/forms/register"
)

// serve is the page of the visit's stage.
func (w *Window) serve(v View) page {
	switch v.Serve.Stage {
	case AtPurpose:
		return w.purpose(v)
	case AtPerson:
		return w.person(v)
	case AtLooks:
		return w.looks(v)
	case AtEvent:
		return w.event(v)
	case AtNewer:
		return w.newer(v)
	case AtForm:
		return w.form(v)
	case AtReview:
		return w.review(v)
	case AtDecision:
		return w.decision(v)
	case AtPayment:
		return w.payment(v)
	case AtPrint:
		return w.print(v)
	case AtDone:
		return w.done(v)
	}
	return w.card(v)
}

// steps shows how far the visit is.
func (w *Window) steps(at Stage) fyne.CanvasObject {
	switch at {
	case AtPerson, AtPurpose, AtLooks:
		at = AtCard
	case AtNewer:
		at = AtForm
	case AtEvent:
		at = AtDone
	}
	var names []string
	now := 0
	for i, s := range Stages() {
		names = append(names, w.say("desk.step."+string(s)))
		if s == at {
			now = i
		}
	}
	return w.now.Steps(names, now)
}

// card waits for a card, or a name.
func (w *Window) card(v View) page {
	k := w.now
	status := container.NewStack()
	hits := kit.Column(1)
	search := w.searches(k.Entry(v.Serve.Query, w.desk.Search))
	search.PlaceHolder = w.say("desk.card.search_hint")
	read := k.MainButton(w.say("desk.card.read"), "F9", w.desk.ReadCard)
	body := kit.Measure(760, kit.Column(3, status, kit.Panel(kit.Column(1, k.Sub(w.say("desk.card.search")), search, hits))))
	object, scroll := w.frame(layout{title: w.say("desk.screen.serve"), beside: w.steps(AtCard), body: body,
		back: k.Button(w.say("desk.screen.today"), func() { w.desk.Go(Today) }).With("Esc"), main: read})
	shown, listed := "?", "?"
	return page{object: object, scroll: scroll, main: w.desk.ReadCard, back: func() { w.desk.Go(Today) },
		focus: func() { w.canvas.Focus(search) },
		update: func(v View) {
			refill(search, v.Serve.Query)
			if v.Serve.Reading != shown || v.Serve.Reading != "" {
				shown = v.Serve.Reading
				put(status, w.cardStatus(v))
			}
			if found := fmt.Sprint(v.Serve.Looked, v.Serve.Hits); found != listed {
				listed = found
				hits.Objects = w.hits(v.Serve.Hits, v.Serve.Looked, foundMost)
				hits.Refresh()
			}
		}}
}

// cardStatus says what to do with the card, or what is being read of it.
func (w *Window) cardStatus(v View) fyne.CanvasObject {
	k, reading, read := w.now, v.Serve.Reading, v.Serve.Read
	title, hint := w.say("desk.card.title"), w.say("desk.card.hint")
	var bar fyne.CanvasObject = kit.Space()
	if reading != "" {
		key := "desk.card.reading.text"
		if reading == "photo" {
			key = "desk.card.reading.photo"
		}
		title, hint = w.say("desk.wait.card"), w.say(key)
		bar = k.Bar(read)
	}
	row := []fyne.CanvasObject{kit.CardSign(120), kit.Stretch(kit.Column(1, kit.Space(), k.Heading(title), k.Text(hint), bar, kit.Space()))}
	if reading != "" && v.Serve.Stop != nil {
		row = append(row, kit.Middling(k.Button(w.say("kit.cancel"), v.Serve.Stop).With("Esc")))
	}
	return kit.Panel(kit.Row(3, row...))
}

// personOf returns the person card of the visitor: the card's photo, the
// register's data.
func (w *Window) personOf(v View) kit.Person {
	visitor := v.Serve.Visitor
	r, country := visitor.Resident, v.Status.Profile.Country
	p := kit.Person{Name: r.Name(w.now.Language)}
	if c := visitor.Card; c != nil {
		p.Photo = c.Photo
		if !visitor.Known {
			r = register.Resident{NationalNumber: c.NationalNumber, Names: c.Names, Birth: c.Birth, Sex: c.Sex}
			p.Name = r.Name(w.now.Language)
		}
	}
	for _, l := range []string{"th", "ko", "en"} {
		if n := r.Names[l].Full(l); n != "" && n != p.Name {
			p.Second = n
		}
	}
	address := visitor.Household.Address.Line()
	if address == "" && visitor.Card != nil {
		address = visitor.Card.Address.Line()
	}
	p.Lines = []kit.Line{
		{Label: w.say("desk.person.number"), Value: identity.Format(country, r.NationalNumber)},
		{Label: w.say("desk.person.birth"), Value: r.Birth.Long(w.now.Language)},
		{Label: w.say("desk.person.address"), Value: address},
		{Label: w.say("desk.person.house_code"), Value: identity.FormatHouse(visitor.Household.HouseCode)},
	}
	if visitor.Card != nil {
		p.Lines = append(p.Lines, kit.Line{Label: w.say("desk.person.card_until"), Value: visitor.Card.Expires.Long(w.now.Language)})
	}
	return p
}

// household lists the members, head first.
func (w *Window) household(v View) fyne.CanvasObject {
	return kit.Column(0.5, w.membersOf(v.Serve.Visitor.Members, v.Serve.Visitor.Resident.ID)...)
}

func (w *Window) relation(m register.Resident) string {
	key := "desk.relation." + m.Relation
	if m.Position == register.Head {
		key = "desk.relation.head"
	}
	if !w.now.Words.Has(key) {
		key = "desk.relation.occupant"
	}
	return w.say(key)
}

// petitionRow is a petition in a list: what, whose number, where it is, until
// when.
func (w *Window) petitionRow(p petition.Petition, open func()) *kit.Button {
	number := p.Number
	if number == "" {
		number = w.say("desk.petitions.no_number")
	}
	b := w.now.Button(w.formTitle(p.Form), open)
	b.Detail = number + "  ·  " + w.say("desk.state."+string(p.State)) + "  ·  " + w.due(p)
	b.Icon = fynetheme.DocumentIcon()
	return b
}

func (w *Window) due(p petition.Petition) string {
	d, err := calendar.Parse(p.Deadline)
	if err != nil || d.IsZero() {
		return w.moment(p.Changed)
	}
	return w.say("desk.today.deadline", "date", w.short(d))
}
