package field

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kept"
	"sala/app/ui/kit"
	"sala/app/ui/look"
	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/definition"
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
	form   *formview.View // of the visit that is shown; nil while there is none
	worn   [2]any         // scheme and scale of the theme that is in use

	entered *kept.Page // what is entered on the page beside a form
}

type page struct {
	title  string
	beside fyne.CanvasObject
	above  fyne.CanvasObject // the body, and stays when that is scrolled
	body   fyne.CanvasObject
	whole  bool    // it fills what is left, and nothing scrolls
	sheet  float32 // how wide title and body are at most, in the middle; 0 for all of the window
	back   *kit.Button
	extra  []fyne.CanvasObject
	main   *kit.Button
	keys   map[fyne.KeyName]*kit.Button // of the page's other buttons, which show them
	update func(View)
	focus  func()
}

// NewWindow returns the window of a field on a canvas, which looks as usual where
// nobody chose otherwise.
func NewWindow(f *Field, c fyne.Canvas, parts kit.Kit, usual Look, use func(fyne.Theme)) *Window {
	w := &Window{field: f, parts: parts, use: use, canvas: c, root: container.NewStack(), usual: usual, seen: f.view.Look}
	w.parts.Front = theme.Field
	w.parts.Key = w.typed
	w.parts.Touch = f.Touch
	w.parts.Focused = w.reveal
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
		w.page = w.make(v)
		w.body.Objects = []fyne.CanvasObject{w.frame(w.page)}
		w.body.Refresh()
	}
	if w.page.update != nil {
		w.page.update(v)
	}
	for w.entered.Fill() {
	}
	w.entered.Clear()
	if w.page.focus != nil && (fresh || w.canvas.Focused() == nil && !w.slid()) {
		w.page.focus()
	}
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
	if w.page.focus != nil && w.canvas.Focused() == nil && !w.slid() {
		w.page.focus()
	}
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

// slid reports whether a finger has moved the page that is shown.
func (w *Window) slid() bool { return w.scroll != nil && w.scroll.Slid() }

