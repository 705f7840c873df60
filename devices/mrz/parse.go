package mrz

import (
	"fmt"
	"strings"
)

// Normalise prepares lines as readers send them: blanks and control characters
// off, small letters made great, the other fillers of some readers made '<',
// short lines filled up.
func Normalise(lines []string) []string {
	var out []string
	for _, l := range lines {
		l = strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z':
				return r - 'a' + 'A'
			case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '<':
				return r
			case r == '_', r == '«', r == '‹':
				return '<'
			}
			return -1
		}, l)
		if l != "" {
			out = append(out, l)
		}
	}
	width := 0
	for _, l := range out {
		width = max(width, len(l))
	}
	for _, w := range []int{30, 36, 44} {
		if width <= w && width > w-4 {
			for i := range out {
				out[i] += strings.Repeat("<", max(0, w-len(out[i])))
			}
		}
	}
	return out
}

// Parse reads the two or three lines of a document. Lines of no known format
// give ErrUnreadable; a check digit that does not agree gives the document and
// ErrCheckDigit.
func Parse(lines []string) (Document, error) {
	lines = Normalise(lines)
	if len(lines) == 0 {
		return Document{}, fmt.Errorf("mrz: no lines: %w", ErrUnreadable)
	}
	l, ok := layoutOf(lines)
	if !ok {
		return Document{}, fmt.Errorf("mrz: %d lines of %d: %w", len(lines), len(lines[0]), ErrUnreadable)
	}
	for _, s := range lines {
		if len(s) != l.width {
			return Document{}, fmt.Errorf("mrz: a line of %d among %d: %w", len(s), l.width, ErrUnreadable)
		}
	}
	p := &reading{layout: l}
	for _, s := range lines {
		p.lines = append(p.lines, []byte(s))
	}
	return p.document()
}

// reading is the lines while they are being read.
type reading struct {
	layout
	lines   [][]byte
	repairs []Repair
}

func (p *reading) get(f field) string {
	if f.to == 0 {
		return ""
	}
	return string(p.lines[f.line][f.from:f.to])
}

func (p *reading) set(f field, s string) { copy(p.lines[f.line][f.from:f.to], s) }

// bare returns a field without its fillers.
func (p *reading) bare(f field) string {
	return strings.TrimSpace(strings.ReplaceAll(p.get(f), "<", " "))
}

func (p *reading) document() (Document, error) {
	d := Document{Format: p.format}
	for _, c := range p.checks {
		d.Checks = append(d.Checks, Check{c.name, p.check(c)})
	}
	if p.composite.to != 0 {
		d.Checks = append(d.Checks, Check{"all", p.checkAll()})
	}
	d.Repairs = p.repairs
	d.Code, d.Issuer, d.Nationality = p.bare(p.code), p.bare(p.issuer), p.bare(p.nationality)
	d.Number = p.documentNumber()
	d.Birth, d.Expires = dateOf(p.get(p.birth)), dateOf(p.get(p.expires))
	if s := p.get(p.sex); s == "M" || s == "F" {
		d.Sex = s
	}
	d.Surname, d.Given = names(p.get(p.names))
	d.Optional, d.Optional2 = p.bare(p.optional), p.bare(p.optional2)
	if p.long() {
		_, d.Optional = p.longNumber()
	}
	for _, l := range p.lines {
		d.Lines = append(d.Lines, string(l))
	}
	for _, c := range d.Checks {
		if !c.OK {
			return d, fmt.Errorf("mrz: %s: %w", c.Field, ErrCheckDigit)
		}
	}
	return d, nil
}

// long reports whether the number is too long for its field: its check digit is
// then a filler and the rest stands in the optional field.
func (p *reading) long() bool {
	c := p.checks[0]
	return p.longDocumentNo && p.get(c.digit) == "<" && p.bare(p.optional) != "" && !strings.HasPrefix(p.get(p.optional), "<")
}

// longNumber returns a long number's rest, with its check digit, and what is left
// of the optional field.
func (p *reading) longNumber() (rest, optional string) {
	rest, optional, _ = strings.Cut(p.get(p.optional), "<")
	return rest, strings.TrimSpace(strings.ReplaceAll(optional, "<", " "))
}

func (p *reading) documentNumber() string {
	if p.long() {
		rest, _ := p.longNumber()
		return p.get(p.layout.number) + rest[:len(rest)-1]
	}
	return p.bare(p.layout.number)
}

// names splits SURNAME<<GIVEN<NAMES.
func names(s string) (surname, given string) {
	surname, given, _ = strings.Cut(strings.TrimRight(s, "<"), "<<")
	clean := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "<", " ")), " ") }
	return clean(surname), clean(given)
}

func dateOf(s string) Date {
	d := Date{Raw: s, Year: two(s[0:2]), Month: max(two(s[2:4]), 0), Day: max(two(s[4:6]), 0)}
	if d.Month > 12 || d.Day > 31 {
		return Date{Raw: s, Year: -1}
	}
	return d
}

// two returns a number of two digits, -1 for anything else.
func two(s string) int {
	if s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return -1
	}
	return int(s[0]-'0')*10 + int(s[1]-'0')
}
