package desk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/definition"
)

// part says which of its pages the sign-in shows.
func (v SignInView) part() string {
	return fmt.Sprint(len(v.Officers), v.Locked, v.Glass, v.PIN)
}

// signIn is the first page: who, and the password.
func (w *Window) signIn(v View) page {
	k := w.now
	if len(v.SignIn.Officers) == 0 {
		return page{object: k.Empty(fynetheme.AccountIcon(), w.say("desk.sign_in.none"), w.say("desk.sign_in.none_hint"))}
	}
	var options []kit.Option
	for _, o := range v.SignIn.Officers {
		options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(k.Language), Detail: definition.Text(o.Title).In(k.Language)})
	}
	hint := w.say("desk.sign_in.hint")
	if v.SignIn.Locked {
		hint = w.say("desk.sign_in.locked")
	}
	switch {
	case v.SignIn.Glass:
		hint = w.say("desk.sign_in.glass")
	case v.SignIn.PIN:
		hint = w.say("desk.sign_in.pin")
	}
	person, reason := k.Entry("", nil), k.Entry("", nil)
	enter := w.desk.SignInWith
	var extra []fyne.CanvasObject
	if v.SignIn.Glass {
		enter = func(password string) { w.desk.BreakGlass(password, person.Text, reason.Text) }
		extra = append(extra, k.Labelled(w.say("desk.sign_in.person"), "", person), k.Labelled(w.say("desk.correct.reason"), "", reason))
	}
	p := k.SignInPage(w.say("desk.title"), hint, options, v.SignIn.Officer, w.desk.ChooseOfficer, enter, extra...)
	scroll, first := container.NewVScroll(p.Object), p.Password
	if v.SignIn.Glass {
		first = person
	}
	return page{
		object: scroll, scroll: scroll, main: p.Enter, focus: func() { w.canvas.Focus(first) },
		update: func(v View) {
			if chosen := p.Who.Chosen(); len(chosen) == 0 || chosen[0] != v.SignIn.Officer {
				p.Who.Put([]string{v.SignIn.Officer})
			}
		},
	}
}
