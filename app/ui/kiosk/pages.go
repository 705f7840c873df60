package kiosk

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/identity"
)

// six is how many choices stand on a page.
const six = 6

func moment(k *kit.Kit, t time.Time) string {
	return calendar.Of(t).Short(k.Language) + " " + t.Format("15:04")
}

// welcome offers the languages, each in its own words.
func (w *Window) welcome(v View) page {
	k := w.now
	var tiles []fyne.CanvasObject
	var first *kit.Button
	for _, in := range inEvery(k) {
		l := in.Language
		b := k.Tile(kit.LanguageName(l), w.slim(in.Say("kiosk.welcome_hint")), nil, func() { w.kiosk.Speak(l) })
		if first == nil {
			first = b
		}
		height := float32(130) // all three on a screen of 768 lines
		if w.double() {
			height = 110
		}
		tiles = append(tiles, kit.Least(0, height, b))
	}
	var says []fyne.CanvasObject
	for _, in := range inEvery(k) {
		says = append(says, in.Sub(in.Say("kiosk.welcome")).Centred())
	}
	things := []fyne.CanvasObject{kit.Sign(fynetheme.HomeIcon(), theme.Place, 64), k.Heading(definition.Text(v.Status.Profile.Names).In(k.Language)).Centred(), kit.Column(0.5, says...), kit.Tiles(3, 3, tiles...)}
	switch {
	case w.double() && v.Code != "":
		return page{body: kit.Space()} // the trouble, in three languages, needs the room
	case w.double():
		things = []fyne.CanvasObject{kit.Column(0.5, says...), kit.Tiles(2, 1, tiles...)}
	}
	switch n := w.offline(v); {
	case v.Stale:
		says, hints := cardThere(k)
		if w.double() {
			things = things[1:] // there is no room for both
		}
		things = append(things, k.Notice(kit.ToneWarm, strings.Join(says, " · "), w.slim(strings.Join(hints, "\n"))))
	case n != nil:
		if w.double() {
			things = things[1:]
		}
		things = append(things, n)
	}
	return page{body: kit.Middle(1100, kit.Column(2.5, things...))}
}

// cardThere says in every language that somebody's card is in the slot, and what to
// do with it.
func cardThere(k *kit.Kit) (says, hints []string) {
	for _, in := range inEvery(k) {
		says, hints = append(says, in.Say("kiosk.card_there")), append(hints, in.Say("kiosk.card_there_hint"))
	}
	return says, hints
}

// fewer is how many choices stand on a page of twice the size: two when they say
// why they cannot be ended here, or when the page has more to say.
func (w *Window) fewer() int {
	v := w.kiosk.View()
	if w.heard() || v.Page == Question && explained(v) || v.Page == Services && (w.offline(v) != nil || slices.ContainsFunc(v.Offered(), func(s office.Service) bool { return s.Why != "" })) {
		return 2
	}
	return 3
}

// grid shows choices six at a time, with a button for the next six; the services
// have the other ways to them beside it.
func (w *Window) grid(n int, tile func(int) fyne.CanvasObject) fyne.CanvasObject {
	most, columns := six, 2
	if w.double() {
		most, columns = w.fewer(), 1
	}
	pages := (n + most - 1) / most
	if w.group >= pages {
		w.group = 0
	}
	var tiles []fyne.CanvasObject
	w.part = nil
	for i := w.group * most; i < min((w.group+1)*most, n); i++ {
		tiles = append(tiles, tile(i))
		w.part = append(w.part, labels(tiles[len(tiles)-1])...)
	}
	things, below := []fyne.CanvasObject{kit.Tiles(2.5, columns, tiles...)}, w.ways(w.kiosk.View())
	if pages > 1 {
		below = append(below, w.moreButton(pages))
	}
	row := kit.Row(1, below...)
	if fits := w.canvas.Size().Width - 10*kit.Grid; row.MinSize().Width > fits {
		things, row = append(things, centred(row.Objects[:len(below)-1]...)), kit.Row(1, below[len(below)-1])
	}
	if len(below) > 0 {
		things = append(things, centred(row.Objects...))
	}
	return kit.Column(2.5, things...)
}

