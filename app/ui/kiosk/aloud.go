package kiosk

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/kit"
)

// Steps of the voice, each way from the usual.
const (
	mostVolume = 3
	mostSpeed  = 3
)

// place is the page and what it is about: another place begins at its first choices.
func place(v View) string {
	return strings.Join([]string{string(v.Page), v.Path, string(v.Way), v.Narrowed, ""}, "/")
}

// trouble is what went wrong, and how often: who tries once more is told once more.
func trouble(v View) string {
	if v.Code == "" {
		return ""
	}
	return v.Code + strconv.Itoa(v.Refused)
}

// state is what changes a page so much that it is made anew. Nothing else does: who
// goes about by keys would lose her place.
func state(v View) string {
	s := "/" + v.Out + "/" + string(v.Step) + "/" + v.Why + "/" + v.Status.Profile.Office + "/"
	if v.Page == Welcome || v.Page == Services || v.Page == Closed {
		if v.Offline { // else the page does not tell of it
			s += "offline" + v.Status.Journal.LastSync.Format("0102 15:04")
		}
		for _, x := range v.Services {
			s += "," + x.Why
		}
	}
	if v.Paying != nil {
		s += v.Paying.Card
	}
	if v.Page == PIN {
		s += strconv.Itoa(v.Tries)
	}
	if (v.Page == Welcome || v.Page == Insert) && v.Stale {
		s += "card"
	}
	for _, on := range []bool{v.Paying != nil, v.Paying != nil && v.Paying.Back, v.Unlocked, v.Stopped, v.Step != "", v.Reading != ""} {
		s += map[bool]string{true: "1", false: "0"}[on]
	}
	return s
}

// Speaks gives the window a voice.
func (w *Window) Speaks(v Voice) {
	w.voice = v
	w.key = ""
	w.Render()
}

// Rings gives the window a sound that calls somebody back to what was left; nil when
// the machine can make none.
func (w *Window) Rings(ring func()) { w.ring, w.key = ring, ""; w.Render() }

// silent reports whether nobody can hear that something was left.
func (w *Window) silent() bool { return w.voice == nil && w.ring == nil }

// speak reads the page, when that is wished for, and at last the button that OK
// presses.
func (w *Window) speak(v View) {
	w.said = Spoken(w.now, v)
	if w.page.screens > 1 {
		w.said = sentences([]string{w.said, w.partOf(w.page.screens)})
	}
	if b, ok := w.canvas.Focused().(*kit.Button); ok {
		w.said = sentences([]string{w.said, b.AccessibilityLabel()})
	}
	w.repeat()
}

// repeat reads the page again.
func (w *Window) repeat() {
	if w.voice == nil {
		return
	}
	w.voice.Stop()
	if w.look.Aloud {
		w.voice.Tune(w.look.Volume, w.look.Speed)
		w.voice.Say(w.now.Language, w.said)
	}
}

// reading reports whether somebody is being read to.
func (w *Window) reading() bool { return w.heard() && w.voice.Reading() }

// name reads what the keypad has come to. A page's own choice of focus is not
// read: the page is.
func (w *Window) name(f fyne.Focusable) {
	named, ok := f.(interface{ AccessibilityLabel() string })
	if !w.moved || !ok {
		return
	}
	label := named.AccessibilityLabel()
	if b, ok := f.(*kit.Button); ok && b.Chosen {
		label = w.say("kit.chosen", "what", label)
	}
	w.add(label)
}

// add reads what is new on a page that is otherwise as it was.
func (w *Window) add(words string) {
	if words != "" && w.voice != nil && w.look.Aloud {
		w.voice.Say(w.now.Language, words)
	}
}

// chosen goes on from an answer that was chosen of several to the way on, so that
// a keypad need not go past the others, and says both.
func (w *Window) chosen(label string) {
	if w.page.next == nil {
		return
	}
	w.add(w.say("kit.chosen", "what", label) + ". " + w.page.next.Label)
	w.canvas.Focus(w.page.next)
}

// sound reminds of what was left, whether pages are read or not; the page shows
// it, too.
func (w *Window) sound(v View) {
	if v.Alarms == w.alarms {
		return
	}
	if v.Alarms > 0 && v.Left > 0 && w.reading() {
		return // the question whether she is there is not cut off: she is called in a moment
	}
	w.alarms = v.Alarms
	if v.Alarms == 0 || w.voice == nil {
		if v.Alarms > 0 && w.ring != nil {
			w.ring()
		}
		return
	}
	words := w.say("kiosk.card_left")
	if v.Page == Take {
		words = w.say("kiosk.paper_left")
	}
	w.voice.Tune(mostVolume, 0)
	w.voice.Say(w.now.Language, words)
}

// voiceKey takes the keys of a keypad that are for the voice: again, quieter,
// louder, slower, faster, and the one that an earphone socket sends.
func (w *Window) voiceKey(key fyne.KeyName) bool {
	if w.voice == nil {
		return false
	}
	l := w.look
	switch key {
	case fyne.KeyF2:
		w.repeat()
		return true
	case fyne.KeyF3:
		l.Volume--
	case fyne.KeyF4:
		l.Volume++
	case fyne.KeyF5:
		l.Speed--
	case fyne.KeyF6:
		l.Speed++
	case fyne.KeyF7:
		l.Aloud = !l.Aloud
		w.SetLook(l)
		return true
	default:
		return false
	}
	w.tune(l)
	return true
}

// tune changes how the voice sounds, and reads the page so.
func (w *Window) tune(l Look) {
	l.Volume, l.Speed = bounded(l.Volume, l.Speed)
	w.look = l
	w.kiosk.Touch()
	w.repeat()
}

// sign is the office's name: taps on it are counted, and nothing shows that.
type sign struct {
	widget.BaseWidget
	words fyne.CanvasObject
	tap   func()
}

func newSign(words fyne.CanvasObject, tap func()) *sign {
	s := &sign{words: words, tap: tap}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped is for Fyne.
func (s *sign) Tapped(*fyne.PointEvent) { s.tap() }

// CreateRenderer is for Fyne.
func (s *sign) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.words) }
