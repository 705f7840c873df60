package paper

import (
	"fmt"
	"image/color"
	"strconv"
	"time"

	"rsc.io/qr"

	"sala/app/paper/pdf"
	"sala/app/paper/typeset"
	"sala/forms/certificate"
)

// Measures of a certificate's page, in millimetres and points.
const (
	left, right = 25.0, 190.0
	top         = 18.0
	footTop     = 272.0 // below it stands the foot of every page
	labelWidth  = 46.0
	gap         = 3.0

	titleSize    = 20.0
	subtitleSize = 13.0
	headSize     = 12.5
	bodySize     = 11.5
	tableSize    = 9.5
	smallSize    = 8.0

	moduleMM = 0.4 // of the QR: below this, office scanners fail
)

var (
	ink   = color.Gray{Y: 0x20}
	muted = color.Gray{Y: 0x60}
	faint = color.Gray{Y: 0xB0}

	headerTint = color.Gray{Y: 0xEE}
)

// layout places a document's parts on pages. All text is shaped before
// anything is drawn, so that the font and the number of pages are known.
type layout struct {
	t     *Typesetter
	doc   certificate.Document
	code  *qr.Code
	set   *typeset.Document
	pages [][]func(*pdf.Drawing)
	y     float64
	err   error
}

func newLayout(t *Typesetter, doc certificate.Document, code *qr.Code) *layout {
	return &layout{t: t, doc: doc, code: code, set: t.family.NewDocument(doc.Language)}
}

func (l *layout) about() pdf.About {
	return pdf.About{
		Title: l.doc.Title + " " + l.doc.Number, Subject: l.doc.Subject.Name, Author: l.office(), Language: l.doc.Language,
		Made: time.Unix(l.doc.IssuedAt, 0).UTC(),
	}
}

// office returns the issuing office's name in the document's language, or in
// any that there is.
func (l *layout) office() string {
	for _, lang := range []string{l.doc.Language, "th", "ko", "en"} {
		if n := l.doc.Issuer.Names[lang]; n != "" {
			return n
		}
	}
	return l.doc.Issuer.ID
}

func (l *layout) say(key string, args map[string]any) string {
	return l.t.words.Text(l.doc.Language, key, args)
}

// compose fills the pages.
func (l *layout) compose() error {
	l.page()
	l.head()
	for _, b := range l.doc.Blocks {
		switch {
		case b.Table != nil:
			l.table(b.Table)
		case len(b.Rows) > 0:
			l.rows(b.Rows)
		case b.Head != "":
			l.space(2)
			l.paragraph(b.Head, headSize, typeset.Bold, left, right-left)
		default:
			l.paragraph(b.Text, bodySize, typeset.Regular, left, right-left)
		}
		l.space(2.5)
	}
	l.closing()
	l.foots()
	return l.err
}

func (l *layout) page() {
	l.pages = append(l.pages, nil)
	l.y = top
}

// put adds a drawing to the current page.
func (l *layout) put(draw func(*pdf.Drawing)) { l.putOn(len(l.pages)-1, draw) }

func (l *layout) putOn(page int, draw func(*pdf.Drawing)) {
	l.pages[page] = append(l.pages[page], draw)
}

func (l *layout) space(mm float64) { l.y += mm }

// need begins a new page when less than mm is left of this one.
func (l *layout) need(mm float64) bool {
	if l.y+mm <= footTop-2 || l.y <= top {
		return false
	}
	l.page()
	return true
}

// lineHeight returns the height of a line of type: Thai needs room for marks
// above and below.
func lineHeight(size float64) float64 { return size * 1.5 * 25.4 / 72 }

// baseline is where a line's baseline lies below its top.
func baseline(size float64) float64 { return size * 1.1 * 25.4 / 72 }

func (l *layout) line(text string, w typeset.Weight) typeset.Line {
	line, err := l.set.Line(text, w)
	if err != nil && l.err == nil {
		l.err = err
	}
	return line
}

