package field

import (
	"strconv"
	"strings"

	"sala/app/ui/kept"
)

// The places of what is entered beside the forms.
const (
	outingAt  = "outing/"
	subjectAt = "subject/"
	listAt    = "list/"
	purseAt   = "purse/"
)

// stopAt is the place of what is entered about a stop, beside its form.
func stopAt(stop string) string { return "stop/" + stop + "/" }

// textsAt are the texts of who is at a screen.
func (f *Field) textsAt(s Screen) *kept.Texts {
	if s == SignIn {
		return f.glass.Texts
	}
	return f.texts
}

// keepText keeps what stands at a place, "" nothing.
func (f *Field) keepText(place, words string) {
	if words == "" {
		f.texts.Forget(place)
	} else {
		f.texts.Put(place, words)
	}
}

func (f *Field) text(place string) string {
	words, _ := f.texts.At(place)
	return words
}

// keepChoice keeps what is to be taken out.
func (f *Field) keepChoice() {
	c := f.view.Choice
	f.keepText(outingAt+"areas", strings.Join(c.Areas, "\n"))
	f.keepText(outingAt+"forms", strings.Join(c.Forms, "\n"))
	f.keepText(outingAt+"photos", yes(c.Photos))
	f.texts.Put(outingAt+"days", strconv.Itoa(c.Days))
}

// recall takes up what the officer who has come entered before the program ended.
func (f *Field) recall() {
	c := &f.view.Choice
	lines := func(text string) []string { return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }) }
	c.Areas, c.Forms, c.Photos = lines(f.text(outingAt+"areas")), lines(f.text(outingAt+"forms")), f.text(outingAt+"photos") != ""
	if days, err := strconv.Atoi(f.text(outingAt + "days")); err == nil {
		c.Days = days
	}
	f.view.ByDeadline, f.view.Mapped = f.text(listAt+"deadline") != "", f.text(listAt+"map") != ""
}

// mark keeps a list's look.
func (f *Field) mark(what string, on bool) { f.keepText(listAt+what, yes(on)) }

// yes is how a mark is kept; one that is not set is not.
func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}
