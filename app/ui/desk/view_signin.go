package desk

import (
	"fyne.io/fyne/v2/container"

	"sala/app/ui/gate"
)

// signIn is the first page: who, and the password.
func (w *Window) signIn(v View) page {
	p := v.SignIn.Page(w.now, w.say("desk.title"), w.say("desk.sign_in.hint"), gate.Answers{Choose: w.desk.ChooseOfficer, Enter: w.desk.SignInWith, BreakGlass: w.desk.BreakGlass, Keep: w.entered.Keep})
	if p.First == nil {
		return page{object: p.Object}
	}
	scroll := container.NewVScroll(p.Object)
	return page{object: scroll, scroll: scroll, main: p.Enter, focus: func() { w.canvas.Focus(p.First) }, update: func(v View) { p.Update(v.SignIn) }}
}
