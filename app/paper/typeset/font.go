package typeset

import (
	"encoding/binary"
	"fmt"
)

// Font is the small TrueType font of one document: code n is glyph n. It has
// the tables that a PDF wants and no others (ISO 32000-1, table 126, FontFile2).
type Font struct {
	Data    []byte
	Text    []string // what each code stands for; Text[0] belongs to .notdef
	Widths  []int    // of each code, in 1/1000 em
	Glyphs  int      // codes and the parts that they are put together from
	Ascent  int      // in 1/1000 em, as are the rest
	Descent int
	CapTop  int
	Box     [4]int
}

// Flags of a composite glyph's components (OpenType, glyf).
const (
	argsAreWords   = 1 << 0
	argsAreXY      = 1 << 1
	haveScale      = 1 << 3
	moreComponents = 1 << 5
	haveXYScale    = 1 << 6
	have2x2        = 1 << 7
	haveInstructed = 1 << 8
)

// builder numbers the glyphs of the new font: first .notdef, then one for each
// code, then components.
type builder struct {
	glyphs                  [][]byte
	widths                  []int
	bearing                 []int
	number                  map[faceGlyph]uint16
	box                     box
	points, contours, parts int
}

type faceGlyph struct {
	face  *Face
	glyph GID
}

type box struct {
	xMin, yMin, xMax, yMax int
	any                    bool
}

func (b *box) add(o box) {
	if !o.any {
		return
	}
	if !b.any {
		*b = o
		return
	}
	b.xMin, b.yMin, b.xMax, b.yMax = min(b.xMin, o.xMin), min(b.yMin, o.yMin), max(b.xMax, o.xMax), max(b.yMax, o.yMax)
}

func boxOf(outline []byte) box {
	if len(outline) < 10 {
		return box{}
	}
	n := func(at int) int { return int(int16(u16(outline, at))) }
	return box{n(2), n(4), n(6), n(8), true}
}

// Font returns the font of everything that was shaped so far.
func (d *Document) Font() (*Font, error) {
	b := &builder{number: map[faceGlyph]uint16{}}
	notdef := d.family.thai[Regular]
	b.reserve(len(d.cells) + 1)
	if err := b.set(0, notdef, 0); err != nil {
		return nil, err
	}
	b.widths[0] = notdef.advance(0)
	// Plain glyphs first, so that composites can point at them.
	for i, c := range d.cells {
		if c.plain() {
			if err := b.set(uint16(i+1), c.parts[0].face, c.parts[0].glyph); err != nil {
				return nil, err
			}
		}
		b.widths[i+1] = c.advance
	}
	for i, c := range d.cells {
		if !c.plain() {
			if err := b.compose(uint16(i+1), c.parts); err != nil {
				return nil, err
			}
		}
	}
	f := &Font{Data: b.file(d.family), Glyphs: len(b.glyphs), Text: make([]string, 1, len(d.cells)+1), Widths: make([]int, len(d.cells)+1)}
	for _, c := range d.cells {
		f.Text = append(f.Text, c.text)
	}
	scale := func(n int) int { return n * 1000 / d.family.Units() }
	for i := range f.Widths {
		f.Widths[i] = scale(b.widths[i])
	}
	hhea := notdef.tables["hhea"]
	f.Ascent, f.Descent = scale(int(int16(u16(hhea, 4)))), scale(int(int16(u16(hhea, 6))))
	f.CapTop = scale(boxOf(notdef.outline(notdef.Glyph('H'))).yMax)
	f.Box = [4]int{scale(b.box.xMin), scale(b.box.yMin), scale(b.box.xMax), scale(b.box.yMax)}
	return f, nil
}

// plain reports whether the cell is a glyph of its face as it is.
func (c cell) plain() bool {
	return len(c.parts) == 1 && c.parts[0].x == 0 && c.parts[0].y == 0 && c.parts[0].face.advance(c.parts[0].glyph) == c.advance
}

func (b *builder) reserve(n int) {
	for len(b.glyphs) < n {
		b.glyphs, b.widths, b.bearing = append(b.glyphs, nil), append(b.widths, 0), append(b.bearing, 0)
	}
}

// set copies a face's glyph under number n.
func (b *builder) set(n uint16, face *Face, g GID) error {
	if _, ok := b.number[faceGlyph{face, g}]; !ok {
		b.number[faceGlyph{face, g}] = n
	}
	out, err := b.copy(face, g, 0)
	if err != nil {
		return err
	}
	b.glyphs[n] = out
	bounds := boxOf(out)
	b.bearing[n] = bounds.xMin
	b.box.add(bounds)
	return nil
}

