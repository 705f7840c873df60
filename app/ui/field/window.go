package field

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sala/app/ui/formview"
	"sala/app/ui/kept"
	"sala/app/ui/kit"
	"sala/app/ui/look"
	"sala/app/ui/theme"
)

// Look is how the window looks. Sunlight is the contrast scheme.
type Look = look.Look

// Window is the Fyne side of a Field.
type Window struct {
	field *Field
	parts kit.Kit
	usual Look // where nobody chose
	seen  Look // of the field's View, as it was last shown
	look  Look
	now   *kit.Kit
	use   func(fyne.Theme)

	canvas fyne.Canvas
	root   *fyne.Container
	top    *fyne.Container
	banner *fyne.Container
	body   *fyne.Container
	page   page
	key    string
	scroll *kit.DragScroll
	atTop  bool           // the page that is shown begins at its top, and nobody has pressed a key
	held   fyne.Focusable // had the keyboard last on the page that is shown, nil none
	form   *formview.View // of the visit that is shown; nil while there is none
	worn   [2]any         // scheme and scale of the theme that is in use

	entered *kept.Page // what is entered on the page beside a form
}

// NewWindow returns the window of a field on a canvas, which looks as usual where
// nobody chose otherwise.
func NewWindow(f *Field, c fyne.Canvas, parts kit.Kit, usual Look, use func(fyne.Theme)) *Window {
	w := &Window{field: f, parts: parts, use: use, canvas: c, root: container.NewStack(), usual: usual, seen: f.view.Look}
	w.parts.Front = theme.Field
	w.parts.Key = w.typed
	w.parts.Touch = w.touched
	w.parts.Focused = w.reveal
	w.parts.Slides = w.slides
	c.SetContent(w.root)
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { w.typed(ev) })
	w.SetLook(usual.With(w.seen))
	return w
}

// choose lets the officer choose a part of the look.
func (w *Window) choose(l Look) {
	w.field.ChooseLook(l)
	if next := w.look.With(l); next != w.look {
		w.SetLook(next)
	}
}

// SetLook changes language, colours or text size.
func (w *Window) SetLook(l Look) {
	w.look = l
	k := w.parts
	k.Language = l.Language
	if k.Language == "" {
		k.Language = "th"
	}
	w.now = &k
	w.field.Speak(k.Language)
	if worn := [2]any{l.Scheme, l.Scale}; worn != w.worn {
		w.worn = worn
		w.use(theme.New(theme.Field, l.Scheme, l.Scale))
	}
	w.top, w.banner, w.body, w.key = container.NewStack(), kit.Column(1), container.NewStack(), ""
	w.root.Objects = []fyne.CanvasObject{kit.On(theme.Ground, container.NewBorder(kit.Column(0, w.top, w.banner), nil, nil, nil, w.body))}
	w.root.Refresh()
	w.Render()
}

func (w *Window) say(key string, pairs ...any) string { return w.now.Say(key, pairs...) }

// Render shows the field's View.
func (w *Window) Render() {
	v := w.field.View()
	if v.Look != w.seen { // another officer's
		w.seen = v.Look
		w.SetLook(w.usual.With(v.Look))
		return
	}
	w.top.Objects = []fyne.CanvasObject{w.bar(v)}
	w.top.Refresh()
	w.notices(v)
	key := w.keyOf(v)
	fresh := key != w.key
	if fresh || w.page.update == nil {
		w.canvas.Unfocus() // or a key goes to what is no longer shown
		if v.Screen == SignIn || v.Screen == Mine {
			w.keepDrawn() // the form is open behind it
		}
		w.key, w.form, w.entered = key, nil, w.field.textsAt(v.Screen).NewPage()
		was, stood := w.page.list, kit.Stand{}
		if w.scroll != nil {
			stood = w.scroll.Stands()
		}
		w.page = w.make(v)
		w.body.Objects = []fyne.CanvasObject{w.frame(w.page)}
		w.body.Refresh()
		if w.page.list.goesOn(was) {
			w.scroll.StandAt(stood)
		}
	}
	if w.page.update != nil {
		w.page.update(v)
	}
	for w.entered.Fill() {
	}
	w.entered.Clear()
	if fresh {
		w.held, w.atTop = nil, w.page.fromTop
	}
	w.holdOn(fresh)
	if fresh {
		w.field.later(painted, func() { w.refocus(30) })
	}
}

// painted is when a new page is on the screen, on a machine that is not busy:
// before, the driver does not know its controls nor where they are, and a form's
// first question cannot take the keyboard.
const painted = 100 * time.Millisecond

