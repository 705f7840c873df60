package desk

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/act"
)

// aside is one entry that central set aside: a change of a record field by field
// with both authors, anything else with its reason and the ways out.
func (w *Window) aside(v View) page {
	k, c := w.now, v.Sync.Conflict
	note := w.keptWords(typedAside(c)+"note", nil)
	what := k.Join(w.actWords(c.Kind), c.Title)
	things := []fyne.CanvasObject{k.Notice(kit.ToneWarm, k.Join(w.say("desk.sync.item."+c.Outcome), w.reason(c.Reason)), w.asideHint(c.Reason)),
		k.Hint(w.say("desk.aside.who", "name", w.officerName(c.Officer), "time", w.moment(c.At.UnixMilli()), "seq", int(c.Seq)))}
	settles := c.Kind == act.RecordSet && len(c.Fields) > 0
	l := layout{title: what, back: k.Button(w.say("kit.back"), w.desk.CloseAside).With("Esc")}
	p := page{back: w.desk.CloseAside}
	var marks []func(SyncView)
	if settles {
		sides, first, shows := w.sides(v)
		things, marks = append(things, sides), shows
		if first != nil {
			p.focus = func() { w.canvas.Focus(first) }
		}
	}
	if id, ok := strings.CutPrefix(c.Subject, "petition/"); ok {
		things = append(things, kit.Row(1, k.Button(w.say("desk.aside.mend"), func() { w.desk.GoTo(id) }), kit.Space()), k.Hint(w.say("desk.aside.mend_hint")))
	}
	if !v.Sync.MayDecide {
		things = append(things, k.Notice(kit.ToneInfo, w.say("desk.aside.head"), w.say("desk.aside.head_hint")))
	} else {
		things = append(things, k.Labelled(w.say("desk.aside.note"), w.say("desk.aside.note_hint"), note))
		l.extra = append(l.extra, k.Button(w.say("desk.aside.withdraw"), func() { w.desk.WithdrawAside(note.Text) }).As(kit.Danger))
		if settles {
			sign := func() { w.desk.SignConflict(note.Text) }
			main, left := k.MainButton(w.say("desk.aside.sign"), "F9", sign), k.Text("").Ink(theme.Warm)
			l.main, p.main, things = main, sign, append(things, left)
			marks = append(marks, func(v SyncView) {
				if open := v.Open(); open > 0 {
					left.SetWords(w.say("desk.aside.open", "count", open))
					left.Show()
					main.Disable()
				} else {
					left.Hide()
					main.Enable()
				}
			})
		}
	}
	l.body = kit.Measure(1080, kit.Column(1.5, things...))
	p.object, p.scroll = w.frame(l)
	p.update = func(v View) {
		for _, mark := range marks {
			mark(v.Sync)
		}
	}
	return p
}

func (w *Window) asideHint(code string) string {
	if key := "sync.hint." + code; code != "" && w.now.Words.Has(key) {
		return w.say(key)
	}
	return w.say("desk.sync.aside_hint")
}

// sides lays the fields beside one another: what the officer saw, what she set,
// what central has, and another value.
// It also returns the button with which choosing begins, nil where nothing
// clashes, and what shows the choices as they are now.
func (w *Window) sides(v View) (all fyne.CanvasObject, first *kit.Button, marks []func(SyncView)) {
	k, c := w.now, v.Sync.Conflict
	shares := []float32{1, 1, 1.25, 1.25, 1.1}
	theirs := w.say("desk.aside.theirs")
	if c.With != "" {
		station, officer, _ := strings.Cut(c.With, "/")
		theirs = w.say("desk.aside.theirs_by", "name", w.officerName(officer), "station", station, "time", w.moment(c.WithAt.UnixMilli()))
	}
	mine := w.say("desk.aside.mine_by", "name", w.officerName(c.Officer), "time", w.moment(c.At.UnixMilli()))
	rows := []fyne.CanvasObject{kit.Shares(1, shares, k.Small(w.say("desk.aside.field")), k.Small(w.say("desk.aside.base")), k.Small(mine), k.Small(theirs), k.Small(w.say("desk.aside.other"))), kit.Rule()}
	words := func(f office.FieldConflict, value any) string { return w.fieldWords(c.Change.Register, f.Name, value) }
	for _, f := range c.Fields {
		label := k.Text(w.fieldLabel(c.Change.Register, f.Name))
		if !f.Clash {
			rows = append(rows, kit.Shares(1, shares, label, k.Hint(words(f, f.Base)), k.Text(words(f, f.Mine)).Bold(), k.Hint(words(f, f.Theirs)), k.Hint(w.say("desk.aside.agrees"))))
			continue
		}
		if !v.Sync.MayDecide { // she may look, and tell who decides
			rows = append(rows, kit.Shares(1, shares, label.Bold(), k.Hint(words(f, f.Base)), k.Text(words(f, f.Mine)).Bold(), k.Text(words(f, f.Theirs)).Bold(), kit.Space()))
			continue
		}
		side := func(how string, value any) fyne.CanvasObject {
			b := k.Button(words(f, value), func() { w.desk.PickField(f.Name, how) })
			marks = append(marks, func(v SyncView) {
				if chosen := v.Picks[f.Name].How == how; chosen != b.Chosen {
					b.Marked(chosen).Refresh()
				}
			})
			if first == nil {
				first = b
			}
			return b
		}
		rows = append(rows, kit.Shares(1, shares, label.Bold(), k.Hint(words(f, f.Base)), side(office.SettleMine, f.Mine), side(office.SettleTheirs, f.Theirs), w.other(v.Sync, f, &marks)))
	}
	return kit.Panel(kit.Column(1, rows...)), first, marks
}

// other takes a value that is neither side's, where the field is text or a
// number. It counts as it is typed.
func (w *Window) other(v SyncView, f office.FieldConflict, marks *[]func(SyncView)) fyne.CanvasObject {
	for _, side := range []any{f.Mine, f.Theirs} {
		switch side.(type) {
		case nil, string, int64, uint64, int:
		default:
			return kit.Space()
		}
	}
	typed := ""
	if p, picked := v.Picks[f.Name]; picked && p.How == "" {
		typed = fmt.Sprint(p.Value)
	}
	e := w.now.Entry(typed, func(text string) { w.desk.TypeField(f.Name, text) })
	e.Kept = true // with the choice
	w.now.MayCompose(e)
	e.PlaceHolder = w.say("desk.aside.type")
	*marks = append(*marks, func(v SyncView) {
		if p, picked := v.Picks[f.Name]; !picked && strings.TrimSpace(e.Text) != "" || p.How != "" {
			e.Put("")
		}
	})
	return e
}
