package paper

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"time"

	"github.com/jung-kurt/gofpdf"

	"sala/app/office"
	"sala/app/paper/typeset"
)

var _ office.WorkingPapers = (*Typesetter)(nil)

// A page of a report: A4 at 150 dots to the inch, with 20 mm around it.
const (
	reportWide   = 1240
	reportHigh   = 1754
	reportMargin = 118
	reportTitle  = 40
	reportHead   = 28
	reportBody   = 23
)

// Report returns figures as a PDF with a bar for each. It is a working paper:
// it has no seal and no number.
func (t *Typesetter) Report(ctx context.Context, r office.Report) ([]byte, error) {
	p := &reporter{family: t.family, report: r}
	p.begin()
	for _, c := range r.Charts {
		p.chart(c)
	}
	p.end()
	if p.err != nil {
		return nil, fmt.Errorf("report: %w", p.err)
	}
	file := gofpdf.New("P", "mm", "A4", "")
	file.SetCreationDate(time.Unix(0, 0)) // the days that count stand on it
	file.SetTitle(r.Title, true)
	for n, page := range p.pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := png.Encode(&b, page); err != nil {
			return nil, err
		}
		name := fmt.Sprint("page", n)
		file.AddPage()
		file.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "PNG"}, &b)
		file.ImageOptions(name, 0, 0, 210, 297, false, gofpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	}
	var out bytes.Buffer
	if err := file.Output(&out); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return out.Bytes(), nil
}

// reporter lays a report out, page by page.
type reporter struct {
	family *typeset.Family
	report office.Report
	now    *strip
	pages  []image.Image
	err    error
}

func (p *reporter) begin() {
	p.now = &strip{family: p.family, set: p.family.NewDocument(p.report.Language), dots: reportWide - 2*reportMargin}
	if len(p.pages) == 0 {
		p.now.text(p.report.Office, reportBody, typeset.Regular, "")
		p.now.text(p.report.Title, reportTitle, typeset.Bold, "")
		p.now.text(p.report.Note, reportBody, typeset.Regular, "")
		p.now.rule()
	}
}

// room begins another page unless so many dots are left on this one.
func (p *reporter) room(dots int) {
	if p.now.y+dots > reportHigh-2*reportMargin {
		p.end()
		p.begin()
	}
}

func (p *reporter) chart(c office.Chart) {
	p.room(6 * reportBody)
	p.now.y += reportBody
	p.now.text(c.Title, reportHead, typeset.Bold, "")
	for _, b := range c.Bars {
		p.room(4 * reportBody)
		label := b.Label
		if b.Note != "" {
			label += "  ·  " + b.Note
		}
		p.now.pair(label, b.Value, reportBody, typeset.Regular)
		p.now.bar(b.Share)
	}
}

// end puts what was laid out on a page.
func (p *reporter) end() {
	page := image.NewPaletted(image.Rect(0, 0, reportWide, reportHigh), color.Palette{color.White, color.Black})
	if p.now.y > 0 {
		text, err := p.now.render()
		if err != nil || p.now.err != nil {
			p.err = cmp.Or(p.err, p.now.err, err)
			return
		}
		for y := range text.Bounds().Dy() {
			for x := range text.Bounds().Dx() {
				page.Set(x+reportMargin, y+reportMargin, text.At(x, y))
			}
		}
	}
	p.pages = append(p.pages, page)
}

// bar draws a share of the line's width, 0 to 1, with a frame that shows the
// whole.
func (s *strip) bar(share float64) {
	const high = 14
	y0, full := s.y+2, s.dots-2*receiptMargin
	wide := int(min(max(share, 0), 1) * float64(full))
	s.drawn = append(s.drawn, func(dst *image.Gray) error {
		for y := range high {
			for x := range full {
				if x < wide || y == 0 || y == high-1 || x == full-1 {
					dst.SetGray(receiptMargin+x, y0+y, color.Gray{})
				}
			}
		}
		return nil
	})
	s.y += high + 14
}
