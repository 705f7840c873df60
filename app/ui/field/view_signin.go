package field

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/gate"
	"sala/app/ui/kit"
	"sala/forms/definition"
)

// signIn is the first page: who, and the password.
func (w *Window) signIn(v View) page {
	p := v.SignIn.Page(w.now, w.say("field.title"), w.say("field.sign_in"), gate.Answers{Choose: w.field.ChooseOfficer, Enter: w.field.SignInWith, BreakGlass: w.field.BreakGlass, Keep: w.entered.Keep})
	if p.First == nil {
		return page{body: p.Object, update: func(View) {}}
	}
	return page{body: kit.Inset(3, 0, p.Object), focus: func() { w.canvas.Focus(p.First) }, update: func(v View) { p.Update(v.SignIn) }}
}

// whose are the keys of who is at the laptop.
func (w *Window) whose(v View) []fyne.CanvasObject {
	if v.Officer.ID == "" {
		return nil
	}
	mine := w.now.Button(w.say("field.mine"), w.field.ToMine).As(kit.Quiet).Marked(v.Screen == Mine).With("F10")
	return []fyne.CanvasObject{mine, w.now.Button(w.say("desk.lock"), w.field.Lock).As(kit.Quiet).With("F12")}
}

// signOut ends the officer's day. What she has drawn and not kept is kept first.
func (w *Window) signOut() {
	w.keepDrawn()
	w.field.SignOut()
}

func (w *Window) keepDrawn() {
	if w.form != nil {
		w.form.KeepDrawn()
	}
}

// mine is what is the officer's own.
func (w *Window) mine(v View) page {
	k := w.now
	pin := k.Password(nil)
	set := func() {
		typed := pin.Text
		pin.Put("")
		w.field.SetPIN(typed)
	}
	pin.OnEnter = set
	out := k.Button(w.say("desk.sign_out"), w.signOut).With("F11")
	out.Icon = fynetheme.LogoutIcon()
	lock := k.Button(w.say("desk.lock"), w.field.Lock).With("F12")
	body := kit.Column(2,
		kit.Panel(kit.Column(1, k.Sub(w.say("desk.settings.pin")), k.Hint(w.say("desk.settings.pin_hint")), kit.Row(1, kit.Least(260, 0, pin), k.Button(w.say("desk.settings.pin_set"), set), kit.Space()))),
		kit.Panel(kit.Column(1, k.Sub(w.say("desk.sign_out")), k.Hint(w.say("field.sign_out_hint")), kit.Row(1, out, lock, kit.Space()))))
	return page{title: definition.Text(v.Officer.Names).In(k.Language), sheet: sheet, body: body, back: k.Button(k.Say("kit.back"), w.field.FromMine).With("Esc"), focus: func() { w.canvas.Focus(pin) }, update: func(View) {}}
}
