package desk

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"sala/app/ui/kept"
	"sala/app/ui/kit"
	"sala/app/ui/look"
	"sala/app/ui/theme"
)

// Look is how the window looks: all of it can be changed at any moment without
// losing what was typed.
type Look = look.Look

// Window is the Fyne side of a Desk.
type Window struct {
	desk  *Desk
	kit   kit.Kit // the language is filled in for each look
	usual Look    // where nobody chose
	seen  Look    // of the desk's View, as it was last shown
	look  Look
	now   *kit.Kit
	theme func(fyne.Theme) // puts a theme to use

	canvas   fyne.Canvas
	root     *fyne.Container
	top      *fyne.Container
	rail     *fyne.Container
	banner   *fyne.Container
	body     *fyne.Container
	page     page
	key      string
	barKey   string
	worn     [2]any            // scheme and scale of the theme that is in use
	scroll   *container.Scroll // of the page, nil none
	foot     layout            // of the page: its buttons stand below the scroll
	made     []fyne.Focusable  // what the page is made of
	making   bool
	entered  *kept.Page  // what is entered on the page beside a form
	cardBack *kit.Button // of the first card on Today that was left at a kiosk; nil none
	astray   bool        // the page has come, and nothing of it has the keyboard yet

	help       *fyne.Container
	helpScroll *container.Scroll
	helping    bool   // the help is open
	helped     string // of which page
}

// page is a screen as it stands in the window.
type page struct {
	object fyne.CanvasObject
	update func(View) // nil: the page is made anew for every View
	focus  func()     // gives the keyboard to what is first
	main   func()     // F9
	back   func()     // Escape
	keys   map[fyne.KeyName]func()
	owns   bool // it shows what was typed by itself: nothing is carried over to it
	scroll *container.Scroll
}

// NewWindow returns the window of a desk on a canvas, which looks as usual where
// nobody chose otherwise. use puts a theme to use; parts is a kit without a
// language.
func NewWindow(d *Desk, c fyne.Canvas, parts kit.Kit, usual Look, use func(fyne.Theme)) *Window {
	w := &Window{desk: d, kit: parts, theme: use, canvas: c, entered: d.texts.NewPage(), usual: usual, seen: d.view.Look}
	w.root = container.NewStack()
	w.kit.Front = theme.Desk
	w.kit.Touch = d.Touch
	w.kit.Key = w.typed
	w.kit.Shortcut = w.shortcut
	w.kit.Focused = w.reveal
	w.kit.Made = func(f fyne.Focusable) {
		if w.making {
			w.made = append(w.made, f)
		}
	}
	c.SetContent(w.root)
	w.SetLook(usual.With(w.seen))
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { w.typed(ev) })
	for _, key := range railKeys {
		c.AddShortcut(railShortcut(key.name), func(s fyne.Shortcut) { w.shortcut(s) })
	}
	return w
}

// SetLook changes language, colours or text size.
func (w *Window) SetLook(l Look) {
	w.look = l
	k := w.kit
	k.Language = l.Language
	w.now = &k
	if worn := [2]any{l.Scheme, l.Scale}; worn != w.worn {
		w.worn = worn
		w.theme(theme.New(theme.Desk, l.Scheme, l.Scale))
	}
	was, key, focused, at := w.made, w.key, w.canvas.Focused(), w.offset()
	w.build()
	w.Render()
	if key == w.key && !w.page.owns {
		kit.Carry(was, w.made, focused, w.canvas)
	}
	w.scrollTo(at)
}

// offset is how far the page is scrolled.
func (w *Window) offset() fyne.Position {
	if w.scroll == nil {
		return fyne.Position{}
	}
	return w.scroll.Offset
}

func (w *Window) scrollTo(at fyne.Position) {
	if w.scroll != nil && at.Y > 0 {
		w.scroll.ScrollToOffset(at)
	}
}

// Look returns how the window looks.
func (w *Window) Look() Look { return w.look }

// choose lets somebody at the desk choose a part of the look.
func (w *Window) choose(l Look) {
	w.desk.ChooseLook(l)
	if next := w.look.With(l); next != w.look {
		w.SetLook(next)
	}
}

func (w *Window) build() {
	w.top, w.rail, w.banner, w.body = container.NewStack(), container.NewStack(), kit.Column(1), container.NewStack()
	w.key, w.barKey = "", ""
	work := container.NewBorder(w.banner, nil, nil, nil, w.body)
	w.help, w.helped = container.NewStack(), ""
	w.root.Objects = []fyne.CanvasObject{kit.On(theme.Ground, container.NewBorder(w.top, nil, w.rail, nil, work)), w.help}
	w.root.Refresh()
}

