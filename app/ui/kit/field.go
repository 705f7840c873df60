package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
)

// Field is a control with its label above, its hint and what is wrong with it
// below. The problem's place is under the control, above a list of choices, so
// nothing has to be looked for.
type Field struct {
	*fyne.Container
	label, hint *Text
	mark        *Text
	head        *fyne.Container
	problem     *fyne.Container
	says        *Text
	kit         *Kit
	ink         fyne.ThemeColorName
	bare        bool
}

// Field returns a field.
func (k *Kit) Field(label, hint string, required bool, control fyne.CanvasObject) *Field {
	f := &Field{kit: k, label: k.Text(label).Bold(), hint: k.Small(hint), mark: k.Small(k.Say("kit.required")).Ink(theme.Warm).OneLine(), says: k.Text("")}
	name(control, label)
	f.problem = Row(1, Stretch(f.says))
	f.head = Row(1, Stretch(f.label), f.mark)
	f.Container = Column(0.5, f.head, f.hint, control, f.problem)
	if _, long := control.(*Choice); long { // its end may be out of sight
		f.Container = Column(0.5, f.head, f.hint, f.problem, control)
	}
	f.Require(required)
	if hint == "" {
		f.hint.Hide()
	}
	f.problem.Hide()
	return f
}

// Labelled is a field of which nothing can be wrong.
func (k *Kit) Labelled(label, hint string, control fyne.CanvasObject) fyne.CanvasObject {
	return k.Field(label, hint, false, control).Container
}

// Require shows whether an answer is needed.
func (f *Field) Require(required bool) {
	if required && !f.bare {
		f.mark.Show()
	} else {
		f.mark.Hide()
	}
}

// Problem shows what is wrong, "" nothing. A warning does not stop anything.
func (f *Field) Problem(says string, warning bool) {
	if says == "" {
		if f.problem.Visible() {
			f.problem.Hide()
			f.Refresh()
		}
		return
	}
	ink, icon := theme.Bad, fynetheme.ErrorIcon()
	if warning {
		ink, icon = theme.Warm, fynetheme.WarningIcon()
	}
	if f.problem.Visible() && ink == f.ink && says == f.says.Words() {
		return
	}
	if ink != f.ink {
		f.ink = ink
		f.problem.Objects = []fyne.CanvasObject{top(Sign(icon, ink, 20)), Stretch(f.says)}
	}
	f.says.Ink(ink)
	f.says.SetWords(says)
	f.problem.Show()
	f.Refresh()
}

// Saying returns the problem that is shown.
func (f *Field) Saying() string {
	if !f.problem.Visible() {
		return ""
	}
	return f.says.Words()
}

// Bare hides label, hint and mark.
func (f *Field) Bare() {
	f.head.Hide()
	f.hint.Hide()
	f.bare = true
}
