package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sala/app/ui/kit"
)

// pinEntry takes the PIN for today.
func (w *Window) pinEntry() (pin *kit.Entry, set *kit.Button) {
	pin = w.now.Password(nil)
	pin.OnEnter = func() {
		w.desk.SetPIN(pin.Text)
		pin.Put("")
	}
	pin.Before = func(ev *fyne.KeyEvent) bool { return len(ev.Name) == 1 } // a digit of it is no key of the page
	return pin, w.now.Button(w.say("desk.settings.pin_set"), pin.OnEnter)
}

// pinOffer is the line that offers the officer a PIN for today.
type pinOffer struct {
	line       *fyne.Container
	open, shut func() // asks for it, and goes back to the offer
	update     func(View)
}

func (w *Window) pinOffer() pinOffer {
	k := w.now
	p := pinOffer{line: container.NewStack()}
	var shown, offer fyne.CanvasObject
	asking := false
	show := func(o fyne.CanvasObject) {
		if o != shown {
			shown = o
			put(p.line, o)
		}
	}
	p.open = func() {
		if shown != offer {
			return
		}
		asking = true
		pin, set := w.pinEntry()
		show(kit.Row(1, kit.Stretch(kit.Middling(k.Hint(w.say("desk.settings.pin_hint")))), kit.Least(200, 0, pin), set))
		w.canvas.Focus(pin)
	}
	leave := func(o fyne.CanvasObject) {
		if asking { // the keyboard goes back to what is first
			asking = false
			w.canvas.Unfocus()
			w.astray = true
		}
		show(o)
	}
	p.shut = func() {
		if asking {
			leave(offer)
			w.Render()
		}
	}
	offer = kit.Row(1, kit.Stretch(kit.Middling(k.Hint(w.say("desk.today.pin")))), k.Button(w.say("desk.settings.pin_set"), p.open).As(kit.Quiet).With("9"), k.Button(w.say("desk.today.pin_not"), w.desk.DeclinePIN).As(kit.Quiet))
	p.update = func(v View) {
		switch {
		case !v.OffersPIN:
			leave(nil)
		case shown == nil:
			show(offer)
		}
	}
	return p
}
