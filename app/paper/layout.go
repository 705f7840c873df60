package paper

import (
	"time"

	"rsc.io/qr"

	"sala/app/paper/pdf"
	"sala/app/paper/typeset"
	"sala/forms/certificate"
)

// Measures of a certificate's page, in millimetres and points.
const (
	left, right = 25.0, 190.0
	top         = 15.0
	footTop     = 275.0 // below it stands the foot of every page
	labelWidth  = 46.0
	gap         = 3.0

	moduleMM = 0.4 // of the QR: below this, office scanners fail
)

var (
	ink   = pdf.Grey(0x20)
	muted = pdf.Grey(0x60)
	faint = pdf.Grey(0xB0)
	tint  = pdf.Grey(0xEE) // of a table's header
	red   = pdf.Ink{R: 0xB3, G: 0x26, B: 0x1E}
)

// sizes are those of type, in points.
type sizes struct{ title, subtitle, head, body, table, small float64 }

var (
	roomy = sizes{title: 19, subtitle: 12.5, head: 12, body: 11.5, table: 9.5, small: 7.5}
	tight = sizes{title: 17, subtitle: 11, head: 10.5, body: 10, table: 8.5, small: 7}
)

// layout places a document's parts on pages. All text is shaped before
// anything is drawn, so that the font and the number of pages are known.
type layout struct {
	t      *Typesetter
	doc    certificate.Document
	code   *qr.Code
	set    *typeset.Document
	size   sizes
	pages  [][]func(*pdf.Drawing)
	behind func(*pdf.Drawing) // on every page, under everything
	y      float64
	err    error
}

