package script

import "strings"

// The jamo of a syllable in the order of Unicode's composition (The Unicode
// Standard, section 3.12), written as compatibility jamo, as keys show them.
const (
	initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
	medials  = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
	finals   = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
)

// pairs are the jamo that are typed as two.
var pairs = map[[2]rune]rune{
	{'ㅗ', 'ㅏ'}: 'ㅘ', {'ㅗ', 'ㅐ'}: 'ㅙ', {'ㅗ', 'ㅣ'}: 'ㅚ', {'ㅜ', 'ㅓ'}: 'ㅝ', {'ㅜ', 'ㅔ'}: 'ㅞ', {'ㅜ', 'ㅣ'}: 'ㅟ', {'ㅡ', 'ㅣ'}: 'ㅢ',
	{'ㄱ', 'ㅅ'}: 'ㄳ', {'ㄴ', 'ㅈ'}: 'ㄵ', {'ㄴ', 'ㅎ'}: 'ㄶ', {'ㄹ', 'ㄱ'}: 'ㄺ', {'ㄹ', 'ㅁ'}: 'ㄻ', {'ㄹ', 'ㅂ'}: 'ㄼ', {'ㄹ', 'ㅅ'}: 'ㄽ',
	{'ㄹ', 'ㅌ'}: 'ㄾ', {'ㄹ', 'ㅍ'}: 'ㄿ', {'ㄹ', 'ㅎ'}: 'ㅀ', {'ㅂ', 'ㅅ'}: 'ㅄ',
}

// twoSet is the Korean standard keyboard (KS X 5002) on a Latin one; shift
// gives the doubled jamo.
var twoSet = map[rune]rune{
	'q': 'ㅂ', 'w': 'ㅈ', 'e': 'ㄷ', 'r': 'ㄱ', 't': 'ㅅ', 'y': 'ㅛ', 'u': 'ㅕ', 'i': 'ㅑ', 'o': 'ㅐ', 'p': 'ㅔ',
	'a': 'ㅁ', 's': 'ㄴ', 'd': 'ㅇ', 'f': 'ㄹ', 'g': 'ㅎ', 'h': 'ㅗ', 'j': 'ㅓ', 'k': 'ㅏ', 'l': 'ㅣ',
	'z': 'ㅋ', 'x': 'ㅌ', 'c': 'ㅊ', 'v': 'ㅍ', 'b': 'ㅠ', 'n': 'ㅜ', 'm': 'ㅡ',
	'Q': 'ㅃ', 'W': 'ㅉ', 'E': 'ㄸ', 'R': 'ㄲ', 'T': 'ㅆ', 'O': 'ㅒ', 'P': 'ㅖ',
}

// Jamo returns the jamo on a key of the Latin keyboard; a capital letter
// without a doubled jamo gives the plain one.
func Jamo(key rune) (rune, bool) {
	if j, ok := twoSet[key]; ok {
		return j, true
	}
	if key >= 'A' && key <= 'Z' {
		j, ok := twoSet[key+'a'-'A']
		return j, ok
	}
	return 0, false
}

// IsJamo reports whether r is a jamo that Add takes.
func IsJamo(r rune) bool { return r >= 'ㄱ' && r <= 'ㅣ' }

// Composer puts hangul together from jamo as they are typed on the two-set
// keyboard. The zero Composer is ready. It belongs to one text field.
type Composer struct {
	now  syllable
	past []syllable // before each key of the syllable
}

// syllable is what is typed so far; 0 where nothing is.
type syllable struct{ initial, medial, final rune }

func (s syllable) String() string {
	switch {
	case s.initial != 0 && s.medial != 0:
		l, v, t := index(initials, s.initial), index(medials, s.medial), index(finals, s.final)+1
		return string(rune(0xAC00 + (l*21+v)*28 + t))
	case s.initial != 0:
		return string(s.initial)
	case s.medial != 0:
		return string(s.medial)
	}
	return ""
}

// index returns r's place among jamo, -1 for none.
func index(jamo string, r rune) int {
	if r == 0 {
		return -1
	}
	at := strings.IndexRune(jamo, r)
	if at < 0 {
		return -1
	}
	return at / len("ㄱ")
}

// Composing returns the syllable that is not finished, to be shown underlined.
func (c *Composer) Composing() string { return c.now.String() }

// Add takes a typed jamo. It returns the text that is finished by it, often
// none; the rest is in Composing. Any other character finishes the syllable and
// follows it.
func (c *Composer) Add(r rune) string {
	if !IsJamo(r) {
		return c.Flush() + string(r)
	}
	if index(medials, r) >= 0 {
		return c.addVowel(r)
	}
	return c.addConsonant(r)
}

func (c *Composer) addVowel(v rune) string {
	switch s := c.now; {
	case s.final != 0:
		// The final begins the next syllable: 각 + ㅏ is 가가, 닭 + ㅏ is 달가.
		next := s.final
		s.final = 0
		for p, whole := range pairs {
			if whole == next {
				s.final, next = p[0], p[1]
			}
		}
		c.past = []syllable{{}, {initial: next}}
		c.now = syllable{initial: next, medial: v}
		return s.String()
	case s.medial != 0:
		if whole, ok := pairs[[2]rune{s.medial, v}]; ok {
			c.set(syllable{initial: s.initial, medial: whole})
			return ""
		}
		done := c.Flush()
		c.set(syllable{medial: v})
		return done
	default:
		c.set(syllable{initial: s.initial, medial: v})
		return ""
	}
}

func (c *Composer) addConsonant(r rune) string {
	s := c.now
	switch {
	case s.initial != 0 && s.medial != 0 && s.final == 0 && index(finals, r) >= 0:
		s.final = r
		c.set(s)
		return ""
	case s.final != 0:
		if whole, ok := pairs[[2]rune{s.final, r}]; ok {
			s.final = whole
			c.set(s)
			return ""
		}
	}
	done := c.Flush()
	if index(initials, r) < 0 {
		return done + string(r) // a compound that begins no syllable
	}
	c.set(syllable{initial: r})
	return done
}

func (c *Composer) set(s syllable) {
	c.past = append(c.past, c.now)
	c.now = s
}

// Backspace takes the last jamo back. It reports false when nothing is being
// composed: then the text before it loses a character.
func (c *Composer) Backspace() bool {
	if len(c.past) == 0 {
		return false
	}
	last := len(c.past) - 1
	c.now, c.past = c.past[last], c.past[:last]
	return true
}

// Flush finishes the syllable, as when focus moves on, and returns it.
func (c *Composer) Flush() string {
	s := c.now.String()
	c.now, c.past = syllable{}, nil
	return s
}

// Compose returns the text that typing keys gives.
func Compose(keys string) string {
	var c Composer
	var b strings.Builder
	for _, k := range keys {
		if j, ok := Jamo(k); ok {
			k = j
		}
		b.WriteString(c.Add(k))
	}
	b.WriteString(c.Flush())
	return b.String()
}
