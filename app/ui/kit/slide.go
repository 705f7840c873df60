package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// slide takes the movement of a finger that begins on an entry: up or down it
// moves the page, which a form full of entries leaves no other place for; sideways
// it chooses letters. It lies over the entry, for what is drawn in an entry takes
// the finger and asks nobody.
type slide struct {
	widget.BaseWidget
	entry   *Entry
	page    fyne.Draggable // that is moved; nil when letters are chosen, or nothing yet
	decided bool
}

func newSlide(e *Entry) *slide {
	s := &slide{entry: e}
	s.ExtendBaseWidget(s)
	return s
}

// Dragged is for Fyne.
func (s *slide) Dragged(ev *fyne.DragEvent) {
	if !s.decided {
		s.decided = true
		if x, y := ev.Dragged.DX, ev.Dragged.DY; y*y > x*x {
			s.page = s.entry.kit.Slides()
		}
	}
	if s.page != nil {
		s.page.Dragged(ev)
		return
	}
	s.entry.Dragged(ev)
}

// DragEnd is for Fyne.
func (s *slide) DragEnd() {
	page := s.page
	s.page, s.decided = nil, false
	if page != nil {
		page.DragEnd()
		return
	}
	s.entry.DragEnd()
}

// CreateRenderer is for Fyne.
func (s *slide) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
