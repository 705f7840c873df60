package escpos

import (
	"strings"
	"unicode"
)

// Slip is a receipt in words, laid out in columns with the printer's own letters.
// What is too long is wrapped at a blank or, as this package does not know where
// Thai words end, between letters.
type Slip struct {
	Head     []string // centred, bold
	Title    string   // centred, large
	Subtitle string   // below it, as large
	Rows     []Row
	Total    Row // bold; nothing when its label is empty
	Foot     []string
	QR       string
}

// Row is a label on the left and a value on the right.
type Row struct{ Label, Value string }

// Native returns the slip as a job of native text; its Err says when the printer
// has no letters for it.
func (s Slip) Native(p Profile) *Job {
	j := NewJob(p)
	j.lines(s.Head, p.Columns, Style{Align: Centre, Bold: true})
	for _, title := range []string{s.Title, s.Subtitle} {
		if title != "" {
			j.lines([]string{title}, p.Columns/2, Style{Align: Centre, Wide: true, Tall: true})
		}
	}
	j.Rule()
	for _, r := range s.Rows {
		j.row(r, Style{})
	}
	if s.Total.Label != "" {
		j.Rule()
		j.row(s.Total, Style{Bold: true})
	}
	j.Rule()
	j.lines(s.Foot, p.Columns, Style{Align: Centre})
	if s.QR != "" {
		j.Feed(1)
		j.QR(s.QR, 4, Centre)
	}
	j.Feed(1)
	j.Cut()
	return j
}

// lines prints texts, wrapped to so many columns.
func (j *Job) lines(texts []string, columns int, st Style) {
	for _, t := range texts {
		for _, l := range wrap(t, columns) {
			j.Text(l, st)
		}
	}
}

// row prints label and value on one line where they fit, else the value below.
func (j *Job) row(r Row, st Style) {
	n := j.profile.Columns
	lines := wrap(r.Label, n)
	last := lines[len(lines)-1]
	for _, l := range lines[:len(lines)-1] {
		j.Text(l, st)
	}
	if free := n - Width(last) - Width(r.Value); free >= 1 {
		j.Text(last+strings.Repeat(" ", free)+r.Value, st)
		return
	}
	j.Text(last, st)
	for _, l := range wrap(r.Value, n) {
		j.Text(strings.Repeat(" ", n-Width(l))+l, st)
	}
}

// wrap parts text into lines of so many columns: at a blank where there is one in
// the line's second half, else between letters, never within one and its marks.
func wrap(s string, columns int) []string {
	var lines []string
	for Width(s) > columns {
		line := fit(s, columns)
		if line == "" {
			break // a paper narrower than a letter
		}
		if at := strings.LastIndex(line, " "); at > len(line)/2 {
			line = line[:at]
		}
		lines = append(lines, line)
		s = strings.TrimLeft(s[len(line):], " ")
	}
	return append(lines, s)
}

// fit cuts text to so many columns, between letters that may be parted.
func fit(s string, columns int) string {
	used, end := 0, 0
	before := rune(0)
	for i, r := range s {
		if i > 0 && !unicode.Is(unicode.Mn, r) && !leads(before) && !follows(r) {
			end = i
		}
		if used += Width(string(r)); used > columns {
			return s[:end]
		}
		before = r
	}
	return s
}

// leads reports whether a Thai vowel belongs to the letter behind it.
func leads(r rune) bool { return r >= 'เ' && r <= 'ไ' }

// follows reports whether a Thai letter belongs to the one before it.
func follows(r rune) bool { return strings.ContainsRune("ะาำๆฯๅ", r) }
