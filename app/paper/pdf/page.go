// Package pdf writes signed PDF/A files: gofpdf draws the pages, and a finisher
// behind it adds what gofpdf cannot: the document's own font with a right
// ToUnicode table, XMP metadata, the colour profile, identifiers and the
// signature. The result claims PDF/A-1b (ISO 19005-1) and PAdES B-B (ETSI EN
// 319 142-1).
//
// The finisher relies on the exact output of gofpdf 1.16.2, which a test holds
// fast. The same input gives the same bytes.
package pdf

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"github.com/jung-kurt/gofpdf"

	"sala/app/paper/typeset"
)

// Millimetres per point.
const pointMM = 25.4 / 72

// A4 in millimetres.
const (
	A4Width  = 210.0
	A4Height = 297.0
)

// Drawing is a document that is being drawn, page by page. Lengths are in
// millimetres from the top left corner, sizes of type in points. Errors are kept
// until Bytes.
type Drawing struct {
	out    *gofpdf.Fpdf
	height float64
	units  float64
	raw    []byte
	images map[string]string // names by content
	tags   tags
}

// About is what a file says of itself.
type About struct {
	Title    string
	Subject  string
	Author   string // the office
	Language string // BCP 47
	Made     time.Time
}

// NewDrawing begins an A4 document. Units is the number of font units to the
// em.
func NewDrawing(about About, units int) *Drawing {
	p := gofpdf.New("P", "mm", "A4", "")
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCompression(false) // the finisher does it, with one compressor for all
	p.SetCreationDate(about.Made.UTC())
	p.SetModificationDate(about.Made.UTC())
	p.SetTitle(about.Title, true)
	p.SetSubject(about.Subject, true)
	p.SetAuthor(about.Author, true)
	p.SetProducer("Sala", true)
	p.SetCreator("Sala", true)
	return &Drawing{out: p, height: A4Height, units: float64(units), images: map[string]string{}, tags: tags{page: -1, current: -1}}
}

// Page begins a new page.
func (d *Drawing) Page() {
	d.endMark()
	d.out.AddPage()
	d.tags.page++
	d.tags.next, d.tags.current = 0, -1
}

// WidthMM returns how wide a line is at a size in points.
func (d *Drawing) WidthMM(l typeset.Line, size float64) float64 {
	return float64(l.Width) / d.units * size * pointMM
}

// Text draws a line with its baseline at y, beginning at x.
func (d *Drawing) Text(x, y, size float64, ink Ink, l typeset.Line) {
	if len(l.Codes) == 0 {
		return
	}
	d.mark()
	b := append(d.raw[:0], "BT "...)
	b = appendInk(b, ink, 'g')
	b = append(b, "/S "...)
	b = appendNumber(b, size)
	b = append(b, " Tf "...)
	b = appendNumber(b, x/pointMM)
	b = append(b, ' ')
	b = appendNumber(b, (d.height-y)/pointMM)
	b = append(b, " Td <"...)
	const hex = "0123456789ABCDEF"
	for _, c := range l.Codes {
		b = append(b, hex[c>>12], hex[c>>8&15], hex[c>>4&15], hex[c&15])
	}
	b = append(b, "> Tj ET"...)
	d.raw = b
	d.out.RawWriteBuf(bytes.NewReader(b))
}

// Rule draws a straight line of a width in points.
func (d *Drawing) Rule(x1, y1, x2, y2, width float64, ink Ink) {
	b := append(d.raw[:0], "q "...)
	b = appendInk(b, ink, 'G')
	b = appendNumber(b, width)
	b = append(b, " w "...)
	b = d.appendPoint(b, x1, y1, "m ")
	b = d.appendPoint(b, x2, y2, "l S Q")
	d.write(b)
}

// Fill fills a rectangle.
func (d *Drawing) Fill(x, y, w, h float64, ink Ink) {
	b := append(d.raw[:0], "q "...)
	b = appendInk(b, ink, 'g')
	b = d.appendRect(b, x, y, w, h)
	b = append(b, "f Q"...)
	d.write(b)
}

// Frame draws a rectangle's outline.
func (d *Drawing) Frame(x, y, w, h, width float64, ink Ink) {
	b := append(d.raw[:0], "q "...)
	b = appendInk(b, ink, 'G')
	b = appendNumber(b, width)
	b = append(b, " w "...)
	b = d.appendRect(b, x, y, w, h)
	b = append(b, "S Q"...)
	d.write(b)
}

