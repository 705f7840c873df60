package field

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
	"sala/forms/chart"
	"sala/forms/register"
)

// Pin is a place on the map that can be opened.
type Pin struct {
	ID    string
	Label string // its number on the route
	Words string // shown beside it when the map is near enough
	At    register.Point
	Ink   fyne.ThemeColorName
}

// Map draws a chart and the visits on it, from lines and letters: there are no
// pictures to fetch. A finger or the arrow keys move it, + and - or the wheel
// draw it nearer, 0 shows all of it again, a tap on a pin opens it.
type Map struct {
	widget.BaseWidget
	Touch func() // is told of every finger and key; nil when nobody asks

	chart    *chart.Chart
	language string
	pins     []Pin
	here     register.Point
	around   float64 // metres of uncertainty round here
	open     func(id string)
	key      func(*fyne.KeyEvent) bool

	centre  register.Point
	zoom    float64 // dp a degree of latitude; 0 = show all
	focused bool
	moved   bool // by a person: what is new does not move it back
}

var (
	_ fyne.Draggable  = (*Map)(nil)
	_ fyne.Scrollable = (*Map)(nil)
	_ fyne.Focusable  = (*Map)(nil)
	_ fyne.Tappable   = (*Map)(nil)
)

// NewMap returns a map that is nobody's yet: see Put. key is asked for every key
// that the map does not use.
func NewMap(c *chart.Chart, language string, open func(id string), key func(*fyne.KeyEvent) bool) *Map {
	m := &Map{chart: c, language: language, open: open, key: key}
	m.ExtendBaseWidget(m)
	return m
}

// LookAs shows what another map shows, as near.
func (m *Map) LookAs(other *Map) { m.centre, m.zoom, m.moved = other.centre, other.zoom, other.moved }

// Put puts the visits, and where the officer stands, on the map.
func (m *Map) Put(pins []Pin, here register.Point, around float64) {
	m.pins, m.here, m.around = pins, here, around
	m.Refresh()
}

// fit shows all of it.
func (m *Map) fit(size fyne.Size) {
	var list []register.Point
	for _, p := range m.pins {
		list = append(list, p.At)
	}
	if !m.here.IsZero() {
		list = append(list, m.here)
	}
	box := m.chart.Bounds()
	if m.chart == nil {
		box = chart.Around(list)
	}
	m.centre = register.Point{Lat: (box.South + box.North) / 2, Lon: (box.West + box.East) / 2}
	high, wide := box.North-box.South, (box.East-box.West)*m.squeeze()
	m.zoom = min(float64(size.Height)/max(high, 1e-4), float64(size.Width)/max(wide, 1e-4)) * 0.92
}

// squeeze is how much narrower a degree of longitude is than one of latitude.
func (m *Map) squeeze() float64 { return math.Cos(m.centre.Lat * math.Pi / 180) }

// Where returns where a point is drawn.
func (m *Map) Where(p register.Point) fyne.Position {
	size := m.Size()
	return fyne.NewPos(size.Width/2+float32((p.Lon-m.centre.Lon)*m.squeeze()*m.zoom), size.Height/2-float32((p.Lat-m.centre.Lat)*m.zoom))
}

// There returns the point that is drawn at a position.
func (m *Map) There(at fyne.Position) register.Point {
	size := m.Size()
	return register.Point{Lat: m.centre.Lat - float64(at.Y-size.Height/2)/m.zoom, Lon: m.centre.Lon + float64(at.X-size.Width/2)/(m.squeeze()*m.zoom)}
}

func (m *Map) touched() {
	if m.Touch != nil {
		m.Touch()
	}
}

// pan moves what is shown by so many dp.
func (m *Map) pan(dx, dy float32) {
	m.touched()
	m.moved = true
	size := m.Size()
	m.centre = m.There(fyne.NewPos(size.Width/2-dx, size.Height/2-dy))
	m.Refresh()
}

// Bounds of how near the map is drawn, in dp a degree of latitude.
const farthest, nearest = 500, 400_000

// Nearer draws the map nearer, or farther away for a factor below one.
func (m *Map) Nearer(factor float64) {
	m.touched()
	m.moved = true
	m.zoom = min(max(m.zoom*factor, farthest), nearest)
	m.Refresh()
}

// All shows all of the map again.
func (m *Map) All() { m.moved, m.zoom = false, 0; m.Refresh() }

