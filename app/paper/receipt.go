package paper

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"rsc.io/qr"

	"sala/app/office"
	"sala/app/paper/typeset"
)

// Widths of receipt printers' paper, in dots at 203 to the inch.
const (
	Dots80mm = 576
	Dots58mm = 384
)

// maxReceipt is the tallest receipt, in dots: two metres.
const maxReceipt = 16000

// Receipts makes the pictures of receipts. It is safe for several goroutines.
type Receipts struct{ family *typeset.Family }

// NewReceipts reads the faces.
func NewReceipts() (*Receipts, error) {
	f, err := newFamily()
	if err != nil {
		return nil, fmt.Errorf("receipts: %w", err)
	}
	return &Receipts{f}, nil
}

// Image returns the receipt as a picture of black and white dots, as wide as
// the printer's head. The printer's own character tables cannot write Thai
// marks or mix Thai with Korean, so that all of it is drawn.
func (r *Receipts) Image(rec office.Receipt, dots int) (image.Image, error) {
	if dots < 200 || dots > 2000 {
		return nil, fmt.Errorf("receipt %s: a printer with %d dots", rec.Number, dots)
	}
	s := &strip{family: r.family, set: r.family.NewDocument(rec.Language), dots: dots}
	s.compose(rec)
	if s.err != nil {
		return nil, fmt.Errorf("receipt %s: %w", rec.Number, s.err)
	}
	return s.render()
}

// ReceiptImage is Receipts.Image for a single receipt.
func ReceiptImage(rec office.Receipt, dots int) (image.Image, error) {
	r, err := NewReceipts()
	if err != nil {
		return nil, err
	}
	return r.Image(rec, dots)
}

// strip is a receipt that is being laid out from top to bottom, in dots.
type strip struct {
	family *typeset.Family
	set    *typeset.Document
	dots   int
	y      int
	drawn  []func(dst *image.Gray) error
	err    error
}

// Sizes in dots: 8 dots are a millimetre.
const (
	receiptMargin = 8
	receiptTitle  = 38
	receiptBody   = 27
	receiptSmall  = 22
)

func (s *strip) compose(rec office.Receipt) {
	s.y = 12
	s.text(rec.Office, receiptBody, typeset.Bold, "center")
	s.text(rec.Title, receiptTitle, typeset.Bold, "center")
	s.text(rec.Subtitle, receiptTitle, typeset.Bold, "center")
	s.heading(rec.Number, rec.At)
	s.rule()
	for _, l := range rec.Lines {
		s.pair(l.Label, l.Value, receiptBody, typeset.Regular)
	}
	s.rule()
	if rec.Total != "" {
		s.pair(rec.TotalLabel, rec.Total, receiptTitle, typeset.Bold)
	}
	s.text(rec.Payer, receiptBody, typeset.Regular, "")
	s.text(rec.Officer, receiptBody, typeset.Regular, "")
	for _, f := range rec.Foot {
		s.text(f, receiptSmall, typeset.Regular, "center")
	}
	if rec.QR != "" {
		s.code(rec.QR)
	}
	s.y += 16
}

func (s *strip) lines(text string, size float64, w typeset.Weight, width int) []typeset.Line {
	lines, err := s.set.Paragraph(text, w, int(float64(width)/size*float64(s.family.Units())))
	if err != nil && s.err == nil {
		s.err = err
	}
	return lines
}

func (s *strip) width(l typeset.Line, size float64) int {
	return int(float64(l.Width)*size/float64(s.family.Units()) + 0.999)
}

// text draws a paragraph; nothing for no text.
func (s *strip) text(text string, size float64, w typeset.Weight, align string) {
	if text == "" {
		return
	}
	inner := s.dots - 2*receiptMargin
	for _, l := range s.lines(text, size, w, inner) {
		x := receiptMargin
		switch align {
		case "center":
			x += (inner - s.width(l, size)) / 2
		case "right":
			x += inner - s.width(l, size)
		}
		s.put(x, size, l)
		s.y += int(1.5 * size)
	}
}

