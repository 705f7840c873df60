package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/words"
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
	group    int      // of the services or options that is shown
	part     []string // of the page that is shown, where it is shown in parts
	keyboard *kit.Keyboard
	said     string
	moved    bool   // the focus is being moved by a key
	placing  bool   // the focus is being placed by the page
	alarms   int    // that were sounded
	ring     func() // see Rings
	worn     [2]any // scheme and scale of the theme that is in use
	guest    int    // whom the look is for: View.Guest
}

// page is one page in the window.
type page struct {
	title   string
	hint    string
	body    fyne.CanvasObject
	next    *kit.Button
	update  func(View)
	focus   func()
	screens int // on which what is asked is shown one after another, 0 for one
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
		if f != nil && !w.placing {
			k.do(k.Touch) // Tab is told of by nothing else
		}
		w.name(f)
	}
	w.parts.Typed = w.add
	c.SetContent(w.root)
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { w.typed(ev) })
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(*fyne.KeyEvent) { k.Touch() })
	}
	w.guest = k.View().Guest
	w.dress()
	w.Render()
	return w
}

// dress puts language and look to use.
func (w *Window) dress() {
	k := w.parts
	if k.Language = w.lang; k.Language == "" {
		k.Language = home(w.kiosk.View())
	}
	w.now = &k
	if worn := [2]any{w.look.Scheme, w.look.Scale}; worn != w.worn {
		w.root.Objects = nil // in other letters the page that is shown may need more than the window has
		w.worn = worn        // a new theme costs a whole frame and Fyne's caches: only when it is another
		w.use(theme.New(theme.Kiosk, w.look.Scheme, w.look.Scale))
	}
	w.key = ""
}

// home is the language of a kiosk before which nobody has chosen one.
func home(v View) string {
	if v.Status.Profile.Country == "KR" {
		return words.Korean
	}
	return words.Thai
}

// SetLook changes the look.
func (w *Window) SetLook(l Look) {
	w.look = l
	w.kiosk.Touch()
	w.dress()
	w.Render()
}

// inEvery returns the kit in each language, its own first, for a page before one
// is chosen.
func inEvery(k *kit.Kit) []*kit.Kit {
	all := []*kit.Kit{k}
	for _, l := range kit.Languages() {
		if l != k.Language {
			in := *k
			in.Language = l
			all = append(all, &in)
		}
	}
	return all
}

func (w *Window) say(key string, pairs ...any) string { return w.now.Say(key, pairs...) }

// Render shows the kiosk's View.
func (w *Window) Render() {
	w.placing = true
	defer func() { w.placing = false }()
	v := w.kiosk.View()
	if v.Guest != w.guest {
		w.guest = v.Guest
		if w.look != w.usual { // the next person sees the usual kiosk
			w.look = w.usual
			w.dress()
		}
	}
	if v.Language != w.lang {
		if w.lang = v.Language; v.Language == "" {
			w.wipe()
		}
		w.dress()
	} else if v.Language == "" && w.now.Language != home(v) {
		w.dress() // it is known only now where the kiosk stands
	}
	key := place(v) + map[bool]string{true: "help"}[v.Help] + map[bool]string{true: "idle"}[v.Left > 0] + "/" + trouble(v) + state(v)
	if w.key != "" && !strings.HasPrefix(w.key, place(v)) {
		w.group = 0
	}
	fresh, held := key != w.key, ""
	if fresh {
		if chooses(v) && strings.HasPrefix(w.key, place(v)) { // only what the page tells of the line is new
			held = w.focused()
		}
		w.key = key
		w.show(v)
	}
	if w.page.update != nil {
		w.page.update(v)
	}
	w.sound(v)
	if fresh {
		w.moved = false
		switch again := button(w.root, held); {
		case again != nil:
			w.canvas.Focus(again)
		case w.page.focus != nil:
			w.page.focus()
		default:
			w.canvas.Unfocus() // else OK would press what stood on the page before
		}
		w.speak(v)
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
		says, hint := troubleShown(k, v)
		head = append(head, k.Notice(kit.ToneBad, says, hint, k.Button(k.Say("kit.close"), w.kiosk.Dismiss)))
	}
	body := w.page.body
	if w.look.Low {
		body = kit.Column(0, kit.Space(), w.page.body) // down to where a hand reaches from a wheelchair
	}
	margin := float32(2)
	if w.double() || low {
		margin = 0.5
	}
	work := container.NewBorder(kit.Inset(margin, 4, kit.Column(1.5, head...)), nil, nil, nil, kit.Inset(margin/2, 4, body))
	w.root.Objects = []fyne.CanvasObject{newSurface(w.kiosk.Touch), kit.On(theme.Ground, w.ordered(v, work))}
	w.root.Refresh()
}

// lowScreen is the height below which the head of a page is set closer, so that
// a keyboard fits below it on a screen of 768 lines.
const lowScreen = 900

// double reports whether everything is shown at twice its size.
func (w *Window) double() bool { return w.look.Scale > 1.2 }

// heard reports whether the pages are read aloud.
func (w *Window) heard() bool { return w.voice != nil && w.look.Aloud }

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

// foot is the bottom: Back, Start again and Help, always in the same place, and
// the way on.
func (w *Window) foot(v View) fyne.CanvasObject {
	k := w.now
	if v.Page == Closed || v.Page == Goodbye || v.Left > 0 {
		return kit.Inset(2, 0, kit.Space())
	}
	back := k.Button(w.say("kiosk.back"), w.back)
	back.Icon = fynetheme.NavigateBackIcon()
	if !v.MayGoBack() {
		back.Disable()
	}
	again := k.Button(w.say("kiosk.start_again"), w.kiosk.StartAgain)
	if v.Paying != nil || v.Step != "" || v.Page == Welcome {
		again.Disable() // money or paper is on its way, or this is the start
	}
	help := k.Button(w.say("kiosk.help"), w.kiosk.Help)
	help.Icon = fynetheme.QuestionIcon()
	row := kit.Row(2, back, again, help, kit.Space())
	if w.page.next != nil { // it is the first that the arrows come to
		next := kit.Least(260, 0, w.page.next)
		row = container.New(layout.NewBorderLayout(nil, nil, nil, next), next, row)
	}
	margin := float32(2)
	if w.double() {
		margin = 1
	}
	return kit.Column(0, kit.Rule(), kit.On(theme.Paper, kit.Inset(margin, 3, row)))
}

// stepPages are the pages that count as steps.
var stepPages = []Page{Services, Insert, Question, Review, Payment, Take}

func (w *Window) steps(v View) fyne.CanvasObject {
	at := map[Page]Page{Confirm: Insert, PIN: Insert, Officer: Payment, Document: Take, Printing: Take, Ticket: Take}[v.Page]
	if at == "" {
		at = v.Page
	}
	if w.double() {
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
			w.back()
		}
	case fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn, fyne.KeyEnter:
		nowhere := w.canvas.Focused() == nil
		w.moved = ev.Name == fyne.KeyDown || ev.Name == fyne.KeyRight || nowhere || tells(w.canvas.Focused())
		if !nowhere {
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
