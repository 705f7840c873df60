package desk

import "sala/app/ui/kit"

// kept is an entry of a text that is typed beside the forms: what stood there
// when the program ended, the screen was locked or another page was gone to
// stands there again, otherwise text. changed is told of every change and of
// what stands there from before; nil tells nobody.
func (w *Window) kept(place, text string, changed func(string)) *kit.Entry {
	was, typed := w.desk.Typed(place)
	if !typed {
		was = text
	}
	if changed == nil {
		changed = func(string) {}
	}
	e := w.now.Entry(was, func(words string) {
		if words == "" && text == "" {
			w.desk.done(place)
		} else {
			w.desk.Type(place, words)
		}
		changed(words)
	})
	e.Kept = true
	if typed {
		changed(was)
	}
	if w.texts == nil {
		w.texts = map[string]func(){}
	}
	w.texts[place] = func() {
		if e.Text != text {
			e.Put(text)
			changed(text)
		}
	}
	return e
}

// keptWords is such an entry of words, which may be Hangul; nothing stands there
// at first.
func (w *Window) keptWords(place string, changed func(string)) *kit.Entry {
	e := w.kept(place, "", changed)
	w.now.MayCompose(e)
	return e
}

// clearDone takes off the page what is done with.
func (w *Window) clearDone() {
	for place, empty := range w.texts {
		if _, typed := w.desk.Typed(place); !typed {
			empty()
		}
	}
}
