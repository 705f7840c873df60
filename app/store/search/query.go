package search

import (
	"slices"
	"strings"
	"unicode"
)

// Query is what somebody typed, ready to be looked up.
type Query struct {
	Raw    string   // in capitals, without the spaces around it: a number on paper
	Words  []string // as Letters writes them
	Joined []string // the same with the parts of "Min-su" as one; nil when nothing was typed so
	Sounds []string // the words that may be meant by their sound; nil when one of them has none
}

// titles stand before and behind names; no register keeps them with the name.
var titles = []string{"นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง", "คุณ", "mr", "mrs", "ms", "miss", "khun", Letters("씨"), Letters("님")}

// Parse reads a query.
func Parse(s string) Query {
	q := Query{Raw: strings.ToUpper(strings.TrimSpace(s)), Words: strings.Fields(Letters(s))}
	// A number typed with its dashes is one number.
	if joined := strings.Join(q.Words, ""); len(q.Words) > 1 && digits(joined) == joined {
		q.Words = []string{joined}
	}
	q.Words = untitled(q.Words)
	if joined := untitled(strings.Fields(Letters(unhyphened(s)))); len(joined) < len(q.Words) {
		q.Joined = joined
	}
	var sounds []string
	for w := range strings.FieldsSeq(Letters(strings.ReplaceAll(s, "-", ""))) {
		sounds = append(sounds, w)
	}
	sounds = untitled(sounds)
	if !slices.ContainsFunc(sounds, func(w string) bool { return SoundOf(w) == "" }) {
		q.Sounds = sounds
	}
	return q
}

// unhyphened takes the hyphens between letters out, "Min-su" to "Minsu".
func unhyphened(s string) string {
	var b strings.Builder
	letters := []rune(s)
	for i, r := range letters {
		if r == '-' && i > 0 && i+1 < len(letters) && unicode.IsLetter(letters[i-1]) && unicode.IsLetter(letters[i+1]) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// untitled leaves titles out, where there is a name beside them.
func untitled(words []string) []string {
	named := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(titles, w) })
	if len(named) == 0 {
		return words
	}
	return named
}

// Empty reports whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.Words) == 0 }

// Rank is how well a text matches: lower is better.
type Rank int

// The ranks.
const (
	Whole Rank = iota // every word of the query is a word of the text
	Start             // every word of the query begins one
	Part              // every word of the query is inside one
	Alike             // every word of the query sounds like one
	Begin             // every word of the query sounds like the beginning of one
)

// Number reports whether a word of a query is part of a number, of which parts
// of three digits are in the index.
func Number(word string) bool { return len(word) >= 3 && digits(word) == word }

// few is how many pieces of a word the index is asked for at most: each is a list
// to walk, and neighbours say much the same.
const few = 4

// NumberPieces returns terms that every text with a number that contains word
// has: not all of them, and the last ones, because numbers of one district begin
// alike. Of a word of three digits each such text has one of the terms.
func NumberPieces(word string) (terms []string, oneOf bool) {
	if len(word) == 3 {
		terms = append(terms, partMark+word) // where a number ends
		for next := range "0123456789" {
			terms = append(terms, partMark+word+"0123456789"[next:next+1])
		}
		return terms, true
	}
	for i := max(0, len(word)-6); i+4 <= len(word); i++ {
		terms = append(terms, partMark+word[i:i+4])
	}
	return terms, false
}

// WordPieces returns terms that every text has of which a word contains part;
// nil for a part of two letters. They are two: each is a long list to walk, and
// what they let through is confirmed.
func WordPieces(part string) []string {
	letters := []rune(part)
	if len(letters) < 3 {
		return nil
	}
	out := []string{partMark + string(letters[:3])}
	if n := len(letters); n > 3 {
		out = append(out, partMark+string(letters[n-3:]))
	}
	return out
}

// StartPieces returns terms that every text has of which a word begins with
// part, and others may have; nil for one or two letters.
func StartPieces(part string) []string {
	letters := []rune(part)
	if len(letters) < 3 {
		return nil
	}
	out := []string{startMark + string(letters[:3])}
	if n := len(letters); n > 4 {
		out = append(out, partMark+string(letters[n/2-1:n/2+2]))
	}
	return out
}

// Pieces returns the terms that the index of parts has for every word that
// contains part; nil for a part of one letter, which it cannot answer.
func Pieces(part string) []string {
	letters := []rune(part)
	n := min(len(letters), 3)
	if n < 2 {
		return nil
	}
	var out []string
	last := len(letters) - n
	for i := 0; i <= last; i++ {
		if last < few || i%2 == 0 || i == last {
			out = append(out, string(letters[i:i+n]))
		}
	}
	return out
}

// AllPieces returns what the index of parts holds of a word: every two and every
// three letters of it, between spaces.
func AllPieces(word string) string {
	letters := []rune(word)
	var b strings.Builder
	for n := 2; n <= 3; n++ {
		for i := 0; i+n <= len(letters); i++ {
			b.WriteString(string(letters[i : i+n]))
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// EndsSyllable reports whether part, the beginning of word, ends where one of
// its Korean syllables does: 민수 is in 민숙 while one types, but 민수 is meant
// first.
func EndsSyllable(word, part string) bool {
	rest := []rune(strings.TrimPrefix(word, part))
	switch {
	case len(rest) == 0:
		return true
	case isLead(rest[0]): // it ends this syllable, or begins the next
		return len(rest) > 1 && isVowel(rest[1])
	}
	return !isVowel(rest[0])
}

// Title reports whether a word is a form of address and no name.
func Title(word string) bool { return slices.Contains(titles, word) }
