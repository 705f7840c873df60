package field

import (
	"cmp"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
	"sala/forms/chart"
	"sala/forms/register"
)

// box is a place on the map, in dp.
type box struct{ x0, y0, x1, y1 float32 }

func boxAt(at fyne.Position, size fyne.Size) box {
	return box{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (b box) meets(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

func (b box) holds(p fyne.Position) bool {
	return b.x0 <= p.X && p.X <= b.x1 && b.y0 <= p.Y && p.Y <= b.y1
}

// nearest returns the point of the box that is nearest to another.
func (b box) nearest(p fyne.Position) fyne.Position {
	return fyne.NewPos(min(max(p.X, b.x0), b.x1), min(max(p.Y, b.y0), b.y1))
}

// crossed reports whether a line between two points touches the box.
func (b box) crossed(p, q fyne.Position) bool {
	from, to := float32(0), float32(1)
	for _, side := range [4][2]float32{{p.X - q.X, p.X - b.x0}, {q.X - p.X, b.x1 - p.X}, {p.Y - q.Y, p.Y - b.y0}, {q.Y - p.Y, b.y1 - p.Y}} {
		slope, room := side[0], side[1]
		switch {
		case slope == 0 && room < 0:
			return false
		case slope < 0:
			from = max(from, room/slope)
		case slope > 0:
			to = min(to, room/slope)
		}
	}
	return from <= to
}

// crossedBy reports whether one of some paths on the screen touches the box.
func (b box) crossedBy(paths [][]fyne.Position) bool {
	for _, path := range paths {
		for i := 1; i < len(path); i++ {
			if b.crossed(path[i-1], path[i]) {
				return true
			}
		}
	}
	return false
}

// seen returns a path as it lies on the screen.
func (d *drawing) seen(path []register.Point) []fyne.Position {
	out := make([]fyne.Position, len(path))
	for i, p := range path {
		out[i] = d.m.Where(p)
	}
	return out
}

// trace notes where boundaries, roads and rivers run on the screen.
func (d *drawing) trace(c *chart.Chart) {
	for _, a := range c.Areas {
		ring := d.seen(a.Ring)
		d.rings = append(d.rings, append(ring, ring[0]))
	}
	for _, l := range c.Lines {
		d.ways = append(d.ways, d.seen(l.Path))
	}
}

// placeNames writes the names of the areas, each within its boundary: first of
// those where there are visits, which stop a boundary behind the words or stand at
// the end of a line where there is no other room. A name that finds no place is
// left out: whoever draws the map nearer sees it.
func (d *drawing) placeNames(areas []chart.Area) {
	for _, visited := range []bool{true, false} {
		for i, a := range areas {
			if d.visited(a) != visited {
				continue
			}
			ring := d.rings[i]
			if d.nameWithin(a, ring, fynetheme.SizeNameText, false) || d.nameWithin(a, ring, fynetheme.SizeNameCaptionText, false) {
				continue
			}
			if visited && !d.nameWithin(a, ring, fynetheme.SizeNameCaptionText, true) {
				d.nameOutside(a)
			}
		}
	}
}

// visited reports whether there are visits in an area.
func (d *drawing) visited(a chart.Area) bool {
	return slices.ContainsFunc(d.m.pins, func(p Pin) bool { return !p.At.IsZero() && a.Inside(p.At) })
}

// nameWithin writes the name of an area where its middle lies in the boundary, which
// is a ring on the screen, and reports whether there was room.
func (d *drawing) nameWithin(a chart.Area, ring []fyne.Position, letters fyne.ThemeSizeName, across bool) bool {
	t := d.text(a.Label.In(d.m.language), theme.Faint, letters)
	size := t.MinSize()
	outside := func(at fyne.Position) bool { return !a.Inside(d.m.There(at.AddXY(size.Width/2, size.Height/2))) }
	return d.clearly(t, size, slices.DeleteFunc(places(d.m.Where(a.Centre), size, ring, across), outside), across)
}

// nameOutside writes the name of an area at the end of a line that leads there,
// where neither covers anything.
func (d *drawing) nameOutside(a chart.Area) {
	t, centre := d.text(a.Label.In(d.m.language), theme.Faint, fynetheme.SizeNameCaptionText), d.m.Where(a.Centre)
	size, seen := t.MinSize(), d.m.Size()
	const step, directions = 24, 24
	for away := float32(step); away < seen.Width/2; away += step {
		for n := range directions {
			sin, cos := math.Sincos(2 * math.Pi * float64(n) / directions)
			middle := centre.AddXY(away*float32(cos), away*float32(sin))
			at := middle.SubtractXY(size.Width/2, size.Height/2)
			b := boxAt(at, size)
			hidden := b.x0 < 0 || b.y0 < 0 || b.x1 > seen.Width || b.y1 > seen.Height
			if hidden || b.crossedBy(d.rings) || b.crossedBy(d.ways) || slices.ContainsFunc(d.taken, func(o box) bool { return b.meets(o) || !o.holds(centre) && o.crossed(centre, middle) }) {
				continue
			}
			l := canvas.NewLine(d.colour(theme.Faint))
			l.StrokeWidth = 1.5
			l.Position1, l.Position2 = centre, b.nearest(centre)
			d.objects, d.ways = append(d.objects, l), append(d.ways, []fyne.Position{l.Position1, l.Position2})
			d.put(t, at, size)
			return
		}
	}
}

// beside writes the name of a mark below it, above it or at its side.
func (d *drawing) beside(words string, at fyne.Position) {
	t := d.text(words, theme.Ink, fynetheme.SizeNameCaptionText)
	size := t.MinSize()
	var sides []fyne.Position
	for _, way := range [4][2]float32{{0, 1}, {0, -1}, {1, 0}, {-1, 0}} {
		sides = append(sides, at.AddXY(way[0]*(size.Width/2+square)-size.Width/2, way[1]*(size.Height/2+square/2)-size.Height/2))
	}
	d.clearly(t, size, sides, false)
}

// clearly writes words in the first of some places that no boundary crosses,
// unless they may stand across one, and where nothing is written: one without a
// road or river, or else one over them. What they stand over stops behind the
// words. It reports whether there was one.
func (d *drawing) clearly(t *canvas.Text, size fyne.Size, places []fyne.Position, across bool) bool {
	var over *fyne.Position
	for _, at := range places {
		const around = 2
		b := boxAt(at.SubtractXY(around, 0), size.AddWidthHeight(2*around, 0))
		bounded := b.crossedBy(d.rings)
		if bounded && !across || slices.ContainsFunc(d.taken, b.meets) {
			continue
		}
		if !bounded && !b.crossedBy(d.ways) {
			d.put(t, at, size)
			return true
		}
		if over == nil {
			over = &at
		}
	}
	if over == nil {
		return false
	}
	ground := canvas.NewRectangle(d.colour(theme.Paper))
	ground.Move(*over)
	ground.Resize(size)
	d.objects = append(d.objects, ground)
	d.put(t, *over, size)
	return true
}

// places returns where a name may begin within a ring, the nearest to its centre
// first; across where only its middle need lie in it.
func places(centre fyne.Position, size fyne.Size, ring []fyne.Position, across bool) []fyne.Position {
	low, high := centre, centre
	for _, p := range ring {
		low, high = fyne.NewPos(min(low.X, p.X), min(low.Y, p.Y)), fyne.NewPos(max(high.X, p.X), max(high.Y, p.Y))
	}
	if across {
		half := fyne.NewPos(size.Width/2, size.Height/2)
		low, high = low.Subtract(half), high.Add(half)
	}
	middle := centre.SubtractXY(size.Width/2, size.Height/2)
	out := []fyne.Position{middle}
	const rows, columns = 12, 16
	for row := range rows {
		for column := range columns {
			x := low.X + (high.X-low.X-size.Width)*float32(column)/(columns-1)
			y := low.Y + (high.Y-low.Y-size.Height)*float32(row)/(rows-1)
			out = append(out, fyne.NewPos(x, y))
		}
	}
	away := func(p fyne.Position) float64 { return math.Hypot(float64(p.X-middle.X), float64(p.Y-middle.Y)) }
	slices.SortStableFunc(out, func(a, b fyne.Position) int { return cmp.Compare(away(a), away(b)) })
	return out
}
