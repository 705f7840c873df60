package desk

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// say returns a phrase.
func (w *Window) say(key string, pairs ...any) string { return w.now.Say(key, pairs...) }

// renderBars shows the top bar and the rail, when something on them changed.
func (w *Window) renderBars(v View) {
	width := w.canvas.Size().Width
	key := fmt.Sprint(v.Screen, v.Screens, v.Officer.ID, v.Status, w.look, width)
	if key == w.barKey {
		return
	}
	w.barKey = key
	w.top.Objects = []fyne.CanvasObject{w.bar(v, width)}
	w.top.Refresh()
	w.rail.Objects = nil
	if v.Screen != SignIn {
		w.rail.Objects = []fyne.CanvasObject{w.places(v)}
	}
	w.rail.Refresh()
}

// bar is the top bar: office, the three lamps, language, officer. Large letters
// on a small screen make two rows of it.
func (w *Window) bar(v View, width float32) fyne.CanvasObject {
	whose, lamps := w.barThings(v)
	bar := kit.Row(2, append(append([]fyne.CanvasObject{whose[0], kit.Space()}, lamps...), whose[1:]...)...)
	object := container.NewBorder(nil, kit.Rule(), nil, nil, kit.On(theme.Paper, kit.Inset(1, 2, bar)))
	if width == 0 || object.MinSize().Width <= width {
		return object
	}
	above := kit.Row(2, append([]fyne.CanvasObject{kit.Stretch(whose[0])}, whose[1:]...)...)
	return container.NewBorder(nil, kit.Rule(), nil, nil, kit.On(theme.Paper, kit.Inset(1, 2, kit.Column(0.5, above, kit.Row(2, append([]fyne.CanvasObject{kit.Space()}, lamps...)...)))))
}

// barThings are the office and the officer, and what stands between them.
func (w *Window) barThings(v View) (whose, lamps []fyne.CanvasObject) {
	k := w.now
	name := definition.Text(v.Status.Profile.Names).In(k.Language)
	whose = []fyne.CanvasObject{kit.Column(0, k.Text(name).Bold().OneLine(), k.Small(v.Status.Profile.Station).OneLine())}
	lamps = []fyne.CanvasObject{w.outbox(v), w.lamp("desk.lamp.reader", v.Status.Lamps.Reader), w.lamp("desk.lamp.printer", v.Status.Lamps.Pages)}
	for _, l := range kit.Languages() {
		lamps = append(lamps, k.Button(kit.LanguageName(l), func() { w.choose(Look{Language: l}) }).As(kit.Quiet).Marked(l == k.Language))
	}
	if v.Screen == SignIn {
		whose = append(whose, k.Button(w.say("desk.help"), w.Help).As(kit.Quiet).With("F1"))
	}
	if v.Officer.ID != "" {
		whose = append(whose, kit.Column(0, k.Text(definition.Text(v.Officer.Names).In(k.Language)).OneLine(), k.Small(definition.Text(v.Officer.Title).In(k.Language)).OneLine()),
			k.Button(w.say("desk.lock"), w.desk.Lock).With("F12"))
	}
	return whose, lamps
}

// tone of a light.
var tone = map[office.Light]kit.Tone{
	office.LightGood: kit.ToneGood, office.LightBusy: kit.ToneBusy, office.LightWarn: kit.ToneWarm, office.LightBad: kit.ToneBad, office.LightOff: kit.ToneOff,
}

// lampWords returns the words of a lamp: its code's where there are any.
func (w *Window) lampWords(l office.Lamp) string {
	if l.Light == "" {
		l.Light = office.LightOff
	}
	if key := "lamp." + l.Code; l.Code != "" && w.now.Words.Has(key) {
		return w.now.Words.Text(w.now.Language, key, l.Args)
	}
	return w.say("desk.lamp." + string(l.Light))
}

func (w *Window) lamp(name string, l office.Lamp) fyne.CanvasObject {
	return w.now.Lamp(w.say(name), w.lampWords(l), tone[l.Light])
}

// outbox is the honest lamp of the network: how much waits, and when it is
// tried again.
func (w *Window) outbox(v View) fyne.CanvasObject {
	j, l := v.Status.Journal, v.Status.Lamps.Network
	says, t := w.say("desk.outbox.none"), kit.ToneGood
	switch {
	case j.SetAside > 0:
		says, t = w.say("desk.outbox.aside", "count", j.SetAside), kit.ToneWarm
	case j.Pending > 0 && !l.Next.IsZero() && l.Light != office.LightGood:
		says, t = w.say("desk.outbox.next", "count", j.Pending, "time", clock(l.Next)), kit.ToneWarm
	case j.Pending > 0:
		says, t = w.say("desk.outbox.waiting", "count", j.Pending), kit.ToneBusy
		if l.Light == office.LightWarn || l.Light == office.LightBad {
			t = kit.ToneWarm
		}
	case l.Light == office.LightWarn || l.Light == office.LightBad:
		says, t = w.lampWords(l), tone[l.Light]
	}
	return w.now.Lamp(w.say("desk.lamp.network"), says, t)
}

func clock(t time.Time) string { return t.Format("15:04") }