func (l *layout) lines(text string, w typeset.Weight, size, width float64) []typeset.Line {
	units := width / (size * 25.4 / 72) * float64(l.t.family.Units())
	lines, err := l.set.Paragraph(text, w, int(units))
	if err != nil && l.err == nil {
		l.err = err
	}
	return lines
}

// widthMM is how wide a line is at a size.
func (l *layout) widthMM(line typeset.Line, size float64) float64 {
	return float64(line.Width) / float64(l.t.family.Units()) * size * 25.4 / 72
}

// at draws a line at a place, aligned "", center or right within width.
func (l *layout) at(page int, x, y, width, size float64, align string, shade color.Gray, line typeset.Line) {
	switch align {
	case "center":
		x += (width - l.widthMM(line, size)) / 2
	case "right":
		x += width - l.widthMM(line, size)
	}
	l.putOn(page, func(d *pdf.Drawing) { d.Text(x, y, size, shade, line) })
}

// centred draws a paragraph in the middle of the page.
func (l *layout) centred(text string, size float64, w typeset.Weight) {
	for _, line := range l.lines(text, w, size, right-left-60) {
		l.at(len(l.pages)-1, left, l.y+baseline(size), right-left, size, "center", ink, line)
		l.y += lineHeight(size)
	}
}

func (l *layout) paragraph(text string, size float64, w typeset.Weight, x, width float64) {
	for _, line := range l.lines(text, w, size, width) {
		l.need(lineHeight(size))
		l.at(len(l.pages)-1, x, l.y+baseline(size), width, size, "", ink, line)
		l.y += lineHeight(size)
	}
}

// head draws the emblem, the title and what identifies the document.
func (l *layout) head() {
	number := l.line(l.say("paper.number", map[string]any{"number": l.doc.Number}), typeset.Regular)
	l.at(0, left, top+baseline(bodySize), 60, bodySize, "", ink, number)
	if l.doc.FormCode != "" {
		l.at(0, right-50, top+baseline(bodySize), 50, bodySize, "right", ink, l.line(l.doc.FormCode, typeset.Regular))
	}
	// Emblems are protected by law: the customer's own file goes here.
	const radius = 11
	centre := (left + right) / 2
	l.put(func(d *pdf.Drawing) {
		d.Circle(centre, top+radius, radius, 0.6, faint)
		d.Circle(centre, top+radius, radius-1.2, 0.3, faint)
	})
	emblem := l.line(l.say("paper.emblem", nil), typeset.Regular)
	size := min(smallSize, smallSize*(2*radius-4)/max(1, l.widthMM(emblem, smallSize)))
	l.at(0, centre-radius, top+radius+1, 2*radius, size, "center", muted, emblem)
	l.y = top + 2*radius + 3
	l.centred(l.doc.Title, titleSize, typeset.Bold)
	if l.doc.Subtitle != "" {
		l.centred(l.doc.Subtitle, subtitleSize, typeset.Regular)
	}
	l.centred(l.office(), subtitleSize, typeset.Regular)
	if l.doc.Mode != "" {
		l.centred(l.say("paper.mode."+l.doc.Mode, nil), subtitleSize, typeset.Bold)
	}
	l.space(3)
}

// rows draws a fixed column of labels and a wrapped column of values.
func (l *layout) rows(rows []certificate.Row) {
	for _, r := range rows {
		labels := l.lines(r.Label, typeset.Bold, bodySize, labelWidth-gap)
		values := l.lines(r.Value, typeset.Regular, bodySize, right-left-labelWidth)
		h := lineHeight(bodySize)
		for i := range max(len(labels), len(values)) {
			l.need(h)
			page := len(l.pages) - 1
			if i < len(labels) {
				l.at(page, left, l.y+baseline(bodySize), labelWidth, bodySize, "", ink, labels[i])
			}
			if i < len(values) {
				l.at(page, left+labelWidth, l.y+baseline(bodySize), right-left-labelWidth, bodySize, "", ink, values[i])
			}
			l.y += h
		}
	}
}

