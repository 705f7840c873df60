package kit

import (
	"fyne.io/fyne/v2"

	"sala/forms/script"
)

// composer is the Hangul syllable that is being typed on a plain keyboard, with
// no input method of the operating system: the letters of the two-set layout
// come in, the syllable so far stands in the entry before the cursor.
type composer struct {
	script.Composer
	shown string // what the entry shows of the syllable
}

// Compose makes the entry compose Hangul out of Latin letters and jamo, or stop.
func (e *Entry) Compose(on bool) {
	e.finish()
	e.compose = nil
	if on {
		e.compose = &composer{}
	}
}

// Composes reports whether the entry composes Hangul.
func (e *Entry) Composes() bool { return e.compose != nil }

// MayCompose makes an entry compose Hangul when the language is Korean. Ctrl+Space
// switches between Hangul and Latin letters.
func (k *Kit) MayCompose(e *Entry) {
	e.mayCompose = true
	e.Compose(k.Language == "ko")
}

// composed takes a letter; it reports whether the composer used it.
func (e *Entry) composed(r rune) bool {
	if key, ok := script.Jamo(r); ok {
		r = key
	}
	if !script.IsJamo(r) {
		e.finish()
		return false
	}
	done := e.compose.Add(r)
	e.replace(done + e.compose.Composing())
	e.compose.shown = e.compose.Composing()
	return true
}

// endsSyllable reports whether a key ends the syllable: one that moves the cursor,
// breaks the line or takes away. A letter's own key comes before the letter, and so
// does Shift.
func endsSyllable(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
		fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab, fyne.KeyEscape, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// rubOut takes back one letter of the syllable; it reports whether there was one.
func (e *Entry) rubOut(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyBackspace && e.compose.shown != "" && e.compose.Backspace() {
		e.replace(e.compose.Composing())
		e.compose.shown = e.compose.Composing()
		return true
	}
	if endsSyllable(ev.Name) {
		e.finish()
	}
	return false
}

// replace puts words in the place of the syllable that is shown.
func (e *Entry) replace(words string) {
	for range []rune(e.compose.shown) {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for _, r := range words {
		e.Entry.TypedRune(r)
	}
}

// finish ends the syllable: what is shown of it stays.
func (e *Entry) finish() {
	if e.compose != nil {
		e.compose.Flush()
		e.compose.shown = ""
	}
}
