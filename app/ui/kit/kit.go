// Package kit is the controls of the house: buttons that Enter presses, text
// that breaks Thai lines between words, entries for dates, numbers and Hangul,
// lamps, panels and the rest. Front ends are built of these and of nothing else
// of Fyne's.
//
// Every control is made by a Kit, which carries the language, the catalogue and
// what the window does with keys. A control keeps no state that a person typed
// anywhere but on the screen: it tells its owner of each change.
package kit

import (
	"fyne.io/fyne/v2"

	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/fee"
)

// Catalogue says phrases; app/words has it.
type Catalogue interface {
	Text(lang, key string, args map[string]any) string
	Trouble(lang, code string, args map[string]any) (says, hint string)
	Has(key string) bool
	Coded(lang, prefix, said string) string
	Money(lang string, m fee.Money) string
}

// Kit makes controls. It is a value: a new language is a copy with another
// Language.
type Kit struct {
	Words    Catalogue
	Language string
	Front    theme.Front

	// Breaks returns the byte offsets at which a line of a paragraph may begin;
	// script.Breaker has it. Nil breaks at spaces.
	Breaks func(string) []int
	// Today is the day that a calendar opens at.
	Today func() calendar.Date
	// Find looks up divisions for the address picker; nil where there are none.
	Find func(query string, limit int) []Division
	// Touch is told of every press of a key or a button; nil when nobody asks.
	Touch func()
	// Key is asked for every key before the control that has the keyboard; it
	// reports whether it used the key.
	Key func(*fyne.KeyEvent) bool
	// Shortcut is asked for every combination before the control.
	Shortcut func(fyne.Shortcut) bool
	// Made is told of every entry, button and choice that is made: who makes a
	// page anew can carry over what was typed. Nil when nobody asks.
	Made func(fyne.Focusable)
	// Focused is told which control has the keyboard, nil for none: the keyboard
	// on the screen types into it.
	Focused func(fyne.Focusable)
	// Typed is told what a key has typed, taken away or changed, in words for a voice;
	// nil when nobody listens.
	Typed func(words string)
	// LowScreen makes the keys on the screen less high: it has few lines.
	LowScreen bool
	// Slides returns what a finger moves that begins to slide on an entry, nil for
	// nothing; nil where nobody slides a page.
	Slides func() fyne.Draggable
}

// Division is a sub-district with those above it, as the address picker offers
// them.
type Division struct {
	Subdistrict, District, Province, Postcode, Code string
}

// Say returns a phrase. The arguments are pairs of name and value.
func (k *Kit) Say(key string, pairs ...any) string {
	return k.Words.Text(k.Language, key, Args(pairs...))
}

// Args makes arguments out of pairs of name and value.
func Args(pairs ...any) map[string]any {
	if len(pairs) == 0 {
		return nil
	}
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			args[name] = pairs[i+1]
		}
	}
	return args
}

func (k *Kit) touched() {
	if k.Touch != nil {
		k.Touch()
	}
}

// took reports whether the window used the key.
func (k *Kit) took(ev *fyne.KeyEvent) bool {
	k.touched()
	return k.Key != nil && k.Key(ev)
}

func (k *Kit) made(f fyne.Focusable) {
	if k.Made != nil {
		k.Made(f)
	}
}

func (k *Kit) focus(f fyne.Focusable) {
	if k.Focused != nil {
		k.Focused(f)
	}
}
