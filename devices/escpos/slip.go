package escpos

import (
	"strings"
	"unicode"
)

// Slip is a receipt in words, laid out in columns with the printer's own letters.
// Lines that need wrapping come wrapped: where Thai words end this package does
// not know.
type Slip struct {
	Head  []string // centred, bold
	Title string   // centred, large
	Rows  []Row
	Total Row // bold; nothing when its label is empty
	Foot  []string
	QR    string
}

// Row is a label on the left and a value on the right.
type Row struct{ Label, Value string }

// Native returns the slip as a job of native text; its Err says when the printer
// has no letters for it.
func (s Slip) Native(p Profile) *Job {
	j := NewJob(p)
	for _, l := range s.Head {
		j.Text(fit(l, p.Columns), Style{Align: Centre, Bold: true})
	}
	if s.Title != "" {
		j.Text(fit(s.Title, p.Columns/2), Style{Align: Centre, Wide: true, Tall: true})
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
	for _, l := range s.Foot {
		j.Text(fit(l, p.Columns), Style{Align: Centre})
	}
	if s.QR != "" {
		j.QR(s.QR, 4, Centre)
	}
	j.Feed(1)
	j.Cut()
	return j
}

// row prints label and value on one line where they fit, else on two.
func (j *Job) row(r Row, st Style) {
	n := j.profile.Columns
	free := n - Width(r.Label) - Width(r.Value)
	if free >= 1 {
		j.Text(r.Label+strings.Repeat(" ", free)+r.Value, st)
		return
	}
	j.Text(fit(r.Label, n), st)
	value := fit(r.Value, n)
	j.Text(strings.Repeat(" ", n-Width(value))+value, st)
}

// fit cuts text to so many columns, never between a letter and its marks.
func fit(s string, columns int) string {
	used := 0
	for i, r := range s {
		w := Width(string(r))
		if used += w; used > columns && !unicode.Is(unicode.Mn, r) {
			return s[:i]
		}
	}
	return s
}
