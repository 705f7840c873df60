package kit_test

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
)

// following lays things on a page that follows the keyboard.
func following(k *kit.Kit, s *studiotest.Studio, things ...fyne.CanvasObject) *kit.DragScroll {
	scroll := kit.NewDragScroll(kit.Column(0, things...))
	k.Focused = func(f fyne.Focusable) {
		if o, ok := f.(fyne.CanvasObject); ok {
			kit.Reveal(scroll.Scroll, o)
		}
	}
	s.Window.SetContent(scroll)
	s.Settle()
	return scroll
}

// TestALongListStaysUnderTheFinger promises that an option which is touched stays
// where it is, though the list that gets the keyboard goes on below the edge, and
// that the arrows bring the option into sight to which they come.
func TestALongListStaysUnderTheFinger(t *testing.T) {
	k, s := outside(t)
	var options []kit.Option
	for n := range 20 {
		options = append(options, kit.Option{ID: strconv.Itoa(n), Label: "เขต " + strconv.Itoa(n)})
	}
	choice := k.Choice(options, nil, true, func([]string) {})
	scroll := following(k, s, choice)
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

// TestAnEntryStaysUnderTheFinger promises that an entry at the edge keeps the
// keyboard: the page scrolls to it only when the finger is off, for the driver
// takes the keyboard from whatever is no longer under it at the end of the press.
func TestAnEntryStaysUnderTheFinger(t *testing.T) {
	k, s := outside(t)
	entry := k.Password(nil)
	scroll := following(k, s, kit.Least(0, 380, kit.Space()), entry, kit.Least(0, 300, kit.Space()))
	at := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(100, 395), Position: fyne.NewPos(100, 15)}}
	entry.MouseDown(at)
	if moved := scroll.Scroll.Offset.Y; moved != 0 || s.Window.Canvas().Focused() != fyne.Focusable(entry) {
		t.Errorf("under the finger the page has moved by %v, and %T has the keyboard", moved, s.Window.Canvas().Focused())
	}
	entry.MouseUp(at)
	if scroll.Scroll.Offset.Y == 0 {
		t.Error("after the press the entry is below the edge still")
	}
	s.Window.Canvas().Unfocus()
	scroll.Scroll.ScrollToTop()
	s.Window.Canvas().Focus(entry)
	if scroll.Scroll.Offset.Y == 0 {
		t.Error("a key came to an entry that is below the edge still")
	}
}
