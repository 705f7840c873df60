package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Grid is the unit of every distance, in device-independent pixels.
const Grid = 8

// Column puts things below one another with gap units of the grid between them.
func Column(gap float32, things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap * Grid, down: true}, things...)
}

// Row puts things beside one another, each as wide as it needs, all as high as
// the row.
func Row(gap float32, things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap * Grid}, things...)
}

// Space takes what is left over in a Row or Column.
func Space() fyne.CanvasObject { return container.New(&rest{}) }

// Stretch makes a thing take what is left over in a Row or Column.
func Stretch(thing fyne.CanvasObject) fyne.CanvasObject { return container.New(&rest{}, thing) }

// rest is the layout of what takes the left-over length; line looks for it.
type rest struct{}

func (rest) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, t := range things {
		t.Move(fyne.Position{})
		t.Resize(size)
	}
}

func (rest) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, t := range things {
		size = size.Max(t.MinSize())
	}
	return size
}

// there reports whether a thing takes part in a Row or Column: a place that
// nothing was put into yet does not, nor does the gap before it.
func there(o fyne.CanvasObject) bool {
	if c, ok := o.(*fyne.Container); ok && len(c.Objects) == 0 && !stretches(o) {
		return false
	}
	return o.Visible()
}

type line struct {
	gap  float32
	down bool
}

func (l *line) along(s fyne.Size) (length, breadth float32) {
	if l.down {
		return s.Height, s.Width
	}
	return s.Width, s.Height
}

func (l *line) size(length, breadth float32) fyne.Size {
	if l.down {
		return fyne.NewSize(breadth, length)
	}
	return fyne.NewSize(length, breadth)
}

func stretches(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*rest)
	return ok
}

func (l *line) Layout(things []fyne.CanvasObject, size fyne.Size) {
	total, breadth := l.along(size)
	left, stretching := total, 0
	lengths := make([]float32, len(things))
	shown := 0
	for i, o := range things {
		if !there(o) {
			continue
		}
		shown++
		if l.down && breadth != o.Size().Width {
			o.Resize(fyne.NewSize(breadth, o.Size().Height)) // text learns its width before it is asked for its height
		}
		lengths[i], _ = l.along(o.MinSize())
		left -= lengths[i]
		if stretches(o) {
			stretching++
		}
	}
	left -= l.gap * float32(max(shown-1, 0))
	at := float32(0)
	for i, o := range things {
		if !there(o) {
			continue
		}
		length := lengths[i]
		if stretches(o) && left > 0 {
			length += left / float32(stretching)
		}
		if l.down {
			o.Move(fyne.NewPos(0, at))
		} else {
			o.Move(fyne.NewPos(at, 0))
		}
		o.Resize(l.size(length, breadth))
		at += length + l.gap
	}
}

func (l *line) MinSize(things []fyne.CanvasObject) fyne.Size {
	var length, breadth float32
	shown := 0
	for _, o := range things {
		if !there(o) {
			continue
		}
		shown++
		a, b := l.along(o.MinSize())
		length += a
		breadth = max(breadth, b)
	}
	return l.size(length+l.gap*float32(max(shown-1, 0)), breadth)
}

// Inset keeps units of the grid free around a thing: top and bottom, left and
// right.
func Inset(vertical, horizontal float32, thing fyne.CanvasObject) *fyne.Container {
	return Margins(vertical, horizontal, vertical, horizontal, thing)
}

// Margins keeps units of the grid free around a thing, of each side its own.
func Margins(top, right, bottom, left float32, thing fyne.CanvasObject) *fyne.Container {
	return container.New(inset{top * Grid, right * Grid, bottom * Grid, left * Grid}, thing)
}

type inset struct{ top, right, bottom, left float32 }

func (i inset) around() fyne.Size { return fyne.NewSize(i.left+i.right, i.top+i.bottom) }

func (i inset) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, o := range things {
		o.Move(fyne.NewPos(i.left, i.top))
		o.Resize(size.Subtract(i.around()))
	}
}

func (i inset) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range things {
		size = size.Max(o.MinSize())
	}
	return size.Add(i.around())
}

// Shares puts things beside one another with the widths in the proportion of
// shares.
func Shares(gap float32, shares []float32, things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columns{gap: gap * Grid, shares: shares}, things...)
}

type columns struct {
	gap    float32
	shares []float32
}

func (c *columns) widths(total float32) []float32 {
	var sum float32
	for _, s := range c.shares {
		sum += s
	}
	total -= c.gap * float32(len(c.shares)-1)
	out := make([]float32, len(c.shares))
	for i, s := range c.shares {
		out[i] = total * s / sum
	}
	return out
}

func (c *columns) Layout(things []fyne.CanvasObject, size fyne.Size) {
	at := float32(0)
	for i, w := range c.widths(size.Width) {
		if i >= len(things) {
			return
		}
		things[i].Move(fyne.NewPos(at, 0))
		things[i].Resize(fyne.NewSize(w, size.Height))
		at += w + c.gap
	}
}

func (c *columns) MinSize(things []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(c.gap*float32(len(c.shares)-1), 0)
	for _, o := range things {
		m := o.MinSize()
		size.Width += m.Width
		size.Height = max(size.Height, m.Height)
	}
	return size
}

// Tiles puts things in a grid of columns equal columns, row by row.
func Tiles(gap float32, columns int, things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&tiles{gap: gap * Grid, columns: columns}, things...)
}

type tiles struct {
	gap     float32
	columns int
}

func (l *tiles) Layout(things []fyne.CanvasObject, size fyne.Size) {
	rows := (len(things) + l.columns - 1) / l.columns
	w := (size.Width - l.gap*float32(l.columns-1)) / float32(l.columns)
	h := (size.Height - l.gap*float32(max(rows-1, 0))) / float32(max(rows, 1))
	for i, o := range things {
		o.Move(fyne.NewPos(float32(i%l.columns)*(w+l.gap), float32(i/l.columns)*(h+l.gap)))
		o.Resize(fyne.NewSize(w, h))
	}
}

func (l *tiles) MinSize(things []fyne.CanvasObject) fyne.Size {
	var cell fyne.Size
	for _, o := range things {
		cell = cell.Max(o.MinSize())
	}
	rows := (len(things) + l.columns - 1) / l.columns
	return fyne.NewSize(cell.Width*float32(l.columns)+l.gap*float32(l.columns-1), cell.Height*float32(rows)+l.gap*float32(max(rows-1, 0)))
}

// Measure keeps a thing in the middle and no wider than width, so that lines of
// text stay readable.
func Measure(width float32, thing fyne.CanvasObject) *fyne.Container {
	return container.New(measure(width), thing)
}

type measure float32

func (m measure) Layout(things []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, float32(m))
	for _, o := range things {
		o.Move(fyne.NewPos((size.Width-w)/2, 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
}

func (m measure) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range things {
		size = size.Max(o.MinSize())
	}
	return size
}

// Middle puts a thing in the middle, no wider than width.
func Middle(width float32, thing fyne.CanvasObject) *fyne.Container {
	return Measure(width, Column(0, Space(), thing, Space()))
}

// Least gives a thing at least this size.
func Least(width, height float32, thing fyne.CanvasObject) *fyne.Container {
	return container.New(least(fyne.NewSize(width, height)), thing)
}

type least fyne.Size

func (l least) Layout(things []fyne.CanvasObject, size fyne.Size) { rest{}.Layout(things, size) }

func (l least) MinSize(things []fyne.CanvasObject) fyne.Size {
	return rest{}.MinSize(things).Max(fyne.Size(l))
}
