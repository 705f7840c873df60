package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// Option is one thing to choose.
type Option struct {
	ID, Label, Detail string
}

// Choice is a short list of which one, or several, are chosen. The arrows move,
// Space chooses, Enter chooses and goes on, a digit chooses by its place. At the
// kiosk, whose keypad has no Space, OK chooses where several may be, and the arrows
// go on.
type Choice struct {
	widget.BaseWidget
	Many     bool
	ReadOnly bool

	kit     *Kit
	options []Option
	chosen  map[string]bool
	changed func([]string)
	told    func(string) // keeps what is chosen; nil nobody does
	at      int
	within  bool // the keyboard came to the option by itself: by an arrow or a finger
	focused bool
	rows    []*choiceRow
	column  *fyne.Container
}

// Choice returns a list of options of which one can be chosen; changed is told
// the IDs of the chosen ones.
func (k *Kit) Choice(options []Option, chosen []string, many bool, changed func([]string)) *Choice {
	c := &Choice{kit: k, Many: many, changed: changed, chosen: map[string]bool{}}
	for _, id := range chosen {
		c.chosen[id] = true
	}
	c.ExtendBaseWidget(c)
	c.SetOptions(options)
	k.made(c)
	return c
}

// SetOptions changes what can be chosen.
func (c *Choice) SetOptions(options []Option) {
	c.options = options
	c.rows = nil
	objects := make([]fyne.CanvasObject, 0, len(options))
	for i, o := range options {
		if c.chosen[o.ID] && !c.Many {
			c.at = i
		}
		r := &choiceRow{choice: c, index: i, option: o}
		r.ExtendBaseWidget(r)
		c.rows = append(c.rows, r)
		objects = append(objects, r)
	}
	if c.column == nil {
		c.column = Column(0.25)
	}
	c.column.Objects = objects
	c.at = min(c.at, max(len(options)-1, 0))
	c.Refresh()
}

// Options returns what can be chosen.
func (c *Choice) Options() []Option { return c.options }

// Put sets what is chosen without telling of it.
func (c *Choice) Put(chosen []string) {
	c.chosen = map[string]bool{}
	for _, id := range chosen {
		c.chosen[id] = true
	}
	c.refreshRows()
}

// Chosen returns the chosen IDs in the order of the options.
func (c *Choice) Chosen() []string {
	out := []string{}
	for _, o := range c.options {
		if c.chosen[o.ID] {
			out = append(out, o.ID)
		}
	}
	return out
}

func (c *Choice) choose(i int) {
	if c.ReadOnly || i < 0 || i >= len(c.options) {
		return
	}
	c.kit.touched()
	c.at = i
	id := c.options[i].ID
	if c.Many {
		c.chosen[id] = !c.chosen[id]
	} else {
		c.chosen = map[string]bool{id: true}
	}
	c.refreshRows()
	if c.told != nil {
		c.told(c.Holds())
	}
	if c.changed != nil {
		c.changed(c.Chosen())
	}
}

// refreshRows draws the options that look otherwise than before: a form puts
// every answer back at every key.
func (c *Choice) refreshRows() {
	for _, r := range c.rows {
		if r.look() != r.drawn {
			r.Refresh()
		}
	}
}

// FocusGained is for Fyne.
func (c *Choice) FocusGained() { c.focused = true; c.kit.focus(c); c.refreshRows() }

// At implements Parted: the option that has the keyboard.
func (c *Choice) At() (part fyne.CanvasObject, alone bool) {
	if c.at >= len(c.rows) {
		return nil, false
	}
	return c.rows[c.at], c.within
}

// FocusLost is for Fyne.
func (c *Choice) FocusLost() { c.focused, c.within = false, false; c.kit.focus(nil); c.refreshRows() }

// TypedRune chooses by digit.
func (c *Choice) TypedRune(r rune) {
	if r >= '1' && r <= '9' {
		c.choose(int(r - '1'))
	}
}

