package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/definition"
)

// packs are the packs of forms: which is in use, another from a file or a stick,
// an earlier one again, and who changed it when. Nothing is put to use before it
// was looked at and confirmed.
func (w *Window) packs(v View) page {
	k := w.now
	leave := func() { w.desk.ShowSettings("") }
	back := k.Button(w.say("kit.back"), leave).With("Esc")
	if w.desk.beyond.Shelf == nil {
		object, scroll := w.frame(layout{title: w.say("desk.packs.title"), back: back, body: k.Empty(fynetheme.DocumentIcon(), w.say("desk.packs.cannot"), "")})
		return page{object: object, scroll: scroll, back: leave}
	}
	l, p := layout{title: w.say("desk.packs.title"), back: back}, page{back: leave}
	var things []fyne.CanvasObject
	if sure, named := w.surePack(v.Settings); named {
		things = append(things, sure)
		l.main, p.main = k.MainButton(w.say("desk.packs.put"), "F9", w.desk.PutPack), w.desk.PutPack
		l.extra = []fyne.CanvasObject{k.Button(w.say("desk.packs.leave"), w.desk.LeavePack)}
		p.focus = func() { w.canvas.Focus(l.main) }
	}
	file, choose := w.packFromFile()
	if p.focus == nil && choose != nil { // not the key, which stands below what is to be seen first
		p.focus = func() { w.canvas.Focus(choose) }
	}
	things = append(things, w.packInUse(v.Settings.Packs), file, w.packsBefore(v.Settings), w.packSigners(v.Settings.Packs))
	l.body = kit.Measure(900, kit.Column(2, things...))
	p.object, p.scroll = w.frame(l)
	return p
}

// surePack asks whether the pack that was chosen is to be put to use.
func (w *Window) surePack(s SettingsView) (fyne.CanvasObject, bool) {
	k := w.now
	switch {
	case s.Found != nil:
		return k.Notice(kit.ToneWarm, w.say("desk.packs.sure", "pack", s.Found.Name, "count", s.Found.Forms, "before", s.Packs.InUse.Name), w.say("desk.packs.sure_hint")), true
	case s.GoBack != "":
		return k.Notice(kit.ToneWarm, w.say("desk.packs.back_sure", "pack", s.GoBack, "before", s.Packs.InUse.Name), w.say("desk.packs.sure_hint")), true
	}
	return nil, false
}

func (w *Window) packInUse(p office.Packs) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.packs.in_use")), k.Text(k.Join(p.InUse.Name, definition.Text(p.InUse.Title).In(k.Language))).Bold(), k.Hint(w.say("desk.packs.forms", "count", p.InUse.Forms))}
	if p.Next != "" {
		rows = append(rows, k.Notice(kit.ToneInfo, w.say("desk.packs.next", "pack", p.Next), w.say("desk.packs.next_hint")))
	}
	if key := "desk.packs.offer_" + p.Offer.State; p.Offer.State != "" && k.Words.Has(key) {
		rows = append(rows, k.Hint(w.say(key, "pack", p.Offer.Name)))
	}
	if p.Offer.Code != "" {
		rows = append(rows, k.Trouble(p.Offer.Code, kit.Args("file", p.Offer.Name, "why", "", "count", 0, "pack", p.Offer.Name, "in_use", p.InUse.Name)))
	}
	return kit.Panel(kit.Column(1, rows...))
}

func (w *Window) packFromFile() (card fyne.CanvasObject, choose *kit.Button) {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.packs.file")), k.Hint(w.say("desk.packs.file_hint"))}
	if w.desk.beyond.Files == nil {
		return kit.Panel(kit.Column(1, rows...)), nil
	}
	picker := container.NewStack()
	choose = k.Button(w.say("desk.packs.choose"), func() {
		p := w.picker(typedAt(Settings, string(SettingsPacks)), func(file string) { put(picker, nil); w.desk.LookAtPack(file) })
		put(picker, p)
		w.fill()
		w.canvas.Focus(p.Ahead.Entry)
	})
	return kit.Panel(kit.Column(1, append(rows, kit.Row(1, choose, kit.Space()), picker)...)), choose
}

// packsBefore are the packs that can be gone back to, and who changed what when.
func (w *Window) packsBefore(s SettingsView) fyne.CanvasObject {
	k, p := w.now, s.Packs
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.packs.before"))}
	for _, name := range p.Kept {
		rows = append(rows, kit.Row(1, kit.Stretch(kit.Middling(k.Text(name))), k.Button(w.say("desk.packs.back"), func() { w.desk.GoBackTo(name) }).Marked(name == s.GoBack)))
	}
	if len(p.Kept) == 0 {
		rows = append(rows, k.Hint(w.say("desk.packs.none_before")))
	}
	rows = append(rows, kit.Rule(), k.Sub(w.say("desk.packs.uses")))
	for _, u := range p.Uses {
		key := "desk.packs.use_put"
		switch {
		case u.Offered:
			key = "desk.packs.use_offered"
		case u.Rollback:
			key = "desk.packs.use_back"
		}
		rows = append(rows, kit.Shares(1, []float32{1, 2.4}, k.Hint(w.moment(u.At.UnixMilli())), k.Text(w.say(key, "name", w.officerName(u.Officer), "pack", u.Name, "before", u.Before))))
	}
	if len(p.Uses) == 0 {
		rows = append(rows, k.Hint(w.say("desk.packs.no_uses")))
	}
	return kit.Panel(kit.Column(1, rows...))
}

// packSigners are the keys whose packs are taken.
func (w *Window) packSigners(p office.Packs) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.packs.signers")), k.Hint(w.say("desk.packs.signers_hint"))}
	for _, key := range p.Signers {
		rows = append(rows, k.Text(shortKey(key)))
	}
	if len(p.Signers) == 0 {
		rows = append(rows, k.Hint(w.say("desk.packs.no_signers")))
	}
	key := w.kept(typedAt(Settings, string(SettingsPacks))+"key", "", nil)
	trust := func() { w.desk.TrustSigner(key.Text) }
	key.OnEnter = trust
	return kit.Panel(kit.Column(1, append(rows, k.Labelled(w.say("desk.packs.key"), "", key), kit.Row(1, kit.Space(), k.Button(w.say("desk.packs.trust"), trust)))...))
}

// shortKey is the beginning and the end of a key, in fours, to be read aloud and
// compared.
func shortKey(key string) string {
	if len(key) < 32 {
		return key
	}
	return key[:4] + " " + key[4:8] + " " + key[8:12] + " … " + key[len(key)-8:len(key)-4] + " " + key[len(key)-4:]
}
