package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// helpWidth is how wide the help is, in letters of the usual size.
const helpWidth = 460

// helpKeys are the keys that work everywhere, and what says what each does.
var helpKeys = []struct{ keys, word string }{
	{"F1", "f1"}, {"F2", "f2"}, {"F3", "f3"}, {"F9", "f9"}, {"Esc", "esc"}, {"F12", "f12"}, {"Alt 1 … =", "alt"},
	{"Tab  Shift Tab", "move"}, {"1 … 9", "number"}, {"Ctrl Z  Ctrl Y", "undo"}, {"Ctrl Space", "hangul"},
}

// helpOf names what is said of the page that is shown: that of its part, or else
// of its place.
func (w *Window) helpOf(v View) string {
	at := "desk.help.page." + string(v.Screen)
	part := ""
	switch v.Screen {
	case Serve:
		part = string(v.Serve.Stage)
	case People:
		if part = string(v.People.Stage); v.People.Stage == PeopleWhy {
			return "desk.help.page.serve_purpose"
		}
	}
	if part != "" && w.now.Words.Has(at+"_"+part) {
		at += "_" + part
	}
	return at
}

// Help opens or closes the help. The page stays as it is beside it, and the
// keyboard where it was: what is said can be done while it is read.
func (w *Window) Help() {
	w.helping = !w.helping
	w.showHelp(w.desk.View())
}

// showHelp shows the help of the page, if it is open.
func (w *Window) showHelp(v View) {
	w.help.Objects, w.helped = nil, w.helpOf(v)
	if w.helping {
		w.help.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, nil, newCover(w.helpPanel(v)))}
	}
	w.help.Refresh()
}

func (w *Window) helpPanel(v View) fyne.CanvasObject {
	k := w.now
	title := w.say("desk.help") + ": " + w.say("desk.screen."+string(v.Screen))
	rows := []fyne.CanvasObject{kit.Row(1, kit.Stretch(k.Sub(title)), k.Button(w.say("kit.close"), w.Help).As(kit.Quiet).With("F1")),
		k.Text(w.say(w.helpOf(v))), kit.Rule(), k.Text(w.say("desk.help.keys")).Bold()}
	for _, h := range helpKeys {
		rows = append(rows, kit.Shares(1, []float32{1, 2.2}, k.Small(h.keys).Bold(), k.Small(w.say("desk.help.key."+h.word))))
	}
	w.helpScroll = container.NewVScroll(kit.Inset(2, 2, kit.Column(1, append(rows, kit.Space())...)))
	return kit.Least(helpWidth*min(w.look.Scale, 1.5), 0, kit.On(theme.Paper, container.NewBorder(nil, nil, kit.Least(2, 1, kit.Rule()), nil, w.helpScroll)))
}

// typedInHelp takes the keys of the help while it is open: Escape closes it, and
// the page keys go through it where the letters are large.
func (w *Window) typedInHelp(ev *fyne.KeyEvent) bool {
	if !w.helping {
		return false
	}
	switch ev.Name {
	case fyne.KeyEscape:
		w.Help()
	case fyne.KeyPageDown:
		w.helpScroll.ScrollToOffset(w.helpScroll.Offset.AddXY(0, w.helpScroll.Size().Height/2))
	case fyne.KeyPageUp:
		w.helpScroll.ScrollToOffset(w.helpScroll.Offset.SubtractXY(0, w.helpScroll.Size().Height/2))
	default:
		return false
	}
	return true
}

// cover keeps a tap on the help from what lies below it.
type cover struct {
	widget.BaseWidget
	shown fyne.CanvasObject
}

func newCover(shown fyne.CanvasObject) *cover {
	c := &cover{shown: shown}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped does nothing.
func (c *cover) Tapped(*fyne.PointEvent) {}

// CreateRenderer is for Fyne.
func (c *cover) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.shown) }
