package field

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

// Look is how the window looks. Sunlight is the contrast scheme.
type Look struct {
	Language string
	Scheme   theme.Scheme
	Scale    float32
}

// Window is the Fyne side of a Field.
type Window struct {
	field *Field
	parts kit.Kit
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
	worn   [2]any // scheme and scale of the theme that is in use
}

type page struct {
	title  string
	beside fyne.CanvasObject
	body   fyne.CanvasObject
	back   *kit.Button
	extra  []fyne.CanvasObject
	main   *kit.Button
	update func(View)
	focus  func()
}

// NewWindow returns the window of a field on a canvas.
func NewWindow(f *Field, c fyne.Canvas, parts kit.Kit, look Look, use func(fyne.Theme)) *Window {
	w := &Window{field: f, parts: parts, use: use, canvas: c, root: container.NewStack()}
	w.parts.Front = theme.Field
	w.parts.Key = w.typed
	w.parts.Focused = w.reveal
	c.SetContent(w.root)
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { w.typed(ev) })
	w.SetLook(look)
	return w
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
	w.top.Objects = []fyne.CanvasObject{w.bar(v)}
	w.top.Refresh()
	w.notices(v)
	key := string(v.Screen)
	if v.Screen == SignIn {
		key += strconv.Itoa(len(v.Officers))
	}
	fresh := key != w.key
	if fresh || w.page.update == nil {
		w.key = key
		w.page = w.make(v)
		w.body.Objects = []fyne.CanvasObject{w.frame(w.page)}
		w.body.Refresh()
	}
	if w.page.update != nil {
		w.page.update(v)
	}
	if fresh && w.page.focus != nil {
		w.page.focus()
	}
}

func (w *Window) make(v View) page {
	switch v.Screen {
	case List:
		return w.list(v)
	case Subject:
		return w.subject(v)
	case Visit:
		return w.visit(v)
	}
	return w.signIn(v)
}

func (w *Window) frame(p page) fyne.CanvasObject {
	var head fyne.CanvasObject
	if p.title != "" {
		row := []fyne.CanvasObject{w.now.Heading(p.title).OneLine(), kit.Space()}
		if p.beside != nil {
			row = append(row, p.beside)
		}
		head = kit.Inset(1.5, 3, kit.Row(2, row...))
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
		foot = kit.Column(0, kit.Rule(), kit.On(theme.Paper, kit.Inset(1.5, 3, kit.Row(1.5, row...))))
	}
	w.scroll = kit.NewDragScroll(kit.Column(0, kit.Inset(1, 1, p.body)))
	return container.NewBorder(head, foot, nil, nil, kit.Inset(0, 2, w.scroll))
}

// bar is the top bar: officer, outbox, language, sunlight.
func (w *Window) bar(v View) fyne.CanvasObject {
	k := w.now
	things := []fyne.CanvasObject{kit.Column(0, k.Text(definition.Text(v.Status.Profile.Names).In(k.Language)).Bold().OneLine(), k.Small(v.Status.Profile.Station).OneLine()), kit.Space()}
	j := v.Status.Journal
	says, tone := w.say("desk.outbox.none"), kit.ToneGood
	if j.Pending > 0 {
		says, tone = w.say("field.waiting", "count", j.Pending), kit.ToneBusy
	}
	things = append(things, k.Lamp(w.say("desk.lamp.network"), says, tone))
	if l := v.Status.Lamps.Reader; l.Light != "" && l.Light != office.LightOff {
		t := kit.ToneGood
		if l.Light != office.LightGood {
			t = kit.ToneWarm
		}
		things = append(things, k.Lamp(w.say("desk.lamp.reader"), w.say("desk.lamp."+string(l.Light)), t))
	}
	for _, l := range kit.Languages() {
		look := w.look
		look.Language = l
		things = append(things, k.Button(kit.LanguageName(l), func() { w.SetLook(look) }).As(kit.Quiet).Marked(l == k.Language))
	}
	sun := w.look
	sun.Scheme = theme.Contrast
	if w.look.Scheme == theme.Contrast {
		sun.Scheme = theme.Light
	}
	things = append(things, k.Button(w.say("field.sunlight"), func() { w.SetLook(sun) }).Marked(w.look.Scheme == theme.Contrast))
	return kit.Column(0, kit.On(theme.Paper, kit.Inset(1, 2, kit.Row(1.5, things...))), kit.Rule())
}

