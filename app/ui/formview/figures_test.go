package formview_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/forms/answer"
)

// BenchmarkFigureKeyToScreen is from a key to the whole form brought up to date
// by its answer, beside the same key in an entry of Fyne's own with no form
// around it.
func BenchmarkFigureKeyToScreen(b *testing.B) {
	s := studiotest.Open(b, 1000, 800)
	s.Use(theme.New(theme.Desk, theme.Light, 1))
	k := studiotest.Kit(b)
	k.Language, k.Front = "th", theme.Desk
	f, _ := rehearsal.New().Forms.Form("move-in")
	sheet, err := answer.Open(f, nil, answer.Env{})
	if err != nil {
		b.Fatal(err)
	}
	for range 12 { // a long form
		if _, err := sheet.AddRow("members"); err != nil {
			b.Fatal(err)
		}
	}
	var v *formview.View
	v = formview.New(&k, formview.Of(f, sheet), "", formview.Changes{Answer: func(path string, value any) {
		if err := sheet.Set(path, value); err != nil {
			b.Error(err)
		}
		v.Update(formview.Of(f, sheet))
	}})
	s.Window.SetContent(v.Column)
	v.Focus("members[3].name")
	entry := s.Window.Canvas().Focused()
	n := 0
	for b.Loop() {
		test.Type(entry, "ก")
		n++
		if n%40 == 0 {
			v.Update(formview.Of(f, sheet))
		}
	}
	ours := b.Elapsed() / time.Duration(n)
	plain := widget.NewEntry()
	s.Window.SetContent(plain)
	start := time.Now()
	const keys = 200
	for range keys {
		test.Type(plain, "ก")
	}
	theirs := time.Since(start) / keys
	b.ReportMetric(float64(ours.Microseconds())/1000, "ms/key")
	b.ReportMetric(float64(ours)/float64(theirs), "x-plain-entry<=20")
}
