package register

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sound returns a name as it sounds, so that the usual misspellings give the
// same text: Thai letters of one sound and without tone marks and silent
// letters, Korean without the initial-sound law and with ㅐ as ㅔ, Latin without
// accents, aspirates and doubled letters. Names of different scripts never
// sound alike.
func Sound(name string) string {
	name = strings.ToLower(norm.NFC.String(strings.TrimSpace(name)))
	for _, r := range name {
		switch {
		case r >= 0x0e00 && r < 0x0e80:
			return thaiSound(name)
		case r >= 0xac00 && r < 0xd7a4:
			return koreanSound(name)
		case unicode.IsLetter(r):
			return latinSound(name)
		}
	}
	return name
}

// thaiLetters are letters of one sound, by the one that stands for them.
var thaiLetters = func() map[rune]rune {
	same := map[rune]rune{}
	for _, group := range []string{"คขฃฅฆ", "ชฉฌ", "สศษซ", "ตฏ", "ดฎ", "ทฐฑฒถธ", "นณ", "บ", "พผภ", "ฟฝ", "ยญ", "ลรฬ", "ฮห", "ิี", "ุู", "ึื", "เ", "แ", "ัะ", "ใไ"} {
		first := []rune(group)[0]
		for _, r := range group {
			same[r] = first
		}
	}
	return same
}()

func thaiSound(s string) string {
	runes := []rune(s)
	var out []rune
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case r == '์': // silences the letter before it, and its vowel
			for n := len(out); n > 0; n-- {
				cut := out[n-1]
				out = out[:n-1]
				if cut == 'ล' && n > 2 && (out[n-2] == 'ท' || out[n-2] == 'ต') {
					out = out[:n-2] // จันทร์ is จัน
				}
				if cut != 'ิ' && cut != 'ุ' {
					break
				}
			}
		case r == 'ร' && i+1 < len(runes) && runes[i+1] == 'ร': // วรรณ is วัน
			i++
			out = append(out, 'ั')
			if i+1 == len(runes) {
				out = append(out, 'น')
			}
		case r == 'ร' && len(out) > 0 && out[len(out)-1] == 'ส' && i+1 < len(runes) && isThaiVowel(runes[i+1]): // ศรี is สี
		case r == 'ฤ':
			out = append(out, 'ล', 'ึ')
		case r >= '็' && r <= '๎', r == 'ฺ', r == ' ', r == '.', r == 'ๆ':
		case r == 'ำ':
			out = append(out, 'ั', 'ม')
		default:
			if one, ok := thaiLetters[r]; ok {
				r = one
			}
			if len(out) == 0 || out[len(out)-1] != r {
				out = append(out, r)
			}
		}
	}
	return string(out)
}

func isThaiVowel(r rune) bool { return r >= 'ะ' && r <= 'ู' || r >= '่' && r <= '๋' }

// Hangul syllables, as Unicode orders them: 19 leads, 21 vowels, 28 tails.
const (
	hangulBase   = 0xac00
	hangulVowels = 21
	hangulTails  = 28
)

func koreanSound(s string) string {
	var out strings.Builder
	for i, r := range []rune(strings.ReplaceAll(s, " ", "")) {
		if r < hangulBase || r >= 0xd7a4 {
			out.WriteRune(r)
			continue
		}
		n := int(r - hangulBase)
		lead, vowel, tail := n/(hangulVowels*hangulTails), n/hangulTails%hangulVowels, n%hangulTails
		switch vowel {
		case 1: // ㅐ as ㅔ
			vowel = 5
		case 3: // ㅒ as ㅖ
			vowel = 7
		case 10, 15: // ㅙ, ㅞ as ㅚ
			vowel = 11
		}
		if i == 0 && (lead == 5 || lead == 2) && (vowel == 20 || vowel == 2 || vowel == 6 || vowel == 7 || vowel == 12 || vowel == 17) {
			lead = 11 // 류 as 유, 리 as 이, 녀 as 여
		}
		out.WriteRune(rune(hangulBase + (lead*hangulVowels+vowel)*hangulTails + tail))
	}
	return out.String()
}

var latinPairs = strings.NewReplacer("ph", "p", "th", "t", "kh", "k", "bh", "b", "dh", "d", "ck", "k", "sh", "s", "ch", "j", "ts", "j",
	"aa", "a", "ee", "i", "ii", "i", "oo", "u", "uu", "u", "ou", "u", "ae", "e", "ai", "i", "ay", "i", "ei", "i", "ey", "i", "oe", "o", "ue", "u", "eo", "o", "eu", "u", "aw", "o", "or", "o", "ar", "a")

var latinLetters = strings.NewReplacer("c", "k", "q", "k", "v", "w", "y", "i", "z", "s", "x", "s", "g", "k", "l", "r")

func latinSound(s string) string {
	var plain strings.Builder
	for _, r := range norm.NFD.String(s) {
		if r < 0x80 && unicode.IsLetter(r) {
			plain.WriteRune(r)
		}
	}
	t := latinPairs.Replace(plain.String())
	t = latinLetters.Replace(t)
	var out []byte
	for i := range len(t) {
		if len(out) == 0 || out[len(out)-1] != t[i] {
			out = append(out, t[i])
		}
	}
	return string(out)
}
