package desk

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/act"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/petition"
)

// listed is how many petitions a list of the day shows.
const listed = 8

// today is the officer's day on one page: everything is one key away.
func (w *Window) today(v View) page {
	k := w.now
	main := k.MainButton(w.say("desk.today.serve"), "F2", w.desk.Next)
	open, left, figures, mine, others := container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack()
	pin := w.pinOffer()
	serve := kit.Panel(kit.Row(3, kit.CardSign(76), kit.Stretch(kit.Column(0.25, kit.Space(), k.Sub(w.say("desk.card.title")), k.Hint(w.say("desk.today.serve_hint")), kit.Space())), kit.Column(0, kit.Space(), main, kit.Space())))
	next, focus := fyne.CanvasObject(serve), func() { w.canvas.Focus(main) }
	if !v.May.Serve {
		next, focus = kit.Column(0), nil
	}
	body := kit.Column(1.5, open, left, next, figures, pin.line, kit.Shares(2, []float32{1.2, 1}, kit.Column(0, mine, kit.Space()), kit.Column(0, others, kit.Space())))
	object, scroll := w.frame(layout{title: w.say("desk.today.title", "name", definition.Text(v.Officer.Names).In(k.Language)), body: body})
	goOn := k.MainButton(w.say("desk.petitions.go_on"), "F4", w.desk.GoOnOpen)
	goThere := k.Button(w.say("desk.petitions.go_on"), w.desk.GoOnLeft)
	keys := map[fyne.KeyName]func(){
		fyne.KeyF4: w.goOn, fyne.KeyF5: w.desk.NextTicket, fyne.KeyF6: func() { w.desk.Go(Approvals) }, fyne.KeyF7: w.followUp,
		fyne.Key9: func() { w.desk.then(pin.open) }, fyne.KeyF8: func() { w.desk.Go(cashOf(w.desk.View())) }, fyne.KeyF10: func() { w.desk.Go(Devices) }, fyne.KeyF11: func() { w.desk.Go(Sync) },
	}
	for n := range listed {
		keys[fyne.KeyName(strconv.Itoa(n+1))] = func() {
			w.desk.then(func() { // after the figure was typed: it would be typed into the page that comes
				if mine := w.desk.View().Today.Mine; n < len(mine) {
					w.desk.GoOn(mine[n])
				}
			})
		}
	}
	return page{object: object, scroll: scroll, main: w.desk.Next, focus: focus, keys: keys, back: pin.shut,
		update: func(v View) {
			put(open, w.leftOpen(v, goOn))
			put(left, w.leftPage(v, goThere))
			put(figures, w.figures(v))
			pin.update(v)
			put(mine, w.petitionsOf(v, w.say("desk.today.mine"), v.Today.Mine, true, k.Empty(fynetheme.ConfirmIcon(), w.say("desk.today.mine_none"), w.say("desk.today.mine_none_hint"))))
			put(others, kit.Column(1.5, w.petitionsOf(v, w.say("desk.today.tickets"), v.Today.Tickets, false, k.Hint(w.say("desk.today.tickets_none"))), w.followUps(v)))
		}}
}

// put shows one thing in a place.
func put(place *fyne.Container, thing fyne.CanvasObject) {
	place.Objects = nil
	if thing != nil {
		place.Objects = []fyne.CanvasObject{thing}
	}
	place.Refresh()
}

// leftOpen offers to go on with the form that was open when the program ended.
func (w *Window) leftOpen(v View, goOn fyne.CanvasObject) fyne.CanvasObject {
	if len(v.Today.LeftOpen) == 0 {
		return nil
	}
	o := v.Today.LeftOpen[0]
	hint := w.say("desk.today.left_open_hint", "time", w.moment(o.At), "name", w.officerName(o.Officer))
	return w.now.Notice(kit.ToneWarm, w.say("desk.today.left_open", "form", w.formTitle(o.Is.Form)), hint, goOn)
}

// leftPage offers to go on with the page that lay open.
func (w *Window) leftPage(v View, goThere *kit.Button) fyne.CanvasObject {
	if v.Left.Screen == "" {
		return nil
	}
	if goThere.With("F4"); len(v.Today.LeftOpen) > 0 {
		goThere.With("")
	}
	return w.now.Notice(kit.ToneInfo, w.say("desk.today.left_page", "page", w.say("desk.screen."+string(v.Left.Screen))), w.say("desk.today.left_page_hint"), goThere)
}

// goOn goes on with the form that was open, or else with the page that lay open.
func (w *Window) goOn() {
	if v := w.desk.View(); len(v.Today.LeftOpen) > 0 {
		w.desk.GoOnOpen()
	} else {
		w.desk.GoOnLeft()
	}
}

// figures are the numbers of the day, each a way to what it counts.
func (w *Window) figures(v View) fyne.CanvasObject {
	k, t := w.now, v.Today
	to := func(s Screen) func() { return func() { w.desk.Go(s) } }
	tiles := []fyne.CanvasObject{
		w.figure("desk.today.tickets_short", k.Number(len(t.Tickets)), "F5", w.desk.NextTicket),
		w.figure("desk.today.decisions", k.Number(t.Decisions), "F6", to(Approvals)),
		w.figure("desk.today.follow_ups", k.Number(t.ToDo()), "F7", w.followUp),
		w.figure("desk.today.cash", k.Money(money(t.Cash.Cash, v)), "F8", to(cashOf(v))),
		w.figure("desk.today.devices", w.deviceSum(v.Status.Lamps), "F10", to(Devices)),
		w.figure("desk.today.outbox", k.Number(v.Status.Journal.Pending), "F11", to(Sync)),
	}
	return kit.Tiles(1.5, 3, tiles...)
}

