package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sound returns how a word sounds, so coarsely that the spellings of one name
// come out the same: a name in Thai letters and its romanisations (the Royal
// Thai General System and what people write), in Hangul and in Latin letters
// (Revised Romanization and the older habits), and the usual misspellings of
// each. Vowels are left out, consonants that are confused are one. It is ""
// for a word with fewer than two consonants, which says too little.
//
// The letters of a sound are of Unicode's private area, so that in the index it
// is no part of any name.
func Sound(word string) string {
	word = strings.ToLower(norm.NFC.String(word))
	if special, ok := surnames[word]; ok {
		return private(special)
	}
	var b strings.Builder
	runes := []rune(word)
	for i := 0; i < len(runes); {
		r := runes[i]
		switch {
		case r >= firstSyllable && r <= lastSyllable:
			b.WriteString(koreanSound(r, i == 0))
			i++
		case unicode.Is(unicode.Thai, r):
			end := i
			for end < len(runes) && unicode.Is(unicode.Thai, runes[end]) {
				end++
			}
			b.WriteString(thaiSound(string(runes[i:end])))
			i = end
		case r < unicode.MaxASCII:
			end := i
			for end < len(runes) && runes[end] < unicode.MaxASCII {
				end++
			}
			b.WriteString(latinSound(string(runes[i:end])))
			i = end
		default:
			i++
		}
	}
	return private(squeeze(b.String()))
}

// longest is how many letters a word has at most that has a sound: what is longer
// is a sentence.
const longest = 40

// SoundOf returns the sound of a word as Letters writes it, "" for one with
// digits in it.
func SoundOf(word string) string {
	if len(word) > 3*longest || strings.ContainsAny(word, "0123456789/") {
		return ""
	}
	return Sound(Syllables(word))
}

