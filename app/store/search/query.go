package search

import (
	"strings"
)

// Query is what somebody typed, ready to be looked up.
type Query struct {
	words []string
}

// window is the length of the index's terms, in letters.
const window = 3

// Parse reads a query.
func Parse(s string) Query {
	fields := strings.Fields(Letters(s))
	// A number typed with its dashes is one number.
	if joined := strings.Join(fields, ""); len(fields) > 1 && digits(joined) == joined && joined != "" {
		fields = []string{joined}
	}
	return Query{words: fields}
}

// Empty reports whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.words) == 0 }

// Rank is how well a text matches: lower is better.
type Rank int

// The ranks.
const (
	Whole Rank = iota // every word of the query is a word of the text
	Start             // every word of the query begins one
	Part              // every word of the query is inside one
)

// Ranks are all ranks, best first.
var Ranks = []Rank{Whole, Start, Part}

// anchored returns the query's words with the spaces that the rank asks for.
func (q Query) anchored(r Rank) []string {
	out := make([]string, len(q.words))
	for i, w := range q.words {
		switch r {
		case Whole:
			w = " " + w + " "
		case Start:
			w = " " + w
		}
		out[i] = w
	}
	return out
}

// Match returns the FTS5 expression that finds every text of that rank and
// perhaps some more; "" when a word is too short for the index at that rank.
func (q Query) Match(r Rank) string {
	var terms []string
	for _, w := range q.anchored(r) {
		letters := []rune(w)
		if len(letters) < window {
			return ""
		}
		for i := 0; i+window <= len(letters); i++ {
			terms = append(terms, `"`+string(letters[i:i+window])+`"`)
		}
	}
	return strings.Join(terms, " AND ")
}

// Matches reports whether the text matches at that rank.
func (q Query) Matches(text string, r Rank) bool {
	for _, w := range q.anchored(r) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return len(q.words) > 0
}
