package kit

import "fyne.io/fyne/v2"

// slide is a movement of a finger that began on an entry: up or down it moves the
// page, which a form full of entries leaves no other place for; sideways it
// chooses letters.
type slide struct {
	page    fyne.Draggable // that is moved; nil when letters are chosen, or nothing yet
	decided bool
}

// Dragged is for Fyne.
func (e *Entry) Dragged(ev *fyne.DragEvent) {
	if !e.slide.decided {
		e.slide.decided = true
		if x, y := ev.Dragged.DX, ev.Dragged.DY; e.kit.Slides != nil && y*y > x*x {
			e.slide.page = e.kit.Slides()
		}
	}
	if e.slide.page != nil {
		e.slide.page.Dragged(ev)
		return
	}
	e.Entry.Dragged(ev)
}

// DragEnd is for Fyne.
func (e *Entry) DragEnd() {
	page := e.slide.page
	e.slide = slide{}
	if page != nil {
		page.DragEnd()
		return
	}
	e.Entry.DragEnd()
}
