package desk

import (
	"strings"

	"sala/app/ui/kit"
)

// keep makes what is entered into an input beside the forms outlive a crash, a
// locked screen and another page; see kept.Page.
func keep[T kit.Input](w *Window, place string, in T) T {
	w.entered.Keep(place, in)
	return in
}

// kept is an entry of such a text, in which text stands at first. changed is told
// of every change and of what stands there from before; nil tells nobody.
func (w *Window) kept(place, text string, changed func(string)) *kit.Entry {
	return keep(w, place, w.now.Entry(text, changed))
}

// keptWords is such an entry of words, which may be Hangul; nothing stands there
// at first.
func (w *Window) keptWords(place string, changed func(string)) *kit.Entry {
	e := w.kept(place, "", changed)
	w.now.MayCompose(e)
	return e
}

// picker chooses a file; the folder and what was typed of a name are kept.
func (w *Window) picker(place string, chosen func(file string)) *kit.Picker {
	return keep(w, place+"file", w.now.Picker(w.browse, chosen))
}

// fill puts back what was kept of the inputs that are new on the page.
func (w *Window) fill() {
	for w.entered.Fill() {
	}
}

// refill puts a query back into its entry, unless it stands there: a query has no
// spaces at its ends, and what is being typed may.
func refill(e *kit.Entry, query string) {
	if strings.TrimSpace(e.Text) != query {
		e.Put(query)
	}
}
