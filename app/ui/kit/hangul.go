package kit

import "fyne.io/fyne/v2"

// composer is the Hangul syllable that is being typed: on a plain keyboard, with
// no input method of the operating system. The letters of the two-set layout
// come in, the syllable so far stands in the entry before the cursor.
type composer struct {
	automaton Automaton
	pending   string // what the entry shows of the syllable
}

// Automaton composes Hangul; forms/script has one.
type Automaton interface {
	// Key takes a Latin letter of the two-set layout and returns what is finished
	// and what is still being composed; ok is false for a key that is no letter.
	Key(r rune) (done, pending string, ok bool)
	// Back takes back one letter; ok is false when nothing is being composed.
	Back() (pending string, ok bool)
	// Flush ends the syllable.
	Flush()
}

// Compose makes the entry compose Hangul out of Latin letters, or stop.
func (e *Entry) Compose(a Automaton) {
	e.finish()
	e.compose = nil
	if a != nil {
		e.compose = &composer{automaton: a}
	}
}

// Composes reports whether the entry composes Hangul.
func (e *Entry) Composes() bool { return e.compose != nil }

func (e *Entry) composed(r rune) bool {
	done, pending, ok := e.compose.automaton.Key(r)
	if !ok {
		e.finish()
		return false
	}
	e.replace(done + pending)
	e.compose.pending = pending
	return true
}

func (e *Entry) composedKey(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyBackspace {
		if pending, ok := e.compose.automaton.Back(); ok {
			e.replace(pending)
			e.compose.pending = pending
			return true
		}
	}
	e.finish()
	return false
}

// replace puts words in the place of the pending syllable.
func (e *Entry) replace(words string) {
	for range []rune(e.compose.pending) {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for _, r := range words {
		e.Entry.TypedRune(r)
	}
}

// finish ends the syllable that is being composed.
func (e *Entry) finish() {
	if e.compose != nil {
		e.compose.automaton.Flush()
		e.compose.pending = ""
	}
}

// MayCompose lets an entry compose Hangul out of a plain keyboard, switched by
// the Hangul key or Shift+Space; on when the language is Korean.
func (k *Kit) MayCompose(e *Entry) {
	if k.Automaton == nil {
		return
	}
	e.automaton = k.Automaton()
	if k.Language == "ko" {
		e.Compose(e.automaton)
	}
}
