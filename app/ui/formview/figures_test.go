package formview_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// BenchmarkFigureKeyToScreen is from a key to the whole form brought up to date
// by its answer, beside the same key in an entry of Fyne's own with no form
// around it. Both take words of 40 letters, one after the other.
func BenchmarkFigureKeyToScreen(b *testing.B) {
	f, _ := rehearsal.New().Forms.Form("move-in")
	v := lay(b, studiotest.Open(b, 1000, 800), theme.Desk, "th", f, nil)
	for range 12 { // a long form
		if _, err := v.sheet.AddRow("members"); err != nil {
			b.Fatal(err)
		}
	}
	v.Update(v.page())
	v.Focus("members[3].name")
	entry := v.Window.Canvas().Focused().(*kit.Entry)
	const letters = 40
	word := func(e fyne.Focusable) (took time.Duration) {
		start := time.Now()
		for range letters {
			test.Type(e, "ก")
		}
		return time.Since(start) / letters
	}
	plain := widget.NewEntry()
	var ours, theirs []time.Duration
	for b.Loop() {
		v.Window.SetContent(v.Column)
		ours = append(ours, word(entry))
		entry.SetText("")
		v.Window.SetContent(plain)
		theirs = append(theirs, word(plain))
		plain.SetText("")
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	mine, bare := ours[len(ours)/2], theirs[len(theirs)/2]
	b.ReportMetric(float64(mine.Microseconds())/1000, "ms/key")
	b.ReportMetric(float64(mine)/float64(bare), "x-plain-entry<=20")
}
