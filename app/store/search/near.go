package search

import (
	"slices"
	"strings"
	"unicode"
)

// Distance is how far a word of a register is from one that somebody typed, both
// as Letters writes them, 0 for the same: the letters that must be put in, left
// out or changed, where the two are in one script, and otherwise those of a rough
// romanisation of each. It orders words that sound alike.
func Distance(typed, word string) int {
	if scriptOf(typed) == scriptOf(word) {
		return edits([]rune(typed), []rune(word))
	}
	return edits([]rune(roman(typed)), []rune(roman(word)))
}

// Nearest returns the sum of the distances of typed words from the nearest word
// of a text each.
func Nearest(text string, typed []string) (sum int) {
	words := strings.Fields(text)
	for _, t := range typed {
		least := len(t)
		for _, w := range words {
			if SoundOf(w) != "" {
				least = min(least, Distance(t, w))
			}
		}
		sum += least
	}
	return sum
}

// edits is Levenshtein's distance.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		corner := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := corner
			if x != y {
				change++
			}
			corner, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func scriptOf(word string) *unicode.RangeTable {
	for _, r := range word {
		for _, script := range []*unicode.RangeTable{unicode.Thai, unicode.Hangul, unicode.Latin} {
			if unicode.Is(script, r) {
				return script
			}
		}
	}
	return nil
}

// roman writes a word in Latin letters, roughly: by the Royal Thai General
// System without its rules for syllables, by Revised Romanization without its
// rules for assimilation.
func roman(word string) string {
	var b strings.Builder
	letters := leadingVowels([]rune(word))
	for i, r := range letters {
		switch {
		case r == 'ㅇ' && (i+1 == len(letters) || !isVowel(letters[i+1])):
			b.WriteString("ng")
		case r < 0x80:
			b.WriteRune(r)
		default:
			b.WriteString(romans[r])
		}
	}
	return b.String()
}

// leadingVowels puts the Thai vowels that are written before their consonant
// behind it, as they are spoken.
func leadingVowels(letters []rune) []rune {
	out := slices.Clone(letters)
	for i := 0; i+1 < len(out); i++ {
		if out[i] >= 'เ' && out[i] <= 'ไ' && isThaiConsonant(out[i+1]) {
			out[i], out[i+1] = out[i+1], out[i]
			i++
		}
	}
	return out
}

// romans are letters in Latin letters; a sign that is not in it is silent.
var romans = func() map[rune]string {
	m := map[rune]string{}
	for latin, letters := range map[string]string{
		"k": "ก", "kh": "ขฃคฅฆㅋ", "ng": "ง", "ch": "จฉชฌㅊ", "s": "ซศษสㅅ", "y": "ญย", "d": "ฎดㄷ", "t": "ฏตㅌ", "th": "ฐฑฒถทธ", "n": "ณนㄴ",
		"b": "บㅂ", "p": "ปㅍ", "ph": "ผพภ", "f": "ฝฟ", "m": "มㅁ", "r": "รฤㄹ", "l": "ลฬ", "w": "ว", "h": "หฮㅎ",
		"g": "ㄱ", "kk": "ㄲ", "tt": "ㄸ", "pp": "ㅃ", "ss": "ㅆ", "j": "ㅈ", "jj": "ㅉ",
		"a": "ะัาㅏ", "i": "ิีㅣ", "ue": "ึื", "u": "ุูㅜ", "e": "เㅔ", "ae": "แㅐ", "o": "โอㅗ", "ai": "ใไ", "am": "ำ",
		"ya": "ㅑ", "yae": "ㅒ", "eo": "ㅓ", "yeo": "ㅕ", "ye": "ㅖ", "wa": "ㅘ", "wae": "ㅙ", "oe": "ㅚ", "yo": "ㅛ", "wo": "ㅝ", "we": "ㅞ", "wi": "ㅟ",
		"yu": "ㅠ", "eu": "ㅡ", "ui": "ㅢ",
	} {
		for _, r := range letters {
			m[r] = latin
		}
	}
	return m
}()
