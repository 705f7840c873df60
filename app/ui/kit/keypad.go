package kit

import (
	"cmp"

	"fyne.io/fyne/v2"

	"sala/app/ui/theme"
)

// A keypad of arrows and OK goes about the keyboard on the screen like this: OK on an
// entry in which nothing stands, and the right arrow behind its text, lead to the
// keys; the arrows go from key to key, and out at the top (to the entry) and at the
// bottom (to what follows); OK presses.

// spot is the place of a key.
type spot struct{ row, column int }

// toBoard goes from an entry to the keys that type into it; false when this key does
// something else.
func (e *Entry) toBoard(ev *fyne.KeyEvent) bool {
	if e.board == nil || e.kit.Front != theme.Kiosk {
		return false
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.Text != "" {
			return false
		}
	case fyne.KeyRight:
		if e.CursorRow > 0 || e.CursorColumn < len([]rune(e.Text)) {
			return false
		}
	default:
		return false
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(e.board)
	if c == nil {
		return false
	}
	c.Focus(e.board)
	return true
}

// TypedInto returns what a person types into right now: what has the keyboard, or the
// entry that a keyboard on the screen types into while that has it; nil nothing.
func TypedInto(c fyne.Canvas) fyne.Focusable {
	if b, ok := c.Focused().(*Keyboard); ok {
		if b.target == nil {
			return nil
		}
		return b.target
	}
	return c.Focused()
}

// FocusGained is for Fyne.
func (b *Keyboard) FocusGained() { b.focused = true; b.show(); b.kit.focus(b) }

// FocusLost is for Fyne.
func (b *Keyboard) FocusLost() { b.focused = false; b.show(); b.kit.focus(nil) }

// TypedRune types the letter of a keyboard on the table.
func (b *Keyboard) TypedRune(r rune) {
	b.kit.touched()
	if b.target != nil {
		b.target.TypedRune(r)
	}
}

// TypedKey is for Fyne.
func (b *Keyboard) TypedKey(ev *fyne.KeyEvent) {
	if b.kit.took(ev) {
		return
	}
	row := b.grid[b.at.row]
	switch ev.Name {
	case fyne.KeyLeft:
		b.move(spot{b.at.row, (b.at.column + len(row) - 1) % len(row)})
	case fyne.KeyRight:
		b.move(spot{b.at.row, (b.at.column + 1) % len(row)})
	case fyne.KeyUp:
		b.leap(-1)
	case fyne.KeyDown:
		b.leap(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.hit()
	case fyne.KeyBackspace:
		b.Special(ev.Name)
	}
}

// leap goes to the row above or below, to the key that stands nearest.
func (b *Keyboard) leap(by int) {
	to := b.at.row + by
	screen := fyne.CurrentApp().Driver().CanvasForObject(b)
	switch {
	case to < 0 && b.target != nil:
		screen.Focus(b.target)
		return
	case to < 0:
		screen.FocusPrevious()
		return
	case to == len(b.grid):
		b.at = spot{}
		screen.FocusNext()
		return
	}
	b.move(spot{to, (2*b.at.column + 1) * len(b.grid[to]) / (2 * len(b.grid[b.at.row]))})
}

func (b *Keyboard) move(to spot) {
	b.at = to
	b.show()
	b.kit.focus(b)
}

// hit presses the key that the arrows have come to. A key that types has what stands
// in the entry now said.
func (b *Keyboard) hit() {
	c := b.grid[b.at.row][b.at.column]
	b.hitting = true
	c.tap()
	b.hitting = false
	b.show()
	b.pressed = c.types
	b.kit.focus(b)
	b.pressed, b.news = false, ""
}

// show marks the key that the arrows have come to.
func (b *Keyboard) show() {
	b.at.row = min(b.at.row, len(b.grid)-1)
	b.at.column = min(b.at.column, len(b.grid[b.at.row])-1)
	for i, row := range b.grid {
		for j, c := range row {
			if at := b.focused && b.at == (spot{i, j}); at != c.at {
				c.at = at
				c.paint()
			}
		}
	}
}

// AccessibilityLabel is the key that the arrows have come to, or what stands in the
// entry once it was pressed.
func (b *Keyboard) AccessibilityLabel() string {
	if b.pressed && b.target != nil {
		return b.target.AccessibilityLabel()
	}
	says := b.grid[b.at.row][b.at.column].AccessibilityLabel()
	if b.news != "" && b.news != says {
		return b.news + ". " + says
	}
	return says
}

// AccessibilityLabel is what a voice calls the key.
func (c *keyCap) AccessibilityLabel() string { return cmp.Or(c.says, c.label) }

// paint draws the key's ground.
func (c *keyCap) paint() {
	if c.ground == nil {
		return
	}
	c.ground.fill, c.ground.edge, c.ground.stroke = theme.Paper, theme.Edge, 1
	if c.at {
		c.ground.fill, c.ground.edge, c.ground.stroke = theme.Tint, theme.Focus, 3
	}
	c.ground.Refresh()
}

// name has a voice say what a control is.
func name(o fyne.CanvasObject, label string) {
	switch c := o.(type) {
	case *Entry:
		c.Says = label
	case *DateEntry:
		c.Entry.Says = label
	case *TypeAhead:
		c.Entry.Says = label
	case *fyne.Container:
		for _, in := range c.Objects {
			name(in, label)
		}
	}
}
