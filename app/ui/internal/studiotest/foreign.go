package studiotest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/kit"
)

// FaultsIn names what is wrong with what is shown in a language: what Faults
// finds, what no reader of the language would understand, and a keyboard that
// waits on something that cannot be used.
func (s *Studio) FaultsIn(language string) []string {
	faults := s.Faults()
	for _, text := range s.said() {
		if word := foreign(language, text); word != "" {
			faults = append(faults, fmt.Sprintf("%q has %q in it", text, word))
		}
	}
	if b, ok := s.Window.Canvas().Focused().(*kit.Button); ok && b.Disabled() {
		faults = append(faults, fmt.Sprintf("the keyboard is on %q, which cannot be pressed", b.Label))
	}
	return faults
}

var (
	latin = regexp.MustCompile(`[A-Za-z]+(?:_[A-Za-z]+)*`)
	// A command, and what is made up of several parts: a number, a key, a file, an
	// address, a version.
	code = regexp.MustCompile(`salactl(?: [a-z]+)+|\b[A-Z]{1,3}[0-9]{3,}\b|\b[0-9a-f]{4}(?: [0-9a-f]{4}){2,}[0-9a-f …]*|[A-Za-z0-9ก-๙]*[A-Za-z0-9][@:/.\-–][A-Za-z0-9@:/.\-–]*[0-9][A-Za-z0-9@:/.\-]*|https?://\S+|(?:/[\w.\-]+)+|[\w@.\-]+\.(?:pack|pdf|png|jpg|sala|reply)`)
	// A day as a machine writes it, a week as a form of opening hours does, the
	// first day of a clock that was never set, a key of the catalogue.
	raw = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}(?:T|\b)|\b(?:Mo|Tu|We|Th|Fr|Sa|Su)-(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|1 ม\.ค\. 5[0-9]{2}\b|\b1\. 1\. 1\.|\b1 Jan 1\b|\b[a-z]+(?:\.[a-z_]+){2,}\b`)
)

// known are the Latin words that a Thai reader meets on a screen: keys, what
// everybody calls so, and the names of things.
var known = strings.Fields(`Enter Esc Alt Caps Lock Ctrl F PIN QR PDF USB MB kB KB GB English Sala KINGSTON
	Gemalto PC Twin EPSON TM Star TSP Brother HL ccTalk ZVT u blox
	Somying Prasert Kanyarat Bunmi Jaidee somchai wilai minji`)

// said are the texts that are shown, but for what stands in entries.
func (s *Studio) said() []string {
	var out []string
	var visit func(o fyne.CanvasObject)
	visit = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		switch c := o.(type) {
		case *kit.Entry:
		case *canvas.Text:
			out = append(out, c.Text)
		case *fyne.Container:
			for _, child := range c.Objects {
				visit(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(c).Objects() {
				visit(child)
			}
		}
	}
	visit(s.Window.Content())
	return out
}

// foreign returns what in a text its reader would not understand, "" nothing.
// Names of people and what they typed may be in any script.
func foreign(language, text string) string {
	if found := raw.FindString(text); found != "" {
		return found
	}
	for _, word := range latin.FindAllString(text, -1) {
		if strings.Contains(word, "_") {
			return word
		}
	}
	if language != "th" {
		return ""
	}
	for _, word := range latin.FindAllString(code.ReplaceAllString(text, ""), -1) {
		if len(word) > 1 && !slices.Contains(known, word) {
			return word
		}
	}
	return ""
}
