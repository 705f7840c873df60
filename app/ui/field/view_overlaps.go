package field

import (
	"cmp"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/register"
)

// undecided returns how much two officers wrote differently that can be decided now.
func (v View) undecided() int {
	n := 0
	for _, o := range v.Overlaps {
		if !o.Heard {
			n++
		}
	}
	return n
}

// toOverlaps goes to what is to be settled, and says how much of what that is.
func (w *Window) toOverlaps(v View) *kit.Button {
	var says []string
	if n := len(v.Overlaps); n > 0 {
		says = append(says, w.say("field.overlaps", "count", n))
	}
	if n := len(v.Kept); n > 0 {
		says = append(says, w.say("field.kept", "count", n))
	}
	return w.now.Button(w.now.Join(says...), w.field.ToOverlaps)
}

// overlaps lays what two officers wrote beside one another.
func (w *Window) overlaps(v View) page {
	k := w.now
	var rows []fyne.CanvasObject
	for _, o := range v.Overlaps {
		rows = append(rows, w.overlap(o))
	}
	title := "field.overlaps.title"
	if len(rows) == 0 && len(v.Kept) > 0 {
		title = "field.kept.title"
	}
	for _, o := range v.Kept {
		rows = append(rows, w.kept(o))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Inset(6, 0, k.Empty(fynetheme.ConfirmIcon(), w.say("field.overlaps.none"), w.say("field.overlaps.none_hint"))))
	}
	return page{title: w.say(title), body: kit.Column(2, rows...), back: k.Button(k.Say("kit.back"), w.field.ToList).With("Esc"), update: func(View) {}}
}

func (w *Window) overlap(o office.Overlap) fyne.CanvasObject {
	k := w.now
	title, mine, theirs := w.say("field.overlaps.state"), w.stateOf(o.Mine), w.stateOf(o.Theirs)
	if o.Question != "" {
		title, mine, theirs = w.question(o.Visit.Form, o.Question), w.answer(o.Visit.Form, o.Question, o.Mine), w.answer(o.Visit.Form, o.Question, o.Theirs)
	}
	others := make([]string, 0, len(o.Others))
	for _, c := range o.Others {
		others = append(others, w.call(c))
	}
	side := func(head, value, who, how string) fyne.CanvasObject {
		things := []fyne.CanvasObject{k.Small(head), k.Text(value).Bold(), k.Hint(who)}
		if !o.Heard {
			things = append(things, kit.Row(0, k.Button(w.say("field.overlaps."+how), func() { w.field.Settle(o, how) }), kit.Space()))
		}
		return kit.Panel(kit.Column(1, things...))
	}
	about := []fyne.CanvasObject{k.Sub(title), k.Hint(w.subjectOf(o.Visit))}
	if o.Heard {
		about = append(about, k.Hint(w.say("field.overlaps.heard")))
	}
	return kit.Column(1, append(about,
		kit.Shares(2, []float32{1, 1}, side(w.say("field.overlaps.here"), mine, w.call(o.By), office.SettleMine),
			side(w.say("field.overlaps.there"), theirs, k.Join(others...), office.SettleTheirs)))...)
}

func (w *Window) subjectOf(v register.Visit) string {
	for _, s := range w.field.View().Stops {
		if s.ID == v.ID {
			return w.now.Join(s.Title, s.Detail)
		}
	}
	return v.Subject
}

// kept says what central set aside, why, and what becomes of it.
func (w *Window) kept(o office.Kept) fyne.CanvasObject {
	k := w.now
	reason, hint := w.say("field.kept.title"), w.say("field.kept.hint")
	if key := "sync.reason." + o.Reason; o.Reason != "" && k.Words.Has(key) {
		reason = w.say(key)
	}
	about := o.Number
	if o.Visit.ID != "" {
		about = k.Join(cmp.Or(w.subjectOf(o.Visit), o.Visit.Place), o.Number)
	}
	return kit.Column(1, k.Sub(about), k.Hint(w.call(register.Call{Officer: o.Officer, At: o.At.Format("2006-01-02T15:04:05Z07:00")})),
		k.Notice(kit.ToneWarm, reason, hint))
}