// notices show what went wrong, what went well and what is waited for.
func (w *Window) notices(v View) {
	k := w.now
	var things []fyne.CanvasObject
	if v.Code != "" {
		things = append(things, k.Trouble(v.Code, v.Args, k.Button(k.Say("kit.close"), w.field.Dismiss)))
	}
	if v.Toast != "" {
		things = append(things, k.Toast(w.say("field.finished", "number", v.Toast)))
	}
	if v.Wait != nil {
		things = append(things, k.Waiting(w.say(v.Wait.What), time.Since(v.Wait.Since), v.Wait.Cancel))
	}
	w.banner.Objects = nil
	if len(things) > 0 {
		w.banner.Objects = []fyne.CanvasObject{kit.Inset(1, 3, kit.Column(1, things...))}
	}
	w.banner.Refresh()
}

func (w *Window) typed(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyF9:
		if w.page.main != nil {
			w.page.main.Tapped(nil)
		}
	case fyne.KeyEscape:
		if w.field.View().Code != "" {
			w.field.Dismiss()
		} else if w.page.back != nil {
			w.page.back.Tapped(nil)
		}
	default:
		return false
	}
	return true
}

// reveal scrolls to what has the keyboard.
func (w *Window) reveal(f fyne.Focusable) {
	if o, ok := f.(fyne.CanvasObject); ok && w.scroll != nil {
		kit.Reveal(w.scroll.Scroll, o)
	}
}

func (w *Window) signIn(v View) page {
	var options []kit.Option
	for _, o := range v.Officers {
		options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(w.now.Language), Detail: definition.Text(o.Title).In(w.now.Language)})
	}
	p := w.now.SignInPage(w.say("field.title"), w.say("field.sign_in"), options, v.Chosen, w.field.ChooseOfficer, w.field.SignInWith)
	return page{body: kit.Inset(3, 0, p.Object), focus: func() { w.canvas.Focus(p.Password) }, update: func(View) {}}
}

// stateLook says how a stop's state looks: a sign beside the word.
var stateLook = map[State]struct {
	ink  fyne.ThemeColorName
	icon func() fyne.Resource
}{
	ToDo: {theme.Place, fynetheme.RadioButtonIcon}, Begun: {theme.Warm, fynetheme.DocumentCreateIcon}, Done: {theme.Good, fynetheme.ConfirmIcon},
	NotMet: {theme.Warm, fynetheme.QuestionIcon}, Refused: {theme.Bad, fynetheme.CancelIcon}, Moved: {theme.Faint, fynetheme.MailForwardIcon},
}

// list is the work list in large rows.
func (w *Window) list(v View) page {
	k := w.now
	open, done := v.Left()
	sort := kit.Row(1, kit.Middling(k.Hint(w.say("field.work_count", "open", open, "done", done)).OneLine()),
		k.Button(w.say("field.sort.route"), func() { w.field.SortByDeadline(false) }).Marked(!v.ByDeadline),
		k.Button(w.say("field.sort.deadline"), func() { w.field.SortByDeadline(true) }).Marked(v.ByDeadline))
	var rows []fyne.CanvasObject
	for n, s := range v.Stops {
		rows = append(rows, w.stop(n, s))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Inset(6, 0, k.Empty(fynetheme.ConfirmIcon(), w.say("field.none"), w.say("field.none_hint"))))
	}
	return page{title: w.say("field.work"), beside: sort, body: kit.Column(1, rows...), main: k.MainButton(w.say("field.new"), "F9", w.field.NewVisit)}
}