// pair draws a label on the left and a value on the right of the same line,
// under each other where they do not fit. A number is not torn.
func (s *strip) pair(label, value string, size float64, w typeset.Weight) {
	inner := s.dots - 2*receiptMargin
	values := s.lines(value, size, w, inner*2/3)
	if len(values) > 1 && isNumber(value) {
		s.text(label, size, w, "")
		s.text(value, size, w, "right")
		return
	}
	widest := 0
	for _, v := range values {
		widest = max(widest, s.width(v, size))
	}
	labels := s.lines(label, size, w, max(inner-widest-12, inner/3))
	for i := range max(len(labels), len(values)) {
		if i < len(labels) {
			s.put(receiptMargin, size, labels[i])
		}
		if i < len(values) {
			s.put(receiptMargin+inner-s.width(values[i], size), size, values[i])
		}
		s.y += int(1.5 * size)
	}
}

// isNumber reports whether a text is a number as an office writes it: Latin letters,
// figures and signs, and no space.
func isNumber(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// heading draws number and time on one line, or on two of narrow paper: a
// number is not torn.
func (s *strip) heading(number, at string) {
	both := 0
	for _, text := range []string{number, at} {
		l, err := s.set.Line(text, typeset.Regular)
		if err != nil && s.err == nil {
			s.err = err
		}
		both += s.width(l, receiptSmall)
	}
	if both+20 <= s.dots-2*receiptMargin {
		s.pair(number, at, receiptSmall, typeset.Regular)
		return
	}
	s.text(number, receiptSmall, typeset.Regular, "")
	s.text(at, receiptSmall, typeset.Regular, "right")
}

func (s *strip) put(x int, size float64, l typeset.Line) {
	y := s.y + int(1.1*size)
	s.drawn = append(s.drawn, func(dst *image.Gray) error { return s.set.Raster(dst, x, y, size, l) })
}

func (s *strip) rule() {
	y := s.y + 5
	s.drawn = append(s.drawn, func(dst *image.Gray) error {
		for x := receiptMargin; x < s.dots-receiptMargin; x++ {
			dst.SetGray(x, y, color.Gray{})
			dst.SetGray(x, y+1, color.Gray{})
		}
		return nil
	})
	s.y += 12
}

// code draws a QR code with its quiet zone, as large as fits, up to 6 dots a
// module.
func (s *strip) code(text string) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		if s.err == nil {
			s.err = fmt.Errorf("draw the code: %w", err)
		}
		return
	}
	module := min(6, s.dots/(code.Size+8))
	if module < 3 {
		if s.err == nil {
			s.err = fmt.Errorf("draw the code: %d modules do not fit on %d dots", code.Size, s.dots)
		}
		return
	}
	x0, y0 := (s.dots-code.Size*module)/2, s.y+4*module
	s.drawn = append(s.drawn, func(dst *image.Gray) error {
		for y := range code.Size * module {
			for x := range code.Size * module {
				if code.Black(x/module, y/module) {
					dst.SetGray(x0+x, y0+y, color.Gray{})
				}
			}
		}
		return nil
	})
	s.y += (code.Size + 8) * module
}

// render draws everything and makes each dot black or white.
func (s *strip) render() (image.Image, error) {
	if s.y > maxReceipt {
		return nil, fmt.Errorf("a receipt of %d mm", s.y/8)
	}
	grey := image.NewGray(image.Rect(0, 0, s.dots, s.y))
	for i := range grey.Pix {
		grey.Pix[i] = 0xFF
	}
	for _, draw := range s.drawn {
		if err := draw(grey); err != nil {
			return nil, err
		}
	}
	out := image.NewPaletted(grey.Rect, color.Palette{color.White, color.Black})
	for i, v := range grey.Pix {
		if v < 0x90 {
			out.Pix[i] = 1
		}
	}
	return out, nil
}