// Dragged is for Fyne.
func (m *Map) Dragged(ev *fyne.DragEvent) { m.pan(ev.Dragged.DX, ev.Dragged.DY) }

// DragEnd is for Fyne.
func (m *Map) DragEnd() {}

// Scrolled is for Fyne.
func (m *Map) Scrolled(ev *fyne.ScrollEvent) {
	if ev.Scrolled.DY > 0 {
		m.Nearer(1.2)
	} else if ev.Scrolled.DY < 0 {
		m.Nearer(1 / 1.2)
	}
}

// finger is how far beside a pin a finger may tap, in dp.
const finger = 28

// Tapped opens the pin that is nearest to the finger.
func (m *Map) Tapped(ev *fyne.PointEvent) {
	m.touched()
	best, at := float32(finger), -1
	for i, p := range m.pins {
		q := m.Where(p.At)
		if d := float32(math.Hypot(float64(q.X-ev.Position.X), float64(q.Y-ev.Position.Y))); d < best && !p.At.IsZero() {
			best, at = d, i
		}
	}
	if at >= 0 {
		m.open(m.pins[at].ID)
	}
}

// FocusGained is for Fyne.
func (m *Map) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost is for Fyne.
func (m *Map) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune is for Fyne.
func (m *Map) TypedRune(r rune) {
	switch r {
	case '+', '=':
		m.Nearer(1.5)
	case '-':
		m.Nearer(1 / 1.5)
	case '0':
		m.All()
	}
}

// TypedKey is for Fyne.
func (m *Map) TypedKey(ev *fyne.KeyEvent) {
	const step = 60
	switch ev.Name {
	case fyne.KeyLeft:
		m.pan(step, 0)
	case fyne.KeyRight:
		m.pan(-step, 0)
	case fyne.KeyUp:
		m.pan(0, step)
	case fyne.KeyDown:
		m.pan(0, -step)
	default:
		m.key(ev)
	}
}

// MinSize is for Fyne.
func (m *Map) MinSize() fyne.Size { return fyne.NewSize(320, 190) }

// CreateRenderer is for Fyne.
func (m *Map) CreateRenderer() fyne.WidgetRenderer {
	r := &mapRenderer{m: m, ground: canvas.NewRectangle(nil), drawn: container.NewWithoutLayout()}
	for i := range r.edge {
		r.edge[i] = canvas.NewRectangle(nil)
	}
	r.clip = container.NewClip(r.drawn)
	return r
}

type mapRenderer struct {
	m      *Map
	ground *canvas.Rectangle
	edge   [4]*canvas.Rectangle // a stroked one is cut where the map is clipped
	drawn  *fyne.Container
	clip   *container.Clip
	size   fyne.Size
}

func (r *mapRenderer) Destroy()           {}
func (r *mapRenderer) MinSize() fyne.Size { return r.m.MinSize() }
func (r *mapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.clip, r.edge[0], r.edge[1], r.edge[2], r.edge[3]}
}

// Layout makes the map anew for another size.
func (r *mapRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.clip.Resize(size)
	r.size = size
	r.draw()
}

// Refresh draws everything anew.
func (r *mapRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.m)
}

// frame draws the four edges, thick and in the colour of focus where the keys go
// to the map.
func (r *mapRenderer) frame(colour func(fyne.ThemeColorName) canvasColour) {
	name, thick := theme.Rule, float32(1)
	if r.m.focused {
		name, thick = theme.Focus, 3
	}
	w, h := r.size.Width, r.size.Height
	for i, at := range [4][4]float32{{0, 0, w, thick}, {0, h - thick, w, thick}, {0, 0, thick, h}, {w - thick, 0, thick, h}} {
		r.edge[i].FillColor = colour(name)
		r.edge[i].Move(fyne.NewPos(at[0], at[1]))
		r.edge[i].Resize(fyne.NewSize(at[2], at[3]))
	}
}

func (r *mapRenderer) draw() {
	m := r.m
	if r.size.Width < 2 {
		return
	}
	if m.zoom == 0 || !m.moved {
		m.fit(r.size)
	}
	colour := func(name fyne.ThemeColorName) canvasColour { return fynetheme.ColorForWidget(name, m) }
	r.ground.FillColor = colour(theme.Paper)
	r.frame(colour)
	d := drawing{m: m, colour: colour}
	d.land()
	d.visits()
	r.drawn.Objects = d.objects
	r.drawn.Refresh()
}
