// Package script knows how the two countries write: the order of Thai marks,
// where a Thai or Korean line may be broken, and how hangul is composed from
// keys.
package script

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A CharacterError names a character that has no place on an official document.
type CharacterError struct {
	Rune rune
	Text string
}

// Error names the character by its code, since it can rarely be seen.
func (e *CharacterError) Error() string {
	return fmt.Sprintf("character U+%04X cannot stand on a document (in %q)", e.Rune, e.Text)
}

// Seen returns the character as a person can see it: U+FFFD for one without a
// shape.
func (e *CharacterError) Seen() string {
	if unicode.IsGraphic(e.Rune) {
		return string(e.Rune)
	}
	return "\ufffd"
}

// Context returns a short piece of the text around the character, so that
// whoever must mend it finds the place.
func (e *CharacterError) Context() string {
	const around = 12
	all := []rune(e.Text)
	at := max(slices.Index(all, e.Rune), 0)
	from, to := max(at-around, 0), min(at+around+1, len(all))
	piece := strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) || r == ' ' {
			return r
		}
		return '\ufffd'
	}, string(all[from:to]))
	if from > 0 {
		piece = "…" + piece
	}
	if to < len(all) {
		piece += "…"
	}
	return piece
}

// Clean returns text as it is stored and printed: in Unicode's composed form,
// with Thai marks in their order, without characters that have no shape
// (zero-width spaces and joiners, marks of direction, byte-order marks). Line
// feeds stay; tabs and no-break spaces become spaces. A control character or an
// invalid byte gives a *CharacterError. Clean(Clean(s)) is Clean(s).
func Clean(text string) (string, error) {
	if plain(text) {
		return text, nil
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t' || r == '\u00a0' || r == '\u202f':
			b.WriteByte(' ')
		case invisible(r):
		case r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Co, r) || noncharacter(r):
			return "", &CharacterError{Rune: r, Text: text}
		default:
			b.WriteRune(r)
		}
	}
	return orderThai(norm.NFC.String(b.String())), nil
}

// plain reports whether text is made of printable ASCII only.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}

func invisible(r rune) bool {
	switch {
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0x00AD, r == 0x061C:
		return true
	}
	return r >= 0xFE00 && r <= 0xFE0F // variation selectors
}

func noncharacter(r rune) bool { return r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF }

const (
	saraE    = 'เ'
	saraAE   = 'แ'
	saraAA   = 'า'
	saraAM   = 'ำ'
	nikhahit = '\u0e4d'
)

func isTone(r rune) bool { return r >= 0x0E48 && r <= 0x0E4B }

// isUpperVowel and isLowerVowel are the marks that stand between a consonant
// and its tone.
func isUpperVowel(r rune) bool { return r == 0x0E31 || r >= 0x0E34 && r <= 0x0E37 || r == 0x0E47 }
func isLowerVowel(r rune) bool { return r >= 0x0E38 && r <= 0x0E3A }

// orderThai repairs what keyboards let through: a tone typed before its vowel
// or after SARA AM, SARA AM typed as its two parts, SARA AE typed as two SARA
// E, a mark typed twice.
func orderThai(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x0E30 && r <= 0x0E4E }) {
		return s
	}
	out := make([]rune, 0, len(s)/3+8)
	for _, r := range s {
		n := len(out)
		var last, before rune
		if n > 0 {
			last = out[n-1]
		}
		if n > 1 {
			before = out[n-2]
		}
		switch {
		case r == saraE && last == saraE:
			out[n-1] = saraAE
		case r == last && IsThaiMark(r):
		case isTone(r) && last == saraAM:
			if isTone(before) {
				out = append(out, r) // two tones: not ours to choose
			} else {
				out[n-1] = r
				out = append(out, saraAM)
			}
		case (isUpperVowel(r) || isLowerVowel(r)) && isTone(last):
			out[n-1] = r
			out = append(out, last)
		case r == saraAA && last == nikhahit:
			out[n-1] = saraAM
		case r == saraAA && isTone(last) && before == nikhahit:
			out[n-2], out[n-1] = last, saraAM
		default:
			out = append(out, r)
		}
	}
	return string(out)
}

// IsThaiMark reports whether r stands above or below the character before it.
func IsThaiMark(r rune) bool {
	return r == 0x0E31 || r >= 0x0E34 && r <= 0x0E3A || r >= 0x0E47 && r <= 0x0E4E
}
