package kiosk

import "sala/app/ui/kit"

// pin asks for the card's PIN. What is typed is never shown or read.
func (w *Window) pin(v View) page {
	k := w.now
	secret := k.Password(nil)
	enter := func() {
		typed := secret.Text
		secret.Put("")
		w.kiosk.TypePIN(typed)
	}
	secret.OnEnter = enter
	w.keyboard = k.Keyboard(kit.DigitKeys)
	return page{title: w.say("kiosk.pin"), hint: pinSays(k, v), next: k.MainButton(w.say("kiosk.next"), "", enter),
		body:   kit.Column(2, kit.Middle(600, kit.Panel(k.Labelled(w.say("kiosk.pin_label"), "", secret))), w.keyboard),
		focus:  func() { w.canvas.Focus(secret) },
		update: func(View) {}}
}

// pinSays is what stands below the title: how many tries the card has left, where
// it has said so.
func pinSays(k *kit.Kit, v View) string {
	if v.Tries > 0 {
		return k.Say("kiosk.pin_left", "count", v.Tries)
	}
	return k.Say("kiosk.pin_hint")
}
