package field

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
	"sala/forms/register"
)

// subject asks whom a new visit is about, and which form it needs.
func (w *Window) subject(v View) page {
	k := w.now
	found, free := kit.Column(1), k.Hint(w.say("field.subject_free"))
	search := k.Entry(v.Query, w.field.Find)
	search.PlaceHolder = w.say("field.subject_hint")
	k.MayCompose(search)
	forms := kit.Column(1)
	for _, f := range v.Services {
		b := k.Button(f.Title.In(k.Language), func() { w.field.Choose(f.ID) })
		b.Icon = fynetheme.DocumentCreateIcon()
		forms.Add(b)
	}
	whom, which := kit.Panel(kit.Column(1.5, k.Sub(w.say("field.subject")), search, found, free)), kit.Panel(kit.Column(1.5, k.Sub(w.say("field.service")), forms))
	body := kit.Shares(3, []float32{1, 1}, kit.Column(0, whom, kit.Space()), kit.Column(0, which, kit.Space()))
	if w.look.Scale >= large { // a form's title is wider than half of the screen then
		body = kit.Column(2, whom, which)
	}
	return page{title: w.say("field.new"), body: body, back: k.Button(k.Say("kit.back"), w.field.LeaveSubject).With("Esc"), focus: func() { w.canvas.Focus(search) },
		update: func(v View) {
			found.Objects = nil
			free.Hide()
			if v.Visitor == nil && v.Query != "" {
				free.Show()
			}
			if v.Visitor != nil && v.Visitor.Known {
				found.Add(k.Notice(kit.ToneGood, v.Visitor.Resident.Name(k.Language), v.Visitor.Household.Address.Line()))
			} else if v.Visitor != nil {
				found.Add(k.Notice(kit.ToneWarm, v.Visitor.Holder(k.Language), w.say("field.subject_unknown")))
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
	tell := formview.Changes{Answer: w.field.Answer, AddRow: w.field.AddRow, RemoveRow: w.field.RemoveRow, Sign: w.field.Sign, Sketch: w.field.Sketch, Drawn: w.field.Drawn, Draw: w.field.Draw, Picture: w.field.Picture, Opened: w.opened}
	if w.field.files != nil {
		tell.Attach, tell.Browse = w.field.Attach, w.browse
	}
	view := formview.New(k, v.Page, "", tell)
	w.form = view
	wrong, paper := container.NewStack(), container.NewStack()
	here := w.here(v)
	var things []fyne.CanvasObject
	var beside fyne.CanvasObject
	about := w.about(v, here.object)
	if w.look.Scale >= large { // no room for what does not scroll
		things, about = []fyne.CanvasObject{about}, nil
	} else if who, _ := w.door(v); who == "" && (v.Stop == nil || v.Stop.Last == "") { // nobody's door
		about, beside = nil, here.object
	}
	things = append(things, wrong, paper, kit.Panel(view.Column))
	if v.Stop != nil && !v.Stop.Own {
		said := k.Area(v.End.Said, w.field.Said)
		k.MayCompose(said)
		things = append(things, kit.Panel(k.Field(w.say("field.said"), w.say("field.said_hint"), false, said).Container))
	}
	var extra []fyne.CanvasObject
	keys := map[fyne.KeyName]*kit.Button{}
	if v.Stop != nil && !v.Stop.Own && v.Stop.State.Open() {
		for n, s := range Outcomes() {
			key := []fyne.KeyName{fyne.KeyF2, fyne.KeyF3, fyne.KeyF4}[n]
			keys[key] = k.Button(w.say("field.state."+string(s)), func() { w.field.ToEnding(s) }).With(string(key))
			extra = append(extra, keys[key])
		}
	}
	checks, said, scans := 0, -1, v.Scan.Count
	return page{title: v.Page.Form.Title.In(k.Language), beside: beside, above: about, sheet: sheet, body: kit.Column(2, things...), extra: extra, keys: keys,
		fromTop: v.Stop == nil || v.Stop.State != register.VisitBegun, // what was begun goes on where it was
		focus: func() {
			if first := view.Start(""); first != nil { // the page may not be drawn yet: only the window knows its canvas
				w.canvas.Focus(first)
			}
		},
		back: k.Button(w.say("field.form.later"), w.field.ToList).With("Esc"), main: k.MainButton(w.say("field.form.done"), "F9", func() { w.field.FinishUnless(view.KeepDrawn()) }),
		update: func(v View) {
			had := w.canvas.Focused()
			view.Update(v.Page)
			if has := w.canvas.Focused(); has != nil && has != had { // a new row has its height only then
				w.field.later(painted, func() { w.reveal(has) })
			}
			here.update(v)
			if v.Scan.Count != scans {
				scans = v.Scan.Count
				view.Write(v.Scan.Path, v.Scan.Text)
				paper.Objects = w.sealed(v.Scan.Verdict)
				paper.Refresh()
				w.field.later(painted, func() { w.answered(view, v.Scan, paper) })
			}
			again := v.Checks != checks
			checks = v.Checks
			if n := len(v.Page.Wrong()); checks > 0 && n != said {
				said = n
				wrong.Objects = nil
				if n > 0 {
					wrong.Objects = []fyne.CanvasObject{k.Notice(kit.ToneWarm, w.say("desk.form.wrong", "count", n), w.say("desk.form.wrong_hint"))}
				}
				wrong.Refresh()
			}
			if again {
				view.Check()                       // last, so that it scrolls to where the question now is
				w.field.later(painted, w.revealed) // one that is new has its height only then
			}
		}}
}

// opened shows what somebody has just opened in the form, once it has its height.
func (w *Window) opened(place fyne.CanvasObject) {
	w.field.later(painted, func() {
		if w.scroll != nil {
			kit.Reveal(w.scroll.Scroll, place)
		}
	})
}

// answered shows to whoever scanned something where it went, or first that a paper
// was looked at: she has her eyes elsewhere.
func (w *Window) answered(view *formview.View, s Scan, paper fyne.CanvasObject) {
	place, ok := view.Place(s.Path)
	if s.Verdict != nil {
		place, ok = paper, true
	}
	if ok && w.scroll != nil {
		kit.Reveal(w.scroll.Scroll, place)
	}
}

// about says at whose door the officer stands, and what was said there last time,
// beside what takes the position.
func (w *Window) about(v View, here fyne.CanvasObject) fyne.CanvasObject {
	k := w.now
	lines := []fyne.CanvasObject{kit.Space()}
	who, address := w.door(v)
	if who != "" {
		lines = append(lines, k.Text(who).Bold().Clipped(2))
	}
	if address != "" {
		lines = append(lines, k.Hint(address).Clipped(1))
	}
	if v.Stop != nil && v.Stop.Last != "" {
		lines = append(lines, k.Text(w.say("field.last", "words", v.Stop.Last)).Ink(theme.Warm).Bold().Clipped(2))
	}
	whom := kit.Column(0, append(lines, kit.Space())...)
	if w.look.Scale >= large {
		return kit.Panel(kit.Column(1, whom, here))
	}
	return kit.Panel(kit.Row(2, kit.Stretch(whom), here))
}

// door is whom or what the form is about, and where: somebody of the register, or
// what the officer wrote or a card said of a subject that no register has.
func (w *Window) door(v View) (who, address string) {
	switch language := w.now.Language; {
	case v.Visitor != nil && v.Visitor.Known:
		return v.Visitor.Resident.Name(language), v.Visitor.Household.Address.Line()
	case v.Stop != nil && !v.Stop.Own:
		return v.Stop.Title, v.Stop.Detail
	case v.Visitor != nil:
		return v.Visitor.Holder(language), ""
	}
	return "", ""
}

// sealed says whether the paper whose seal was scanned into the form is genuine.
func (w *Window) sealed(v *office.Verdict) []fyne.CanvasObject {
	if v == nil {
		return nil
	}
	tone, detail := kit.ToneGood, ""
	if !v.Stands {
		tone = kit.ToneBad
	}
	if v.Sealed != nil {
		detail = w.now.Join(v.Sealed.Number, v.Sealed.Name)
	}
	return []fyne.CanvasObject{w.now.Notice(tone, w.say("seal."+v.Word), detail)}
}

// standing offers to answer the form's question of a place with where the officer
// stands.
type standing struct {
	object fyne.CanvasObject
	update func(View)
}

func (w *Window) here(v View) standing {
	k := w.now
	row := kit.Row(1)
	shown := "?"
	return standing{row, func(v View) {
		at, ok := placeOf(v.Page)
		key := fmt.Sprint(ok, v.Located, int(v.Here.Accuracy), at.Value)
		if key == shown {
			return
		}
		shown = key
		row.Objects = nil
		switch {
		case !ok:
		case v.Located && at.Kind != definition.Location:
			b := k.Button(w.say("field.position.further", "question", at.Label.In(k.Language), "accuracy", fmt.Sprintf("%.0f", v.Here.Accuracy)), func() { w.field.AnswerHere(at.Path) })
			b.Icon = fynetheme.ContentAddIcon()
			row.Objects = []fyne.CanvasObject{b}
		case v.Located:
			b := k.Button(w.say("field.position.take", "accuracy", fmt.Sprintf("%.0f", v.Here.Accuracy)), func() { w.field.AnswerHere(at.Path) })
			b.Icon = fynetheme.SearchIcon()
			row.Objects = []fyne.CanvasObject{b}
		default:
			row.Objects = []fyne.CanvasObject{kit.Least(320, 0, k.Hint(w.say("field.position.none")))}
		}
		row.Refresh()
	}}
}

// placeOf returns the form's first question of a place, or of a line on the map.
func placeOf(p formview.Page) (formview.Question, bool) {
	for _, kinds := range [][]definition.Kind{{definition.Location}, {definition.Line, definition.Outline}} {
		for _, q := range p.All() {
			if slices.Contains(kinds, q.Kind) {
				return q, true
			}
		}
	}
	return formview.Question{}, false
}

// ending asks why a visit ends without a form.
func (w *Window) ending(v View) page {
	k := w.now
	state := v.End.State
	reason := k.Entry(v.End.Reason, w.field.Because)
	k.MayCompose(reason)
	said := k.Area(v.End.Said, w.field.Said)
	k.MayCompose(said)
	quick := kit.Row(1)
	for n := 1; n <= 3; n++ {
		words := w.say(fmt.Sprintf("field.reason.%s.%d", state, n))
		quick.Add(k.Button(words, func() { reason.Put(words); w.field.Because(words) }))
	}
	things := []fyne.CanvasObject{}
	if v.Stop != nil {
		things = append(things, k.Notice(kit.ToneInfo, v.Stop.Title, v.Stop.Detail))
	}
	things = append(things, kit.Panel(kit.Column(2,
		k.Field(w.say("field.reason"), w.say("field.reason_hint"), true, kit.Column(1, reason, quick)).Container,
		k.Field(w.say("field.said"), w.say("field.said_hint"), false, said).Container)))
	return page{title: w.say("field.ending", "state", w.say("field.state."+string(state))), sheet: sheet, body: kit.Column(2, things...),
		back: k.Button(k.Say("kit.back"), func() { w.field.Open(v.Stop.ID) }).With("Esc"), main: k.MainButton(w.say("field.end"), "F9", w.field.EndNow),
		fromTop: true, focus: func() { w.canvas.Focus(reason) }, update: func(View) {}}
}

// stateOf names a state that stands in a record's field.
func (w *Window) stateOf(v any) string {
	if s, ok := v.(string); ok && stateLook[register.VisitState(s)].icon != nil {
		return w.say("field.state." + s)
	}
	return fmt.Sprint(v)
}