// Render shows the desk's View.
func (w *Window) Render() {
	v := w.desk.View()
	if v.Look != w.seen { // another officer's
		w.seen = v.Look
		w.SetLook(w.usual.With(v.Look))
		return
	}
	w.renderBars(v)
	w.renderBanner(v)
	key := string(v.Screen)
	if p, ok := placeOf(v.Screen); ok && p.part != nil {
		key += "/" + p.part(v)
	} else if !ok {
		key += "/" + v.SignIn.Part()
	}
	fresh := key != w.key
	if fresh {
		w.canvas.Unfocus() // or Enter presses a button of the page that is gone
		w.astray = true
	}
	if fresh || w.page.update == nil {
		w.renew(v, key, fresh)
	}
	if w.page.update != nil {
		w.page.update(v)
	}
	w.fill()
	w.entered.Clear()
	if w.astray && w.canvas.Focused() == nil {
		if w.page.focus != nil {
			w.page.focus()
		} else {
			w.firstEntry()
		}
	}
	w.astray = w.astray && w.canvas.Focused() == nil
	if at := w.helpOf(v); w.helping && at != w.helped {
		w.showHelp(v)
	}
}

// renew makes the page anew. On the same page what was typed stays, and the
// keyboard where it was.
func (w *Window) renew(v View, key string, fresh bool) {
	was, focused, at := w.made, w.canvas.Focused(), w.offset()
	w.key, w.made, w.making, w.entered = key, nil, true, w.desk.textsAt(v.Screen).NewPage()
	w.page = w.make(v)
	w.making = false
	w.scroll = w.page.scroll
	w.body.Objects = []fyne.CanvasObject{w.page.object}
	w.body.Refresh()
	if !fresh {
		kit.Carry(was, w.made, focused, w.canvas)
		w.scrollTo(at)
	}
}

// firstEntry gives the keyboard to the page's first entry, or to the first other
// thing where it has none: from the top bar it would be twenty keys to the page.
// A button that undoes something is nothing that Enter should find.
func (w *Window) firstEntry() {
	var other fyne.Focusable
	for _, f := range w.made {
		if e, ok := f.(*kit.Entry); ok {
			w.canvas.Focus(e)
			return
		}
		b, button := f.(*kit.Button)
		if other == nil && !(button && (b.Disabled() || b.Weight == kit.Danger)) {
			other = f
		}
	}
	if other != nil {
		w.canvas.Focus(other)
	}
}

// make makes the page of a View.
func (w *Window) make(v View) page {
	if p, ok := placeOf(v.Screen); ok {
		return p.make(w, v)
	}
	return w.signIn(v)
}

// typed takes the window's own keys; it reports whether it did.
func (w *Window) typed(ev *fyne.KeyEvent) bool {
	if w.typedInHelp(ev) {
		return true
	}
	switch ev.Name {
	case fyne.KeyF1:
		w.Help()
	case fyne.KeyF9:
		if w.page.main != nil {
			w.page.main()
		}
	case fyne.KeyEscape:
		switch v := w.desk.View(); {
		case v.Wait.Stop():
		case v.Serve.Stop != nil && v.Screen == Serve:
			v.Serve.Stop()
		case v.Trouble != nil || v.Toast != nil:
			w.desk.Dismiss()
		case w.page.back != nil:
			w.page.back()
		}
	case fyne.KeyF2:
		w.desk.Next()
	case fyne.KeyF3:
		w.desk.Go(People)
	case fyne.KeyF12:
		w.desk.Lock()
	default:
		do := w.page.keys[ev.Name]
		if do != nil {
			do()
		}
		return do != nil
	}
	return true
}

func (w *Window) shortcut(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier != fyne.KeyModifierAlt {
		return false
	}
	for n, screen := range w.desk.View().Screens {
		if n < len(railKeys) && c.KeyName == railKeys[n].name {
			w.desk.Go(screen)
			return true
		}
	}
	return false
}

// reveal scrolls to what has the keyboard, unless that is below the scroll.
func (w *Window) reveal(f fyne.Focusable) {
	if b, ok := f.(*kit.Button); ok && (b == w.foot.main || b == w.foot.back || slices.Contains(w.foot.extra, fyne.CanvasObject(b))) {
		return
	}
	if o, ok := f.(fyne.CanvasObject); ok {
		kit.Reveal(w.scroll, o)
	}
}
