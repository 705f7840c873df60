package kit

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// Entry is a line, or several, of typed text. Enter goes on to the next control;
// the window's own keys work while it has the keyboard.
type Entry struct {
	widget.Entry
	OnEnter func()                    // Enter; nil goes to the next control
	Before  func(*fyne.KeyEvent) bool // asked before the entry for every key
	OnLeave func()                    // the keyboard went elsewhere
	Kept    bool                      // what is typed is kept: nothing is carried over
	Says    string                    // what it is, for a voice; "" the placeholder

	kit     *Kit
	owner   func(string) // is told of a change after whoever keeps it
	compose *composer    // nil when Hangul is not being composed
	area    bool
	pressed bool // a finger or the pointer is on it

	mayCompose bool
	board      *Keyboard // on the screen, that types into it; nil none
}

// Entry returns an entry of one line. changed is told of every change by hand.
func (k *Kit) Entry(text string, changed func(string)) *Entry {
	e := &Entry{kit: k}
	e.ExtendBaseWidget(e)
	e.Text = text
	e.Scroll = fyne.ScrollNone
	e.OnChanged = changed
	k.made(e)
	return e
}

// Password returns an entry that shows dots. What is typed can be shown, save in a
// hall, where others look on.
func (k *Kit) Password(enter func()) *Entry {
	e := k.Entry("", nil)
	e.Password = true
	if k.Front == theme.Kiosk {
		e.ActionItem = canvas.NewRectangle(color.Transparent) // in place of Fyne's own
	}
	e.OnEnter = enter
	return e
}

// Area returns an entry of several lines. Ctrl+Enter goes on.
func (k *Kit) Area(text string, changed func(string)) *Entry {
	e := &Entry{kit: k, area: true}
	e.ExtendBaseWidget(e)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.Text = text
	e.OnChanged = changed
	e.SetMinRowsVisible(3)
	k.made(e)
	return e
}

// Put sets the text without telling of a change.
func (e *Entry) Put(text string) {
	if text == e.Text {
		return
	}
	changed := e.OnChanged
	e.OnChanged = nil
	end := e.CursorRow == 0 && e.CursorColumn >= len([]rune(e.Text))
	e.SetText(text)
	if end && !e.MultiLine { // where typing goes on
		e.CursorColumn = len([]rune(text))
		e.Refresh()
	}
	e.OnChanged = changed
}

// FocusGained is for Fyne. What is there already is gone on with: a text that was
// kept from before has the cursor before it, where nobody would type on.
func (e *Entry) FocusGained() {
	if e.CursorRow == 0 && e.CursorColumn == 0 && e.Text != "" && !e.MultiLine {
		e.CursorColumn = len([]rune(e.Text))
	}
	e.Entry.FocusGained()
	if !e.pressed {
		e.kit.focus(e)
	}
}

// MouseDown is for Fyne. Nobody is told yet that the entry has the keyboard: a page
// that scrolls to it would take it away under the finger, and the driver gives the
// keyboard to nothing then.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	e.pressed = !e.focused()
	e.finish() // the cursor goes elsewhere
	e.Entry.MouseDown(ev)
}

// AcceptsTab is for Fyne: the tabulator leads on from a long text as well.
func (e *Entry) AcceptsTab() bool { return false }

// MouseUp is for Fyne.
func (e *Entry) MouseUp(ev *desktop.MouseEvent) {
	e.Entry.MouseUp(ev)
	if e.pressed {
		e.pressed = false
		if e.focused() {
			e.kit.focus(e)
		}
	}
}

func (e *Entry) focused() bool {
	c := e.canvas()
	return c != nil && c.Focused() == fyne.Focusable(e)
}

// FocusLost is for Fyne.
func (e *Entry) FocusLost() {
	if e.board == nil {
		e.finish()
	}
	e.Entry.FocusLost()
	e.pressed = false
	e.kit.focus(nil)
	if e.OnLeave != nil {
		e.OnLeave()
	}
}

// TypedRune is for Fyne.
func (e *Entry) TypedRune(r rune) {
	e.kit.touched()
	if e.Password && r == ' ' && e.Text == "" {
		return // of the key that chose the officer
	}
	before := e.Text
	if e.compose == nil || !e.composed(r) {
		e.Entry.TypedRune(r)
	}
	e.typedSays(before, r)
}

// TypedKey is for Fyne.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.Before != nil && e.Before(ev) {
		e.kit.touched()
		return
	}
	if e.kit.took(ev) {
		return
	}
	if before := e.Text; ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyDelete {
		defer func() { e.rubbedOutSays(before) }()
	}
	if e.compose != nil && e.rubOut(ev) {
		return
	}
	if e.toBoard(ev) {
		return
	}
	if !e.area {
		switch ev.Name {
		case fyne.KeyReturn, fyne.KeyEnter:
			e.finish()
			if e.OnEnter != nil {
				e.OnEnter()
				return
			}
			e.canvas().FocusNext()
			return
		case fyne.KeyDown:
			e.canvas().FocusNext()
			return
		case fyne.KeyUp:
			e.canvas().FocusPrevious()
			return
		}
	}
	row := e.CursorRow
	e.Entry.TypedKey(ev)
	if e.area && e.kit.Front == theme.Kiosk && e.CursorRow == row { // a keypad has no other key that leads on
		switch ev.Name {
		case fyne.KeyDown:
			e.canvas().FocusNext()
		case fyne.KeyUp:
			e.canvas().FocusPrevious()
		}
	}
}

func (e *Entry) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(e) }

// TypedShortcut is for Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	e.kit.touched()
	if c, ok := s.(*desktop.CustomShortcut); ok && e.mayCompose && c.KeyName == fyne.KeySpace && c.Modifier == fyne.KeyModifierControl {
		e.Compose(!e.Composes())
		return
	}
	if e.kit.Shortcut != nil && e.kit.Shortcut(s) {
		return
	}
	e.finish()
	e.Entry.TypedShortcut(s)
}

// AccessibilityLabel is what a voice says: what the entry is, and what stands in it.
// Of what is secret is said how much was typed.
func (e *Entry) AccessibilityLabel() string {
	label, text := cmp.Or(e.Says, e.PlaceHolder), e.Text
	switch {
	case e.Password && text != "":
		text = e.secretSays()
	case text == "" && label != e.PlaceHolder:
		text = e.PlaceHolder
	}
	if text == "" || label == "" {
		return label + text
	}
	return label + ": " + text
}
