package typeset

import (
	"encoding/binary"
	"fmt"
	"unicode"

	"sala/forms/script"
)

// Weight chooses among the faces of a family.
type Weight int

// The weights.
const (
	Regular Weight = iota
	Bold
)

// Family is the faces that a document is set in: for each weight, Thai and
// Latin first, then Korean. All have the same number of units to the em.
type Family struct {
	thai, korean [2]*Face
	breaker      *script.Breaker
}

// NewFamily returns a family. Korean faces may be nil.
func NewFamily(thai, thaiBold, korean, koreanBold *Face, breaker *script.Breaker) (*Family, error) {
	f := &Family{thai: [2]*Face{thai, thaiBold}, korean: [2]*Face{korean, koreanBold}, breaker: breaker}
	for _, face := range []*Face{thaiBold, korean, koreanBold} {
		if face != nil && face.upem != thai.upem {
			return nil, fmt.Errorf("face %s has %d units to the em, %s has %d: they cannot be one font", face.name, face.upem, thai.name, thai.upem)
		}
	}
	return f, nil
}

// Units returns the number of units to the em, in which all widths are.
func (f *Family) Units() int { return f.thai[Regular].upem }

// MissingGlyph says which character no face of the family can draw.
type MissingGlyph struct {
	Rune rune
	Text string
}

func (e *MissingGlyph) Error() string {
	return fmt.Sprintf("no face has the character %q (U+%04X) of %q", e.Rune, e.Rune, e.Text)
}

// Document collects the glyphs of one document. It belongs to one goroutine.
type Document struct {
	family  *Family
	codes   map[string]uint16 // by what is drawn and read
	cells   []cell            // by code - 1
	shaped  map[shapedKey][]glyphAt
	korean  bool // Latin and digits by the Korean face
	scratch []byte
}

type shapedKey struct {
	text   string
	weight Weight
}

// NewDocument begins a document in a language (th, ko, en), which decides the
// face of Latin letters and digits.
func (f *Family) NewDocument(lang string) *Document {
	return &Document{family: f, codes: map[string]uint16{}, shaped: map[shapedKey][]glyphAt{}, korean: lang == "ko"}
}

// glyphAt is a code and where its character stands in the text.
type glyphAt struct {
	code    uint16
	byte    int // offset of the character in the text
	advance int
}

// Line is a piece of text, ready to be drawn in one go.
type Line struct {
	Codes []uint16
	Width int // in units of the em
	Text  string
}

// Unwrap lets a caller that knows no faces see which character it is: for it a
// character without a glyph and one that may not stand on paper are the same.
func (e *MissingGlyph) Unwrap() error { return &script.CharacterError{Rune: e.Rune, Text: e.Text} }

// Line shapes text that stands on one line. The text is cleaned first
// (script.Clean); a line feed becomes a space.
func (d *Document) Line(text string, w Weight) (Line, error) {
	text, glyphs, err := d.shape(text, w)
	if err != nil {
		return Line{}, err
	}
	return cut(text, glyphs), nil
}

// shape returns the cleaned text and its glyphs.
func (d *Document) shape(text string, w Weight) (string, []glyphAt, error) {
	text, err := script.Clean(text)
	if err != nil {
		return "", nil, err
	}
	key := shapedKey{text, w}
	if g, ok := d.shaped[key]; ok {
		return text, g, nil
	}
	runs, err := d.itemise(text, w)
	if err != nil {
		return "", nil, err
	}
	var glyphs []glyphAt
	var cells []cell
	at := 0
	for _, run := range runs {
		cells = run.face.cells(run.text, cells[:0])
		for _, c := range cells {
			code, err := d.code(c)
			if err != nil {
				return "", nil, err
			}
			glyphs = append(glyphs, glyphAt{code, at, c.advance})
			at += len(c.text)
		}
	}
	d.shaped[key] = glyphs
	return text, glyphs, nil
}

type run struct {
	face *Face
	text []rune
}

// itemise splits text into runs of one face and one script.
func (d *Document) itemise(text string, w Weight) ([]run, error) {
	var runs []run
	var wasThai bool
	for _, r := range text {
		if r == '\n' {
			r = ' '
		}
		face := d.face(r, w)
		if n := len(runs); n > 0 && follows(r) && runs[n-1].face.Glyph(r) != 0 {
			face = runs[n-1].face
		}
		if face == nil {
			return nil, &MissingGlyph{Rune: r, Text: text}
		}
		thai := isThai(r)
		if n := len(runs); n == 0 || runs[n-1].face != face || face.shaped && thai != wasThai {
			runs = append(runs, run{face: face})
		}
		wasThai = thai
		last := &runs[len(runs)-1]
		last.text = append(last.text, r)
	}
	return runs, nil
}

// follows reports whether r is drawn by the face of what stands before it.
func follows(r rune) bool {
	return r == ' ' || unicode.In(r, unicode.Mn, unicode.Mc) || unicode.IsPunct(r)
}

func (d *Document) face(r rune, w Weight) *Face {
	// A bold face may lack hanja: the regular one stands in.
	order := [3]*Face{d.family.thai[w], d.family.korean[w], d.family.korean[Regular]}
	if d.korean {
		order[0], order[1] = order[1], order[0]
	}
	for _, f := range order {
		if f != nil && f.Glyph(r) != 0 {
			return f
		}
	}
	return nil
}

// maxCodes is the number of two-byte codes that a font can have.
const maxCodes = 0xFFFE

// code returns the code that draws c, a new one for what is new.
func (d *Document) code(c cell) (uint16, error) {
	k := d.scratch[:0]
	k = append(k, c.text...)
	k = append(k, 0)
	k = binary.BigEndian.AppendUint16(k, uint16(c.advance))
	for _, p := range c.parts {
		k = append(k, p.face.name...)
		k = binary.BigEndian.AppendUint16(k, p.glyph)
		k = binary.BigEndian.AppendUint16(k, uint16(p.x))
		k = binary.BigEndian.AppendUint16(k, uint16(p.y))
	}
	d.scratch = k
	if code, ok := d.codes[string(k)]; ok {
		return code, nil
	}
	if len(d.cells) >= maxCodes {
		return 0, fmt.Errorf("more than %d different glyphs in one document", maxCodes)
	}
	d.cells = append(d.cells, c)
	code := uint16(len(d.cells))
	d.codes[string(k)] = code
	return code, nil
}
