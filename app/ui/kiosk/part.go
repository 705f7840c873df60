package kiosk

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
)

// moreButton leads to the next of several screenfuls, and has what stands there read
// in place of the whole page.
func (w *Window) moreButton(pages int) *kit.Button {
	more := w.now.Button(w.say("kiosk.more", "at", w.group+1, "of", pages), func() {
		w.group++
		w.kiosk.Touch()
		w.key = ""
		w.Render()
		w.said = sentences(append([]string{w.say("kiosk.part", "at", w.group+1, "of", pages)}, w.part...))
		w.repeat()
	})
	more.Icon = fynetheme.NavigateNextIcon()
	return more
}

// labels are what the buttons of a thing are called.
func labels(o fyne.CanvasObject) (out []string) {
	switch c := o.(type) {
	case *kit.Button:
		return []string{c.AccessibilityLabel()}
	case *fyne.Container:
		for _, in := range c.Objects {
			out = append(out, labels(in)...)
		}
	}
	return out
}
