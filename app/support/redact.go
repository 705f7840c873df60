package support

import (
	"strings"
	"unicode"
)

// gap stands where something was left out.
const gap = "▒"

// Vocabulary is the set of words, in lower case, that a log may keep.
type Vocabulary map[string]bool

// NewVocabulary returns the words of texts: of the English catalogue, of the
// codes, of the names of the program's own parts.
func NewVocabulary(texts ...string) Vocabulary {
	v := Vocabulary{}
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !isLatin(r) }) {
			v[strings.ToLower(word)] = true
		}
	}
	return v
}

// Redact returns a line with its signs, its short numbers and the words of the
// vocabulary; what stands between them is a gap.
func (v Vocabulary) Redact(line string) string {
	var b strings.Builder
	for _, t := range tokens(line) {
		switch {
		case t.sign, t.number && len(t.text) < 4, !t.number && v[strings.ToLower(t.text)]:
			b.WriteString(t.text)
		case !strings.HasSuffix(b.String(), gap):
			b.WriteString(gap)
		}
	}
	return b.String()
}

// token is a run of letters and marks, a run of digits (with the signs by which
// people cut numbers between them), or one sign.
type token struct {
	text         string
	number, sign bool
}

func tokens(line string) []token {
	runes := []rune(line)
	var all []token
	for i := 0; i < len(runes); {
		j := i + 1
		switch {
		case unicode.IsDigit(runes[i]):
			for j < len(runes) && (unicode.IsDigit(runes[j]) || cutsNumber(runes, j)) {
				j++
			}
			all = append(all, token{text: string(runes[i:j]), number: true})
		case isSign(runes[i]):
			all = append(all, token{text: string(runes[i]), sign: true})
		default:
			for j < len(runes) && !isSign(runes[j]) && !unicode.IsDigit(runes[j]) {
				j++
			}
			all = append(all, token{text: string(runes[i:j])})
		}
		i = j
	}
	return all
}

// cutsNumber reports whether a sign stands between two digits, as in
// 3-5014-00475-14-7.
func cutsNumber(runes []rune, i int) bool {
	return strings.ContainsRune("-./: ", runes[i]) && i+1 < len(runes) && unicode.IsDigit(runes[i+1])
}

// isSign reports whether a rune is an ASCII space or sign, or a gap; anything
// else that is not a digit is taken for a letter.
func isSign(r rune) bool {
	return string(r) == gap || r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && (r >= ' ' || r == '\t')
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
