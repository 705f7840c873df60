package speech

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
)

// Phrase is words that one voice reads.
type Phrase struct {
	Language string
	Words    string
}

// Phrases splits the words of a page into sentences, and sentences where another
// script begins: Thai is read by the Thai voice and Hangul by the Korean one,
// whatever the page's language is. A sentence whose letters are all of one such script
// is read by its voice with its figures, and so are figures alone after it. Latin words
// stay with the page's voice, which knows them. Numbers of documents are read figure by
// figure.
func Phrases(language, words string) []Phrase {
	var out []Phrase
	main := language // of the sentence before
	for _, sentence := range sentences(words) {
		if l, letters := scriptOf(sentence); letters {
			main = cmp.Or(l, language)
		}
		first := len(out)
		now := main
		start := 0
		for i, r := range sentence {
			if l := languageOf(r); l != "" && l != now {
				out = add(out, first, now, sentence[start:i])
				now, start = l, i
			} else if l == "" && now != main && unicode.IsLetter(r) {
				out = add(out, first, now, sentence[start:i])
				now, start = main, i
			}
		}
		out = add(out, first, now, sentence[start:])
	}
	return out
}

// scriptOf returns the voice that all letters of a sentence want, "" when they want
// several or any, and whether there is a letter.
func scriptOf(sentence string) (language string, letters bool) {
	for _, r := range sentence {
		if !unicode.IsLetter(r) {
			continue
		}
		switch l := languageOf(r); {
		case l == "", letters && l != language:
			return "", true
		default:
			language, letters = l, true
		}
	}
	return language, letters
}

// add appends a phrase, joined to the one before in the same sentence and voice.
func add(list []Phrase, first int, language, words string) []Phrase {
	words = strings.TrimSpace(words)
	if !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return list
	}
	words = spelled(words)
	if n := len(list); n > first && list[n-1].Language == language {
		list[n-1].Words += " " + words
		return list
	}
	return append(list, Phrase{language, words})
}

// sentences splits at full stops that end a sentence, and at line ends. A full
// stop within a number or a name of files does not, nor the last of a Thai abbreviation:
// "12 ก.ค. 2515", "พ.ศ. ๒๕๖๙".
func sentences(words string) []string {
	var out []string
	for _, line := range strings.Split(words, "\n") {
		rest := ""
		for _, s := range strings.SplitAfter(line, ". ") {
			if rest += s; abbreviated.MatchString(rest) {
				continue
			}
			out, rest = appendSentence(out, rest), ""
		}
		out = appendSentence(out, rest)
	}
	return out
}

// abbreviated matches what ends with a Thai abbreviation of several letters.
var abbreviated = regexp.MustCompile(`([ก-ฮ]\p{M}?\.){2,} $`)

func appendSentence(list []string, s string) []string {
	if s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), ".")); s != "" {
		return append(list, s)
	}
	return list
}

// languageOf returns the voice that a letter wants, "" for one that any voice
// reads.
func languageOf(r rune) string {
	switch {
	case unicode.Is(unicode.Thai, r):
		return "th"
	case unicode.Is(unicode.Hangul, r):
		return "ko"
	}
	return ""
}

// longNumber is how many figures a number has that is a name and no amount.
const longNumber = 5

// spelled sets the figures of documents' and people's numbers apart, so that a
// voice reads each, and leaves amounts as they are, without ".00".
func spelled(words string) string {
	var b strings.Builder
	for i, field := range strings.Fields(words) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(spelledField(field))
	}
	return b.String()
}

func spelledField(field string) string {
	bare := strings.TrimRight(field, ",:;)")
	field, after := bare, field[len(bare):]
	return spelledNumber(field) + after
}

func spelledNumber(field string) string {
	digits := strings.Count(strings.Map(figure, field), "0")
	switch {
	case digits == 0:
		return field
	case strings.Contains(field, ".00"):
		return strings.Replace(field, ".00", "", 1)
	case digits < longNumber || strings.ContainsAny(field, ".,:"):
		return field
	}
	var b strings.Builder
	last := ' '
	for _, r := range field {
		isDigit := unicode.IsDigit(r)
		switch {
		case r == '-' || r == '/':
			r = ' '
		case isDigit && last != ' ':
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func figure(r rune) rune {
	if unicode.IsDigit(r) {
		return '0'
	}
	return '-'
}
