package kiosk

import (
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/formview"
	"sala/app/ui/kit"
)

// moreButton leads to the next of several screenfuls, and has what stands there read
// in place of the whole page.
func (w *Window) moreButton(pages int) *kit.Button {
	more := w.now.Button(w.say("kiosk.more", "at", w.group+1, "of", pages), func() {
		w.turn(w.group+1, pages)
	})
	more.Icon = fynetheme.NavigateNextIcon()
	return more
}

// turn shows one of several screenfuls of a page, and has it read.
func (w *Window) turn(to, pages int) {
	w.group = to
	w.kiosk.Touch()
	w.key = ""
	w.Render()
	w.said = w.partOf(pages)
	w.repeat()
}

// partOf says which of several screenfuls is shown, and what stands there.
func (w *Window) partOf(pages int) string {
	return sentences(append([]string{w.say("kiosk.part", "at", w.group+1, "of", pages)}, w.part...))
}

// inScreens asks an address on one screen after another: the keyboard takes the room.
// Next and Back lead through them.
func (w *Window) inScreens(v View, view *formview.View, p *page) {
	n := view.Screens(v.Path)
	if n == 1 {
		return
	}
	p.screens, w.group = n, min(w.group, n-1)
	w.part = []string{view.Screen(v.Path, w.group, w.divisions(), w.kiosk.Mending)}
	p.title += " (" + strconv.Itoa(w.group+1) + "/" + strconv.Itoa(n) + ")"
	p.next = w.now.MainButton(w.say("kiosk.next"), "", func() {
		if w.group+1 < n {
			w.turn(w.group+1, n)
			return
		}
		w.kiosk.Next()
		if now := w.kiosk.View(); now.Path == v.Path && now.Checked { // what is wrong is said where it begins
			w.group, w.key = 0, ""
			w.Render()
		}
	})
}

// divisions is how many divisions have room above the keyboard.
func (w *Window) divisions() int {
	if w.double() || w.low() {
		return 2
	}
	return 4
}

// back leads to the screen before, or to the page before.
func (w *Window) back() {
	if w.page.screens > 1 && w.group > 0 {
		w.turn(w.group-1, w.page.screens)
		return
	}
	w.kiosk.Back()
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

// chooses reports whether one of several ways is chosen on the page, and nothing else
// stands in front of it.
func chooses(v View) bool {
	return (v.Page == Welcome || v.Page == Services) && v.Code == "" && !v.Help && v.Left == 0
}

// focused is what the button is called that has the keyboard, "" for none.
func (w *Window) focused() string {
	if b, ok := w.canvas.Focused().(*kit.Button); ok {
		return b.AccessibilityLabel()
	}
	return ""
}

// button finds the button of this name in a thing; nil where none has it.
func button(o fyne.CanvasObject, name string) *kit.Button {
	switch c := o.(type) {
	case *kit.Button:
		if name != "" && c.AccessibilityLabel() == name && !c.Disabled() {
			return c
		}
	case *fyne.Container:
		for _, in := range c.Objects {
			if b := button(in, name); b != nil {
				return b
			}
		}
	}
	return nil
}