// centred puts things beside one another in the middle.
func centred(things ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.Row(1, append(append([]fyne.CanvasObject{kit.Space()}, things...), kit.Space())...)
}

// tileHeight is the height of a choice: less on a low screen, and never too
// little for a finger.
func (w *Window) tileHeight(usual float32) float32 {
	if w.low() {
		return max(usual*0.72, 72)
	}
	return usual
}

// services offers what a citizen can ask for here.
func (w *Window) services(v View) page {
	k := w.now
	if v.Choosing() {
		return page{title: wayTitle(k, v), body: w.narrowing(v)}
	}
	list := v.Offered()
	body := w.grid(len(list), func(i int) fyne.CanvasObject {
		f := list[i].Form
		tile := k.Tile(f.Title.In(k.Language), w.detail(list[i]), fynetheme.DocumentIcon(), func() { w.kiosk.Choose(f.ID) })
		switch list[i].Why {
		case "":
		case office.WhyClosed, office.WhyCounter:
			tile.Icon = fynetheme.CancelIcon()
			tile.Disable()
		default:
			tile.Icon = fynetheme.ListIcon() // a ticket
		}
		return kit.Least(0, w.tileHeight(132), tile)
	})
	things := []fyne.CanvasObject{body}
	if n := w.offline(v); n != nil {
		things = append(things, n)
	}
	p := page{title: wayTitle(k, v), body: kit.Column(3, things...)}
	if v.event() != nil {
		p.hint, p.next = w.slim(w.say("kiosk.event_hint")), k.MainButton(w.say("kiosk.event_all"), "", w.kiosk.ChooseEvent)
	}
	return p
}

// detail is what stands below a service: what it is, or why it cannot be ended
// here now.
func (w *Window) detail(s office.Service) string {
	if s.Why != "" {
		return w.say("kiosk.why."+s.Why, "hours", hoursIn(w.now, s.Hours))
	}
	if d := s.Form.Summary.In(w.now.Language); d != "" && !w.double() {
		return d
	}
	return w.cost(s.Form.Fee)
}

// cost is what a service costs, as far as that is known before it is asked for.
func (w *Window) cost(f definition.Fee) string {
	due := fee.Money{Minor: f.Minor, Currency: f.Currency}
	if rate, ok := fee.On(f.Rates, w.now.Today()); ok {
		due.Minor = rate.Minor
	}
	switch {
	case f.Rule != "":
		return w.say("kiosk.costs_some")
	case due.Minor == 0:
		return w.say("kiosk.free")
	}
	return w.say("kiosk.costs", "amount", w.now.Money(due))
}

// insert waits for the card.
func (w *Window) insert(v View) page {
	k := w.now
	state := container.NewStack()
	next := k.MainButton(w.say("kiosk.next"), "", w.kiosk.ReadCard)
	if v.Stale {
		next = nil
	}
	says := insertSays(k, v)
	shown, sign := "?", float32(260)
	if w.double() {
		sign = 140
	}
	return page{title: v.Chosen.Title.In(k.Language), body: kit.Middle(900, kit.Panel(kit.Row(5, kit.CardSign(sign), kit.Stretch(state)))),
		next: next,
		update: func(v View) {
			if v.Reading == shown && v.Reading == "" {
				return
			}
			shown = v.Reading
			if v.Reading == "" {
				words := []fyne.CanvasObject{k.Heading(says[0])}
				for _, s := range says[1:] {
					if v.Code == "" { // else the trouble says the rest
						words = append(words, k.Text(s))
					}
				}
				state.Objects = []fyne.CanvasObject{kit.Middling(kit.Column(1.5, words...))}
			} else {
				state.Objects = []fyne.CanvasObject{kit.Middling(kit.Column(3, k.Sub(w.say("kiosk.reading")), k.Bar(v.Read)))}
			}
			state.Refresh()
		}}
}

