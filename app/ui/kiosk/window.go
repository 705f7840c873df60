package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

// Look is how the kiosk looks for the person who stands before it; it goes back
// to the usual for the next.
type Look struct {
	Scheme theme.Scheme
	Scale  float32
	Low    bool // everything to touch is in the lower part
	Aloud  bool // pages are read
	Volume int  // of the voice, in steps from the usual
	Speed  int
}

// Window is the Fyne side of a Kiosk.
type Window struct {
	kiosk *Kiosk
	parts kit.Kit
	usual Look
	look  Look
	lang  string
	now   *kit.Kit
	use   func(fyne.Theme)
	voice Voice
	wipe  func() // clears what is outside of the window, such as the clipboard

	canvas   fyne.Canvas
	root     *fyne.Container
	page     page
	key      string
	group    int // of the services or options that is shown
	keyboard *kit.Keyboard
	said     string
	moved    bool   // the focus is being moved by a key
	alarms   int    // that were sounded
	worn     [2]any // scheme and scale of the theme that is in use
}

// page is one page in the window.
type page struct {
	title  string
	hint   string
	body   fyne.CanvasObject
	next   *kit.Button
	update func(View)
	focus  func()
}

// NewWindow returns the window of a kiosk on a canvas.
func NewWindow(k *Kiosk, c fyne.Canvas, parts kit.Kit, look Look, use func(fyne.Theme)) *Window {
	w := &Window{kiosk: k, parts: parts, usual: look, look: look, use: use, canvas: c, root: container.NewStack(), wipe: func() {}}
	w.parts.Front = theme.Kiosk
	w.parts.Key = w.typed
	w.parts.Touch = k.Touch
	w.parts.Focused = func(f fyne.Focusable) {
		if e, ok := f.(*kit.Entry); ok && w.keyboard != nil {
			w.keyboard.Into(e)
		}
		w.name(f)
	}
	c.SetContent(w.root)
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { w.typed(ev) })
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(*fyne.KeyEvent) { k.Touch() })
	}
	w.dress()
	w.Render()
	return w
}

// dress puts language and look to use.
func (w *Window) dress() {
	k := w.parts
	k.Language = w.lang
	if k.Language == "" {
		k.Language = "th"
	}
	w.now = &k
	if worn := [2]any{w.look.Scheme, w.look.Scale}; worn != w.worn {
		w.worn = worn // a new theme costs a whole frame and Fyne's caches: only when it is another
		w.use(theme.New(theme.Kiosk, w.look.Scheme, w.look.Scale))
	}
	w.key = ""
}

// SetLook changes the look.
func (w *Window) SetLook(l Look) {
	w.look = l
	w.kiosk.Touch()
	w.dress()
	w.Render()
}

func (w *Window) say(key string, pairs ...any) string { return w.now.Say(key, pairs...) }

// Render shows the kiosk's View.
func (w *Window) Render() {
	v := w.kiosk.View()
	if v.Language != w.lang || v.Page == Welcome && v.Language == "" && w.look != w.usual && w.key != "" && !strings.HasPrefix(w.key, string(Welcome)) {
		w.lang = v.Language
		if v.Language == "" {
			w.look = w.usual // the next person sees the usual kiosk
			w.wipe()
		}
		w.dress()
	}
	key := place(v) + map[bool]string{true: "help"}[v.Help] + map[bool]string{true: "idle"}[v.Left > 0] + "/" + v.Code + state(v)
	if w.key != "" && !strings.HasPrefix(w.key, place(v)) {
		w.group = 0
	}
	fresh := key != w.key
	if fresh {
		w.key = key
		w.show(v)
	}
	if w.page.update != nil {
		w.page.update(v)
	}
	w.sound(v)
	if fresh {
		w.speak(v)
		w.moved = false
		if w.page.focus != nil {
			w.page.focus()
		}
	}
}

