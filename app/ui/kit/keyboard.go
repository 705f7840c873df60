package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
	"sala/forms/script"
)

// Layout is an arrangement of letters on the keyboard on the screen.
type Layout string

// The layouts: Kedmanee, two-set, Latin, digits.
const (
	ThaiKeys   Layout = "th"
	HangulKeys Layout = "ko"
	LatinKeys  Layout = "en"
	DigitKeys  Layout = "digits"
	NumberKeys Layout = "number" // digits and nothing else: see Numbers
)

// keys are the rows of each layout, plain and shifted. Kedmanee is TIS 820-2538;
// the two-set layout (KS X 5002) is given by the Latin letters that the composer
// takes, and shown as the jamo.
var keys = map[Layout][2][]string{
	ThaiKeys: {
		{"ๅ/_ภถุึคตจขช", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ"},
		{"+๑๒๓๔ู฿๕๖๗๘๙", "๐\"ฎฑธํ๊ณฯญฐฅ", "ฤฆฏโฌ็๋ษศซ.", "()ฉฮฺ์?ฒฬฦ"},
	},
	HangulKeys: {{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"}, {"1234567890", "QWERTyuiOP", "asdfghjkl", "zxcvbnm"}},
	LatinKeys:  {{"1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm.@/"}, {"1234567890", "QWERTYUIOP", "ASDFGHJKL_", "ZXCVBNM,'/"}},
	DigitKeys:  {{"123", "456", "789", "-0/"}, {"123", "456", "789", "-0/"}},
	NumberKeys: {{"123", "456", "789"}, {"123", "456", "789"}},
}

// Keyboard is a keyboard on the screen. It types into the entry that had the
// keyboard last, which gets it back after every key: Fyne takes it away when
// anything else is tapped.
type Keyboard struct {
	widget.BaseWidget
	kit    *Kit
	layout Layout
	mark   string // beside the digits of NumberKeys; "" none
	shift  bool
	target *Entry
	body   *fyne.Container

	grid    [][]*keyCap // the keys as they stand, for a keypad: see keypad.go
	at      spot
	focused bool
	pressed bool   // a key by the keypad, just now
	hitting bool   // a key is being pressed by the keypad
	news    string // what such a key has changed, until it is said
}

// Keyboard returns a keyboard in the layout of the language.
func (k *Kit) Keyboard(layout Layout) *Keyboard {
	b := &Keyboard{kit: k, layout: layout, body: container.NewStack()}
	b.ExtendBaseWidget(b)
	b.draw()
	return b
}

// Numbers returns the keys of a number: the digits, and the mark that its parts
// stand apart by, "" where it has none.
func (k *Kit) Numbers(mark string) *Keyboard {
	b := &Keyboard{kit: k, layout: NumberKeys, mark: mark, body: container.NewStack()}
	b.ExtendBaseWidget(b)
	b.draw()
	return b
}

// Into makes the keyboard type into e.
func (b *Keyboard) Into(e *Entry) {
	if b.target != nil && b.target != e {
		b.target.board = nil
		b.target.finish()
	}
	b.target = e
	e.board = b // losing focus to a key of this keyboard does not end a syllable
	b.compose()
}

// Shown returns the layout that is shown.
func (b *Keyboard) Shown() Layout { return b.layout }

// Turn shows another layout.
func (b *Keyboard) Turn(l Layout) {
	b.layout, b.shift, b.at = l, false, spot{}
	b.compose()
	b.draw()
	b.turned(b.kit.layoutSays(l))
	b.refocus()
}

// compose sets whether the entry composes Hangul.
func (b *Keyboard) compose() {
	if on := b.layout == HangulKeys; b.target != nil && on != b.target.Composes() {
		b.target.Compose(on)
	}
}

// Press types the key of a letter.
func (b *Keyboard) Press(r rune) {
	b.kit.touched()
	if b.target == nil {
		return
	}
	b.target.TypedRune(r)
	if b.shift {
		b.shift = false
		b.draw()
	}
	b.refocus()
}

// Special presses a key that is no letter.
func (b *Keyboard) Special(name fyne.KeyName) {
	b.kit.touched()
	if b.target == nil {
		return
	}
	b.target.TypedKey(&fyne.KeyEvent{Name: name})
	b.refocus()
}

func (b *Keyboard) refocus() {
	if b.target == nil || b.focused {
		return // a keypad goes on where it is
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.target); c != nil && c.Focused() != fyne.Focusable(b.target) {
		c.Focus(b.target)
	}
}

func (b *Keyboard) draw() {
	page := 0
	if b.shift {
		page = 1
	}
	var rows []fyne.CanvasObject
	b.grid = nil
	for _, row := range keys[b.layout][page] {
		var caps []fyne.CanvasObject
		b.grid = append(b.grid, nil)
		for _, r := range row {
			caps = append(caps, b.letter(r))
		}
		rows = append(rows, Tiles(0.75, len(caps), caps...))
	}
	b.grid = append(b.grid, nil)
	b.body.Objects = []fyne.CanvasObject{Column(0.75, append(rows, b.foot())...)}
	b.body.Refresh()
	b.show()
}

func (b *Keyboard) letter(r rune) *keyCap {
	label := string(r)
	if b.layout == HangulKeys {
		if j, ok := script.Jamo(r); ok {
			label = string(j)
		}
	}
	if joins("ก"+label, len("ก")) {
		label = "◌" + label // a mark needs something to stand on
	}
	c := b.cap(label, func() { b.Press(r) })
	c.types = true
	if b.layout != HangulKeys {
		c.says = b.kit.letterSays(r)
	}
	return c
}

// foot is the row of shift, layouts, space and rub out.
func (b *Keyboard) foot() fyne.CanvasObject {
	if b.layout == NumberKeys {
		mark := Space()
		if b.mark != "" {
			mark = b.letter([]rune(b.mark)[0])
		}
		return Tiles(0.75, 3, mark, b.letter('0'), b.rubOut())
	}
	if b.layout == DigitKeys {
		return Shares(0.75, []float32{1, 2}, b.toLayout(b.kit.Say("kit.key.letters"), Layout(b.kit.Language)), b.rubOut())
	}
	caps := []fyne.CanvasObject{b.shifter(), b.toLayout("123", DigitKeys)}
	shares := []float32{1.4, 1}
	for _, l := range []Layout{ThaiKeys, HangulKeys, LatinKeys} {
		if l != b.layout {
			caps = append(caps, b.toLayout(LanguageName(string(l)), l))
			shares = append(shares, 1.5)
		}
	}
	caps = append(caps, b.cap(b.kit.Say("kit.key.space"), func() { b.Press(' ') }), b.rubOut())
	return Shares(0.75, append(shares, 3, 1.6), caps...)
}

// shifter is the key that shifts the others.
func (b *Keyboard) shifter() *keyCap {
	c := b.cap(b.kit.Say("kit.key.shift"), func() { b.shift = !b.shift; b.draw(); b.turned(b.shiftSays()); b.refocus() })
	c.says = b.shiftSays()
	return c
}

// toLayout is a key that shows another layout.
func (b *Keyboard) toLayout(label string, l Layout) *keyCap {
	c := b.cap(label, func() { b.Turn(l) })
	c.says = b.kit.layoutSays(l) // a voice reads its own language
	return c
}

func (b *Keyboard) rubOut() *keyCap {
	c := b.cap(b.kit.Say("kit.key.rub_out"), func() { b.Special(fyne.KeyBackspace) })
	c.types = true
	return c
}

func (b *Keyboard) cap(label string, tap func()) *keyCap {
	c := &keyCap{kit: b.kit, label: label, large: b.layout == NumberKeys, tap: tap, after: b.refocus}
	c.ExtendBaseWidget(c)
	b.grid[len(b.grid)-1] = append(b.grid[len(b.grid)-1], c)
	return c
}

// CreateRenderer is for Fyne.
func (b *Keyboard) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.body) }

// capHeight is the height of a key: 60 is enough for a finger, and 48 on a low screen,
// whose lines are thicker; where the text is doubled five rows must leave room for the
// question. There are four of numbers.
func capHeight(c *keyCap) float32 {
	doubled := fynetheme.SizeForWidget(theme.Target, c) > 80
	switch {
	case c.kit.LowScreen:
		return 48
	case c.large && doubled:
		return 64
	case c.large:
		return 72
	case doubled:
		return 60
	}
	return 60
}

// keyCap is one key. It cannot have the keyboard itself.
type keyCap struct {
	widget.BaseWidget
	kit    *Kit
	label  string
	says   string // in place of the label; "" the label
	types  bool   // changes what is typed
	at     bool   // the keypad has come to it
	large  bool
	tap    func()
	after  func() // gives the entry its focus back
	ground *Ground
	down   fyne.Position
	fired  bool
}

// MouseDown begins a tap.
func (c *keyCap) MouseDown(ev *desktop.MouseEvent) {
	c.fired, c.down = false, ev.AbsolutePosition
	c.ground.fill = theme.Tint
	c.ground.Refresh()
}

// MouseUp ends it, also when the finger slid a little.
func (c *keyCap) MouseUp(ev *desktop.MouseEvent) {
	c.ground.fill = theme.Paper
	c.ground.Refresh()
	if d := ev.AbsolutePosition.Subtract(c.down); d.X*d.X+d.Y*d.Y <= jitter*jitter {
		c.fired = true
		c.tap()
	}
}

// Tapped is for Fyne.
func (c *keyCap) Tapped(*fyne.PointEvent) {
	if c.fired {
		c.fired = false
		c.after() // Fyne took the focus from the entry after MouseUp
		return
	}
	c.tap()
}

// CreateRenderer is for Fyne.
func (c *keyCap) CreateRenderer() fyne.WidgetRenderer {
	c.ground = newGround(theme.Paper, theme.Edge, 8)
	c.paint()
	text := c.kit.Text(c.label).Centred().OneLine()
	if c.large {
		text.Sized(fynetheme.SizeNameSubHeadingText)
	}
	return widget.NewSimpleRenderer(Least(44, capHeight(c), container.NewStack(c.ground, container.New(keyFace{c}, text))))
}