// closing draws the certification sentence, the date and the signature, kept
// together with the seal.
func (l *layout) closing() {
	side := float64(l.code.Size) * moduleMM
	sentences := l.lines(l.doc.Certifies, typeset.Regular, bodySize, right-left)
	l.need(float64(len(sentences))*lineHeight(bodySize) + side + 22)
	l.space(2)
	l.paragraph(l.doc.Certifies, bodySize, typeset.Regular, left, right-left)
	l.space(3)
	block := l.y
	// The signature stands on the right, the seal on the left.
	const column = 84.0
	x := right - column
	page := len(l.pages) - 1
	for _, s := range []struct {
		text string
		size float64
		w    typeset.Weight
		gap  float64
	}{
		{l.say("paper.issued", map[string]any{"date": l.doc.Issued.Formal(l.doc.Language)}), bodySize, typeset.Regular, 14},
		{l.say("paper.signature", nil) + " ........................................", bodySize, typeset.Regular, 0},
		{"(" + l.doc.Officer.Name + ")", bodySize, typeset.Regular, 0},
		{l.doc.Officer.Title, bodySize, typeset.Regular, 0},
		{l.doc.Fee, smallSize, typeset.Regular, 0},
		{l.asOf(), smallSize, typeset.Regular, 0},
	} {
		if s.text == "" {
			continue
		}
		for _, line := range l.lines(s.text, s.w, s.size, column) {
			l.at(page, x, l.y+baseline(s.size), column, s.size, "center", ink, line)
			l.y += lineHeight(s.size)
		}
		l.space(s.gap)
	}
	l.seal(page, block)
}

func (l *layout) asOf() string {
	if l.doc.AsOf == "" {
		return ""
	}
	return l.say("paper.as_of", map[string]any{"at": l.doc.AsOf})
}

// seal draws the QR with its quiet zone, and under it how to verify, in three
// languages.
func (l *layout) seal(page int, y float64) {
	const quiet = 4 * moduleMM
	side := float64(l.code.Size) * moduleMM
	code, top := l.code, y+quiet
	l.putOn(page, func(d *pdf.Drawing) { d.Matrix(left+quiet, top, moduleMM, code.Size, code) })
	y += side + 2*quiet + 1
	said := []string{}
	if l.doc.Provisional {
		said = append(said, l.say("paper.provisional", nil))
	}
	for _, lang := range []string{"th", "ko", "en"} {
		said = append(said, l.t.words.Text(lang, "paper.verify", nil))
	}
	for i, text := range said {
		w := typeset.Regular
		if i == 0 && l.doc.Provisional {
			w = typeset.Bold
		}
		for _, line := range l.lines(text, w, smallSize, right-left) {
			l.at(page, left, y+baseline(smallSize), right-left, smallSize, "", ink, line)
			y += lineHeight(smallSize)
		}
	}
}

// foots draws the number, the page and the content hash on every page.
func (l *layout) foots() {
	hash, err := l.doc.ContentHash()
	if err != nil && l.err == nil {
		l.err = err
	}
	for i := range l.pages {
		y := footTop + 4 + baseline(smallSize)
		l.putOn(i, func(d *pdf.Drawing) { d.Rule(left, footTop+3, right, footTop+3, 0.4, faint) })
		l.at(i, left, y, 70, smallSize, "", muted, l.line(l.say("paper.number", map[string]any{"number": l.doc.Number}), typeset.Regular))
		l.at(i, left+50, y, right-left-100, smallSize, "center", muted, l.line(l.say("paper.hash", map[string]any{"hash": fmt.Sprintf("%x", hash[:8])}), typeset.Regular))
		page := l.say("paper.page", map[string]any{"page": strconv.Itoa(i + 1), "pages": strconv.Itoa(len(l.pages))})
		l.at(i, right-50, y, 50, smallSize, "right", muted, l.line(page, typeset.Regular))
	}
}

func (l *layout) draw(d *pdf.Drawing) {
	for _, p := range l.pages {
		d.Page()
		for _, draw := range p {
			draw(d)
		}
	}
}