// squeeze writes a run of the same consonant once.
func squeeze(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// private moves the codes into the private area.
func private(codes string) string {
	if len(codes) < 2 {
		return ""
	}
	return strings.Map(func(r rune) rune { return 0xE000 + r }, codes)
}

// surnames are Korean family names whose habitual romanisation does not follow
// from the sound.
var surnames = map[string]string{
	"park": "pk", "pak": "pk", "bak": "pk", "박": "pk",
	"lee": "ni", "yi": "ni", "rhee": "ni", "ri": "ni", "li": "ni", "이": "ni", "리": "ni",
	"lim": "im", "im": "im", "rim": "im", "임": "im", "림": "im",
	"oh": "oo", "오": "oo", "woo": "uu", "wu": "uu", "우": "uu",
	"ahn": "an", "an": "an", "안": "an",
}

// latinPairs are letters that are one consonant together.
var latinPairs = strings.NewReplacer("ph", "p", "th", "t", "kh", "k", "gh", "k", "ch", "c", "sh", "s", "dh", "t", "bh", "p", "jh", "c",
	"ng", "n", "ck", "k", "sr", "s", "rh", "r", "x", "ks", "qu", "k")

// consonants are the classes of Latin consonants; what is not in it is silent.
var consonants = map[byte]byte{
	'k': 'k', 'g': 'k', 'q': 'k', 'c': 'c', 'j': 'c', 's': 's', 'z': 's', 't': 't', 'd': 't', 'p': 'p', 'b': 'p', 'f': 'f',
	'm': 'm', 'n': 'n', 'l': 'n', 'r': 'n',
}

// initials are sounded at the beginning of a word only.
var initials = map[byte]byte{'h': 'h', 'w': 'w', 'v': 'w', 'y': 'y'}

func latinSound(s string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
	letters = latinPairs.Replace(letters)
	var b strings.Builder
	for i := range len(letters) {
		if c, ok := consonants[letters[i]]; ok {
			b.WriteByte(c)
		} else if c, ok := initials[letters[i]]; ok && i == 0 {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Silenced returns a Thai word with the sign of silence over its last letter, as
// it is spelt where the sign was left out in typing; "" where it could not be.
func Silenced(word string) string {
	letters := []rune(word)
	n := len(letters)
	if n < 3 {
		return ""
	}
	last, before := letters[n-1], letters[n-2]
	if last == 'ิ' || last == 'ุ' { // ศักดิ์, พันธุ์
		last = before
	} else if thaiConsonants[before] == 0 && before != 'ั' {
		return "" // the last letter closes a syllable, and is heard
	}
	if thaiConsonants[last] == 0 {
		return ""
	}
	return word + string(thanthakhat)
}

// thaiConsonants are the classes of ก to ฮ.
var thaiConsonants = func() map[rune]byte {
	m := map[rune]byte{}
	for letters, class := range map[string]byte{
		"กขฃคฅฆ": 'k', "งณนรลฬฤ": 'n', "จฉชฌ": 'c', "ซศษส": 's', "ดตฎฏฐฑฒถทธ": 't', "บปผพภ": 'p', "ฝฟ": 'f', "ม": 'm',
	} {
		for _, r := range letters {
			m[r] = class
		}
	}
	return m
}()

// Signs of Thai writing.
const (
	thanthakhat = '์' // the letter under it is silent
	hoHip       = 'ห'
	yoYing      = 'ญ'
)

// silent letters: with the sign over them, or by the habit of writing.
var thaiHabits = strings.NewReplacer("ทร์", "", "ตร์", "", "ดร์", "", "รร", "", "ศร", "ศ", "สร", "ส")

func thaiSound(s string) string {
	runes := []rune(unsigned(thaiHabits.Replace(s)))
	var b strings.Builder
	first := true // no consonant has sounded yet
	for i, r := range runes {
		if c, ok := thaiConsonants[r]; ok {
			b.WriteByte(c)
			first = false
			continue
		}
		leads := r == hoHip && i+1 < len(runes) && strings.ContainsRune("งญณนมยรลว", runes[i+1]) // silent: it only makes the tone
		switch {
		case r == yoYing && (i+1 == len(runes) || isThaiConsonant(runes[i+1])):
			b.WriteByte('n')
		case (r == yoYing || r == 'ย') && first:
			b.WriteByte('y')
		case r == 'ว' && first:
			b.WriteByte('w')
		case (r == hoHip || r == 'ฮ') && first && !leads:
			b.WriteByte('h')
		}
		first = first && (leads || !isThaiConsonant(r))
	}
	return b.String()
}

// unsigned drops each letter with a thanthakhat, and all signs.
func unsigned(s string) string {
	var out []rune
	for _, r := range s {
		switch {
		case r == thanthakhat:
			for len(out) > 0 && unicode.Is(unicode.Mn, out[len(out)-1]) {
				out = out[:len(out)-1]
			}
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, r)
		}
	}
	return string(out)
}

func isThaiConsonant(r rune) bool { return r >= 'ก' && r <= 'ฮ' }

// leadSounds are the classes of the consonants that begin a syllable, in the
// order of leads; a space is silent.
const leadSounds = "kknttnmppss cccktph"

func koreanSound(r rune, first bool) string {
	x := r - firstSyllable
	var b strings.Builder
	lead, vowel, tail := int(x/588), int(x%588/28), int(x%28)
	switch c := leadSounds[lead]; {
	case c == 'h':
		if first {
			b.WriteByte(c)
		}
	case c != ' ':
		b.WriteByte(c)
	case first && strings.ContainsRune("ㅑㅒㅕㅖㅛㅠ", vowels[vowel]):
		b.WriteByte('y')
	case first && strings.ContainsRune("ㅘㅙㅝㅞㅟ", vowels[vowel]):
		b.WriteByte('w')
	}
	if t := tailClass(tails[tail]); tail > 0 && t != 0 {
		b.WriteByte(t)
	}
	return b.String()
}

// tailClass returns how a consonant at a syllable's end sounds.
func tailClass(r rune) byte {
	for letters, class := range map[string]byte{
		"ㄱㄲㄳㄺㅋ": 'k', "ㄴㄵㄶㄹㄼㄽㄾㅀㅇ": 'n', "ㄷㅅㅆㅈㅊㅌ": 't', "ㅁㄻ": 'm', "ㅂㄿㅄㅍ": 'p',
	} {
		if strings.ContainsRune(letters, r) {
			return class
		}
	}
	return 0
}
