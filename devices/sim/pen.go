package sim

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// pen draws letters into the cells of a receipt printer, marks of Thai letters
// in the cell of their letter, as the printers for that market do.
type pen struct {
	face   *font.Face
	shaper shaping.HarfbuzzShaper
	drawn  map[shape]*image.Alpha
}

// shape is what a cluster looks like.
type shape struct {
	text string
	box  image.Point
	bold bool
}

func newPen(ttf []byte) (*pen, error) {
	if ttf == nil {
		ttf = gomono.TTF
	}
	f, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		return nil, fmt.Errorf("sim: printer's font: %w", err)
	}
	return &pen{face: f, drawn: map[shape]*image.Alpha{}}, nil
}

// columnsOf counts the cells of a line.
func columnsOf(text []rune) int {
	n := 0
	for _, r := range text {
		n += columns(r)
	}
	return n
}

func columns(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.Is(unicode.Hangul, r):
		return 2
	}
	return 1
}

// line draws a line into box, each column cell dots wide.
func (p *pen) line(img *image.Gray, text []rune, box image.Rectangle, cell int, bold, invert bool) {
	ink := color.Gray{}
	if invert {
		draw.Draw(img, box, image.Black, image.Point{}, draw.Src)
		ink = color.Gray{Y: 255}
	}
	x := box.Min.X
	for len(text) > 0 {
		n := cluster(text)
		width := columnsOf(text[:n]) * cell
		p.draw(img, text[:n], image.Rect(x, box.Min.Y, x+width, box.Max.Y), ink, bold)
		x += width
		text = text[n:]
	}
}

// cluster returns how many runes belong together: a letter, its marks, and a
// sara am, which is drawn partly over its letter.
func cluster(text []rune) int {
	n := 1
	for n < len(text) && (unicode.Is(unicode.Mn, text[n]) || text[n] == 0x0E33) {
		n++
	}
	return n
}

// draw draws one cluster into its cells.
func (p *pen) draw(img *image.Gray, text []rune, box image.Rectangle, ink color.Gray, bold bool) {
	k := shape{string(text), box.Size(), bold}
	mask, ok := p.drawn[k]
	if !ok {
		if len(p.drawn) > 2000 {
			clear(p.drawn) // a stream of nonsense must not fill the memory
		}
		mask = p.mask(text, box.Size(), bold)
		p.drawn[k] = mask
	}
	r := mask.Bounds().Add(box.Min)
	draw.DrawMask(img, r, image.NewUniform(ink), image.Point{}, mask, mask.Bounds().Min, draw.Over)
}

// mask is a cluster's ink around a box at the origin: marks may reach beyond it.
func (p *pen) mask(text []rune, box image.Point, bold bool) *image.Alpha {
	size := box.Y * 2 / 3
	out := p.shaper.Shape(shaping.Input{
		Text: text, RunEnd: len(text), Direction: di.DirectionLTR, Face: p.face, Size: fixed.I(size),
		Script: language.LookupScript(text[0]), Language: "th",
	})
	// A letter that is wider than its cells is squeezed into them.
	squeeze := min(1, float32(box.X)/max(1, fixedFloat(out.Advance)))
	area := image.Rectangle{Max: box}.Inset(-size)
	pen := float32(-area.Min.X) + (float32(box.X)-fixedFloat(out.Advance)*squeeze)/2
	base := float32(-area.Min.Y) + float32(box.Y)*0.74
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	scale := float32(size) / float32(p.face.Upem())
	for _, g := range out.Glyphs {
		if o, ok := p.face.GlyphData(g.GlyphID).(font.GlyphOutline); ok {
			x, y := pen+fixedFloat(g.XOffset)*squeeze, base-fixedFloat(g.YOffset)
			outline(r, o, x, y, scale*squeeze, scale)
			if bold {
				outline(r, o, x+1, y, scale*squeeze, scale)
			}
		}
		pen += fixedFloat(g.Advance) * squeeze
	}
	m := image.NewAlpha(area)
	r.Draw(m, area, image.Opaque, image.Point{})
	return m
}

func fixedFloat(v fixed.Int26_6) float32 { return float32(v) / 64 }

func outline(r *vector.Rasterizer, o font.GlyphOutline, x, y, wide, tall float32) {
	at := func(p opentype.SegmentPoint) (float32, float32) { return x + p.X*wide, y - p.Y*tall }
	for _, s := range o.Segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			r.ClosePath()
			r.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			r.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			r.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			r.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.ClosePath()
}