// refocus gives a new page the keyboard once it is painted: at the last after so
// many times as long.
func (w *Window) refocus(times int) {
	w.holdOn(false)
	if key := w.key; w.page.focus != nil && w.canvas.Focused() == nil && times > 1 {
		w.field.later(painted, func() {
			if w.key == key {
				w.refocus(times - 1)
			}
		})
		return
	}
	w.revealed()
}

// holdOn gives the keyboard to a new page, and back to what a tap beside it took it
// from: not to the page's first question, which may be far away.
func (w *Window) holdOn(fresh bool) {
	if w.page.focus == nil || !fresh && (w.canvas.Focused() != nil || w.slid() && w.held != nil) {
		return
	}
	if w.slid() {
		defer w.scroll.StandAt(w.scroll.Stands())
	}
	held, ok := w.held.(fyne.CanvasObject)
	if ok && !fyne.CurrentApp().Driver().AbsolutePositionForObject(held).IsZero() { // else it is not shown any more
		w.canvas.Focus(w.held)
	}
	if w.canvas.Focused() == nil || fresh {
		w.page.focus()
	}
}

// slides returns what a finger moves.
func (w *Window) slides() fyne.Draggable {
	if w.scroll == nil {
		return nil
	}
	return w.scroll
}

// slid reports whether a finger has moved the page that is shown.
func (w *Window) slid() bool { return w.scroll != nil && w.scroll.Slid() }

// keyOf names what a page is made of: with another key it is made anew.
func (w *Window) keyOf(v View) string {
	key := string(v.Screen)
	switch v.Screen {
	case SignIn:
		key += v.SignIn.Part()
	case List:
		key += fmt.Sprint(v.Mapped, v.ByDeadline, v.Stops, v.Out, v.Loaded, len(v.Overlaps), len(v.Kept))
	case Outing:
		key += fmt.Sprint(v.Plan.Areas, len(v.Services), v.Out)
	case Done:
		key += fmt.Sprint(v.Spot, v.receipts())
	case Overlaps:
		key += fmt.Sprint(len(v.Overlaps), len(v.Kept))
	case Back:
		key += fmt.Sprint(v.Status.Journal, v.Carried.Returning, v.Purse.Payments, len(v.Overlaps), len(v.Kept))
	}
	return key
}

func (w *Window) make(v View) page {
	switch v.Screen {
	case Outing:
		return w.outing(v)
	case List:
		return w.list(v)
	case Subject:
		return w.subject(v)
	case Visit:
		return w.visit(v)
	case Done:
		return w.done(v)
	case Ending:
		return w.ending(v)
	case Overlaps:
		return w.overlaps(v)
	case Back:
		return w.back(v)
	case Mine:
		return w.mine(v)
	}
	return w.signIn(v)
}

// typed takes the window's own keys; it reports whether it did.
func (w *Window) typed(ev *fyne.KeyEvent) bool {
	w.touched()
	switch ev.Name {
	case fyne.KeyF9:
		if w.page.main != nil {
			w.page.main.Tapped(nil)
		}
	case fyne.KeyEscape:
		switch v := w.field.View(); {
		case v.Wait.Stop():
		case v.Code != "":
			w.field.Dismiss()
		case w.page.back != nil && w.page.back.Keys == "Esc":
			w.page.back.Tapped(nil)
		}
	case fyne.KeyF10:
		w.field.ToMine()
	case fyne.KeyF11:
		w.signOut()
	case fyne.KeyF12:
		w.field.Lock()
	default:
		return w.shortcut(ev.Name)
	}
	return true
}

// shortcut does what a page's own key stands for.
func (w *Window) shortcut(name fyne.KeyName) bool {
	b := w.page.keys[name]
	if b == nil {
		return false
	}
	b.Tapped(nil)
	return true
}

// revealed scrolls to what has the keyboard once more.
func (w *Window) revealed() {
	if f := w.canvas.Focused(); f != nil && !w.slid() {
		w.reveal(f)
	}
}

// touched is told of every press. With the first on a page that began at its top
// it shows where the keyboard is.
func (w *Window) touched() {
	w.field.Touch()
	if w.atTop {
		w.atTop = false
		w.revealed()
	}
}

// reveal scrolls to what has the keyboard, unless the page has just begun at its
// top: who is visited, and what was said there last, is read first.
func (w *Window) reveal(f fyne.Focusable) {
	if f != nil {
		w.atTop = w.atTop && (w.held == nil || w.held == f)
		w.held = f
	}
	if w.form != nil {
		w.field.StandAt(w.form.At(f))
	}
	if o, ok := f.(fyne.CanvasObject); ok && w.scroll != nil && !w.atTop {
		kit.Reveal(w.scroll.Scroll, o)
	}
}
