// Package typeset turns text into glyphs for paper: Thai shaped as HarfBuzz
// shapes it, Korean and hanja by their own face, lines broken where each script
// allows it, and every glyph of a document in one small font of its own.
//
// The font is "baked": each character of a line has one code, whose glyph
// already holds the position that shaping gave it. A line is then one plain
// string of codes for the PDF, and text copied out of it comes back character
// by character.
package typeset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/image/font/sfnt"
)

// GID is a glyph's index in its face.
type GID = uint16

// Glyph is one glyph of a shaped run; X and Y are its offset from the pen.
type Glyph struct {
	ID      GID
	Cluster int // index of the first rune of its cluster
	X, Y    int
	Advance int
}

// Face is a TrueType face, read once and then shared. Its bytes are never
// written to.
type Face struct {
	name              string
	tables            map[string][]byte
	upem              int
	glyphs            int
	longs             int // numberOfHMetrics
	loca32            bool
	format4, format12 []byte

	outlines func() (*sfnt.Font, error) // for pictures; read when first wanted

	shaped  bool
	parsed  *font.Font
	shapers sync.Pool // of *shaper: HarfBuzz's objects belong to one goroutine
}

type shaper struct {
	font   *harfbuzz.Font
	buffer *harfbuzz.Buffer
}

// Open reads a face for scripts whose characters stand alone, such as composed
// hangul and hanja: one glyph a character, by the face's own table, nothing
// parsed.
func Open(name string, data []byte) (*Face, error) {
	f := &Face{name: name, tables: map[string][]byte{}, outlines: sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(data) })}
	if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
		return nil, fmt.Errorf("face %s: not a TrueType file", name)
	}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		rec := 12 + 16*i
		if rec+16 > len(data) {
			return nil, fmt.Errorf("face %s: table directory cut off", name)
		}
		at, size := int(binary.BigEndian.Uint32(data[rec+8:])), int(binary.BigEndian.Uint32(data[rec+12:]))
		if at < 0 || size < 0 || at+size > len(data) {
			return nil, fmt.Errorf("face %s: table %q lies outside", name, data[rec:rec+4])
		}
		f.tables[string(data[rec:rec+4])] = data[at : at+size : at+size]
	}
	for table, least := range map[string]int{"head": 54, "maxp": 32, "hhea": 36, "hmtx": 4, "loca": 4, "glyf": 0, "cmap": 4} {
		if t, ok := f.tables[table]; !ok || len(t) < least {
			return nil, fmt.Errorf("face %s: no table %q", name, table)
		}
	}
	f.upem = int(u16(f.tables["head"], 18))
	f.loca32 = u16(f.tables["head"], 50) == 1
	f.glyphs = int(u16(f.tables["maxp"], 4))
	f.longs = int(u16(f.tables["hhea"], 34))
	width := 2
	if f.loca32 {
		width = 4
	}
	if f.upem == 0 || f.longs == 0 || f.longs > f.glyphs || len(f.tables["hmtx"]) < f.longs*4+(f.glyphs-f.longs)*2 || len(f.tables["loca"]) < (f.glyphs+1)*width {
		return nil, fmt.Errorf("face %s: metrics cut off", name)
	}
	return f, f.openMap()
}

// OpenShaped reads a face for Thai: its substitutions and positions are
// applied.
func OpenShaped(name string, data []byte) (*Face, error) {
	f, err := Open(name, data)
	if err != nil {
		return nil, err
	}
	parsed, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("face %s: %w", name, err)
	}
	f.shaped, f.parsed = true, parsed.Font
	f.shapers.New = func() any {
		b := harfbuzz.NewBuffer()
		return &shaper{font: harfbuzz.NewFont(font.NewFace(f.parsed)), buffer: b}
	}
	return f, nil
}

func (f *Face) openMap() error {
	cmap := f.tables["cmap"]
	for i := range int(u16(cmap, 2)) {
		if 4+8*i+8 > len(cmap) {
			break
		}
		at := int(binary.BigEndian.Uint32(cmap[4+8*i+4:]))
		if at+16 > len(cmap) {
			continue
		}
		switch sub := cmap[at:]; u16(sub, 0) {
		case 4:
			if n := int(u16(sub, 2)); f.format4 == nil && n <= len(sub) && n >= 16+int(u16(sub, 6))*4 {
				f.format4 = sub[:n]
			}
		case 12:
			if n := int(binary.BigEndian.Uint32(sub[12:])); f.format12 == nil && n >= 0 && 16+12*n <= len(sub) {
				f.format12 = sub[16 : 16+12*n]
			}
		}
	}
	if f.format4 == nil && f.format12 == nil {
		return fmt.Errorf("face %s: no Unicode table", f.name)
	}
	return nil
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }

