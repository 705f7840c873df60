package kiosk

import (
	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
)

// pin asks for the card's PIN. What is typed is never shown or read.
func (w *Window) pin(v View) page {
	k := w.now
	secret := k.Password(nil)
	secret.Says = w.say("kiosk.pin_label")
	enter := func() {
		typed := secret.Text
		secret.Put("")
		w.kiosk.TypePIN(typed)
	}
	secret.OnEnter = enter
	w.keyboard = k.Numbers("")
	var asked fyne.CanvasObject = k.Labelled(w.say("kiosk.pin_label"), "", secret)
	if w.double() {
		asked = secret // the title says it, and the keys need the room
	}
	things := []fyne.CanvasObject{kit.Middle(600, kit.Panel(asked)), w.keyboard}
	hint := pinSays(k, v)
	if v.counted() {
		things, hint = append([]fyne.CanvasObject{k.Notice(kit.ToneBad, hint, "")}, things...), ""
	}
	return page{title: w.say("kiosk.pin"), hint: hint, next: k.MainButton(w.say("kiosk.next"), "", enter),
		body:   kit.Column(1.5, things...),
		focus:  func() { w.canvas.Focus(secret) },
		update: func(View) {}}
}

// counted reports whether the card has refused a PIN, and said how many tries are
// left: the page says so in place of the usual words of a trouble.
func (v View) counted() bool { return v.Page == PIN && v.Tries > 0 }

// pinSays is what stands below the title: how many tries the card has left, where
// it has said so.
func pinSays(k *kit.Kit, v View) string {
	if v.counted() {
		return k.Say("kiosk.pin_left", "count", v.Tries)
	}
	return k.Say("kiosk.pin_hint")
}