// numberOf returns the number of a face's glyph, which is added where it is
// new.
func (b *builder) numberOf(face *Face, g GID, depth int) (uint16, error) {
	if n, ok := b.number[faceGlyph{face, g}]; ok {
		return n, nil
	}
	n := uint16(len(b.glyphs))
	b.reserve(len(b.glyphs) + 1)
	b.number[faceGlyph{face, g}] = n
	out, err := b.copy(face, g, depth)
	if err != nil {
		return 0, err
	}
	b.glyphs[n], b.widths[n], b.bearing[n] = out, face.advance(g), boxOf(out).xMin
	b.box.add(boxOf(out))
	return n, nil
}

// copy returns a glyph's description without hinting and with its components
// renumbered.
func (b *builder) copy(face *Face, g GID, depth int) ([]byte, error) {
	src := face.outline(g)
	if len(src) == 0 {
		return nil, nil
	}
	if depth > 4 {
		return nil, fmt.Errorf("face %s: glyph %d is composed more than 4 deep", face.name, g)
	}
	n := int(int16(u16(src, 0)))
	if n >= 0 {
		return b.copySimple(face, g, src, n)
	}
	out := append([]byte(nil), src[:10]...)
	parts := 0
	for at, more := 10, true; more; parts++ {
		if at+4 > len(src) {
			return nil, fmt.Errorf("face %s: glyph %d is cut off", face.name, g)
		}
		flags := u16(src, at)
		size := 6
		if flags&argsAreWords != 0 {
			size = 8
		}
		switch {
		case flags&haveScale != 0:
			size += 2
		case flags&haveXYScale != 0:
			size += 4
		case flags&have2x2 != 0:
			size += 8
		}
		if at+size > len(src) {
			return nil, fmt.Errorf("face %s: glyph %d is cut off", face.name, g)
		}
		child, err := b.numberOf(face, u16(src, at+2), depth+1)
		if err != nil {
			return nil, err
		}
		out = binary.BigEndian.AppendUint16(out, flags&^haveInstructed)
		out = binary.BigEndian.AppendUint16(out, child)
		out = append(out, src[at+4:at+size]...)
		at += size
		more = flags&moreComponents != 0
	}
	b.parts = max(b.parts, parts)
	return out, nil
}

func (b *builder) copySimple(face *Face, g GID, src []byte, contours int) ([]byte, error) {
	ends := 10 + 2*contours
	if ends+2 > len(src) {
		return nil, fmt.Errorf("face %s: glyph %d is cut off", face.name, g)
	}
	hints := int(u16(src, ends))
	if ends+2+hints > len(src) {
		return nil, fmt.Errorf("face %s: glyph %d is cut off", face.name, g)
	}
	if contours > 0 {
		b.points = max(b.points, int(u16(src, ends-2))+1)
	}
	b.contours = max(b.contours, contours)
	out := append([]byte(nil), src[:ends]...)
	out = append(out, 0, 0)
	return append(out, src[ends+2+hints:]...), nil
}

// compose makes a glyph of moved glyphs. Blank parts are left out.
func (b *builder) compose(n uint16, parts []part) error {
	var drawn []part
	var bounds box
	for _, p := range parts {
		if o := boxOf(p.face.outline(p.glyph)); o.any {
			drawn = append(drawn, p)
			bounds.add(box{o.xMin + p.x, o.yMin + p.y, o.xMax + p.x, o.yMax + p.y, true})
		}
	}
	if len(drawn) == 0 {
		return nil
	}
	out := []byte{0xFF, 0xFF}
	for _, v := range []int{bounds.xMin, bounds.yMin, bounds.xMax, bounds.yMax} {
		out = binary.BigEndian.AppendUint16(out, uint16(int16(v)))
	}
	for i, p := range drawn {
		child, err := b.numberOf(p.face, p.glyph, 1)
		if err != nil {
			return err
		}
		flags := uint16(argsAreWords | argsAreXY)
		if i < len(drawn)-1 {
			flags |= moreComponents
		}
		out = binary.BigEndian.AppendUint16(out, flags)
		out = binary.BigEndian.AppendUint16(out, child)
		out = binary.BigEndian.AppendUint16(out, uint16(int16(p.x)))
		out = binary.BigEndian.AppendUint16(out, uint16(int16(p.y)))
	}
	b.parts = max(b.parts, len(drawn))
	b.glyphs[n], b.bearing[n] = out, bounds.xMin
	b.box.add(bounds)
	return nil
}
