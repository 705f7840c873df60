package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// DragScroll is a scroll that a finger can drag, which Fyne's own cannot on a
// desktop's driver. A slide of less than a finger's jitter stays a tap.
type DragScroll struct {
	widget.BaseWidget
	Scroll *container.Scroll
	Touch  func() // is told of every movement of the finger, the wheel or the bar; nil when nobody asks

	moved float32
	slid  bool
}

// NewDragScroll returns a scroll over a thing.
func NewDragScroll(thing fyne.CanvasObject) *DragScroll {
	d := &DragScroll{Scroll: container.NewVScroll(thing)}
	d.Scroll.OnScrolled = func(fyne.Position) { d.slid = true; d.touched() }
	d.ExtendBaseWidget(d)
	return d
}

func (d *DragScroll) touched() {
	if d.Touch != nil {
		d.Touch()
	}
}

// Dragged is for Fyne.
func (d *DragScroll) Dragged(ev *fyne.DragEvent) {
	d.touched()
	d.moved += ev.Dragged.DY
	if d.moved > -jitter && d.moved < jitter {
		return
	}
	d.slid = true
	at := d.Scroll.Offset
	most := max(d.Scroll.Content.MinSize().Height-d.Scroll.Size().Height, 0)
	d.Scroll.ScrollToOffset(fyne.NewPos(at.X, min(max(at.Y-ev.Dragged.DY, 0), most)))
}

// Slid reports whether a finger, the wheel or the bar has moved it: whoever does
// that looks for something, and must not be taken back to where the keyboard was.
func (d *DragScroll) Slid() bool { return d.slid }

// Stand is how far a page was moved, and whether somebody moved it there.
type Stand struct {
	Offset fyne.Position
	Slid   bool
}

// Stands returns where it stands.
func (d *DragScroll) Stands() Stand { return Stand{d.Scroll.Offset, d.slid} }

// StandAt moves it to where it, or another with the same things, stood.
func (d *DragScroll) StandAt(s Stand) {
	d.Scroll.ScrollToOffset(s.Offset)
	d.slid = s.Slid
}

// DragEnd is for Fyne.
func (d *DragScroll) DragEnd() { d.moved = 0 }

// CreateRenderer is for Fyne.
func (d *DragScroll) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.Scroll) }
