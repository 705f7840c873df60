package desk

import (
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

func (w *Window) outcome(o string) string {
	if key := "desk.outcome." + o; w.now.Words.Has(key) {
		return w.say(key)
	}
	return o
}

// actWords says what an act is.
func (w *Window) actWords(kind string) string {
	if key := "desk.act." + kind; w.now.Words.Has(key) {
		return w.say(key)
	}
	return kind
}

// devices are the things that are plugged in.
func (w *Window) devices(v View) page {
	k := w.now
	var rows []fyne.CanvasObject
	for _, d := range v.Devices.List {
		rows = append(rows, w.device(d))
	}
	if !v.Devices.Loaded {
		lamps := v.Status.Lamps
		for _, d := range []struct {
			kind string
			lamp office.Lamp
		}{{"reader", lamps.Reader}, {"pages", lamps.Pages}, {"receipt", lamps.Receipt}, {"network", lamps.Network}} {
			rows = append(rows, kit.Panel(k.Lamp(w.deviceKind(d.kind), w.lampWords(d.lamp), tone[d.lamp.Light])))
		}
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Inset(6, 0, k.Empty(fynetheme.ComputerIcon(), w.say("desk.devices.none"), w.say("desk.devices.none_hint"))))
	}
	object, scroll := w.frame(layout{title: w.say("desk.screen.devices"), body: kit.Measure(900, kit.Column(1.5, rows...))})
	return page{object: object, scroll: scroll}
}

// device is one thing that is plugged in: how it is, what to do, and how its
// last test ended.
func (w *Window) device(d office.PluggedDevice) fyne.CanvasObject {
	k := w.now
	light := office.LightBad
	switch {
	case d.Warns:
		light = office.LightWarn
	case d.Good:
		light = office.LightGood
	}
	things := []fyne.CanvasObject{kit.Row(2, kit.Stretch(k.Lamp(w.deviceKind(d.Kind)+"  "+d.Name, w.lampWords(office.Lamp{Light: light, Code: d.Code}), tone[light])),
		k.Button(w.say("desk.devices.test"), func() { w.desk.TestDevice(d.ID) }))}
	says := func(code string) (what, hint string) { return k.Words.Trouble(k.Language, code, nil) }
	switch {
	case d.Warns:
		what, hint := says(d.Code)
		things = append(things, k.Notice(kit.ToneWarm, what, hint))
	case d.Last == "":
	case d.Good: // what is over is told, not cried out
		what, _ := says(d.Last)
		things = append(things, k.Hint(w.say("desk.devices.over", "time", w.moment(d.LastAt.UnixMilli()), "what", what)))
	default:
		things = append(things, k.Trouble(d.Last, nil))
	}
	if !d.Tested.IsZero() {
		key := map[bool]string{true: "desk.devices.passed", false: "desk.devices.not_passed"}[d.Passed]
		things = append(things, k.Hint(w.say(key, "time", w.moment(d.Tested.UnixMilli()))))
	}
	return kit.Panel(kit.Column(1, things...))
}

func (w *Window) deviceKind(kind string) string {
	if key := "desk.device." + kind; w.now.Words.Has(key) {
		return w.say(key)
	}
	return kind
}

// settings change the look, and say what this machine is.
func (w *Window) settings(v View) page {
	switch v.Settings.Part {
	case SettingsOfficers:
		return w.officers(v)
	case SettingsCopies:
		return w.copies(v)
	case SettingsPacks:
		return w.packs(v)
	}
	k := w.now
	with := func(l Look) func() { return func() { w.choose(l) } }
	var languages, schemes, sizes []fyne.CanvasObject
	for _, l := range kit.Languages() {
		languages = append(languages, k.Button(kit.LanguageName(l), with(Look{Language: l})).Marked(l == w.look.Language))
	}
	for _, s := range theme.Schemes() {
		schemes = append(schemes, k.Button(w.say("desk.scheme."+string(s)), with(Look{Scheme: s})).Marked(s == w.look.Scheme))
	}
	for _, size := range []int{100, 125, 150, 200} {
		scale := float32(size) / 100
		sizes = append(sizes, k.Button(strconv.Itoa(size)+" %", with(Look{Scale: scale})).Marked(scale == w.look.Scale))
	}
	pin, set := w.pinEntry()
	p := v.Status.Profile
	about := k.Lines([]kit.Line{
		{Label: w.say("desk.settings.office"), Value: k.Join(definition.Text(p.Names).In(k.Language), p.Office)},
		{Label: w.say("desk.settings.station"), Value: p.Station},
		{Label: w.say("desk.settings.forms"), Value: w.desk.office.Forms.Name()},
		{Label: w.say("desk.settings.version"), Value: w.desk.beyond.Version},
	})
	body := kit.Measure(860, kit.Column(2,
		kit.Panel(kit.Column(2, kit.Column(1, k.Sub(w.say("desk.settings.language")), kit.Row(1, languages...)), kit.Column(1, k.Sub(w.say("desk.settings.scheme")), kit.Row(1, schemes...)),
			kit.Column(1, k.Sub(w.say("desk.settings.size")), kit.Row(1, sizes...)))),
		kit.Panel(kit.Column(1, k.Sub(w.say("desk.settings.pin")), k.Hint(w.say("desk.settings.pin_hint")), kit.Row(1, kit.Least(200, 0, pin), set, kit.Space()))),
		w.administer(v),
		kit.Panel(kit.Column(1, k.Sub(w.say("desk.settings.about")), about))))
	object, scroll := w.frame(layout{title: w.say("desk.screen.settings"), body: body})
	return page{object: object, scroll: scroll, update: func(View) {}}
}
