package field

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// bar is what stands above every page: the office, its lamps, the languages and who
// is there.
func (w *Window) bar(v View) fyne.CanvasObject {
	k := w.now
	names := func() (office, officer *kit.Text) {
		return k.Text(definition.Text(v.Status.Profile.Names).In(k.Language)).Bold(), k.Small(k.Join(v.Status.Profile.Station, definition.Text(v.Officer.Names).In(k.Language)))
	}
	office, officer := names()
	name := kit.Column(0, office.OneLine(), officer.OneLine())
	lamps := w.lamps(v)
	var things []fyne.CanvasObject
	for _, l := range kit.Languages() {
		things = append(things, k.Button(kit.LanguageName(l), func() { w.choose(Look{Language: l}) }).As(kit.Quiet).Marked(l == k.Language))
	}
	sun := Look{Scheme: theme.Contrast}
	if w.look.Scheme == theme.Contrast {
		sun.Scheme = theme.Light
	}
	things = append(things, k.Button(w.say("field.sunlight"), func() { w.choose(sun) }).Marked(w.look.Scheme == theme.Contrast))
	whose := w.whose(v)
	head := kit.Row(1.5, slices.Concat([]fyne.CanvasObject{name, kit.Space()}, lamps, things, whose)...)
	if !w.fits(head) && w.look.Scale < large { // a lamp that says more must not move the page under a finger
		office, officer = names()
		shorter := kit.Stretch(kit.Least(leastName, 0, kit.Column(0, office.Clipped(1), officer.Clipped(1))))
		head = kit.Row(1.5, slices.Concat([]fyne.CanvasObject{shorter}, lamps, things, whose)...)
	}
	if !w.fits(head) {
		below := kit.Row(1.5, slices.Concat(whose, []fyne.CanvasObject{kit.Space()}, lamps)...)
		if !w.fits(below) {
			below = kit.Row(1.5, slices.Concat(whose[:min(1, len(whose))], []fyne.CanvasObject{kit.Space()}, lamps)...) // F12 locks as well
		}
		head = kit.Column(1, kit.Row(1.5, slices.Concat([]fyne.CanvasObject{name, kit.Space()}, things)...), below)
	}
	return kit.Column(0, kit.On(theme.Paper, kit.Inset(1, 2, head)), kit.Rule())
}

// leastName is how wide the office's name is at least, before the bar takes two
// lines.
const leastName = 200

// lamps say how the network, the outing and the reader are.
func (w *Window) lamps(v View) (lamps []fyne.CanvasObject) {
	k, j := w.now, v.Status.Journal
	says, tone := w.say("desk.outbox.none"), kit.ToneGood
	if j.Pending > 0 {
		says, tone = w.say("field.waiting", "count", j.Pending), kit.ToneBusy
	}
	lamps = append(lamps, k.Lamp(w.say("desk.lamp.network"), says, tone))
	if v.Carried.Until != "" && v.Out {
		tone := kit.ToneGood
		if v.Carried.Overdue {
			tone = kit.ToneBad
		} else if v.Carried.DaysLeft < 1 {
			tone = kit.ToneWarm
		}
		until, _ := calendar.Parse(v.Carried.Until)
		lamps = append(lamps, k.Lamp(w.say("field.out"), w.say("field.until", "date", until.Short(k.Language)), tone))
	}
	if l := v.Status.Lamps.Reader; l.Light != "" && l.Light != office.LightOff {
		t := kit.ToneGood
		if l.Light != office.LightGood {
			t = kit.ToneWarm
		}
		lamps = append(lamps, k.Lamp(w.say("desk.lamp.reader"), w.say("desk.lamp."+string(l.Light)), t))
	}
	return lamps
}

// fits reports whether a line of the top bar finds room.
func (w *Window) fits(line fyne.CanvasObject) bool {
	width := w.canvas.Size().Width
	return w.look.Scale < large && width == 0 || line.MinSize().Width+4*kit.Grid <= width
}

// unmet is what is told where nothing was done.
var unmet = []string{"field.told.no_code_asked", "field.told.code_unknown", "field.told.letters_refused"}

// notices show what went wrong, what went well and what is waited for.
func (w *Window) notices(v View) {
	k := w.now
	var things []fyne.CanvasObject
	if v.Code != "" {
		things = append(things, k.Trouble(v.Code, v.Args, k.Button(k.Say("kit.close"), w.field.Dismiss)))
	}
	for _, m := range v.Warnings {
		tone := kit.ToneWarm
		if m.Bad {
			tone = kit.ToneBad
		}
		hint := k.Words.Text(k.Language, "machine.hint."+m.Code, m.Args)
		if w.look.Scale >= large || v.Screen == Visit {
			hint = "" // in letters this large, or over a form, it would leave no room for the work
		}
		things = append(things, k.Notice(tone, k.Words.Text(k.Language, "machine."+m.Code, m.Args), hint))
	}
	if v.Out && v.Carried.Overdue && v.Screen != SignIn && v.Screen != Back {
		until, _ := calendar.Parse(v.Carried.Until)
		things = append(things, k.Notice(kit.ToneBad, w.say("field.overdue", "until", until.Short(k.Language)), ""))
	}
	switch {
	case slices.Contains(unmet, v.Told):
		things = append(things, k.Notice(kit.ToneWarm, w.say(v.Told), ""))
	case v.Told != "":
		things = append(things, k.Toast(w.say(v.Told)))
	}
	if v.Toast != "" && v.Screen != Done {
		things = append(things, k.Toast(w.say("field.finished", "number", v.Toast)))
	}
	if v.Wait != nil {
		things = append(things, k.Waiting(w.say(v.Wait.What), time.Since(v.Wait.Since), v.Wait.Cancel))
	}
	w.banner.Objects = nil
	if len(things) > 0 {
		w.banner.Objects = []fyne.CanvasObject{w.within(1, kit.Column(1, things...))}
	}
	w.banner.Refresh()
}
