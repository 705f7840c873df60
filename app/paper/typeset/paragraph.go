package typeset

import (
	"strings"
	"unicode/utf8"

	"sala/forms/script"
)

// cut returns the line of the glyphs of text.
func cut(text string, glyphs []glyphAt) Line {
	var l Line
	if len(glyphs) == 0 {
		return l
	}
	l.Codes = make([]uint16, len(glyphs))
	for i, g := range glyphs {
		l.Codes[i] = g.code
		l.Width += g.advance
	}
	last := glyphs[len(glyphs)-1].byte
	_, size := utf8.DecodeRuneInString(text[last:])
	l.Text = text[glyphs[0].byte : last+size]
	return l
}

// Widest returns the width of the widest piece of text that Paragraph would not
// tear.
func (d *Document) Widest(text string, w Weight) (int, error) {
	text, glyphs, err := d.shape(text, w)
	if err != nil {
		return 0, err
	}
	mayBegin := make(map[int]bool)
	for _, at := range d.family.breaker.Breaks(text) {
		mayBegin[at] = true
	}
	widest, piece := 0, 0
	for _, g := range glyphs {
		if mayBegin[g.byte] {
			piece = 0
		}
		if c := text[g.byte]; c != ' ' && c != '\n' {
			piece += g.advance
		}
		widest = max(widest, piece)
	}
	return widest, nil
}

// Paragraph breaks text into lines of at most width units. A word that is wider
// than the line is split between characters, never before a mark. Line feeds
// begin a new line.
func (d *Document) Paragraph(text string, w Weight, width int) ([]Line, error) {
	text, glyphs, err := d.shape(text, w)
	if err != nil {
		return nil, err
	}
	if whole := cut(text, glyphs); whole.Width <= width && !strings.Contains(text, "\n") {
		whole = cut(text, trimSpaces(text, glyphs))
		return []Line{whole}, nil
	}
	mayBegin := make(map[int]bool)
	for _, at := range d.family.breaker.Breaks(text) {
		mayBegin[at] = true
	}
	var lines []Line
	for start := 0; start < len(glyphs); {
		end, next := fill(text, glyphs, start, width, mayBegin)
		lines = append(lines, cut(text, trimSpaces(text, glyphs[start:end])))
		start = next
	}
	if len(lines) == 0 || strings.HasSuffix(text, "\n") {
		lines = append(lines, Line{})
	}
	return lines, nil
}

// trimSpaces leaves out the spaces at the end of a line.
func trimSpaces(text string, glyphs []glyphAt) []glyphAt {
	for len(glyphs) > 0 && text[glyphs[len(glyphs)-1].byte] == ' ' {
		glyphs = glyphs[:len(glyphs)-1]
	}
	return glyphs
}

// fill returns where the line that begins at glyph start ends, and where the
// next begins.
func fill(text string, glyphs []glyphAt, start, width int, mayBegin map[int]bool) (end, next int) {
	best, used, spaces := -1, 0, 0
	for i := start; i < len(glyphs); i++ {
		g := glyphs[i]
		if i > start && mayBegin[g.byte] {
			best = i
		}
		switch c := text[g.byte]; {
		case c == '\n':
			return i, i + 1
		case c == ' ':
			spaces += g.advance // spaces may stand out over the margin
		case used+spaces+g.advance > width && i > start:
			if best > start {
				return best, best
			}
			if torn := split(text, glyphs, start, i); torn > start {
				return torn, torn
			}
			used += g.advance
		default:
			used, spaces = used+spaces+g.advance, 0
		}
	}
	return len(glyphs), len(glyphs)
}

// split returns the last place at or before glyph i where a word may be torn, 0
// when there is none.
func split(text string, glyphs []glyphAt, start, i int) int {
	for ; i > start; i-- {
		before, _ := utf8.DecodeLastRuneInString(text[:glyphs[i].byte])
		here, _ := utf8.DecodeRuneInString(text[glyphs[i].byte:])
		if script.MaySplit(before, here) {
			return i
		}
	}
	return 0
}