// show makes the page anew.
func (w *Window) show(v View) {
	w.keyboard = nil
	switch {
	case v.Left > 0:
		w.page = w.idle()
	case v.Help:
		w.page = w.help(v)
	default:
		w.page = w.make(v)
	}
	k := w.now
	head := []fyne.CanvasObject{}
	steps, low := w.steps(v), w.low()
	switch {
	case low && steps != nil && w.page.title != "": // one line in place of two
		head = append(head, container.NewBorder(nil, nil, nil, steps, k.Heading(w.page.title)))
	default:
		if steps != nil {
			head = append(head, steps)
		}
		if w.page.title != "" {
			head = append(head, k.Heading(w.page.title))
		}
	}
	if w.page.hint != "" {
		head = append(head, k.Text(w.page.hint))
	}
	if v.Code != "" && v.Left == 0 && !v.Help && !v.counted() {
		head = append(head, k.Trouble(v.Code, v.Args, k.Button(k.Say("kit.close"), w.kiosk.Dismiss)))
	}
	body := w.page.body
	if w.look.Low {
		body = kit.Column(0, kit.Space(), w.page.body) // down to where a hand reaches from a wheelchair
	}
	margin := float32(2)
	if w.look.Scale > 1.2 || low {
		margin = 0.5
	}
	work := container.NewBorder(kit.Inset(margin, 4, kit.Column(1.5, head...)), nil, nil, nil, kit.Inset(margin/2, 4, body))
	w.root.Objects = []fyne.CanvasObject{kit.On(theme.Ground, container.NewBorder(w.bar(v), w.foot(v), nil, nil, work))}
	w.root.Refresh()
}

// lowScreen is the height below which the head of a page is set closer, so that
// a keyboard fits below it on a screen of 768 lines.
const lowScreen = 900

func (w *Window) low() bool { return w.canvas.Size().Height < lowScreen }

// make makes the page of a View.
func (w *Window) make(v View) page {
	switch v.Page {
	case Closed:
		return w.closed(v)
	case Staff:
		return w.staff(v)
	case Document:
		return w.document(v)
	case Services:
		return w.services(v)
	case Insert:
		return w.insert(v)
	case Confirm:
		return w.confirm(v)
	case PIN:
		return w.pin(v)
	case Question:
		return w.question(v)
	case Review:
		return w.review(v)
	case Payment:
		return w.payment(v)
	case Officer:
		return w.officer(v)
	case Printing:
		return w.printing(v)
	case Take:
		return w.take(v)
	case Ticket:
		return w.ticket(v)
	case Goodbye:
		return w.goodbye(v)
	}
	return w.welcome(v)
}

// bar is the top: the office, and what makes the kiosk easier to use.
func (w *Window) bar(v View) fyne.CanvasObject {
	k := w.now
	name := definition.Text(v.Status.Profile.Names).In(k.Language)
	with := func(change func(*Look)) func() {
		return func() {
			l := w.look
			change(&l)
			w.SetLook(l)
		}
	}
	ease := []fyne.CanvasObject{
		k.Button(w.say("kiosk.bigger"), with(func(l *Look) {
			if l.Scale++; l.Scale > 2 {
				l.Scale = 1
			}
		})).As(kit.Quiet).Marked(w.look.Scale > 1),
		k.Button(w.say("kiosk.contrast"), with(func(l *Look) {
			if l.Scheme == theme.Contrast {
				l.Scheme = w.usual.Scheme
			} else {
				l.Scheme = theme.Contrast
			}
		})).As(kit.Quiet).Marked(w.look.Scheme == theme.Contrast),
		k.Button(w.say("kiosk.low"), with(func(l *Look) { l.Low = !l.Low })).As(kit.Quiet).Marked(w.look.Low),
	}
	if w.voice != nil {
		ease = append(ease, k.Button(w.say("kiosk.aloud"), with(func(l *Look) { l.Aloud = !l.Aloud })).As(kit.Quiet).Marked(w.look.Aloud))
	}
	sign := newSign(kit.Middling(k.Text(name).Bold().Clipped(1)), w.kiosk.TapName)
	row := kit.Row(1, append([]fyne.CanvasObject{kit.Stretch(sign)}, ease...)...)
	rows := []fyne.CanvasObject{kit.On(theme.Paper, kit.Inset(1, 3, row))}
	doubled := w.look.Scale > 1.2
	if w.voice != nil && w.look.Aloud && !(doubled && w.keyboard != nil) { // the keypad's keys are for it, too
		rows = append(rows, kit.On(theme.Tint, kit.Inset(0.5, 3, w.voiceRow())))
	}
	all := kit.Column(0, append(rows, kit.Rule())...)
	if doubled {
		return container.NewThemeOverride(all, theme.New(theme.Kiosk, w.look.Scheme, 1)) // the page needs the room
	}
	return all
}

