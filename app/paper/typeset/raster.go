package typeset

import (
	"fmt"
	"image"
	"image/draw"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Raster draws a line of this document in black, with its baseline at y and
// size dots to the em, for printers that take pictures.
func (d *Document) Raster(dst draw.Image, x, y int, size float64, l Line) error {
	em := float64(d.family.Units())
	bounds := dst.Bounds()
	r := vector.NewRasterizer(bounds.Dx(), int(2*size)+2)
	// The rasterizer is as high as two lines, with the baseline in its middle.
	base := float32(int(1.4 * size))
	pen := float64(x - bounds.Min.X)
	for _, code := range l.Codes {
		c := d.cells[code-1]
		for _, p := range c.parts {
			if err := p.face.trace(r, p.glyph, float32(pen+float64(p.x)*size/em), base-float32(float64(p.y)*size/em), size); err != nil {
				return err
			}
		}
		pen += float64(c.advance) * size / em
	}
	at := image.Rect(bounds.Min.X, y-int(base), bounds.Max.X, y-int(base)+r.Size().Y)
	r.Draw(dst, at, image.Black, image.Point{})
	return nil
}

// trace adds a glyph's outline with its origin at x, y.
func (f *Face) trace(r *vector.Rasterizer, g GID, x, y float32, size float64) error {
	outlines, err := f.outlines()
	if err != nil {
		return fmt.Errorf("face %s: %w", f.name, err)
	}
	var buf sfnt.Buffer
	segments, err := outlines.LoadGlyph(&buf, sfnt.GlyphIndex(g), fixed.Int26_6(size*64), nil)
	if err != nil {
		return fmt.Errorf("face %s: glyph %d: %w", f.name, g, err)
	}
	at := func(p fixed.Point26_6) (float32, float32) { return x + float32(p.X)/64, y + float32(p.Y)/64 }
	open := false
	for _, s := range segments {
		x1, y1 := at(s.Args[0])
		x2, y2 := at(s.Args[1])
		x3, y3 := at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if open {
				r.ClosePath()
			}
			r.MoveTo(x1, y1)
			open = true
		case sfnt.SegmentOpLineTo:
			r.LineTo(x1, y1)
		case sfnt.SegmentOpQuadTo:
			r.QuadTo(x1, y1, x2, y2)
		case sfnt.SegmentOpCubeTo:
			r.CubeTo(x1, y1, x2, y2, x3, y3)
		}
	}
	if open {
		r.ClosePath()
	}
	return nil
}

// Operation is a step along an outline.
type Operation int

// The operations: to one point, to one point, by two control points to a
// third.
const (
	MoveTo Operation = iota
	LineTo
	CurveTo
)

// Points returns how many points an operation has.
func (o Operation) Points() int {
	if o == CurveTo {
		return 3
	}
	return 1
}

// Segment is a step along the outline of a line of type, in em, with y upward
// from the baseline.
type Segment struct {
	Op     Operation
	Points [3][2]float64
}

// Outline returns the shapes of a line.
func (d *Document) Outline(l Line) ([]Segment, error) {
	var out []Segment
	em := float64(d.family.Units())
	pen := 0.0
	for _, code := range l.Codes {
		c := d.cells[code-1]
		for _, p := range c.parts {
			var err error
			if out, err = p.face.shapes(out, p.glyph, pen+float64(p.x)/em, float64(p.y)/em); err != nil {
				return nil, err
			}
		}
		pen += float64(c.advance) / em
	}
	return out, nil
}

// shapes appends a glyph's outline, moved by x and y. Quadratic curves become
// cubic ones.
func (f *Face) shapes(out []Segment, g GID, x, y float64) ([]Segment, error) {
	outlines, err := f.outlines()
	if err != nil {
		return nil, fmt.Errorf("face %s: %w", f.name, err)
	}
	var buf sfnt.Buffer
	const ppem = 1000
	segments, err := outlines.LoadGlyph(&buf, sfnt.GlyphIndex(g), fixed.I(ppem), nil)
	if err != nil {
		return nil, fmt.Errorf("face %s: glyph %d: %w", f.name, g, err)
	}
	at := func(p fixed.Point26_6) [2]float64 {
		return [2]float64{x + float64(p.X)/64/ppem, y - float64(p.Y)/64/ppem}
	}
	var from [2]float64
	for _, s := range segments {
		a, b, c := at(s.Args[0]), at(s.Args[1]), at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			out, from = append(out, Segment{MoveTo, [3][2]float64{a}}), a
		case sfnt.SegmentOpLineTo:
			out, from = append(out, Segment{LineTo, [3][2]float64{a}}), a
		case sfnt.SegmentOpQuadTo:
			third := func(p, q [2]float64) [2]float64 { return [2]float64{p[0] + (q[0]-p[0])*2/3, p[1] + (q[1]-p[1])*2/3} }
			out, from = append(out, Segment{CurveTo, [3][2]float64{third(from, a), third(b, a), b}}), b
		case sfnt.SegmentOpCubeTo:
			out, from = append(out, Segment{CurveTo, [3][2]float64{a, b, c}}), c
		}
	}
	return out, nil
}
