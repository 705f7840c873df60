package script

import (
	"strings"
	"unicode"
)

// Initial returns the letter under which a list by first letters has text: the
// first consonant in Thai, whose leading vowels are sorted after it; the jamo
// that a Hangul syllable begins with, doubled ones with the single, as Korean
// dictionaries have it; a capital in scripts that have capitals. It is empty for
// text without letters or figures.
func Initial(text string) string {
	for _, r := range text {
		switch {
		case isLeadingVowel(r):
		case r >= 0xAC00 && r <= 0xD7A3:
			return plainJamo([]rune(initials)[(r-0xAC00)/(21*28)])
		case IsJamo(r):
			return plainJamo(r)
		case unicode.IsLetter(r):
			return strings.ToUpper(string(r))
		case unicode.IsDigit(r):
			return string(r)
		}
	}
	return ""
}

// plainJamo is a consonant as it is sorted: tense ones with the plain ones.
func plainJamo(r rune) string {
	if i := strings.IndexRune("ㄲㄸㅃㅆㅉ", r); i >= 0 {
		return string([]rune("ㄱㄷㅂㅅㅈ")[i/len("ㄲ")])
	}
	return string(r)
}
