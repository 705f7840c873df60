package paper

import (
	"fmt"
	"strconv"
	"strings"

	"sala/app/paper/pdf"
	"sala/app/paper/typeset"
)

// closing draws the certification sentence, the date and the signature, kept
// together with the seal.
func (l *layout) closing() {
	side := float64(l.code.Size+8) * moduleMM
	sentences := l.lines(l.doc.Certifies, typeset.Regular, l.size.body, right-left)
	sign := func() { l.signThai(right-84, 84) }
	if l.doc.Language == "ko" {
		sign = func() { l.signKorean(left+side+4, right-left-side-4) }
	}
	l.need(float64(len(sentences))*lineHeight(l.size.body) + max(side, l.tall(sign)) + 5 + float64(len(l.verifying()))*lineHeight(l.size.small))
	l.space(2)
	l.paragraph(pdf.Paragraph, l.doc.Certifies, l.size.body, typeset.Regular, left, right-left)
	l.space(3)
	block := l.y
	sign()
	l.seal(len(l.pages)-1, block)
}

// tall is how high something is that stands on one page: it is drawn, and not
// kept.
func (l *layout) tall(draw func()) float64 {
	page, y := len(l.pages)-1, l.y
	kept := l.pages[page]
	draw()
	height := l.y - y
	l.pages[page], l.y = kept, y
	return height
}

// signed is a line of the signature's column.
type signed struct {
	text string
	size float64
	w    typeset.Weight
	gap  float64 // below it
}

func (l *layout) column(x, width float64, lines []signed) {
	for _, s := range lines {
		if s.text == "" {
			continue
		}
		l.tag(pdf.Paragraph)
		for _, line := range l.lines(s.text, s.w, s.size, width) {
			l.at(len(l.pages)-1, x, l.y+baseline(s.size), width, s.size, "center", ink, line)
			l.y += lineHeight(s.size)
		}
		l.space(s.gap)
	}
}

// signThai draws date, signature and the signing officer's title, as Thai
// letters end; English ones likewise.
func (l *layout) signThai(x, width float64) {
	l.column(x, width, []signed{
		{l.say("paper.issued", map[string]any{"date": l.doc.Issued.Formal(l.doc.Language)}), l.size.body, typeset.Regular, 9},
		{l.say("paper.signature", nil) + " ........................................", l.size.body, typeset.Regular, 0},
		{"(" + l.doc.Officer.Name + ")", l.size.body, typeset.Regular, 0},
		{l.doc.Officer.Title, l.size.body, typeset.Regular, 1},
		{l.remarks(), l.size.small, typeset.Regular, 0},
		{l.order(), l.size.small, typeset.Regular, 0},
	})
}

// signKorean draws the date and the issuing office in large type with its
// square seal over the end of it, as Korean certificates end.
func (l *layout) signKorean(x, width float64) {
	l.column(x, width, []signed{{l.doc.Issued.Long("ko"), l.size.body, typeset.Regular, 3}})
	const side = 18.0 // of the seal
	y := l.y
	end := x + width - side
	l.tag(pdf.Paragraph)
	for _, line := range l.lines(l.office(), typeset.Bold, l.size.title, width-side) {
		l.at(len(l.pages)-1, x, l.y+baseline(l.size.title)+3, width, l.size.title, "center", ink, line)
		l.y += lineHeight(l.size.title)
		end = min(end, x+(width+l.widthMM(line, l.size.title))/2-side/4)
	}
	if stamp := l.t.marks.Stamp; stamp != nil {
		l.put(func(d *pdf.Drawing) { d.Image("stamp", stamp, end, y-2, side, side) })
	} else {
		l.put(func(d *pdf.Drawing) { d.Frame(end, y-2, side, side, 1.2, red) })
		l.slot("paper.stamp", end+1.5, y-2+side/2+1, side-3, red)
	}
	l.y = max(l.y, y-2+side) + 3
	l.column(x, width, []signed{
		{l.doc.Officer.Title + " " + l.doc.Officer.Name, l.size.small, typeset.Regular, 0},
		{l.remarks(), l.size.small, typeset.Regular, 0},
		{l.order(), l.size.small, typeset.Regular, 0},
	})
}

func (l *layout) expires() string {
	if l.doc.Expires.IsZero() {
		return ""
	}
	return l.say("paper.expires", map[string]any{"date": l.doc.Expires.Long(l.doc.Language)})
}

func (l *layout) asOf() string {
	if l.doc.AsOf == "" {
		return ""
	}
	return l.say("paper.as_of", map[string]any{"at": l.doc.AsOf})
}

// order names the rule that permits a document that no officer approved.
func (l *layout) order() string {
	if l.doc.Order() == "" {
		return ""
	}
	return l.say("paper.order", map[string]any{"order": l.doc.Order()})
}

// remarks are validity, fee and age of the register's copy, in one line.
func (l *layout) remarks() string {
	var kept []string
	for _, r := range []string{l.expires(), l.doc.Fee, l.asOf()} {
		if r != "" {
			kept = append(kept, r)
		}
	}
	return strings.Join(kept, " · ")
}

// verifying says in three languages how to verify the document, and before it
// that it is provisional.
func (l *layout) verifying() []string {
	var said []string
	if l.doc.Provisional {
		said = append(said, l.say("paper.provisional", nil))
	}
	for _, lang := range []string{"th", "ko", "en"} {
		said = append(said, l.t.words.Text(lang, "paper.verify", nil))
	}
	return said
}

// seal draws the QR with its quiet zone, and under it how to verify, in three
// languages.
func (l *layout) seal(page int, y float64) {
	const quiet = 4 * moduleMM
	side := float64(l.code.Size) * moduleMM
	code, top := l.code, y+quiet
	l.putOn(page, func(d *pdf.Drawing) {
		// White ground, so that no background comes between the modules.
		d.Fill(left, top-quiet, side+2*quiet, side+2*quiet, pdf.Grey(0xFF))
		d.Matrix(left+quiet, top, moduleMM, code.Size, code)
	})
	y = max(y+side+2*quiet+1, l.y)
	for i, text := range l.verifying() {
		w := typeset.Regular
		if i == 0 && l.doc.Provisional {
			w = typeset.Bold
		}
		l.putOn(page, func(d *pdf.Drawing) { d.Tag(pdf.Paragraph) })
		for _, line := range l.lines(text, w, l.size.small, right-left) {
			l.at(page, left, y+baseline(l.size.small), right-left, l.size.small, "", ink, line)
			y += lineHeight(l.size.small)
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
		y := footTop + 4 + baseline(l.size.small)
		l.putOn(i, func(d *pdf.Drawing) { d.Rule(left, footTop+3, right, footTop+3, 0.4, faint) })
		l.putOn(i, func(d *pdf.Drawing) { d.Tag(pdf.Paragraph) })
		l.at(i, left, y, 70, l.size.small, "", muted, l.line(l.say("paper.number", map[string]any{"number": l.doc.Number}), typeset.Regular))
		l.at(i, left+50, y, right-left-100, l.size.small, "center", muted, l.line(l.say("paper.hash", map[string]any{"hash": fmt.Sprintf("%x", hash[:8])}), typeset.Regular))
		page := l.say("paper.page", map[string]any{"page": strconv.Itoa(i + 1), "pages": strconv.Itoa(len(l.pages))})
		l.at(i, right-50, y, 50, l.size.small, "right", muted, l.line(page, typeset.Regular))
	}
}
