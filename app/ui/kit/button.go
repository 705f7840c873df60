package kit

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Weight is how much a button asks to be pressed.
type Weight int

// The weights of buttons: one Main at most on a screen.
const (
	Plain Weight = iota
	Main
	Quiet
	Danger
)

// jitter is how far a finger may slide and still have tapped.
const jitter = 12

// Button is pressed by a tap, Enter or Space.
type Button struct {
	widget.BaseWidget
	Label  string
	Detail string        // a second, fainter line
	Says   string        // what a screen reader says where there is no label
	Keys   string        // the shortcut, shown at the right: "F9"
	Icon   fyne.Resource // nil for none
	Weight Weight
	Big    bool // a tile of a kiosk
	Letter bool // the label is one letter, and large
	Chosen bool // marked as the one that is chosen
	Clips  bool // a long label is cut rather than making the button wide
	Wraps  bool // a long label takes several lines, as that of a row with a detail does
	Flat   bool // no higher than a finger and the label need, however large the letters are
	OnTap  func()

	kit                        *Kit
	heads                      bool // a column, whose values begin where its label does
	off, focused, hover, armed bool
	down                       fyne.Position
	fired                      bool
	gave                       func() // gives the keyboard once more to what got it from the press
}

// Button returns a plain button.
func (k *Kit) Button(label string, tap func()) *Button {
	b := &Button{Label: label, OnTap: tap, kit: k}
	b.ExtendBaseWidget(b)
	k.made(b)
	return b
}

// MainButton returns the one button that goes on.
func (k *Kit) MainButton(label, keys string, tap func()) *Button {
	b := k.Button(label, tap)
	b.Weight, b.Keys = Main, keys
	return b
}

// Tile returns a large button for a choice.
func (k *Kit) Tile(label, detail string, icon fyne.Resource, tap func()) *Button {
	b := k.Button(label, tap)
	b.Detail, b.Icon, b.Big = detail, icon, true
	return b
}

// With sets the shortcut that is shown.
func (b *Button) With(keys string) *Button { b.Keys = keys; return b }

// As sets the weight.
func (b *Button) As(w Weight) *Button { b.Weight = w; return b }

// Marked sets whether the button is shown as chosen.
func (b *Button) Marked(chosen bool) *Button { b.Chosen = chosen; return b }

func (b *Button) press() {
	if b.off || b.OnTap == nil {
		return
	}
	b.kit.touched()
	b.OnTap()
}

// Tapped is for Fyne.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.fired {
		b.fired = false
		if b.gave != nil { // the driver has taken it back since, as after every click
			b.gave()
		}
		return
	}
	b.press()
}

// MouseDown begins a tap.
func (b *Button) MouseDown(ev *desktop.MouseEvent) {
	b.armed, b.fired, b.down = true, false, ev.AbsolutePosition
	b.Refresh()
}

// MouseUp ends a tap, also one in which the finger slid so far that Fyne took
// it for the beginning of a drag.
func (b *Button) MouseUp(ev *desktop.MouseEvent) {
	was := b.armed
	b.armed = false
	b.Refresh()
	d := ev.AbsolutePosition.Subtract(b.down)
	if was && d.X*d.X+d.Y*d.Y <= jitter*jitter && ev.Button == desktop.MouseButtonPrimary {
		b.fired = true
		c := fyne.CurrentApp().Driver().CanvasForObject(b)
		b.press()
		b.gave = nil
		if c != nil && c.Focused() != nil {
			given := c.Focused()
			b.gave = func() {
				if c.Focused() == nil {
					c.Focus(given)
				}
			}
		}
	}
}

// MouseIn, MouseMoved and MouseOut are for Fyne.
func (b *Button) MouseIn(*desktop.MouseEvent)    { b.hover = true; b.Refresh() }
func (b *Button) MouseMoved(*desktop.MouseEvent) {}
func (b *Button) MouseOut()                      { b.hover, b.armed = false, false; b.Refresh() }

// FocusGained and FocusLost are for Fyne.
func (b *Button) FocusGained() { b.focused = true; b.kit.focus(b); b.Refresh() }
func (b *Button) FocusLost()   { b.focused = false; b.kit.focus(nil); b.Refresh() }

// TypedRune is for Fyne.
func (b *Button) TypedRune(rune) {}

// TypedKey presses the button.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	if b.kit.took(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		b.press()
	case fyne.KeyDown, fyne.KeyRight:
		fyne.CurrentApp().Driver().CanvasForObject(b).FocusNext()
	case fyne.KeyUp, fyne.KeyLeft:
		fyne.CurrentApp().Driver().CanvasForObject(b).FocusPrevious()
	}
}

// Disable and Enable say whether the button can be pressed.
func (b *Button) Disable()       { b.turn(true) }
func (b *Button) Enable()        { b.turn(false) }
func (b *Button) Disabled() bool { return b.off }

func (b *Button) turn(off bool) {
	if b.off != off {
		b.off = off
		b.Refresh()
	}
}

// AccessibilityLabel is what a screen reader says. Of a tile that is also what stands
// below its label: nothing else on the page says it.
func (b *Button) AccessibilityLabel() string {
	if b.Big && b.Detail != "" {
		return b.Label + ": " + b.Detail
	}
	return cmp.Or(b.Label, b.Says)
}
