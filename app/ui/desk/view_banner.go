package desk

import (
	"maps"
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
)

// trouble is what went wrong, of which device where one was tested.
func (w *Window) trouble(t Trouble) fyne.CanvasObject {
	what, hint := w.now.Words.Trouble(w.now.Language, t.Code, t.Args)
	if d, ok := t.Args[tested].(office.PluggedDevice); ok {
		what = w.say("desk.devices.failed", "device", w.deviceName(d), "what", what)
	}
	return w.now.Notice(kit.ToneBad, what, hint, w.now.Button(w.say("kit.close"), w.desk.Dismiss).With("Esc"))
}

// toast is what went well, with which device where one was tested.
func (w *Window) toast(t Toast) fyne.CanvasObject {
	args := maps.Clone(t.Args)
	if d, ok := args[tested].(office.PluggedDevice); ok {
		args["device"] = w.deviceName(d)
	}
	return w.now.Toast(w.now.Words.Text(w.now.Language, t.Key, args))
}

// deviceName is what a device is, and of which make.
func (w *Window) deviceName(d office.PluggedDevice) string {
	return strings.TrimSpace(w.deviceKind(d.Kind) + " " + d.Name)
}
