package escpos

import (
	"fmt"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
)

// run is a stretch of text in one script.
type run struct {
	script Script
	text   string
}

// runs parts a line by script; what is in ASCII stays with what stands before it.
func runs(s string) []run {
	var out []run
	for _, r := range s {
		sc, neutral := scriptOf(r)
		if n := len(out); n > 0 && (neutral || out[n-1].script == sc) {
			out[n-1].text += string(r)
			continue
		}
		out = append(out, run{sc, string(r)})
	}
	return out
}

func scriptOf(r rune) (s Script, neutral bool) {
	switch {
	case r < 0x80:
		return Latin, true
	case unicode.Is(unicode.Thai, r) || r == '฿':
		return Thai, false
	case unicode.Is(unicode.Hangul, r) || r == '₩' || r == '￦':
		return Korean, false
	}
	return Latin, false
}

// encode returns a run in the printer's code page, with the commands that
// switch to it.
func (j *Job) encode(r run) ([]byte, error) {
	p, err := j.enter(r.script)
	if err != nil {
		return nil, fmt.Errorf("escpos: %q: %w", r.text, err)
	}
	for _, c := range r.text {
		b, ok := encodeRune(r.script, c)
		if !ok {
			return nil, fmt.Errorf("escpos: no letter for %q: %w", c, ErrText)
		}
		p = append(p, b...)
	}
	return p, nil
}

// enter returns what makes the printer ready for a script.
func (j *Job) enter(s Script) ([]byte, error) {
	if j.script == s {
		return nil, nil
	}
	var p []byte
	switch page, ok := j.profile.Pages[s]; {
	case s == Korean && j.profile.Hangul:
		p = []byte{0x1B, 'R', 13, 0x1C, '&'}
	case !ok:
		return nil, ErrText
	default:
		p = []byte{0x1C, '.', 0x1B, 't', page}
	}
	j.script = s
	return p, nil
}

func encodeRune(s Script, c rune) ([]byte, bool) {
	if c >= 0x20 && c < 0x7F {
		if s == Korean && c == '\\' {
			return nil, false // prints the won sign there
		}
		return []byte{byte(c)}, true
	}
	switch s {
	case Thai:
		b, ok := charmap.Windows874.EncodeRune(c)
		// Only these are the same in all the makers' Thai pages.
		if ok && (b >= 0xA1 && b <= 0xDA || b >= 0xDF && b <= 0xFB) {
			return []byte{b}, true
		}
	case Korean:
		if c == '₩' || c == '￦' {
			return []byte{'\\'}, true
		}
		b, err := korean.EUCKR.NewEncoder().Bytes([]byte(string(c)))
		// The library writes the larger CP949, which printers do not have.
		if err == nil && len(b) == 2 && b[0] >= 0xA1 && b[1] >= 0xA1 {
			return b, true
		}
	case Latin:
		b, ok := charmap.CodePage437.EncodeRune(c)
		if ok && b >= 0x80 {
			return []byte{b}, true
		}
	}
	return nil, false
}

// CanPrint reports whether the printer has letters for all of s.
func (p Profile) CanPrint(s string) bool {
	j := NewJob(p)
	j.Text(s, Style{})
	return j.err == nil
}

// Width returns how many columns of the normal font a line takes: none for the
// marks above and below Thai letters, two for Hangul.
func Width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.Is(unicode.Hangul, r), r >= 0x3000 && r <= 0x9FFF, r >= 0xFF01 && r <= 0xFF60, r == '￦':
			n += 2
		default:
			n++
		}
	}
	return n
}
