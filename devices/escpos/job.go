package escpos

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"time"

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
// slices, so that a torn job is soon mended, and white is hardly sent at all.
func (j *Job) Picture(img image.Image, a Align) {
	b := img.Bounds()
	width := min(b.Dx(), j.profile.Dots)
	row := (width + 7) / 8
	if row == 0 || b.Dy() == 0 {
		return
	}
	limit := j.profile.slice()
	rows := make([][]byte, b.Dy())
	for y := range rows {
		rows[y] = dots(img, b.Min.X, b.Min.Y+y, width)
	}
	j.add(0x1B, 'a', byte(a))
	for len(rows) > 0 {
		white := isWhite(rows[0])
		n := 1
		for n < len(rows) && isWhite(rows[n]) == white && (n+1)*row <= limit {
			n++
		}
		used := row
		switch {
		case white:
			used = 1
		case a == Left: // elsewhere a narrower picture would stand elsewhere
			used = widest(rows[:n])
		}
		j.parts = append(j.parts, raster(rows[:n], used))
		rows = rows[n:]
	}
	j.add(0x1B, 'a', byte(Left))
}

// raster returns GS v 0 for rows of which used bytes count.
func raster(rows [][]byte, used int) []byte {
	p := []byte{0x1D, 'v', '0', 0, byte(used), byte(used >> 8), byte(len(rows)), byte(len(rows) >> 8)}
	for _, r := range rows {
		p = append(p, r[:used]...)
	}
	return p
}

func isWhite(row []byte) bool {
	for _, b := range row {
		if b != 0 {
			return false
		}
	}
	return true
}

// widest returns how many bytes of the rows reach to their last black dot.
func widest(rows [][]byte) int {
	n := 1
	for _, r := range rows {
		for len(r) > n && r[len(r)-1] == 0 {
			r = r[:len(r)-1]
		}
		n = max(n, len(r))
	}
	return n
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

// OpenDrawer opens the cash drawer where there is one: a pulse of 50 ms, in steps
// of 2 ms (Epson TM-T88III, ESC p).
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

// Size returns how many bytes the job sends, 0 when it cannot be printed.
func (j *Job) Size() int {
	n := 0
	for _, part := range j.parts {
		n += len(part)
	}
	if j.err != nil {
		return 0
	}
	return n
}

// LineTime returns how long the job takes on a line of this speed, ten bits a
// byte.
func (j *Job) LineTime(baud int) time.Duration {
	return time.Duration(j.Size()) * 10 * time.Second / time.Duration(baud)
}

// Err returns what of the job could not be printed, nil when all can.
func (j *Job) Err() error { return j.err }

// Quicker returns the job that takes less time on the line: of a native one and
// one of pictures, the one that can be printed and is shorter.
func Quicker(native, picture *Job) *Job {
	if native == nil || native.err != nil {
		return picture
	}
	if picture == nil || picture.err != nil || native.Size() <= picture.Size() {
		return native
	}
	return picture
}
