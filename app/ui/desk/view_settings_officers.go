package desk

import (
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/act"
	"sala/forms/definition"
)

// administer is the way to what only an administrator may change.
func (w *Window) administer(v View) fyne.CanvasObject {
	k := w.now
	if !v.Settings.May {
		return kit.Column(0)
	}
	to := func(part SettingsPart) *kit.Button {
		return k.Button(w.say("desk.settings."+string(part)), func() { w.desk.ShowSettings(part) })
	}
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.settings.administer")), kit.Row(1, to(SettingsOfficers), to(SettingsPacks), to(SettingsCopies), kit.Space())))
}

// officers are who may sign in here, and a form for one of them.
func (w *Window) officers(v View) page {
	k := w.now
	leave := func() { w.desk.ShowSettings("") }
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.officers.all"))}
	for _, o := range v.Settings.Officers {
		rows = append(rows, w.officerRow(o, o.ID == v.Settings.Editing))
	}
	rows = append(rows, kit.Row(1, k.Button(w.say("desk.officers.new"), func() { w.desk.EditOfficer("") }), kit.Space()))
	form, save := w.officerForm(v.Settings.editing())
	object, scroll := w.frame(layout{title: w.say("desk.officers.title"), back: k.Button(w.say("kit.back"), leave).With("Esc"), main: k.MainButton(w.say("desk.officers.save"), "F9", save),
		body: kit.Shares(3, []float32{1, 1.2}, kit.Column(0, kit.Panel(kit.Column(1, rows...)), kit.Space()), form)})
	return page{object: object, scroll: scroll, back: leave, main: save}
}

func (w *Window) officerRow(o act.Officer, shown bool) fyne.CanvasObject {
	k := w.now
	name := definition.Text(o.Names).In(k.Language)
	var named []string
	for _, r := range o.Roles {
		named = append(named, w.role(r))
	}
	about := kit.Column(0, k.Text(name).Bold(), k.Small(k.Join(o.ID, definition.Text(o.Title).In(k.Language))), k.Small(strings.Join(named, " · ")))
	change := k.Button(w.say("desk.officers.change"), func() { w.desk.EditOfficer(o.ID) }).Marked(shown)
	return kit.Column(1, kit.Rule(), kit.Row(1, kit.Stretch(about), kit.Column(0, kit.Space(), change, kit.Space())))
}

func (w *Window) role(id string) string {
	if key := "desk.role." + id; w.now.Words.Has(key) {
		return w.say(key)
	}
	return id
}

// officerForm is the data of an officer; save takes what stands in it.
func (w *Window) officerForm(o act.Officer) (form fyne.CanvasObject, save func()) {
	k := w.now
	place := typedAt(Settings, string(SettingsOfficers), o.ID)
	id, password := w.kept(place+"id", o.ID, nil), k.Password(nil)
	names, titles := map[string]*kit.Entry{}, map[string]*kit.Entry{}
	var rows []fyne.CanvasObject
	for _, l := range kit.Languages() {
		names[l], titles[l] = w.kept(place+"name_"+l, o.Names[l], nil), w.kept(place+"title_"+l, o.Title[l], nil)
		rows = append(rows, kit.Shares(1, []float32{1.4, 1}, k.Labelled(w.say("desk.officers.name."+l), "", names[l]), k.Labelled(w.say("desk.officers.post"), "", titles[l])))
	}
	var offered []kit.Option
	for _, r := range office.Roles() {
		offered = append(offered, kit.Option{ID: string(r), Label: w.role(string(r)), Detail: w.say("desk.role_hint." + string(r))})
	}
	chosen := o.Roles
	which := keep(w, place+"roles", k.Choice(offered, o.Roles, true, func(ids []string) { chosen = ids }))
	save = func() {
		next := act.Officer{ID: id.Text, Names: filled(names), Title: filled(titles), Roles: chosen}
		typed := password.Text
		password.Put("")
		w.desk.SaveOfficer(next, typed)
	}
	title, hint := w.say("desk.officers.new"), w.say("desk.officers.password_new")
	things := []fyne.CanvasObject{k.Labelled(w.say("desk.officers.id"), w.say("desk.officers.id_hint"), id)}
	var end []fyne.CanvasObject
	if o.ID != "" {
		title, hint = definition.Text(o.Names).In(k.Language), w.say("desk.officers.password_keep")
		things = nil
		end = append(end, kit.Rule(), kit.Row(1, kit.Stretch(k.Hint(w.say("desk.officers.remove_hint"))), k.Button(w.say("desk.officers.remove"), w.desk.RemoveOfficer)))
	}
	things = append([]fyne.CanvasObject{k.Sub(title)}, things...)
	things = append(things, rows...)
	things = append(things, k.Labelled(w.say("desk.officers.roles"), "", which), k.Labelled(w.say("desk.officers.password"), hint, password))
	return kit.Column(0, kit.Panel(kit.Column(1.5, append(things, end...)...)), kit.Space()), save
}

// filled are the texts of the entries in which something stands.
func filled(entries map[string]*kit.Entry) map[string]string {
	out := map[string]string{}
	for l, e := range entries {
		if s := strings.TrimSpace(e.Text); s != "" {
			out[l] = s
		}
	}
	return out
}