// insertSays is what is to be put in, laid down or shown.
func insertSays(k *kit.Kit, v View) []string {
	if v.Stale {
		return []string{k.Say("kiosk.card_there"), k.Say("kiosk.card_there_insert")}
	}
	out := []string{k.Say("kiosk.insert"), k.Say("kiosk.insert_hint")}
	if v.Papers {
		out = append(out, k.Say("kiosk.insert_document"))
	}
	switch {
	case v.Shown: // what is asked for now is the rest of it
		out = append(out, k.Say("kiosk.ticket_read"))
	case v.Scanner:
		out = append(out, k.Say("kiosk.insert_ticket"))
	}
	return out
}

// confirm asks whether the card's holder stands here. The number is masked:
// others may look on.
func (w *Window) confirm(v View) page {
	k := w.now
	who := v.Visitor
	if !who.Known {
		return page{title: w.say("kiosk.unknown"), body: kit.Middle(900, k.Notice(kit.ToneWarm, w.say("kiosk.unknown"), w.say("kiosk.unknown_hint")))}
	}
	p := kit.Person{Name: who.Resident.Name(k.Language)}
	for _, l := range []string{"th", "ko", "en"} {
		if n := who.Resident.Names[l].Full(l); n != "" && n != p.Name {
			p.Second = n
		}
	}
	p.Lines = confirmLines(k, v)
	yes := k.MainButton(w.say("kiosk.confirm_yes"), "", w.kiosk.Me)
	card := container.NewStack()
	return page{title: w.say("kiosk.confirm"), body: kit.Middle(1000, kit.Panel(card)), next: yes, focus: func() { w.canvas.Focus(yes) }, update: func(v View) {
		var photo []byte // it comes a moment after the name
		if c := v.Visitor.Card; c != nil {
			photo = c.Photo
		}
		if len(card.Objects) == 0 || len(photo) != len(p.Photo) {
			p.Photo = photo
			card.Objects = []fyne.CanvasObject{k.PersonCard(p)}
			card.Refresh()
		}
	}}
}

// confirmLines are what the card's holder is known by beside the name.
func confirmLines(k *kit.Kit, v View) []kit.Line {
	who := v.Visitor.Resident
	return []kit.Line{{Label: k.Say("kiosk.confirm_number"), Value: identity.Mask(v.Status.Profile.Country, who.NationalNumber)}, {Label: k.Say("desk.person.birth"), Value: who.Birth.Long(k.Language)}}
}

// question asks one question.
func (w *Window) question(v View) page {
	k := w.now
	q, _ := v.Form.Question(v.Path)
	next := k.MainButton(w.say("kiosk.next"), "", w.kiosk.Next)
	p := page{title: q.Label.In(k.Language), hint: questionHint(k, q), next: next}
	problem, wrong, refused := container.NewStack(), "", v.Refused
	checked := func(v View) {
		says := ""
		if q, ok := v.Form.Question(v.Path); ok && v.Checked && len(q.Problems) > 0 {
			says = formview.Says(k, q.Problems[0])
		}
		if says == wrong {
			if v.Refused != refused { // Next was pressed once more, and nothing else on the page tells
				refused = v.Refused
				w.add(says)
			}
			return
		}
		refused = v.Refused
		wrong, problem.Objects = says, nil
		if says != "" {
			problem.Objects = []fyne.CanvasObject{k.Notice(kit.ToneBad, says, "")}
		}
		problem.Refresh()
		w.add(says)
	}
	if q.Kind == definition.OneOf || q.Kind == definition.YesNo {
		grid := container.NewStack()
		p.body = kit.Column(2, problem, grid)
		shown := any(grid) // no answer is like it
		p.update = func(v View) {
			q, _ := v.Form.Question(v.Path)
			if q.Value != shown { // else who goes about by keys would lose her place
				shown = q.Value
				grid.Objects = []fyne.CanvasObject{w.options(q)}
				grid.Refresh()
			}
			checked(v)
		}
		return p
	}
	view := formview.New(k, untold(v), v.Path, formview.Changes{Answer: w.kiosk.Answer, AddRow: w.kiosk.AddRow, RemoveRow: w.kiosk.RemoveRow})
	view.Bare()
	w.inScreens(v, view, &p)
	keys := *k
	keys.LowScreen = w.low()
	w.keyboard = keysFor(&keys, v.Form.Form, q)
	things := []fyne.CanvasObject{problem, kit.Panel(view.Column)}
	if typed(q.Kind) {
		things = append(things, w.keyboard)
	}
	between := float32(2)
	if w.double() {
		between = 1
	}
	p.body = kit.Column(between, things...)
	p.update = func(v View) {
		view.Update(untold(v))
		checked(v)
	}
	p.focus = func() {
		if first := view.Start(v.Path); first != nil {
			w.canvas.Focus(first) // a page that was never drawn knows no canvas, and the keys would type into nothing
		}
	}
	return p
}

