package words

import (
	"strings"
	"unicode/utf8"
)

// rieul is the index of the final consonant ㄹ among the 28 finals of a Hangul
// syllable (Unicode, section 3.12).
const rieul = 8

// closedBefore reports whether value, read aloud, ends in a closed syllable, so
// that 을, 이, 은, 과 follow rather than 를, 가, 는, 와. For 으로 a final rieul
// counts as open.
func closedBefore(value, particle string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(value, " )]}’”\"'.,"))
	final := finalConsonant(last)
	return final != 0 && !(final == rieul && strings.HasPrefix(particle, "으로"))
}

// finalConsonant returns the index of the final consonant with which a
// character is read, 0 for none. For digits and letters it tells only rieul
// from the others, which is all that a particle asks.
func finalConsonant(r rune) int {
	const firstSyllable, lastSyllable, finals, other = '가', '힣', 28, 1
	if r >= firstSyllable && r <= lastSyllable {
		return int(r-firstSyllable) % finals
	}
	switch r {
	case '1', '7', '8', 'L', 'R', 'l', 'r': // il, chil, pal, el, al
		return rieul
	case '0', '3', '6', 'M', 'N', 'm', 'n': // yeong, sam, yuk, em, en
		return other
	}
	return 0
}
