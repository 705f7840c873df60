package search

import (
	"strings"
)

// Query is what somebody typed, ready to be looked up.
type Query struct {
	words  []string
	sounds []string // of each word; nil when one of them has none
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
	q := Query{words: fields}
	for _, w := range strings.Fields(strings.ReplaceAll(s, "-", "")) {
		sound := Sound(w)
		if sound == "" {
			return Query{words: fields}
		}
		q.sounds = append(q.sounds, sound)
	}
	return q
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
	Alike             // every word of the query sounds like one
	Begin             // every word of the query sounds like the beginning of one
)

// Ranks are all ranks, best first.
var Ranks = []Rank{Whole, Start, Part, Alike, Begin}

// anchored returns the query's words with the spaces that the rank asks for.
func (q Query) anchored(r Rank) []string {
	words := q.words
	if r >= Alike {
		words = q.sounds
	}
	out := make([]string, len(words))
	for i, w := range words {
		switch r {
		case Whole, Alike:
			w = " " + w + " "
		case Start, Begin:
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
		for _, i := range telling(w, len(letters)-window+1) {
			terms = append(terms, `"`+string(letters[i:i+window])+`"`)
		}
	}
	return strings.Join(terms, " AND ")
}

// telling returns which of a word's n windows to ask the index for: not all of
// them, because each is a list to walk, and neighbours say much the same. Of a
// number it is the last ones, because numbers of one district begin alike.
func telling(word string, n int) []int {
	const few = 4
	if d := strings.TrimSpace(word); n > few && digits(d) == d {
		return []int{n - 4, n - 3, n - 2, n - 1}
	}
	var at []int
	for i := range n {
		if n <= few || i%2 == 0 || i == n-1 {
			at = append(at, i)
		}
	}
	return at
}

// Matches reports whether the text matches at that rank.
func (q Query) Matches(text string, r Rank) bool {
	anchored := q.anchored(r)
	for _, w := range anchored {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return len(anchored) > 0
}