// explained reports whether more is said of the question that is asked.
func explained(v View) bool {
	q, ok := v.Form.Question(v.Path)
	return ok && q.Hint != nil
}

// questionHint is what stands below a question: more about it, or that it can be left.
func questionHint(k *kit.Kit, q formview.Question) string {
	if hint := q.Hint.In(k.Language); hint != "" || q.Required {
		return hint
	}
	return k.Say("kiosk.optional")
}

// untold is the form without what is wrong with the question that is asked: the page
// says it once Next was pressed, and what appears above the keys before would move
// them away under the finger.
func untold(v View) formview.Page {
	page := v.Form
	page.Sections = slices.Clone(page.Sections)
	for i, s := range page.Sections {
		at := slices.IndexFunc(s.Questions, func(q formview.Question) bool { return q.Path == v.Path })
		if at < 0 {
			continue
		}
		page.Sections[i].Questions = slices.Clone(s.Questions)
		page.Sections[i].Questions[at].Problems = nil
	}
	return page
}

// typed reports whether a kind of question is answered with a keyboard.
func typed(kind definition.Kind) bool {
	switch kind {
	case definition.ManyOf, definition.Photo, definition.File, definition.Signature:
		return false
	}
	return true
}

// keysFor returns the keys with which a question is answered: no more than it takes.
func keysFor(k *kit.Kit, form *definition.Form, q formview.Question) *kit.Keyboard {
	switch q.Kind {
	case definition.Integer, definition.NationalNumber:
		return k.Numbers("")
	case definition.Decimal, definition.Money:
		return k.Numbers(".")
	case definition.Date:
		return k.Numbers(k.Say("kit.date.between"))
	case definition.Time:
		return k.Numbers(":")
	case definition.DateTime:
		return k.Keyboard(kit.DigitKeys)
	}
	for _, asked := range form.Questions() {
		if asked.ID == q.Path && asked.Digits() {
			return k.Keyboard(kit.DigitKeys)
		}
	}
	return k.Keyboard(kit.Layout(k.Language))
}

// options offers the answers of a question as tiles; the chosen one is marked.
func (w *Window) options(q formview.Question) fyne.CanvasObject {
	k := w.now
	type option struct {
		label string
		value any
	}
	var list []option
	if q.Kind == definition.YesNo {
		list = []option{{k.Say("kit.yes"), true}, {k.Say("kit.no"), false}}
	}
	for _, o := range q.Options {
		list = append(list, option{o.Label.In(k.Language), o.ID})
	}
	return w.grid(len(list), func(i int) fyne.CanvasObject {
		o := list[i]
		var icon fyne.Resource = fynetheme.RadioButtonIcon()
		if o.value == q.Value {
			icon = fynetheme.RadioButtonCheckedIcon()
		}
		return kit.Least(0, w.tileHeight(104), k.Tile(o.label, "", icon, func() { w.kiosk.Answer(q.Path, o.value); w.chosen(o.label) }).Marked(o.value == q.Value))
	})
}

