package formview_test

import (
	"testing"

	"sala/app/ui/formview"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/answer"
	"sala/forms/definition"
)

// laid is a form on a window, answered at once.
type laid struct {
	*formview.View
	*studiotest.Studio
	kit   kit.Kit
	form  *definition.Form
	sheet *answer.Sheet
}

// lay lays a form with the answers that it has on a window.
func lay(t testing.TB, s *studiotest.Studio, front theme.Front, language string, form *definition.Form, answers map[string]any) *laid {
	t.Helper()
	s.Use(theme.New(front, theme.Light, 1))
	sheet, err := answer.Open(form, answers, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	l := &laid{Studio: s, kit: studiotest.Kit(t), form: form, sheet: sheet}
	l.kit.Language, l.kit.Front = language, front
	l.anew(t)
	return l
}

// anew lays the form once more, as after a crash.
func (l *laid) anew(t testing.TB) {
	set := func(err error) {
		if err != nil {
			t.Error(err)
		}
		l.Update(l.page())
	}
	l.View = formview.New(&l.kit, l.page(), "", formview.Changes{
		Answer:    func(path string, value any) { set(l.sheet.Set(path, value)) },
		AddRow:    func(path string) { _, err := l.sheet.AddRow(path); set(err) },
		RemoveRow: func(row string) { set(l.sheet.RemoveRow(row)) },
	})
	l.Window.SetContent(l.Column)
	l.Settle()
}

// page is the form as it is now.
func (l *laid) page() formview.Page { return formview.Of(l.form, l.sheet) }
