package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
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
	d.Scroll.OnScrolled = func(fyne.Position) { d.touched() }
	d.ExtendBaseWidget(d)
	return d
}

func (d *DragScroll) touched() {
	if d.Touch != nil {
		d.Touch()
	}
}

// BesideBar leaves room on the right of what is scrolled, so that the bar covers
// nothing of it, however large the letters are.
func BesideBar(thing fyne.CanvasObject) *fyne.Container {
	return container.New(besideBar{}, thing)
}

type besideBar struct{}

func (besideBar) room() float32 { return fynetheme.Size(fynetheme.SizeNameScrollBar) + Grid/2 }

func (b besideBar) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, o := range things {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(fyne.NewSize(size.Width-b.room(), size.Height))
	}
}

func (b besideBar) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range things {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(b.room(), 0)
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

// Slid reports whether a finger has moved it: whoever does that looks for
// something, and must not be taken back to where the keyboard was.
func (d *DragScroll) Slid() bool { return d.slid }

// DragEnd is for Fyne.
func (d *DragScroll) DragEnd() { d.moved = 0 }

// CreateRenderer is for Fyne.
func (d *DragScroll) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.Scroll) }