// TypedKey moves and chooses.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	if c.kit.took(ev) {
		return
	}
	screen := fyne.CurrentApp().Driver().CanvasForObject(c)
	switch ev.Name {
	case fyne.KeyDown, fyne.KeyRight:
		if c.at+1 >= len(c.options) {
			screen.FocusNext()
			return
		}
		c.move(c.at + 1)
	case fyne.KeyUp, fyne.KeyLeft:
		if c.at == 0 {
			screen.FocusPrevious()
			return
		}
		c.move(c.at - 1)
	case fyne.KeySpace:
		c.choose(c.at)
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.Many && c.kit.Front == theme.Kiosk {
			c.choose(c.at)
			c.move(c.at) // says what it is now
			return
		}
		if !c.Many && len(c.options) > 0 && !c.chosen[c.options[c.at].ID] {
			c.choose(c.at)
		}
		if screen.Focused() == fyne.Focusable(c) { // unless the choice led elsewhere
			screen.FocusNext()
		}
	}
}

// move goes to an option. Whoever has the kiosk read to her hears which.
func (c *Choice) move(to int) {
	c.at, c.within = to, true
	c.refreshRows()
	c.kit.focus(c)
}

// AccessibilityLabel is the option that the arrows have come to, and whether it is
// chosen.
func (c *Choice) AccessibilityLabel() string {
	if c.at >= len(c.options) {
		return ""
	}
	o := c.options[c.at]
	if c.chosen[o.ID] {
		return c.kit.Say("kit.chosen", "what", o.Label)
	}
	return o.Label
}

// CreateRenderer is for Fyne.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.column) }

// choiceRow is one option.
type choiceRow struct {
	widget.BaseWidget
	choice *Choice
	index  int
	option Option
	drawn  rowLook

	ground *Ground
	sign   *widget.Icon
	label  *Text
	detail *Text
}

// Tapped chooses the option.
func (r *choiceRow) Tapped(*fyne.PointEvent) {
	r.choice.at, r.choice.within = r.index, true
	if s := fyne.CurrentApp().Driver().CanvasForObject(r); s != nil {
		s.Focus(r.choice)
	}
	r.choice.choose(r.index)
}

// CreateRenderer is for Fyne.
func (r *choiceRow) CreateRenderer() fyne.WidgetRenderer {
	k := r.choice.kit
	r.ground = newGround("", "", 6)
	r.ground.stroke = 2
	r.sign = widget.NewIcon(nil)
	r.label = k.Text(r.option.Label)
	size := r.label.textSize() * 24 / 15 // of the circle, beside letters of any size
	pad := float32(0.5)
	if k.Front == theme.Kiosk {
		size, pad = 40, 1.75
	}
	words := Column(0, r.label)
	if r.option.Detail != "" {
		r.detail = k.Small(r.option.Detail)
		words.Add(r.detail)
	}
	r.paint()
	return widget.NewSimpleRenderer(container.NewStack(r.ground, Inset(pad, 1, Row(1.5, container.New(exactly(size), r.sign), Stretch(Middling(words))))))
}

// Middling keeps a thing in the middle of its height.
func Middling(thing fyne.CanvasObject) fyne.CanvasObject { return Column(0, Space(), thing, Space()) }

// rowLook is what an option looks like.
type rowLook struct{ chosen, at bool }

func (r *choiceRow) look() rowLook {
	c := r.choice
	return rowLook{chosen: c.chosen[r.option.ID], at: c.focused && c.at == r.index}
}

func (r *choiceRow) paint() {
	c := r.choice
	r.drawn = r.look()
	on, off := fynetheme.RadioButtonCheckedIcon(), fynetheme.RadioButtonIcon()
	if c.Many {
		on, off = fynetheme.CheckButtonCheckedIcon(), fynetheme.CheckButtonIcon()
	}
	r.sign.Resource = tinted(off, theme.Edge)
	r.label.Ink(theme.Ink)
	r.ground.fill, r.ground.edge = "", ""
	if c.kit.Front == theme.Kiosk {
		r.ground.fill, r.ground.edge = theme.Paper, theme.Rule
	}
	if r.drawn.chosen {
		r.sign.Resource = tinted(on, theme.Place)
		r.label.Ink(theme.Place)
		r.ground.fill = theme.Tint
	}
	if r.drawn.at {
		r.ground.edge = theme.Focus
	}
}

// Refresh is for Fyne.
func (r *choiceRow) Refresh() {
	if r.ground == nil {
		return
	}
	r.paint()
	r.ground.Refresh()
	r.sign.Refresh()
	r.label.Refresh()
}
