package desk

import (
	"strings"

	"sala/app/ui/kept"
)

// typedAt is the place of what is entered on a screen about something, such as
// one petition.
func typedAt(s Screen, about ...string) string {
	return string(s) + "/" + strings.Join(about, "/") + "/"
}

// lookAt is the place of what only narrows a list or leads to a page: it is there
// again after a crash, and nobody needs to be told that it was left.
func lookAt(s Screen, what string) string { return "look/" + string(s) + "/" + what }

// textsAt are the texts of who is at a screen.
func (d *Desk) textsAt(s Screen) *kept.Texts {
	if s == SignIn {
		return d.glass.Texts
	}
	return d.texts
}

// Typed returns what the officer entered at a place and has not acted on.
func (d *Desk) Typed(place string) (words string, ok bool) { return d.texts.At(place) }

// Type keeps what the officer enters at a place.
func (d *Desk) Type(place, words string) { d.texts.Put(place, words) }

// look keeps what narrows a list, as long as it does.
func (d *Desk) look(place, words string) {
	if words == "" {
		d.texts.Forget(place)
	} else {
		d.texts.Put(place, words)
	}
}

// done forgets what was entered at places that begin so: it was acted on, or left.
func (d *Desk) done(places ...string) { d.texts.Done(places...) }