// cashOf is where the money of the day is looked at: who takes none sees the
// papers that it was taken for.
func cashOf(v View) Screen {
	if slices.Contains(v.Screens, Cash) {
		return Cash
	}
	return Certificates
}

func (w *Window) figure(label, value, key string, tap func()) fyne.CanvasObject {
	b := w.now.Button(value, tap).With(key)
	b.Detail = w.say(label)
	return b
}

// deviceSum says in a word how the devices are: the first that is not well.
func (w *Window) deviceSum(l office.Lamps) string {
	for _, d := range []struct {
		kind string
		lamp office.Lamp
	}{{"reader", l.Reader}, {"pages", l.Pages}, {"receipt", l.Receipt}} {
		if d.lamp.Light == office.LightWarn || d.lamp.Light == office.LightBad {
			return w.deviceKind(d.kind) + ": " + w.lampWords(d.lamp)
		}
	}
	return w.say("desk.today.devices_good")
}

// money gives nothing a currency.
func money(m fee.Money, v View) fee.Money {
	if m.Currency == "" {
		m.Currency = currencyOf(v.Status.Profile.Country)
	}
	return m
}

// petitionsOf lists the first petitions of a queue; keyed are those with a figure
// that goes on with them.
func (w *Window) petitionsOf(v View, title string, list []petition.Petition, keyed bool, none fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{w.now.Sub(title)}
	for i, p := range list {
		if i == listed {
			rows = append(rows, w.now.Hint(w.say("desk.today.more", "count", len(list)-listed)))
			break
		}
		row := w.handed(v, w.called(w.petitionRow(p, func() { w.desk.GoOn(p) }), p), p)
		if keyed {
			row.With(strconv.Itoa(i + 1))
		}
		rows = append(rows, row)
	}
	if len(list) == 0 {
		rows = append(rows, none)
	}
	return kit.Panel(kit.Column(1, rows...))
}

// handed says who handed a petition to the officer, and with which word.
func (w *Window) handed(v View, b *kit.Button, p petition.Petition) *kit.Button {
	if p.Holder != v.Officer.ID {
		return b
	}
	for _, d := range slices.Backward(p.Decisions) {
		if d.Kind == act.PetitionHanded {
			b.Detail = w.now.Join(w.say("desk.today.handed", "name", w.officerName(d.By)), d.Note, b.Detail)
			b.Icon = fynetheme.MailForwardIcon()
			break
		}
	}
	return b
}

// followUps are the certificates that central objected to, what was left at kiosks,
// and the entries that central set aside.
func (w *Window) followUps(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.today.follow_ups"))}
	for _, f := range v.Today.FollowUps {
		b := k.Button(f.Certificate, func() { w.desk.GoTo(f.Petition.ID) })
		b.Detail, b.Icon = k.Join(w.formTitle(f.Petition.Form), w.say("desk.today.objected")), fynetheme.WarningIcon()
		rows = append(rows, b)
	}
	for _, l := range v.Today.Left {
		b := k.Button(w.say("desk.left."+l.What), func() { w.desk.GoTo(l.Petition.ID) })
		b.Detail, b.Icon = k.Join(w.moment(l.At), w.formTitle(l.Petition.Form), l.Petition.Number), fynetheme.WarningIcon()
		rows = append(rows, b)
	}
	w.cardBack = nil
	for _, c := range v.Today.Cards {
		rows = append(rows, w.cardLeft(v, c))
	}
	for _, i := range v.Today.SetAside {
		b := k.Button(strings.TrimSpace(w.actWords(i.Kind)+" "+i.Title), func() { w.desk.Go(Sync) })
		b.Detail, b.Icon = k.Join(w.say("desk.sync.item."+i.State), w.moment(i.At.UnixMilli())), fynetheme.WarningIcon()
		rows = append(rows, b)
	}
	if len(rows) == 1 {
		rows = append(rows, k.Hint(w.say("desk.today.follow_ups_none")))
	}
	return kit.Panel(kit.Column(1, rows[:min(len(rows), listed)]...))
}

// cardLeft says that a card was left at a kiosk, and takes down that it was given back.
func (w *Window) cardLeft(v View, c office.CardLeft) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Notice(kit.ToneWarm, w.say("desk.left.card"), w.say("desk.left.card_hint")), k.Hint(k.Join(w.moment(c.At), c.Station)).Clipped(1)}
	if v.May.Serve {
		b := k.Button(w.say("desk.left.back"), func() { w.desk.GiveCardBack(c.ID) })
		if w.cardBack == nil {
			w.cardBack = b
		}
		rows = append(rows, b)
	}
	return kit.Column(0.5, rows...)
}

// followUp goes to the first follow-up, or gives the keyboard to what is done about it
// here.
func (w *Window) followUp() {
	w.desk.FollowUp()
	if w.cardBack != nil && w.desk.View().Screen == Today {
		w.canvas.Focus(w.cardBack)
	}
}
