package field

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/register"
)

// stateLook says how a visit's state looks: a sign beside the word.
var stateLook = map[register.VisitState]struct {
	ink  fyne.ThemeColorName
	icon func() fyne.Resource
}{
	register.VisitOpen: {theme.Place, fynetheme.RadioButtonIcon}, register.VisitBegun: {theme.Warm, fynetheme.DocumentCreateIcon},
	register.VisitDone: {theme.Good, fynetheme.ConfirmIcon}, register.VisitNotMet: {theme.Warm, fynetheme.QuestionIcon},
	register.VisitRefused: {theme.Bad, fynetheme.CancelIcon}, register.VisitMoved: {theme.Faint, fynetheme.MailForwardIcon},
}

// list is the work list in large rows, or on the map.
func (w *Window) list(v View) page {
	k := w.now
	open, done := v.Left()
	keys := map[fyne.KeyName]*kit.Button{
		fyne.KeyF5: k.Button(w.say("field.sort.route"), func() { w.field.SortByDeadline(false) }).Marked(!v.ByDeadline && !v.Mapped).With("F5"),
		fyne.KeyF6: k.Button(w.say("field.sort.deadline"), func() { w.field.SortByDeadline(true) }).Marked(v.ByDeadline && !v.Mapped).With("F6"),
	}
	choose := []fyne.CanvasObject{keys[fyne.KeyF5], keys[fyne.KeyF6]}
	if v.Loaded {
		choose = slices.Insert(choose, 0, kit.Middling(k.Hint(w.say("field.work_count", "open", open, "done", done)).OneLine()))
	}
	if w.field.office.Map != nil {
		keys[fyne.KeyF7] = k.Button(w.say("field.map"), func() { w.field.ShowMap(true) }).Marked(v.Mapped).With("F7")
		choose = append(choose, keys[fyne.KeyF7])
	}
	p := page{title: w.say("field.work"), beside: kit.Row(1, choose...), main: k.MainButton(w.say("field.new"), "F9", w.field.NewVisit), keys: keys, update: func(View) {}}
	if v.Goes && v.Out {
		p.back = k.Button(w.say("field.bring_back"), w.field.ToBack).With("F8")
		keys[fyne.KeyF8] = p.back
	}
	if len(v.Overlaps)+len(v.Kept) > 0 {
		p.extra = append(p.extra, w.toOverlaps(v))
	}
	if v.Goes && v.Out && w.field.office.Letters != nil {
		keys[fyne.KeyF4] = k.Button(w.say("field.exchange"), w.field.Exchange).With("F4")
		p.extra = append(p.extra, keys[fyne.KeyF4])
	}
	if v.Mapped {
		return w.onMap(p, v)
	}
	var rows []fyne.CanvasObject
	var stops []*kit.Button
	for _, s := range v.Stops {
		b := w.stop(v, s)
		rows, stops = append(rows, b), append(stops, b)
	}
	if len(stops) > 0 { // one that was left for later is gone on with, or the next begun
		p.list = &listed{view: v, rows: stops}
		p.list.at = w.begins(p.list)
		p.focus = func() { w.canvas.Focus(stops[p.list.at]) }
	}
	from := v
	p.update = func(v View) {
		if !v.movedSince(from) {
			return
		}
		from = v
		for n, b := range stops {
			b.Detail = w.detail(v, v.Stops[n])
			b.Refresh()
		}
	}
	if len(rows) == 0 && !v.Loaded {
		rows = append(rows, k.Hint(w.say("field.wait.list")))
	} else if len(rows) == 0 {
		rows = append(rows, kit.Inset(6, 0, k.Empty(fynetheme.ConfirmIcon(), w.say("field.none"), w.say("field.none_hint"))))
	}
	p.body = kit.Column(1, rows...)
	return p
}

// listed is the work list as it was last shown.
type listed struct {
	view View
	rows []*kit.Button
	at   int // the row at which the keyboard begins
}

// goesOn reports whether this is the list that was shown before, made anew for
// what came meanwhile.
func (l *listed) goesOn(was *listed) bool {
	return l != nil && was != nil && l.view.ByDeadline == was.view.ByDeadline
}

