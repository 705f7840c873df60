package kit_test

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// TestALongListStaysUnderTheFinger promises that an option which is touched stays
// where it is, though the list that gets the keyboard goes on below the edge, and
// that the arrows bring the option into sight to which they come.
func TestALongListStaysUnderTheFinger(t *testing.T) {
	s := studiotest.Open(t, 600, 400)
	s.Use(theme.New(theme.Field, theme.Light, 1))
	parts := studiotest.Kit(t)
	var scroll *kit.DragScroll
	parts.Focused = func(f fyne.Focusable) {
		if o, ok := f.(fyne.CanvasObject); ok && scroll != nil {
			kit.Reveal(scroll.Scroll, o)
		}
	}
	var options []kit.Option
	for n := range 20 {
		options = append(options, kit.Option{ID: strconv.Itoa(n), Label: "เขต " + strconv.Itoa(n)})
	}
	choice := parts.Choice(options, nil, true, func([]string) {})
	scroll = kit.NewDragScroll(kit.Column(0, choice))
	s.Window.SetContent(scroll)
	s.Settle()
	test.TapCanvas(s.Window.Canvas(), fyne.NewPos(100, 150))
	if len(choice.Chosen()) != 1 || scroll.Scroll.Offset.Y != 0 {
		t.Errorf("%v was chosen, and the list has moved by %v under the finger", choice.Chosen(), scroll.Scroll.Offset.Y)
	}
	for range 12 {
		choice.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	part, alone := choice.At()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(part)
	if !alone || at.Y < 0 || at.Y+part.Size().Height > 400 {
		t.Errorf("the option to which the arrows came is at %v, below the edge", at)
	}
}
