package desk

import (
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

// signIn is the first page: who, and the password.
func (w *Window) signIn(v View) page {
	k := w.now
	if len(v.SignIn.Officers) == 0 {
		return page{object: k.Empty(fynetheme.AccountIcon(), w.say("desk.sign_in.none"), w.say("desk.sign_in.none_hint"))}
	}
	password := k.Password(nil)
	enter := func() {
		typed := password.Text
		password.Put("")
		w.desk.SignInWith(typed)
	}
	password.OnEnter = enter
	var options []kit.Option
	for _, o := range v.SignIn.Officers {
		options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(k.Language), Detail: definition.Text(o.Title).In(k.Language)})
	}
	who := k.Choice(options, []string{v.SignIn.Officer}, false, func(ids []string) {
		w.desk.ChooseOfficer(ids[0])
	})
	hint := w.say("desk.sign_in.hint")
	if v.SignIn.Locked {
		hint = w.say("desk.sign_in.locked")
	}
	things := kit.Column(2,
		kit.Row(2, kit.Sign(fynetheme.HomeIcon(), theme.Place, 40), kit.Stretch(k.Heading(w.say("desk.title")))),
		k.Hint(hint),
		k.Labelled(w.say("desk.sign_in.who"), "", who),
		k.Labelled(w.say("desk.sign_in.password"), "", password),
		k.MainButton(w.say("desk.sign_in.go"), "Enter", enter))
	count := len(v.SignIn.Officers)
	return page{
		object: kit.Middle(520, kit.Panel(kit.Inset(1, 1, things))),
		focus:  func() { w.canvas.Focus(password) },
		main:   enter,
		update: func(v View) {
			if len(v.SignIn.Officers) != count { // the list has come
				w.key = ""
				w.Render()
				return
			}
			if chosen := who.Chosen(); len(chosen) == 0 || chosen[0] != v.SignIn.Officer {
				who.Put([]string{v.SignIn.Officer})
			}
		},
	}
}