// review shows every answer, each with a way to change it.
func (w *Window) review(v View) page {
	k := w.now
	var rows []fyne.CanvasObject
	var said []string
	asked := questions(v.Form)
	change := k.Button(w.say("kiosk.change"), nil).MinSize().Width
	line := func(label string, says, button fyne.CanvasObject) fyne.CanvasObject {
		return kit.Row(2, kit.Stretch(kit.Middling(kit.Shares(2, []float32{1, 1.3}, k.Hint(label), says))), kit.Least(change, 0, button))
	}
	for _, s := range v.Form.Sections {
		for _, q := range s.Questions {
			says := answerOf(k, v, q)
			if says == "" {
				continue
			}
			button := kit.Space()
			if slices.Contains(asked, q.Path) {
				button = k.Button(w.say("kiosk.change"), func() { w.kiosk.Change(q.Path) })
			}
			said = append(said, q.Label.In(k.Language)+": "+says)
			rows = append(rows, line(q.Label.In(k.Language), k.Text(says).Bold().Clipped(2), button))
		}
	}
	// A review of many answers is shown a few at a time, as nothing scrolls.
	most := 6
	if w.low() {
		most = 4
	}
	pages := (len(rows) + most - 1) / most
	if w.group >= pages {
		w.group = 0
	}
	shown := rows[w.group*most : min((w.group+1)*most, len(rows))]
	w.part = said[w.group*most : min((w.group+1)*most, len(rows))]
	cost := w.say("kiosk.free")
	if !v.Form.Fee.IsZero() {
		cost = k.Money(v.Form.Fee)
	}
	things := append([]fyne.CanvasObject{}, shown...)
	things = append(things, kit.Rule(), line(w.say("kiosk.fee"), k.Sub(cost), kit.Space()))
	if pages > 1 {
		things = append(things, centred(w.moreButton(pages)))
	}
	next := k.MainButton(w.say("kiosk.review_go"), "", w.kiosk.Submit)
	return page{title: w.say("kiosk.review"), hint: v.Chosen.Title.In(k.Language), body: kit.Column(0, kit.Panel(kit.Column(1.5, things...)), kit.Space()), next: next, focus: func() { w.canvas.Focus(next) }, update: func(View) {}}
}

// officer lets an officer take the fee at the kiosk.
func (w *Window) officer(v View) page {
	k := w.now
	var options []kit.Option
	for _, id := range v.Officers {
		options = append(options, kit.Option{ID: id, Label: id})
	}
	chosen := ""
	if len(options) > 0 {
		chosen = options[0].ID
	}
	id := k.Entry(chosen, func(text string) { chosen = text })
	password := k.Password(nil)
	take := func() {
		typed := password.Text
		password.Put("")
		w.kiosk.PaidTo(chosen, typed)
	}
	password.OnEnter = take
	w.keyboard = k.Keyboard(kit.LatinKeys)
	return page{title: w.say("kiosk.officer", "amount", k.Money(v.Petition.Due())), next: k.MainButton(w.say("kiosk.officer_go"), "", take),
		body:  kit.Column(2, kit.Panel(kit.Shares(3, []float32{1, 1}, k.Labelled(w.say("kiosk.officer_who"), "", id), k.Labelled(w.say("kiosk.officer_password"), "", password))), w.keyboard),
		focus: func() { w.canvas.Focus(password) }, update: func(View) {}}
}

// idle asks whether somebody is still there.
func (w *Window) idle() page {
	k := w.now
	left := k.Text("").Centred()
	more := k.MainButton(w.say("kiosk.idle_more"), "", w.kiosk.Touch)
	more.Big = true
	return page{body: kit.Middle(800, kit.Panel(kit.Column(3, kit.Sign(fynetheme.QuestionIcon(), theme.Warm, 120), k.Heading(w.say("kiosk.idle")).Centred(), left, more))),
		focus: func() { w.canvas.Focus(more) }, update: func(v View) { left.SetWords(w.say("kiosk.idle_hint", "seconds", v.Left)) }}
}

// help explains the page.
func (w *Window) help(v View) page {
	k := w.now
	says := []fyne.CanvasObject{}
	for i, s := range helpOf(k, v) {
		words := k.Text(s)
		if i == 0 || v.Language == "" {
			words = k.Sub(s)
		}
		says = append(says, words)
	}
	shut := k.MainButton(k.Say("kit.close"), "", w.kiosk.Help)
	return page{title: w.say("kiosk.help"), next: shut, focus: func() { w.canvas.Focus(shut) },
		body: kit.Middle(900, kit.Panel(kit.Column(3, says...)))}
}
