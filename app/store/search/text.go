package search

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Hangul syllables and the compatibility jamo of their letters (Unicode,
// section 3.12).
const (
	firstSyllable = 0xAC00
	lastSyllable  = 0xD7A3
)

var (
	leads  = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
	vowels = []rune("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
	tails  = []rune("\x00ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
)

// Letters returns s composed, in lower case, its Korean syllables taken apart,
// Thai digits as the others,
// and everything that is neither letter, mark nor digit as a space; "/" stays,
// for house numbers.
func Letters(s string) string {
	var b strings.Builder
	b.Grow(2 * len(s))
	for _, r := range norm.NFC.String(s) {
		if r >= '๐' && r <= '๙' {
			r += '0' - '๐'
		}
		if r >= 'ก' && r <= '๎' && r != '฿' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r) // most of what there is
			continue
		}
		if r >= firstSyllable && r <= lastSyllable {
			x := r - firstSyllable
			b.WriteRune(leads[x/588])
			b.WriteRune(vowels[x%588/28])
			if t := x % 28; t > 0 {
				b.WriteRune(tails[t])
			}
			continue
		}
		if r == '/' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
			continue
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// Initials returns the first consonants of the Korean syllables in s, "" when
// there are none.
func Initials(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		if r >= firstSyllable && r <= lastSyllable {
			b.WriteRune(leads[(r-firstSyllable)/588])
		}
	}
	return b.String()
}

func isVowel(r rune) bool { return r >= 'ㅏ' && r <= 'ㅣ' }

func isLead(r rune) bool { return r >= 'ㄱ' && r <= 'ㅎ' }

// Syllables puts Korean letters together again; what Letters wrote comes back,
// in lower case.
func Syllables(s string) string {
	letters := []rune(s)
	var out []rune
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		lead := slices.Index(leads, r)
		if lead < 0 || i+1 == len(letters) || !isVowel(letters[i+1]) {
			out = append(out, r)
			continue
		}
		i++
		x := lead*588 + int(letters[i]-vowels[0])*28
		if i+1 < len(letters) && (i+2 == len(letters) || !isVowel(letters[i+2])) {
			if tail := slices.Index(tails, letters[i+1]); tail > 0 {
				x += tail
				i++
			}
		}
		out = append(out, firstSyllable+rune(x))
	}
	return string(out)
}

// text collects words, each once, between spaces.
type text struct{ b strings.Builder }

func newText() *text {
	t := &text{}
	t.b.Grow(256)
	t.b.WriteByte(' ')
	return t
}

// add puts the words of s in; a number that is written in parts, "1-5099-00",
// also as one, as Parse reads it.
func (t *text) add(s string) {
	words := strings.Fields(Letters(s))
	for _, w := range words {
		t.word(w)
	}
	if joined := strings.Join(words, ""); len(words) > 1 && digits(joined) == joined {
		t.word(joined)
	}
	if strings.Contains(s, "-") {
		for _, w := range strings.Fields(Letters(unhyphened(s))) {
			t.word(w) // "Min-su" as one name, too
		}
	}
}

// word puts w in as it is.
func (t *text) word(w string) {
	if w == "" {
		return
	}
	before := t.b.Len() - 1 // at the space
	t.b.WriteString(w)
	t.b.WriteByte(' ')
	if all := t.b.String(); strings.Contains(all[:before+1], all[before:]) {
		t.b.Reset()
		t.b.Grow(256)
		t.b.WriteString(all[:before+1])
	}
}

func (t *text) String() string {
	if t.b.Len() == 1 {
		return ""
	}
	return t.b.String()
}

// digits returns the digits of s.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