// begins returns the row that is to have the keyboard. On a list that goes on it
// is the same visit or, when somebody has done that, the next that is to do.
func (w *Window) begins(l *listed) int {
	v, was := l.view, w.page.list
	if !l.goesOn(was) {
		return max(0, slices.IndexFunc(v.Stops, func(s Stop) bool { return s.ID == v.Latest && s.State.Open() }))
	}
	at := slices.IndexFunc(was.rows, func(b *kit.Button) bool { return w.held == fyne.Focusable(b) })
	if at < 0 {
		at = was.at
	}
	before := was.view.Stops[at]
	row := slices.IndexFunc(v.Stops, func(s Stop) bool { return s.ID == before.ID })
	if row < 0 || before.State.Open() && !v.Stops[row].State.Open() {
		open, _ := v.Left() // they come first
		return max(0, min(at, open-1))
	}
	return row
}

func (w *Window) stop(v View, s Stop) *kit.Button {
	k := w.now
	title := s.Title
	if title == "" {
		title = w.formTitle(s.Form)
	}
	b := k.Button(title, func() { w.field.Open(s.ID) })
	b.Detail, b.Keys = w.detail(v, s), w.say("field.state."+string(s.State))
	look := stateLook[s.State]
	b.Icon = look.icon()
	return b
}

// detail is the second line of a stop's row. In large letters it is cut off: what
// the form says too comes last, and what may be long after what is short.
func (w *Window) detail(v View, s Stop) string {
	var words []string
	if !s.Due.IsZero() {
		words = append(words, w.say("field.due", "date", s.Due.Short(w.now.Language)))
	}
	if metres, known := v.Away(s); known {
		words = append(words, w.away(metres))
	}
	if s.Last != "" {
		words = append(words, w.say("field.last", "words", s.Last))
	}
	words = append(words, s.Near)
	if s.Title != "" {
		words = append(words, w.formTitle(s.Form))
	}
	return w.now.Join(words...)
}

// away says how far something is, as a person would.
func (w *Window) away(metres float64) string {
	if metres < 950 {
		return w.say("field.metres", "distance", strconv.Itoa(int(metres/10+0.5)*10))
	}
	return w.say("field.kilometres", "distance", fmt.Sprintf("%.1f", metres/1000))
}

func (w *Window) formTitle(id string) string {
	if f, ok := w.field.office.Forms.Form(id); ok {
		return f.Title.In(w.now.Language)
	}
	return id
}

// onMap is the work list as a map.
func (w *Window) onMap(p page, v View) page {
	k := w.now
	m := NewMap(w.field.office.Map, k.Language, w.field.Open, w.typed)
	m.Touch = w.field.Touch
	if w.page.chart != nil {
		m.LookAs(w.page.chart)
	}
	p.chart = m
	note := w.field.office.Map.Title.In(k.Language)
	p.whole = true
	where := k.Small("").OneLine()
	nearer := k.Button("+", func() { m.Nearer(1.6) })
	farther := k.Button("−", func() { m.Nearer(1 / 1.6) })
	all := k.Button(w.say("field.map.all"), m.All)
	p.body = kit.Column(1, kit.Stretch(m), kit.Row(1, nearer, farther, all, kit.Stretch(kit.Middling(where)), kit.Middling(k.Small(note).OneLine())))
	p.update = func(v View) {
		var pins []Pin
		nowhere := 0
		for i, s := range v.Stops {
			if s.Position.IsZero() {
				nowhere++
			}
			pins = append(pins, Pin{ID: s.ID, Label: strconv.Itoa(i + 1), Words: s.Title, At: s.Position, Ink: stateLook[s.State].ink})
		}
		here := register.Point{}
		words := w.say("field.map.nowhere")
		if v.Located {
			here = v.Here.Point
			words = w.say("field.map.here", "accuracy", fmt.Sprintf("%.0f", v.Here.Accuracy))
		}
		if nowhere > 0 { // they have no pin
			words = k.Join(w.say("field.map.unplaced", "count", nowhere), words)
		}
		where.SetWords(words)
		m.Put(pins, here, v.Here.Accuracy)
	}
	p.focus = func() { w.canvas.Focus(m) }
	return p
}