// Circle draws a circle's outline.
func (d *Drawing) Circle(x, y, r, width float64, ink Ink) {
	const k = 0.5522847498 // of the radius: where a Bézier curve is an arc
	b := append(d.raw[:0], "q "...)
	b = appendInk(b, ink, 'G')
	b = appendNumber(b, width)
	b = append(b, " w "...)
	b = d.appendPoint(b, x+r, y, "m ")
	for _, q := range [4][6]float64{{1, k, k, 1, 0, 1}, {-k, 1, -1, k, -1, 0}, {-1, -k, -k, -1, 0, -1}, {k, -1, 1, -k, 1, 0}} {
		b = d.appendPoint(b, x+q[0]*r, y+q[1]*r, "")
		b = d.appendPoint(b, x+q[2]*r, y+q[3]*r, "")
		b = d.appendPoint(b, x+q[4]*r, y+q[5]*r, "c ")
	}
	b = append(b, "S Q"...)
	d.write(b)
}

// Ink is a colour of the sRGB profile.
type Ink struct{ R, G, B uint8 }

// Grey returns a grey, 0 for black.
func Grey(y uint8) Ink { return Ink{y, y, y} }

// Dots is a matrix of dark and light squares, such as a QR code.
type Dots interface {
	Black(x, y int) bool
}

// Matrix draws n by n squares of a size each, as one path: joined along rows
// and a hair taller than they are, so that no printer leaves gaps.
func (d *Drawing) Matrix(x, y, module float64, n int, dots Dots) {
	b := append(d.raw[:0], "q 0 g "...)
	for row := range n {
		for col := 0; col < n; col++ {
			if !dots.Black(col, row) {
				continue
			}
			from := col
			for col+1 < n && dots.Black(col+1, row) {
				col++
			}
			b = d.appendRect(b, x+float64(from)*module, y+float64(row)*module, float64(col-from+1)*module, module+0.007)
		}
	}
	b = append(b, "f Q"...)
	d.write(b)
}

// Outline fills a line's glyphs as shapes, at an angle in degrees around its
// beginning: for ornaments that are no text to search or to read aloud.
func (d *Drawing) Outline(x, y, size, angle float64, ink Ink, segments []typeset.Segment) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	at := func(p [2]float64) (float64, float64) {
		px, py := p[0]*size*pointMM, p[1]*size*pointMM
		return x + px*cos - py*sin, y - px*sin - py*cos
	}
	b := append(d.raw[:0], "q "...)
	b = appendInk(b, ink, 'g')
	for _, s := range segments {
		ops := [...]string{typeset.MoveTo: "m ", typeset.LineTo: "l ", typeset.CurveTo: "c "}
		for i, p := range s.Points[:s.Op.Points()] {
			px, py := at(p)
			op := ""
			if i == s.Op.Points()-1 {
				op = ops[s.Op]
			}
			b = d.appendPoint(b, px, py, op)
		}
	}
	b = append(b, "f Q"...)
	d.write(b)
}

// Curve draws an open line through points given as x, y pairs.
func (d *Drawing) Curve(points []float64, width float64, ink Ink) {
	b := append(d.raw[:0], "q "...)
	b = appendInk(b, ink, 'G')
	b = appendNumber(b, width)
	b = append(b, " w "...)
	for i := 0; i+1 < len(points); i += 2 {
		op := "l "
		if i == 0 {
			op = "m "
		}
		b = d.appendPoint(b, points[i], points[i+1], op)
	}
	b = append(b, "S Q"...)
	d.write(b)
}

// Image draws a PNG without transparency.
func (d *Drawing) Image(name string, png []byte, x, y, w, h float64) {
	opt := gofpdf.ImageOptions{ImageType: "PNG"}
	// Two names for the same picture would be one resource named twice.
	if first, ok := d.images[string(png)]; ok {
		name = first
	} else {
		d.out.RegisterImageOptionsReader(name, opt, bytes.NewReader(png))
		d.images[string(png)] = name
	}
	d.artifact(func() { d.out.ImageOptions(name, x, y, w, h, false, opt, 0, "") })
}

// write draws a shape.
func (d *Drawing) write(b []byte) {
	d.raw = b
	d.artifact(func() { d.out.RawWriteBuf(bytes.NewReader(b)) })
}

func (d *Drawing) appendPoint(b []byte, x, y float64, op string) []byte {
	b = appendNumber(b, x/pointMM)
	b = append(b, ' ')
	b = appendNumber(b, (d.height-y)/pointMM)
	b = append(b, ' ')
	return append(b, op...)
}

func (d *Drawing) appendRect(b []byte, x, y, w, h float64) []byte {
	b = d.appendPoint(b, x, y+h, "")
	b = appendNumber(b, w/pointMM)
	b = append(b, ' ')
	b = appendNumber(b, h/pointMM)
	return append(b, " re "...)
}

// output returns what gofpdf makes of the drawing.
func (d *Drawing) output() ([]byte, error) {
	d.endMark()
	var b bytes.Buffer
	if err := d.out.Output(&b); err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	return b.Bytes(), nil
}