// foot is the bottom: Back, Start again and Help, always in the same place, and
// the way on.
func (w *Window) foot(v View) fyne.CanvasObject {
	k := w.now
	if v.Page == Welcome || v.Page == Closed || v.Page == Goodbye || v.Left > 0 {
		if v.Page != Welcome {
			return kit.Inset(2, 0, kit.Space())
		}
		help := k.Button(w.say("kiosk.help"), w.kiosk.Help).With("F1")
		return kit.Column(0, kit.Rule(), kit.On(theme.Paper, kit.Inset(2, 3, kit.Row(2, kit.Space(), help))))
	}
	row := []fyne.CanvasObject{}
	back := k.Button(w.say("kiosk.back"), w.kiosk.Back)
	back.Icon = fynetheme.NavigateBackIcon()
	if !v.MayGoBack() {
		back.Disable()
	}
	again := k.Button(w.say("kiosk.start_again"), w.kiosk.Wipe)
	if v.Paying != nil || v.Step != "" {
		again.Disable() // money or paper is on its way
	}
	row = append(row, back, again, k.Button(w.say("kiosk.help"), w.kiosk.Help), kit.Space())
	if w.page.next != nil {
		row = append(row, kit.Least(260, 0, w.page.next))
	}
	margin := float32(2)
	if w.look.Scale > 1.2 {
		margin = 1
	}
	return kit.Column(0, kit.Rule(), kit.On(theme.Paper, kit.Inset(margin, 3, kit.Row(2, row...))))
}

// stepPages are the pages that count as steps.
var stepPages = []Page{Services, Insert, Question, Review, Payment, Take}

func (w *Window) steps(v View) fyne.CanvasObject {
	at := map[Page]Page{Confirm: Insert, PIN: Insert, Officer: Payment, Document: Take, Printing: Take, Ticket: Take}[v.Page]
	if at == "" {
		at = v.Page
	}
	if w.look.Scale > 1.2 {
		return nil // the words would not fit; the title says where we are
	}
	var names []string
	now := -1
	for _, p := range stepPages {
		if p == Payment && v.Chosen != nil && v.Form.Form != nil && v.Form.Fee.IsZero() {
			continue
		}
		if p == at {
			now = len(names)
		}
		names = append(names, w.say("kiosk.step."+string(p)))
	}
	if now < 0 {
		return nil
	}
	return w.now.Steps(names, now)
}

// tells reports whether it is said where OK on a control leads, or what it has done:
// no page does.
func tells(f fyne.Focusable) bool {
	switch c := f.(type) {
	case *kit.Keyboard, *kit.Entry:
		return true
	case *kit.Choice:
		return c.Many
	}
	return false
}

// typed takes the keypad's keys: Back, Help, and any digit that starts nothing.
func (w *Window) typed(ev *fyne.KeyEvent) bool {
	w.kiosk.Touch()
	w.moved = false
	if w.voiceKey(ev.Name) {
		return true
	}
	switch ev.Name {
	case fyne.KeyF1:
		w.kiosk.Help()
	case fyne.KeyF12:
		w.kiosk.Staff() // on no keypad that the public reaches
	case fyne.KeyF9, fyne.KeyPageDown:
		if w.page.next != nil {
			w.page.next.Tapped(nil)
		}
	case fyne.KeyEscape:
		switch v := w.kiosk.View(); {
		case v.Help:
			w.kiosk.Help()
		case v.Code != "":
			w.kiosk.Dismiss()
		case v.MayGoBack():
			w.kiosk.Back()
		}
	case fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn, fyne.KeyEnter:
		w.moved = ev.Name == fyne.KeyDown || ev.Name == fyne.KeyRight || tells(w.canvas.Focused())
		if w.canvas.Focused() != nil {
			return false
		}
		w.canvas.FocusNext()
	case fyne.KeyUp, fyne.KeyLeft:
		w.moved = true
		if w.canvas.Focused() != nil {
			return false
		}
		w.canvas.FocusPrevious()
	default:
		return false
	}
	return true
}

// offline says that the network is away, and how old the register is.
func (w *Window) offline(v View) fyne.CanvasObject {
	l := v.Status.Lamps.Network.Light
	if l != office.LightWarn && l != office.LightBad {
		return nil
	}
	says, rule := w.say("kiosk.offline_never"), ""
	if t := v.Status.Journal.LastSync; !t.IsZero() {
		says = w.say("kiosk.offline", "time", w.moment(t))
		if v.Page == Services {
			rule = w.say("kiosk.rule", "time", w.moment(t))
		}
	}
	return w.now.Notice(kit.ToneInfo, says, rule)
}
