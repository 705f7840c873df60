package formview

import (
	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
	"sala/forms/answer"
	"sala/forms/identity"
)

// national is the control of a national number. What is wrong with it is told
// once: the entry counts the digits while it is typed, the question says the rest.
func (v *View) national(q Question, in *input) fyne.CanvasObject {
	n := v.kit.NationalEntry(q.Country, text(q), func(digits string) {
		in.typing = true
		v.answer(q.Path, digits)
	})
	n.Entry.OnLeave = func() {
		in.typing = false
		v.say(in, in.last)
	}
	in.number = n
	in.first, in.put = n.Entry, func(q Question) { unlessTyping(n.Entry, func() { n.Put(text(q)) }) }
	return kit.Least(220, 0, n)
}

// unfinished reports whether a problem is only that the number is being typed.
func (in *input) unfinished(p answer.Problem) bool {
	return in.typing && p.Code == identity.WrongLength
}