func (w *Window) stop(n int, s Stop) fyne.CanvasObject {
	k := w.now
	title := s.Title
	if title == "" {
		title = w.formTitle(s.Form)
	}
	words := []string{s.Detail}
	if s.Title != "" {
		words = append(words, w.formTitle(s.Form))
	}
	if !s.Due.IsZero() {
		words = append(words, w.say("field.due", "date", s.Due.Short(k.Language)))
	}
	if s.Last != "" {
		words = append(words, w.say("field.last", "words", s.Last))
	}
	b := k.Button(title, func() { w.field.Open(s.ID) })
	b.Detail, b.Keys = k.Join(words...), w.say("field.state."+string(s.State))
	look := stateLook[s.State]
	b.Icon = look.icon()
	return b
}

func (w *Window) formTitle(id string) string {
	if f, ok := w.field.office.Forms.Form(id); ok {
		return f.Title.In(w.now.Language)
	}
	return id
}

// subject asks whom a new visit is about, and which form it needs.
func (w *Window) subject(v View) page {
	k := w.now
	found := kit.Column(1)
	search := k.Entry(v.Query, w.field.Find)
	search.PlaceHolder = w.say("field.subject_hint")
	k.MayCompose(search)
	forms := kit.Column(1)
	for _, f := range v.Services {
		b := k.Button(f.Title.In(k.Language), func() { w.field.Choose(f.ID) })
		b.Icon = fynetheme.DocumentCreateIcon()
		forms.Add(b)
	}
	body := kit.Shares(3, []float32{1, 1}, kit.Column(0, kit.Panel(kit.Column(1.5, k.Sub(w.say("field.subject")), search, found)), kit.Space()),
		kit.Column(0, kit.Panel(kit.Column(1.5, k.Sub(w.say("field.service")), forms)), kit.Space()))
	return page{title: w.say("field.new"), body: body, back: k.Button(k.Say("kit.back"), w.field.ToList).With("Esc"), focus: func() { w.canvas.Focus(search) },
		update: func(v View) {
			found.Objects = nil
			if v.Visitor != nil {
				found.Add(k.Notice(kit.ToneGood, v.Visitor.Resident.Name(k.Language), v.Visitor.Household.Address.Line()))
			} else {
				for _, h := range v.Hits {
					if h.What == "resident" {
						b := k.Button(h.Title, func() { w.field.About(h.ID, w.say("field.purpose")) })
						b.Detail, b.Icon = h.Detail, fynetheme.AccountIcon()
						found.Add(b)
					}
				}
			}
			found.Refresh()
		}}
}

// visit is the form of a visit.
func (w *Window) visit(v View) page {
	k := w.now
	view := formview.New(k, v.Page, "", formview.Changes{Answer: w.field.Answer, AddRow: w.field.AddRow, RemoveRow: w.field.RemoveRow})
	wrong := container.NewStack()
	things := []fyne.CanvasObject{}
	if v.Visitor != nil {
		things = append(things, k.Notice(kit.ToneInfo, v.Visitor.Resident.Name(k.Language), v.Visitor.Household.Address.Line()))
	}
	if v.Stop != nil && v.Stop.Last != "" {
		things = append(things, k.Notice(kit.ToneWarm, w.say("field.last", "words", v.Stop.Last), ""))
	}
	things = append(things, wrong, kit.Panel(view.Column))
	var extra []fyne.CanvasObject
	if v.Stop != nil && v.Stop.State == ToDo {
		for _, s := range Outcomes() {
			extra = append(extra, k.Button(w.say("field.state."+string(s)), func() { w.field.End(s) }))
		}
	}
	checked, said := false, -1
	return page{title: v.Page.Form.Title.In(k.Language), body: kit.Measure(980, kit.Column(2, things...)), extra: extra, focus: view.FocusFirst,
		back: k.Button(w.say("field.form.later"), w.field.ToList).With("Esc"), main: k.MainButton(w.say("field.form.done"), "F9", w.field.Finish),
		update: func(v View) {
			view.Update(v.Page)
			if v.Checked && !checked {
				view.Check()
			}
			checked = v.Checked
			if n := len(v.Page.Wrong()); checked && n != said {
				said = n
				wrong.Objects = nil
				if n > 0 {
					wrong.Objects = []fyne.CanvasObject{k.Notice(kit.ToneWarm, w.say("desk.form.wrong", "count", n), w.say("desk.form.wrong_hint"))}
				}
				wrong.Refresh()
			}
		}}
}