// keyOf names what a page is made of: with another key it is made anew.
func (w *Window) keyOf(v View) string {
	key := string(v.Screen)
	switch v.Screen {
	case SignIn:
		key += v.SignIn.Part()
	case List:
		key += fmt.Sprint(v.Mapped, v.ByDeadline, v.Stops, v.Out, v.Loaded, v.Differs)
	case Outing:
		key += fmt.Sprint(v.Plan.Areas, len(v.Services), v.Out)
	case Done:
		key += fmt.Sprint(v.Spot, v.receipts())
	case Overlaps:
		key += fmt.Sprint(len(v.Overlaps))
	case Back:
		key += fmt.Sprint(v.Status.Journal, v.Carried.Returning)
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

func (w *Window) frame(p page) fyne.CanvasObject {
	if w.look.Scale >= large { // a line of so large letters is not too wide to be read
		p.sheet = 0
	}
	var head fyne.CanvasObject
	if p.title != "" {
		title := w.now.Heading(p.title).OneLine()
		switch {
		case p.beside == nil:
			head = w.within(1.5, p.middle(kit.Row(2, title, kit.Space())))
		case w.look.Scale >= large && p.whole: // what fills the page needs the room
			head = w.within(0.5, kit.Row(0, kit.Space(), p.beside))
		case w.look.Scale >= large:
			head = w.within(0.5, p.middle(kit.Column(0.5, title, kit.Row(0, kit.Space(), p.beside))))
		default:
			head = w.within(1.5, p.middle(kit.Row(2, title, kit.Space(), p.beside)))
		}
	}
	if p.above != nil {
		head = kit.Column(0, head, w.within(0, p.middle(p.above)))
	}
	var foot fyne.CanvasObject
	if p.back != nil || p.main != nil {
		row := []fyne.CanvasObject{}
		if p.back != nil {
			row = append(row, p.back)
		}
		row = append(row, kit.Space())
		row = append(row, p.extra...)
		if p.main != nil {
			row = append(row, kit.Least(220, 0, p.main))
		}
		foot = kit.Column(0, kit.Rule(), kit.On(theme.Paper, w.within(1.5, kit.Row(1.5, row...))))
	}
	if p.whole {
		w.scroll = nil
		return container.NewBorder(head, foot, nil, nil, w.within(0, p.body))
	}
	w.scroll = kit.NewDragScroll(kit.Column(0, kit.Margins(1, w.margin(), 1, 1, p.middle(p.body)))) // the bar lies in the window's margin
	w.scroll.Touch = w.field.Touch
	return container.NewBorder(head, foot, nil, nil, kit.Margins(0, 0, 0, 2, w.scroll))
}

// within keeps the window's margins beside a part of the page.
func (w *Window) within(vertical float32, part fyne.CanvasObject) fyne.CanvasObject {
	return kit.Margins(vertical, w.margin(), vertical, 3, part)
}

// margin is how much is free on the right of all parts of the page, so that they
// end at one line and a scroll bar covers nothing, however large the letters are.
func (w *Window) margin() float32 {
	return max(3, fynetheme.Size(fynetheme.SizeNameScrollBar)/kit.Grid+0.5)
}

// sheet is how wide a page to be read from top to bottom is at most.
const sheet = 980

// middle lets a part of the page begin and end where its sheet does.
func (p page) middle(part fyne.CanvasObject) fyne.CanvasObject {
	if p.sheet == 0 {
		return part
	}
	return kit.Measure(p.sheet, part)
}

// large is from which size of letters on a page has less room beside its words.
const large = 1.4

// bar is the top bar: officer, outbox, language, sunlight.
func (w *Window) bar(v View) fyne.CanvasObject {
	k := w.now
	name := kit.Column(0, k.Text(definition.Text(v.Status.Profile.Names).In(k.Language)).Bold().OneLine(), k.Small(k.Join(v.Status.Profile.Station, definition.Text(v.Officer.Names).In(k.Language))).OneLine())
	var lamps, things []fyne.CanvasObject
	j := v.Status.Journal
	says, tone := w.say("desk.outbox.none"), kit.ToneGood
	if j.Pending > 0 {
		says, tone = w.say("field.waiting", "count", j.Pending), kit.ToneBusy
	}
	lamps = append(lamps, k.Lamp(w.say("desk.lamp.network"), says, tone))
	if v.Carried.Until != "" && v.Out {
		tone := kit.ToneGood
		if v.Carried.Overdue {
			tone = kit.ToneBad
		} else if v.Carried.DaysLeft < 1 {
			tone = kit.ToneWarm
		}
		until, _ := calendar.Parse(v.Carried.Until)
		lamps = append(lamps, k.Lamp(w.say("field.out"), w.say("field.until", "date", until.Short(k.Language)), tone))
	}
	if l := v.Status.Lamps.Reader; l.Light != "" && l.Light != office.LightOff {
		t := kit.ToneGood
		if l.Light != office.LightGood {
			t = kit.ToneWarm
		}
		lamps = append(lamps, k.Lamp(w.say("desk.lamp.reader"), w.say("desk.lamp."+string(l.Light)), t))
	}
	for _, l := range kit.Languages() {
		things = append(things, k.Button(kit.LanguageName(l), func() { w.choose(Look{Language: l}) }).As(kit.Quiet).Marked(l == k.Language))
	}
	sun := Look{Scheme: theme.Contrast}
	if w.look.Scheme == theme.Contrast {
		sun.Scheme = theme.Light
	}
	things = append(things, k.Button(w.say("field.sunlight"), func() { w.choose(sun) }).Marked(w.look.Scheme == theme.Contrast))
	whose := w.whose(v)
	head := kit.Row(1.5, slices.Concat([]fyne.CanvasObject{name, kit.Space()}, lamps, things, whose)...)
	if !w.fits(head) {
		below := kit.Row(1.5, slices.Concat(whose, []fyne.CanvasObject{kit.Space()}, lamps)...)
		if !w.fits(below) {
			below = kit.Row(1.5, slices.Concat(whose[:min(1, len(whose))], []fyne.CanvasObject{kit.Space()}, lamps)...) // F12 locks as well
		}
		head = kit.Column(1, kit.Row(1.5, slices.Concat([]fyne.CanvasObject{name, kit.Space()}, things)...), below)
	}
	return kit.Column(0, kit.On(theme.Paper, kit.Inset(1, 2, head)), kit.Rule())
}

// fits reports whether a line of the top bar finds room.
func (w *Window) fits(line fyne.CanvasObject) bool {
	width := w.canvas.Size().Width
	return w.look.Scale < large && width == 0 || line.MinSize().Width+4*kit.Grid <= width
}

// notices show what went wrong, what went well and what is waited for.
func (w *Window) notices(v View) {
	k := w.now
	var things []fyne.CanvasObject
	if v.Code != "" {
		things = append(things, k.Trouble(v.Code, v.Args, k.Button(k.Say("kit.close"), w.field.Dismiss)))
	}
	for _, m := range v.Warnings {
		tone := kit.ToneWarm
		if m.Bad {
			tone = kit.ToneBad
		}
		hint := k.Words.Text(k.Language, "machine.hint."+m.Code, m.Args)
		if w.look.Scale >= large {
			hint = "" // in letters this large it would leave no room for the work
		}
		things = append(things, k.Notice(tone, k.Words.Text(k.Language, "machine."+m.Code, m.Args), hint))
	}
	if v.Out && v.Carried.Overdue && v.Screen != SignIn && v.Screen != Back {
		until, _ := calendar.Parse(v.Carried.Until)
		things = append(things, k.Notice(kit.ToneBad, w.say("field.overdue", "until", until.Short(k.Language)), ""))
	}
	if v.Told != "" {
		things = append(things, k.Toast(w.say(v.Told)))
	}
	if v.Toast != "" && v.Screen != Done {
		things = append(things, k.Toast(w.say("field.finished", "number", v.Toast)))
	}
	if v.Wait != nil {
		things = append(things, k.Waiting(w.say(v.Wait.What), time.Since(v.Wait.Since), v.Wait.Cancel))
	}
	w.banner.Objects = nil
	if len(things) > 0 {
		w.banner.Objects = []fyne.CanvasObject{w.within(1, kit.Column(1, things...))}
	}
	w.banner.Refresh()
}

// typed takes the window's own keys; it reports whether it did.
func (w *Window) typed(ev *fyne.KeyEvent) bool {
	w.field.Touch()
	switch ev.Name {
	case fyne.KeyF9:
		if w.page.main != nil {
			w.page.main.Tapped(nil)
		}
	case fyne.KeyEscape:
		if v := w.field.View(); v.Wait != nil && v.Wait.Cancel != nil && time.Since(v.Wait.Since) >= time.Second {
			v.Wait.Cancel()
		} else if v.Code != "" {
			w.field.Dismiss()
		} else if w.page.back != nil && w.page.back.Keys == "Esc" {
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

// reveal scrolls to what has the keyboard.
func (w *Window) reveal(f fyne.Focusable) {
	if w.form != nil {
		w.field.StandAt(w.form.At(f))
	}
	if o, ok := f.(fyne.CanvasObject); ok && w.scroll != nil {
		kit.Reveal(w.scroll.Scroll, o)
	}
}
