package escpos

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"sala/devices/fault"
)

// Align is where a line stands.
type Align byte

// The values of Align.
const (
	Left   Align = 0
	Centre Align = 1
	Right  Align = 2
)

// Style is how a line of native text looks. The zero Style is plain text.
type Style struct {
	Align  Align
	Bold   bool
	Wide   bool // two columns a letter
	Tall   bool // two lines a letter
	Invert bool
}

// Job is what one receipt sends to the printer, built from top to bottom. The
// zero Job is not ready: NewJob makes one.
type Job struct {
	profile Profile
	parts   [][]byte // whole commands and lines: where a job may be torn
	script  Script   // that the printer is set to
	err     error
}

// NewJob begins a job for a kind of printer.
func NewJob(p Profile) *Job {
	j := &Job{profile: p}
	j.add(0x1B, '@')
	if !p.Hangul {
		j.add(0x1C, '.') // a clone that begins in a two-byte mode would eat Thai
	}
	return j
}

// ErrText means that a text cannot be printed with the printer's own letters;
// print it as a picture.
var ErrText = fault.New(fault.PrinterText)

func (j *Job) add(p ...byte) { j.parts = append(j.parts, p) }

// Text prints one line of native text, which must fit the paper: it is laid out
// by the caller (Width says how wide it is).
func (j *Job) Text(s string, st Style) {
	p := styleOn(st)
	for _, run := range runs(s) {
		b, err := j.encode(run)
		if err != nil {
			if j.err == nil {
				j.err = err
			}
			return
		}
		p = append(p, b...)
	}
	p = append(p, '\n')
	j.parts = append(j.parts, append(p, styleOff(st)...))
}

func styleOn(st Style) []byte {
	var p []byte
	if st.Align != Left {
		p = append(p, 0x1B, 'a', byte(st.Align))
	}
	if st.Bold {
		p = append(p, 0x1B, 'E', 1)
	}
	if size := st.size(); size != 0 {
		p = append(p, 0x1D, '!', size)
	}
	if st.Invert {
		p = append(p, 0x1D, 'B', 1)
	}
	return p
}

func styleOff(st Style) []byte {
	var p []byte
	if st.Invert {
		p = append(p, 0x1D, 'B', 0)
	}
	if st.size() != 0 {
		p = append(p, 0x1D, '!', 0)
	}
	if st.Bold {
		p = append(p, 0x1B, 'E', 0)
	}
	if st.Align != Left {
		p = append(p, 0x1B, 'a', 0)
	}
	return p
}

func (st Style) size() byte {
	var n byte
	if st.Wide {
		n |= 0x10
	}
	if st.Tall {
		n |= 0x01
	}
	return n
}

// Feed advances the paper by lines.
func (j *Job) Feed(lines int) {
	for ; lines > 0; lines -= 255 {
		j.add(0x1B, 'd', byte(min(lines, 255)))
	}
}

// Picture prints an image, one dot for each of its points, black where it is
// darker than half. What is wider than the paper is cut off. It goes out in
// slices, so that a torn job is soon mended.
func (j *Job) Picture(img image.Image, a Align) {
	b := img.Bounds()
	width := min(b.Dx(), j.profile.Dots)
	row := (width + 7) / 8
	if row == 0 || b.Dy() == 0 {
		return
	}
	limit := j.profile.Slice
	if limit == 0 {
		limit = 2048
	}
	rows := max(1, limit/row)
	j.add(0x1B, 'a', byte(a))
	for y := 0; y < b.Dy(); y += rows {
		h := min(rows, b.Dy()-y)
		p := []byte{0x1D, 'v', '0', 0, byte(row), byte(row >> 8), byte(h), byte(h >> 8)}
		for dy := range h {
			p = append(p, dots(img, b.Min.X, b.Min.Y+y+dy, width)...)
		}
		j.parts = append(j.parts, p)
	}
	j.add(0x1B, 'a', byte(Left))
}

// dots packs one row of an image, eight points a byte, the left one highest.
func dots(img image.Image, x0, y, width int) []byte {
	p := make([]byte, (width+7)/8)
	for x := range width {
		if dark(img.At(x0+x, y)) {
			p[x/8] |= 0x80 >> (x % 8)
		}
	}
	return p
}

func dark(c color.Color) bool {
	r, g, b, a := c.RGBA()
	if a < 0x8000 {
		return false
	}
	return 299*r+587*g+114*b < 1000*0x8000
}

// QR prints a QR symbol of the printer's own making, module dots a point (1 to
// 16). A printer without it sets ErrText: print a picture.
func (j *Job) QR(text string, module int, a Align) {
	if !j.profile.QR || len(text) > 2000 {
		j.fail(fmt.Errorf("escpos: a QR of %d bytes: %w", len(text), ErrText))
		return
	}
	j.add(0x1B, 'a', byte(a))
	j.add(0x1D, '(', 'k', 4, 0, 0x31, 0x41, 0x32, 0)
	j.add(0x1D, '(', 'k', 3, 0, 0x31, 0x43, byte(min(max(module, 1), 16)))
	j.add(0x1D, '(', 'k', 3, 0, 0x31, 0x45, 0x31)
	n := len(text) + 3
	j.parts = append(j.parts, append([]byte{0x1D, '(', 'k', byte(n), byte(n >> 8), 0x31, 0x50, 0x30}, text...))
	j.add(0x1D, '(', 'k', 3, 0, 0x31, 0x51, 0x30)
	j.add(0x1B, 'a', byte(Left))
}

// Cut feeds to the cutter and cuts; on a printer without one it only feeds.
func (j *Job) Cut() {
	if j.profile.Cutter {
		j.add(0x1D, 'V', 0x42, 0)
		return
	}
	j.Feed(4)
}

// OpenDrawer opens the cash drawer where there is one.
func (j *Job) OpenDrawer() {
	if j.profile.Drawer {
		j.add(0x1B, 'p', 0, 25, 250)
	}
}

func (j *Job) fail(err error) {
	if j.err == nil {
		j.err = err
	}
}

// Bytes returns the job as it goes on the line, or what could not be printed.
func (j *Job) Bytes() ([]byte, error) {
	if j.err != nil {
		return nil, j.err
	}
	var p []byte
	for _, part := range j.parts {
		p = append(p, part...)
	}
	return p, nil
}

// Columns returns the paper's width in columns of the normal font.
func (j *Job) Columns() int { return j.profile.Columns }

// Rule prints a line across the paper.
func (j *Job) Rule() { j.Text(strings.Repeat("-", j.profile.Columns), Style{}) }
