package speech

import (
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
// whatever the page's language is. Latin words stay with the page's voice, which
// knows them, unless they are a sentence of their own between others. Numbers of
// documents are read figure by figure.
func Phrases(language, words string) []Phrase {
	var out []Phrase
	for _, sentence := range sentences(words) {
		first := len(out)
		now := language
		start := 0
		for i, r := range sentence {
			if l := languageOf(r); l != "" && l != now {
				out = add(out, first, now, sentence[start:i])
				now, start = l, i
			} else if l == "" && now != language && unicode.IsLetter(r) {
				out = add(out, first, now, sentence[start:i])
				now, start = language, i
			}
		}
		out = add(out, first, now, sentence[start:])
	}
	return out
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
// stop within a number or a name of files does not.
func sentences(words string) []string {
	var out []string
	for _, line := range strings.Split(words, "\n") {
		for _, s := range strings.Split(line, ". ") {
			if s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), ".")); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
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
