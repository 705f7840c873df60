package field

import (
	"image/color"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
	"sala/forms/register"
)

type canvasColour = color.Color

// drawing is a map on its way to the screen.
type drawing struct {
	m       *Map
	colour  func(fyne.ThemeColorName) canvasColour
	objects []fyne.CanvasObject
	taken   []box             // where words and pins stand: no word is written over another
	rings   [][]fyne.Position // the boundaries, closed
	ways    [][]fyne.Position // roads and rivers
}

// free takes a place for something, unless a part of it is taken already.
func (d *drawing) free(at fyne.Position, size fyne.Size) bool {
	b := boxAt(at, size)
	if slices.ContainsFunc(d.taken, b.meets) {
		return false
	}
	d.taken = append(d.taken, b)
	return true
}

// land draws boundaries, roads, rivers and the points that people know.
func (d *drawing) land() {
	c := d.m.chart
	if c == nil {
		return
	}
	for _, l := range c.Lines {
		ink, width := d.colour(theme.Edge), float32(4)
		if l.Kind == "river" {
			ink, width = d.colour(theme.Tint), 9
		}
		d.path(l.Path, false, ink, width)
	}
	for _, a := range c.Areas {
		d.path(a.Ring, true, d.colour(theme.Rule), 2)
	}
	d.keepFree()
	d.trace(c)
	d.placeNames(c.Areas)
	for _, mark := range c.Marks {
		at := d.m.Where(mark.At)
		d.square(at, square, d.colour(theme.Ink))
		d.beside(mark.Label.In(d.m.language), at)
	}
}

func (d *drawing) path(points []register.Point, closed bool, ink canvasColour, width float32) {
	n := len(points)
	for i := range points {
		if i == n-1 && !closed {
			return
		}
		l := canvas.NewLine(ink)
		l.StrokeWidth = width
		l.Position1, l.Position2 = d.m.Where(points[i]), d.m.Where(points[(i+1)%n])
		d.objects = append(d.objects, l)
	}
}

func (d *drawing) square(at fyne.Position, size float32, fill canvasColour) {
	r := canvas.NewRectangle(fill)
	r.Resize(fyne.NewSize(size, size))
	r.Move(at.SubtractXY(size/2, size/2))
	d.objects = append(d.objects, r)
}

// words writes words that begin at a place, unless something is written there
// already: whoever draws the map nearer sees more.
func (d *drawing) words(words string, at fyne.Position, ink fyne.ThemeColorName, size fyne.ThemeSizeName) {
	t := d.text(words, ink, size)
	least := t.MinSize()
	if at = at.SubtractXY(0, least.Height/2); d.free(at, least) {
		d.write(t, at, least)
	}
}

// put takes a place and writes there.
func (d *drawing) put(t *canvas.Text, at fyne.Position, size fyne.Size) {
	d.taken = append(d.taken, boxAt(at, size))
	d.write(t, at, size)
}

func (d *drawing) write(t *canvas.Text, at fyne.Position, size fyne.Size) {
	t.Move(at)
	t.Resize(size)
	d.objects = append(d.objects, t)
}

func (d *drawing) text(words string, ink fyne.ThemeColorName, size fyne.ThemeSizeName) *canvas.Text {
	t := canvas.NewText(words, d.colour(ink))
	t.TextSize = fynetheme.SizeForWidget(size, d.m)
	return t
}

// Sizes of a pin's circle at least, of the circle where the officer stands, and of a mark.
const pin, here, square = 15, 9, 9

// pin is the size of a pin's circle, in which a number of two digits finds room
// however large the letters are.
func (d *drawing) pin() float32 {
	return max(pin, 0.75*fynetheme.SizeForWidget(fynetheme.SizeNameCaptionText, d.m))
}

// keepFree lets no name stand where a pin or a mark will.
func (d *drawing) keepFree() {
	keep := func(at fyne.Position, around float32) {
		d.taken = append(d.taken, boxAt(at.SubtractXY(around, around), fyne.NewSquareSize(2*around)))
	}
	for _, p := range d.m.pins {
		if !p.At.IsZero() {
			keep(d.m.Where(p.At), d.pin())
		}
	}
	if !d.m.here.IsZero() {
		keep(d.m.Where(d.m.here), here)
	}
	for _, mark := range d.m.chart.Marks {
		keep(d.m.Where(mark.At), square/2)
	}
}

// visits draws the pins, and where the officer stands with how sure that is.
func (d *drawing) visits() {
	m := d.m
	near, pin := m.zoom > 9_000, d.pin()
	for i := len(m.pins) - 1; i >= 0; i-- { // the first on the route lies on top
		p := m.pins[i]
		if p.At.IsZero() {
			continue
		}
		at := m.Where(p.At)
		d.circle(at, pin, d.colour(p.Ink), d.colour(theme.OnDeep), 2)
		if !d.under(i) {
			t := d.text(p.Label, theme.OnDeep, fynetheme.SizeNameCaptionText)
			t.Move(at.SubtractXY(t.MinSize().Width/2, t.MinSize().Height/2))
			t.Resize(t.MinSize())
			d.objects = append(d.objects, t)
		}
		if near {
			d.words(p.Words, at.AddXY(pin+5, 0), theme.Ink, fynetheme.SizeNameText)
		}
	}
	if !m.here.IsZero() {
		at := m.Where(m.here)
		const metres = 111_195 // of a degree of latitude
		if radius := float32(m.around / metres * m.zoom); radius > 10 {
			d.circle(at, radius, color.Transparent, d.colour(theme.Good), 2)
		}
		d.circle(at, here, d.colour(theme.Good), d.colour(theme.OnDeep), 3)
	}
}

func (d *drawing) circle(at fyne.Position, radius float32, fill, edge canvasColour, width float32) {
	c := canvas.NewCircle(fill)
	c.StrokeColor, c.StrokeWidth = edge, width
	radius = float32(math.Round(float64(radius)))
	c.Move(at.SubtractXY(radius, radius))
	c.Resize(fyne.NewSize(2*radius, 2*radius))
	d.objects = append(d.objects, c)
}

// under reports whether a pin lies under one that comes earlier on the route.
func (d *drawing) under(n int) bool {
	at := d.m.Where(d.m.pins[n].At)
	for _, p := range d.m.pins[:n] {
		over := d.m.Where(p.At)
		if !p.At.IsZero() && math.Hypot(float64(over.X-at.X), float64(over.Y-at.Y)) < 1.4*float64(d.pin()) {
			return true
		}
	}
	return false
}
