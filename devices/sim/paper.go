package sim

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"rsc.io/qr"
)

// lineDots is the height of a line of text.
const lineDots = 30

// maxPaper ends a slip that nobody cuts.
const maxPaper = 20000

// paper is the paper in a printer and how it is being printed.
type paper struct {
	opt    PrinterOptions
	pen    *pen
	img    *image.Gray
	y      int
	align  byte
	bold   bool
	invert bool
	size   byte
	page   byte
	hangul bool
	won    bool
	half   byte // first byte of a Hangul syllable
	text   []rune
	qrData []byte
	qrDots int
}

func newPaper(o PrinterOptions) (*paper, error) {
	pn, err := newPen(o.Face)
	if err != nil {
		return nil, err
	}
	p := &paper{opt: o, pen: pn}
	p.tear()
	p.reset()
	return p, nil
}

// tear begins a new slip.
func (p *paper) tear() { p.img, p.y = image.NewGray(image.Rect(0, 0, p.opt.Dots, 0)), 0 }

// reset does ESC @.
func (p *paper) reset() {
	p.align, p.bold, p.invert, p.size, p.page, p.won = 0, false, false, 0, 0, false
	p.hangul, p.half, p.text, p.qrDots, p.qrData = p.opt.TwoByte, 0, nil, 3, nil
}

func (p *paper) height() int { return p.y }

// picture returns the slip so far, nil while it is empty.
func (p *paper) picture() image.Image {
	if p.y == 0 {
		return nil
	}
	out := image.NewGray(image.Rect(0, 0, p.opt.Dots, p.y))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, p.img.Bounds(), p.img, image.Point{}, draw.Src)
	return out
}

// feed advances the paper.
func (p *paper) feed(dots int) {
	p.y = min(p.y+dots, maxPaper)
	if h := p.img.Bounds().Dy(); h < p.y {
		grown := image.NewGray(image.Rect(0, 0, p.opt.Dots, p.y+1024))
		draw.Draw(grown, grown.Bounds(), image.White, image.Point{}, draw.Src)
		draw.Draw(grown, image.Rect(0, 0, p.opt.Dots, h), p.img, image.Point{}, draw.Src)
		p.img = grown
	}
}

// do carries out one command, or prints one letter.
func (p *paper) do(c []byte) {
	switch {
	case c[0] == 0x1B:
		p.esc(c)
	case c[0] == 0x1C:
		p.half = 0
		p.hangul = match(c, 0x1C, '&')
	case c[0] == 0x1D:
		p.gs(c)
	case c[0] == '\n':
		p.newline()
	case c[0] >= 0x20:
		p.letter(c[0])
	}
}

func (p *paper) esc(c []byte) {
	switch c[1] {
	case '@':
		p.reset()
	case 'a':
		p.align = c[2] & 3
	case 'E':
		p.bold = c[2]&1 != 0
	case 't':
		p.page = c[2]
	case 'R':
		p.won = c[2] == 13
	case 'd':
		p.newlineIfText()
		p.feed(int(c[2]) * lineDots)
	case 'J':
		p.newlineIfText()
		p.feed(int(c[2]))
	}
}

func (p *paper) gs(c []byte) {
	switch {
	case c[1] == '!':
		p.size = c[2]
	case c[1] == 'B':
		p.invert = c[2]&1 != 0
	case c[1] == 'v':
		p.raster(c)
	case match(c, 0x1D, '(', 'k') && len(c) > 6 && c[5] == 0x31:
		p.symbol(c[6], c[7:])
	}
}

// letter puts one byte into the line that is being collected.
func (p *paper) letter(b byte) {
	var r rune
	switch {
	case p.half != 0:
		s, err := korean.EUCKR.NewDecoder().Bytes([]byte{p.half, b})
		p.half = 0
		if r = '?'; err == nil {
			r = []rune(string(s))[0]
		}
	case p.hangul && b >= 0xA1:
		p.half = b
		return
	case p.won && b == '\\':
		r = '₩'
	case b < 0x80:
		r = rune(b)
	case p.page >= 20 && p.page <= 26:
		r = charmap.Windows874.DecodeByte(b)
	default:
		r = charmap.CodePage437.DecodeByte(b)
	}
	p.text = append(p.text, r)
	if columnsOf(p.text)*p.widthFactor() > p.opt.Columns {
		over := p.text[len(p.text)-1]
		p.text = p.text[:len(p.text)-1]
		p.newline()
		p.text = append(p.text, over)
	}
}

func (p *paper) widthFactor() int  { return int(p.size>>4&7) + 1 }
func (p *paper) heightFactor() int { return int(p.size&7) + 1 }

func (p *paper) newlineIfText() {
	if len(p.text) > 0 {
		p.newline()
	}
}

// newline prints the collected line.
func (p *paper) newline() {
	h := lineDots * p.heightFactor()
	top := p.y
	p.feed(h)
	if len(p.text) > 0 {
		cell := p.opt.Dots / p.opt.Columns * p.widthFactor()
		width := columnsOf(p.text) * cell
		p.pen.line(p.img, p.text, image.Rect(p.left(width), top, p.left(width)+width, top+h), cell, p.bold, p.invert)
	}
	p.text = p.text[:0]
}

func (p *paper) left(width int) int {
	switch p.align {
	case 1:
		return max(0, (p.opt.Dots-width)/2)
	case 2:
		return max(0, p.opt.Dots-width)
	}
	return 0
}

// raster prints GS v 0.
func (p *paper) raster(c []byte) {
	row, rows := int(c[4])|int(c[5])<<8, int(c[6])|int(c[7])<<8
	top, x0 := p.y, p.left(row*8)
	p.feed(rows)
	for y := range rows {
		for x := range row * 8 {
			if c[8+y*row+x/8]&(0x80>>(x%8)) != 0 {
				p.img.SetGray(x0+x, top+y, color.Gray{})
			}
		}
	}
}

// symbol does the parts of GS ( k for QR.
func (p *paper) symbol(fn byte, data []byte) {
	switch {
	case fn == 0x43 && len(data) > 0:
		p.qrDots = int(data[0])
	case fn == 0x50 && len(data) > 1:
		p.qrData = append([]byte(nil), data[1:]...)
	case fn == 0x51:
		p.printQR()
	}
}

func (p *paper) printQR() {
	code, err := qr.Encode(string(p.qrData), qr.M)
	if err != nil {
		return
	}
	size := code.Size * p.qrDots
	top, x0 := p.y, p.left(size)
	p.feed(size)
	for y := range size {
		for x := range size {
			if code.Black(x/p.qrDots, y/p.qrDots) {
				p.img.SetGray(x0+x, top+y, color.Gray{})
			}
		}
	}
}
