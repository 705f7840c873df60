package kit

import (
	"fmt"

	"sala/forms/script"
)

// A voice says what keys do, as a screen reader does: the letter that was typed, what
// was taken away, the other keys that are shown. Of what is secret it says how much of
// it was typed, as the dots show.

// typedSays tells of a letter that an entry has taken. before is what stood in it.
func (e *Entry) typedSays(before string, r rune) {
	switch {
	case e.Text == before:
	case e.Password:
		e.tell(e.secretSays())
	default:
		if jamo, ok := script.Jamo(r); ok && e.compose != nil {
			r = jamo
		}
		e.tell(e.kit.letterSays(r))
	}
}

// rubbedOutSays tells of what was taken out of an entry: the letter, or what is left
// of a syllable.
func (e *Entry) rubbedOutSays(before string) {
	was, now := []rune(before), []rune(e.Text)
	at := 0
	for at < len(was) && at < len(now) && was[at] == now[at] {
		at++
	}
	switch {
	case at == len(was) || e.Text == before:
	case e.Password:
		e.tell(e.secretSays())
	case len(was) == len(now):
		e.tell(string(now[at]))
	case len(was) == len(now)+1:
		e.tell(e.kit.Say("kit.key.rubbed_out", "what", e.kit.letterSays(was[at])))
	default: // several that were marked
		e.tell(e.kit.Say("kit.key.rubbed_out", "what", string(was[at:at+len(was)-len(now)])))
	}
}

// tell is silent while the keypad presses a key: it has the whole entry said.
func (e *Entry) tell(words string) {
	if e.board == nil || !e.board.hitting {
		e.kit.tell(words)
	}
}

// secretSays is how much of a secret was typed.
func (e *Entry) secretSays() string {
	return e.kit.Say("kit.key.secret", "count", len([]rune(e.Text)))
}

func (k *Kit) tell(words string) {
	if k.Typed != nil {
		k.Typed(words)
	}
}

// letterSays is what a letter is called: no voice reads a mark by itself.
func (k *Kit) letterSays(r rune) string {
	if r == ' ' {
		return k.Say("kit.key.space")
	}
	if key := fmt.Sprintf("kit.key.name.%04x", r); k.Words.Has(key) {
		return k.Say(key)
	}
	return string(r)
}

// layoutSays is what the keys of a layout are called.
func (k *Kit) layoutSays(l Layout) string { return k.Say("kit.key.layout." + string(l)) }

// shiftSays is whether the keys are shifted.
func (b *Keyboard) shiftSays() string {
	if b.shift {
		return b.kit.Say("kit.key.shift_on")
	}
	return b.kit.Say("kit.key.shift_off")
}

// turned tells that the keys are others now. The keypad says so before the key that
// it has come to.
func (b *Keyboard) turned(words string) {
	if b.hitting {
		b.news = words
		return
	}
	b.kit.tell(words)
}
