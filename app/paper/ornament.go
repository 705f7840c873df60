package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"sala/app/paper/pdf"
)

// guilloche returns the curves of a band of fine lines that are different for
// every content: each is the sum of two sines whose frequencies and phases come
// from the content's hash, so that a forger cannot lift a band from another
// document, and a verifier can draw it again and compare.
func guilloche(hash [32]byte, x, y, w, h float64) [][]float64 {
	const curves, points = 8, 150
	f1, f2 := 3+float64(hash[0]%7), 9+float64(hash[1]%11)
	p1, p2 := float64(hash[2])/255*2*math.Pi, float64(hash[3])/255*2*math.Pi
	out := make([][]float64, curves)
	for c := range out {
		shift := float64(c) / curves * 2 * math.Pi
		bend := 1 + float64(hash[4+c%28]%5)/10
		line := make([]float64, 0, 2*points)
		for i := range points {
			t := float64(i) / (points - 1)
			// The two amplitudes together stay within the band.
			v := 0.62*math.Sin(2*math.Pi*f1*t+p1+shift) + 0.36*math.Sin(2*math.Pi*f2*t*bend+p2-2*shift)
			line = append(line, x+t*w, y+h/2+v*h/2)
		}
		out[c] = line
	}
	return out
}

// The band in which a copying machine makes a word appear, in dots of 600 to
// the inch: it must be printed dot by dot. 12 is the period of its dots.
const (
	voidCell   = 5 * 12 // a dot of the word's own letters
	voidAcross = 29 * voidCell
	voidDown   = 9 * voidCell
	voidTimes  = 2 // the word beside itself
	voidWidth  = voidAcross / 600.0 * 25.4
	voidHeight = voidDown / 600.0 * 25.4
	voidLeft   = 740 / 600.0 * 25.4
	voidTop    = pdf.A4Height - voidHeight - 516/600.0*25.4
)

// voidFont is a word in dots, one string a row, that needs no language: copies
// of every country say COPY.
var voidFont = [7]string{
	" ####   ####  ####  #   #",
	"#      #    # #   # #   #",
	"#      #    # #   #  # # ",
	"#      #    # ####    #  ",
	"#      #    # #       #  ",
	"#      #    # #       #  ",
	" ####   ####  #       #  ",
}

// voidBand returns one word of the band as a PNG. The ground has single dots,
// the word larger dots further apart; both are the same tint to the eye, but a
// copy loses the single dots and keeps the others. It works only printed at its
// exact size, and no copier is bound to be fooled.
func voidBand() ([]byte, error) {
	img := image.NewPaletted(image.Rect(0, 0, voidAcross, voidDown), color.Palette{color.White, color.Black})
	for y := range voidDown {
		row := y/voidCell - 1
		for x := 0; x < voidAcross; x += 4 {
			col := x/voidCell - 2
			letter := row >= 0 && row < len(voidFont) && col >= 0 && col < len(voidFont[row]) && voidFont[row][col] == '#'
			switch {
			case letter && x%12 == 0 && y%12 < 3:
				copy(img.Pix[y*img.Stride+x:], []byte{1, 1, 1})
			case !letter && y%4 == 0:
				img.Pix[y*img.Stride+x] = 1
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("draw the copy band: %w", err)
	}
	return b.Bytes(), nil
}

// background draws what stands behind the text of every page.
func (l *layout) background() {
	hash, err := l.doc.ContentHash()
	if err != nil && l.err == nil {
		l.err = err
	}
	var bands [][]float64
	for _, y := range []float64{7, 286} {
		bands = append(bands, guilloche(hash, left, y, right-left, 5)...)
	}
	void := l.t.void
	mark := l.watermark()
	l.behind = func(d *pdf.Drawing) {
		for i := range voidTimes {
			d.Image("void", void, voidLeft+float64(i)*voidWidth, voidTop, voidWidth, voidHeight)
		}
		for _, c := range bands {
			d.Curve(c, 0.15, pdf.Grey(0x80))
		}
		if mark != nil {
			mark(d)
		}
	}
}

// watermark returns the drawing of a specimen's or copy's word across the page,
// nil for an original. It is drawn as shapes: as text it would stand between
// the lines of whoever copies or listens to the page.
func (l *layout) watermark() func(*pdf.Drawing) {
	if l.doc.Mode == "" {
		return nil
	}
	// A document of its own: its codes must not go into the page's font.
	set := l.t.family.NewDocument(l.doc.Language)
	line, err := set.Line(l.say("paper.mode."+l.doc.Mode, nil), 1)
	if err != nil {
		l.err = err
		return nil
	}
	shapes, err := set.Outline(line)
	if err != nil {
		l.err = err
		return nil
	}
	size := 120.0
	if w := l.widthMM(line, size); w > 190 {
		size *= 190 / w
	}
	w := l.widthMM(line, size)
	return func(d *pdf.Drawing) {
		sin, cos := math.Sincos(45 * math.Pi / 180)
		d.Outline(pdf.A4Width/2-w/2*cos, pdf.A4Height/2+w/2*sin, size, 45, pdf.Grey(0xEC), shapes)
	}
}
