package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sala/app/ui/kit"
)

// TestAClickGivesTheKeyboardAway promises that what a button gives the keyboard to
// keeps it, though the driver takes it from everything but the button between the
// end of the press and the click.
func TestAClickGivesTheKeyboardAway(t *testing.T) {
	k, s := outside(t)
	entry := k.Entry("", nil)
	c := s.Window.Canvas()
	button := k.Button("เลือกภาพ", func() { c.Focus(entry) })
	s.Window.SetContent(kit.Column(0, button, entry))
	s.Settle()
	at := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(20, 20)}}
	button.MouseDown(at)
	button.MouseUp(at)
	c.Unfocus()
	button.Tapped(&fyne.PointEvent{})
	if c.Focused() != fyne.Focusable(entry) {
		t.Errorf("after the click %T has the keyboard", c.Focused())
	}
}