// arrange lays a document out: in roomy type, or in tight type where that saves
// a page.
func arrange(t *Typesetter, doc certificate.Document, code *qr.Code) (*layout, error) {
	set := t.family.NewDocument(doc.Language)
	l := &layout{t: t, doc: doc, code: code, set: set, size: roomy}
	if err := l.compose(); err != nil || len(l.pages) == 1 {
		return l, err
	}
	// The codes of the first attempt are shared, so the font does not grow.
	other := &layout{t: t, doc: doc, code: code, set: set, size: tight}
	if err := other.compose(); err != nil {
		return nil, err
	}
	if len(other.pages) < len(l.pages) {
		return other, nil
	}
	return l, nil
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
	l.background()
	l.page()
	l.head()
	for _, b := range l.doc.Blocks {
		switch {
		case b.Table != nil:
			l.table(b.Table)
		case len(b.Rows) > 0:
			l.rows(b.Rows)
		case b.Box != nil:
			l.box(b.Box)
		case b.Head != "":
			l.space(1)
			l.paragraph(pdf.Section, b.Head, l.size.head, typeset.Bold, left, right-left)
		default:
			l.paragraph(pdf.Paragraph, b.Text, l.size.body, typeset.Regular, left, right-left)
		}
		if b.Head == "" {
			l.space(2)
		}
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

// tag says that what is drawn next on the current page is a heading, a section
// or a paragraph of its own.
func (l *layout) tag(kind string) { l.put(func(d *pdf.Drawing) { d.Tag(kind) }) }

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
func lineHeight(size float64) float64 { return size * 1.4 * 25.4 / 72 }

// baseline is where a line's baseline lies below its top.
func baseline(size float64) float64 { return size * 1.04 * 25.4 / 72 }

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
func (l *layout) at(page int, x, y, width, size float64, align string, shade pdf.Ink, line typeset.Line) {
	switch align {
	case "center":
		x += (width - l.widthMM(line, size)) / 2
	case "right":
		x += width - l.widthMM(line, size)
	}
	l.putOn(page, func(d *pdf.Drawing) { d.Text(x, y, size, shade, line) })
}

// centred draws a paragraph in the middle of the page.
func (l *layout) centred(kind, text string, size float64, w typeset.Weight) {
	l.tag(kind)
	for _, line := range l.lines(text, w, size, right-left-60) {
		l.at(len(l.pages)-1, left, l.y+baseline(size), right-left, size, "center", ink, line)
		l.y += lineHeight(size)
	}
}

func (l *layout) paragraph(kind, text string, size float64, w typeset.Weight, x, width float64) {
	for i, line := range l.lines(text, w, size, width) {
		if l.need(lineHeight(size)) || i == 0 {
			l.tag(kind)
		}
		l.at(len(l.pages)-1, x, l.y+baseline(size), width, size, "", ink, line)
		l.y += lineHeight(size)
	}
}

// head draws the emblem, the title and what identifies the document.
func (l *layout) head() {
	l.tag(pdf.Paragraph)
	number := l.line(l.say("paper.number", map[string]any{"number": l.doc.Number}), typeset.Regular)
	l.at(0, left, top+baseline(l.size.body), 60, l.size.body, "", ink, number)
	if l.doc.FormCode != "" {
		l.at(0, right-50, top+baseline(l.size.body), 50, l.size.body, "right", ink, l.line(l.doc.FormCode, typeset.Regular))
	}
	// Emblems are protected by law: an office brings its own file.
	const radius = 10
	centre := (left + right) / 2
	if emblem := l.t.marks.Emblem; emblem != nil {
		l.put(func(d *pdf.Drawing) { d.Image("emblem", emblem, centre-radius, top, 2*radius, 2*radius) })
	} else {
		l.put(func(d *pdf.Drawing) {
			d.Circle(centre, top+radius, radius, 0.6, faint)
			d.Circle(centre, top+radius, radius-1.2, 0.3, faint)
		})
		l.slot("paper.emblem", centre-radius+2, top+radius+1, 2*radius-4, muted)
	}
	l.y = top + 2*radius + 3
	l.centred(pdf.Heading, l.doc.Title, l.size.title, typeset.Bold)
	if l.doc.Subtitle != "" {
		l.centred(pdf.Paragraph, l.doc.Subtitle, l.size.subtitle, typeset.Regular)
	}
	if l.doc.Language != "ko" { // there it stands large at the end
		l.centred(pdf.Paragraph, l.office(), l.size.subtitle, typeset.Regular)
	}
	if l.doc.Mode != "" {
		l.centred(pdf.Paragraph, l.say("paper.mode."+l.doc.Mode, nil), l.size.subtitle, typeset.Bold)
	}
	l.space(3)
}

// slot says in small type that something of the office's own belongs here.
func (l *layout) slot(key string, x, y, width float64, shade pdf.Ink) {
	text := l.line(l.say(key, nil), typeset.Regular)
	l.tag(pdf.Paragraph)
	size := min(l.size.small, l.size.small*width/max(1, l.widthMM(text, l.size.small)))
	l.at(len(l.pages)-1, x, y, width, size, "center", shade, text)
}

// box draws an empty frame with its title: a seal's impression goes in.
func (l *layout) box(b *certificate.Box) {
	h := float64(b.Height)
	l.need(h + lineHeight(l.size.body))
	y, w := l.y, max(h, 40)
	x := (left + right - w) / 2
	title := l.line(b.Title, typeset.Bold)
	l.tag(pdf.Section)
	l.at(len(l.pages)-1, x, y+baseline(l.size.body), w, l.size.body, "center", ink, title)
	y += lineHeight(l.size.body)
	l.put(func(d *pdf.Drawing) { d.Frame(x, y, w, h, 0.5, muted) })
	l.slot("paper.stamp", x+2, y+h/2, w-4, muted)
	l.y = y + h
}

// rows draws a fixed column of labels and a wrapped column of values.
func (l *layout) rows(rows []certificate.Row) {
	for _, r := range rows {
		labels := l.lines(r.Label, typeset.Bold, l.size.body, labelWidth-gap)
		values := l.lines(r.Value, typeset.Regular, l.size.body, right-left-labelWidth)
		h := lineHeight(l.size.body)
		for from, total := 0, max(len(labels), len(values)); from < total; {
			l.need(h)
			to := min(total, from+max(1, int((footTop-2-l.y)/h)))
			l.tag(pdf.Paragraph)
			// All of the label and then all of the value, as a reader takes them.
			l.stack(labels, from, to, left, labelWidth)
			l.stack(values, from, to, left+labelWidth, right-left-labelWidth)
			l.y += float64(to-from) * h
			from = to
		}
	}
}

// stack draws some of a column's lines from the current place on.
func (l *layout) stack(lines []typeset.Line, from, to int, x, width float64) {
	for i := from; i < min(to, len(lines)); i++ {
		y := l.y + float64(i-from)*lineHeight(l.size.body) + baseline(l.size.body)
		l.at(len(l.pages)-1, x, y, width, l.size.body, "", ink, lines[i])
	}
}

func (l *layout) draw(d *pdf.Drawing) {
	for _, p := range l.pages {
		d.Page()
		l.behind(d)
		for _, draw := range p {
			draw(d)
		}
	}
}