// places is the rail.
func (w *Window) places(v View) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for n, s := range v.Screens {
		b := w.now.Button(w.say("desk.screen."+string(s)), func() { w.desk.Go(s) }).As(kit.Quiet).Marked(s == v.Screen)
		if p, ok := placeOf(s); ok {
			b.Icon = p.icon()
		}
		if n < len(railKeys) {
			b.Keys = "Alt " + railKeys[n].label
		}
		rows = append(rows, b)
	}
	help := w.now.Button(w.say("desk.help"), w.Help).As(kit.Quiet).With("F1")
	help.Icon = fynetheme.HelpIcon()
	leave := w.now.Button(w.say("desk.sign_out"), w.desk.SignOut).As(kit.Quiet)
	leave.Icon = fynetheme.LogoutIcon()
	list := container.NewVScroll(kit.Least(210, 0, kit.Column(0.5, rows...)))
	return container.NewBorder(nil, nil, nil, kit.Least(1, 1, kit.Rule()), kit.On(theme.Paper, kit.Inset(2, 1, container.NewBorder(nil, kit.Column(0.5, help, leave), nil, nil, list))))
}

// renderBanner shows what went wrong, what went well and what is waited for.
func (w *Window) renderBanner(v View) {
	var things []fyne.CanvasObject
	if t := v.Trouble; t != nil {
		things = append(things, w.trouble(*t))
	}
	if t := v.Toast; t != nil {
		things = append(things, w.toast(*t))
	}
	if v.Wait != nil {
		things = append(things, w.now.Waiting(w.say(v.Wait.What), time.Since(v.Wait.Since), v.Wait.Cancel))
	}
	if len(things) == 0 && len(w.banner.Objects) == 0 {
		return
	}
	w.banner.Objects = nil
	if len(things) > 0 {
		w.banner.Objects = []fyne.CanvasObject{kit.Inset(1, 3, kit.Column(1, things...))}
	}
	w.banner.Refresh()
}

// layout is a screen: its heading, what is on it, the way back at the bottom
// left and the one thing to do next at the bottom right.
type layout struct {
	title  string
	beside fyne.CanvasObject // right of the title
	body   fyne.CanvasObject
	fixed  bool // the body does not scroll
	back   *kit.Button
	extra  []fyne.CanvasObject
	main   *kit.Button
}

func (w *Window) frame(l layout) (fyne.CanvasObject, *container.Scroll) {
	// A long title is cut, so that it never pushes the screen past its edge.
	head := fyne.CanvasObject(container.NewBorder(nil, nil, nil, l.beside, w.now.Heading(l.title).Clipped(1)))
	if l.beside != nil && !w.fits(l.beside, 160) {
		head = kit.Column(0.5, w.now.Heading(l.title).Clipped(1), l.beside)
	}
	body := l.body
	var scroll *container.Scroll
	if !l.fixed {
		// The bar stands in the margin, not on the border of what is scrolled.
		scroll = container.NewVScroll(kit.Column(0, kit.Margins(0.5, 2.25, 0.5, 0.75, body)))
		body = kit.Margins(0, 0.5, 0, 2, scroll)
	} else {
		body = kit.Inset(0, 2, body)
	}
	var foot fyne.CanvasObject
	if l.back != nil || l.main != nil || len(l.extra) > 0 {
		row := []fyne.CanvasObject{}
		if l.back != nil {
			row = append(row, l.back)
		}
		row = append(row, kit.Space())
		end := append([]fyne.CanvasObject{}, l.extra...)
		if l.main != nil {
			end = append(end, kit.Least(180, 0, l.main))
		}
		rows := kit.Column(1, kit.Row(1.5, append(slices.Clone(row), end...)...))
		if !w.fits(rows, 0) && len(end) > 1 {
			last := len(end) - 1
			rows = kit.Column(1, kit.Row(1.5, append([]fyne.CanvasObject{kit.Space()}, end[:last]...)...), kit.Row(1.5, append(row, end[last])...))
		}
		w.foot = l
		foot = kit.Column(0, kit.Rule(), kit.On(theme.Paper, kit.Inset(1.25, 3, rows)))
	}
	return container.NewBorder(kit.Inset(1.5, 3, head), foot, nil, nil, body), scroll
}

// buttons stand at the end of their row, or below one another where the letters
// are large.
func (w *Window) buttons(row []fyne.CanvasObject) fyne.CanvasObject {
	if w.look.Scale < 1.75 {
		return kit.Row(1, row...)
	}
	return kit.Column(1, row...)
}

// fits reports whether a thing finds room beside the rail, with so much left.
func (w *Window) fits(o fyne.CanvasObject, left float32) bool {
	width := w.canvas.Size().Width
	return width == 0 || o.MinSize().Width+left <= width-w.rail.MinSize().Width-6*kit.Grid
}

// short writes a day for a list.
func (w *Window) short(d calendar.Date) string { return d.Short(w.now.Language) }

// moment writes a time of the office's clock.
func (w *Window) moment(milli int64) string {
	t := time.UnixMilli(milli).In(w.desk.office.Now().Location())
	return w.short(calendar.Of(t)) + " " + clock(t)
}

// formTitle returns the title of a form of the pack.
func (w *Window) formTitle(id string) string {
	if f, ok := w.desk.office.Forms.Form(id); ok {
		return f.Title.In(w.now.Language)
	}
	return id
}

// officerName returns an officer's name, or the ID.
func (w *Window) officerName(id string) string {
	for _, o := range w.desk.View().SignIn.Officers {
		if o.ID == id {
			return definition.Text(o.Names).In(w.now.Language)
		}
	}
	return id
}
