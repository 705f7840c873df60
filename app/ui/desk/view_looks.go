package desk

import (
	"fyne.io/fyne/v2/container"

	"sala/app/ui/kit"
)

// looks is who has looked at the visitor's record, to be read to her or
// printed.
func (w *Window) looks(v View) page {
	k := w.now
	list := v.Serve.Looks
	rows := func(n int) []string {
		x := list.List[n]
		return []string{w.moment(x.At.UnixMilli()), w.officerName(x.Officer), k.Words.Coded(k.Language, "purpose.", x.Purpose), k.Words.Coded(k.Language, "consent.", x.Consent)}
	}
	cols := []kit.Col{{Title: w.say("paper.views.at"), Share: 1}, {Title: w.say("paper.views.officer"), Share: 1.2}, {Title: w.say("paper.views.purpose"), Share: 1.6}, {Title: w.say("paper.views.consent"), Share: 1}}
	table := k.Table(cols, len(list.List), rows, nil)
	print := func() { w.desk.PrintLooks(k.Language) }
	main := k.MainButton(w.say("desk.looks.print"), "F9", print)
	head := kit.Column(0.5, k.Sub(list.Resident.Name(k.Language)), k.Hint(w.say("desk.looks.hint", "count", len(list.List))))
	object, scroll := w.frame(layout{title: w.say("desk.looks.title"), beside: w.steps(AtPerson), body: container.NewBorder(kit.Inset(1, 1, head), nil, nil, nil, table), fixed: true,
		back: k.Button(w.say("desk.person.title"), w.desk.Back).With("Esc"), main: main})
	return page{object: object, scroll: scroll, main: print, back: w.desk.Back, focus: func() { w.canvas.Focus(main) }, update: func(View) {}}
}