// Glyph returns the glyph that stands for r alone, 0 when the face has none.
func (f *Face) Glyph(r rune) GID {
	if r < 0x10000 && f.format4 != nil {
		return f.lookup4(uint16(r))
	}
	return f.lookup12(uint32(r))
}

// lookup4 searches in place (OpenType, cmap format 4).
func (f *Face) lookup4(r uint16) GID {
	t := f.format4
	n := int(u16(t, 6)) / 2
	ends, starts, deltas, offsets := t[14:], t[16+2*n:], t[16+4*n:], t[16+6*n:]
	lo, hi := 0, n
	for lo < hi {
		if mid := (lo + hi) / 2; u16(ends, 2*mid) < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == n || u16(starts, 2*lo) > r {
		return 0
	}
	delta, offset := u16(deltas, 2*lo), int(u16(offsets, 2*lo))
	if offset == 0 {
		return r + delta
	}
	at := 2*lo + offset + 2*int(r-u16(starts, 2*lo))
	if at+2 > len(offsets) {
		return 0
	}
	if g := u16(offsets, at); g != 0 {
		return g + delta
	}
	return 0
}

func (f *Face) lookup12(r uint32) GID {
	lo, hi := 0, len(f.format12)/12
	for lo < hi {
		mid := (lo + hi) / 2
		g := f.format12[12*mid:]
		start, end := binary.BigEndian.Uint32(g), binary.BigEndian.Uint32(g[4:])
		switch {
		case r < start:
			hi = mid
		case r > end:
			lo = mid + 1
		default:
			return GID(binary.BigEndian.Uint32(g[8:]) + r - start)
		}
	}
	return 0
}

// advance returns a glyph's own width.
func (f *Face) advance(g GID) int {
	return int(u16(f.tables["hmtx"], 4*min(int(g), f.longs-1)))
}

// outline returns a glyph's description, empty for a blank.
func (f *Face) outline(g GID) []byte {
	if int(g) >= f.glyphs {
		return nil
	}
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to int
	if f.loca32 {
		from, to = int(binary.BigEndian.Uint32(loca[4*int(g):])), int(binary.BigEndian.Uint32(loca[4*int(g)+4:]))
	} else {
		from, to = 2*int(u16(loca, 2*int(g))), 2*int(u16(loca, 2*int(g)+2))
	}
	if from >= to || to > len(glyf) || to-from < 10 {
		return nil
	}
	return glyf[from:to:to]
}

// Shape returns the glyphs of a run of one script, in drawing order. Characters
// that the face does not have become glyph 0.
func (f *Face) Shape(run []rune) []Glyph {
	if !f.shaped {
		out := make([]Glyph, len(run))
		for i, r := range run {
			g := f.Glyph(r)
			out[i] = Glyph{ID: g, Cluster: i, Advance: f.advance(g)}
		}
		return out
	}
	s := f.shapers.Get().(*shaper)
	defer f.shapers.Put(s)
	s.buffer.Clear()
	s.buffer.Props = properties(run)
	s.buffer.ClusterLevel = harfbuzz.MonotoneCharacters
	s.buffer.AddRunes(run, 0, -1)
	s.buffer.Shape(s.font, nil)
	out := make([]Glyph, len(s.buffer.Info))
	for i, info := range s.buffer.Info {
		p := s.buffer.Pos[i]
		out[i] = Glyph{ID: GID(info.Glyph), Cluster: info.Cluster, X: int(p.XOffset), Y: int(p.YOffset), Advance: int(p.XAdvance)}
	}
	return out
}

func properties(run []rune) harfbuzz.SegmentProperties {
	for _, r := range run {
		if isThai(r) {
			return harfbuzz.SegmentProperties{Direction: harfbuzz.LeftToRight, Script: language.Thai, Language: language.NewLanguage("th")}
		}
	}
	return harfbuzz.SegmentProperties{Direction: harfbuzz.LeftToRight, Script: language.Latin, Language: language.NewLanguage("en")}
}

func isThai(r rune) bool { return r >= 0x0E01 && r <= 0x0E5B && r != 0x0E3F }
