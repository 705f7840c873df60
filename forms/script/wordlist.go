package script

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// wordList is a sorted list, one word a line, searched in place.
type wordList struct {
	words string
	first map[rune]span // by first character
}

// span is a range of bytes that begins and ends at the beginning of a line.
type span struct{ from, to int }

func newWordList(words string) wordList {
	l := wordList{words: words, first: map[rune]span{}}
	for at := 0; at < len(words); {
		r, _ := utf8.DecodeRuneInString(words[at:])
		s := l.narrow(span{at, len(words)}, words[at:at+utf8.RuneLen(r)])
		if r != '\n' {
			l.first[r] = s
		}
		if s.to <= at {
			break // not sorted: the rest cannot be searched
		}
		at = s.to
	}
	return l
}

// prefixes calls found with the length, in characters, of every word that text
// begins with.
func (l wordList) prefixes(text string, found func(runes int)) {
	r, size := utf8.DecodeRuneInString(text)
	s, ok := l.first[r]
	if !ok {
		return
	}
	for n := 1; ; n++ {
		// Words sort before those that they begin: the shortest is the first line.
		if line := l.line(s.from); len(line) == size {
			found(n)
		}
		_, more := utf8.DecodeRuneInString(text[size:])
		if more == 0 {
			return
		}
		size += more
		if s = l.narrow(s, text[:size]); s.from >= s.to {
			return
		}
	}
}

func (l wordList) line(at int) string {
	end := strings.IndexByte(l.words[at:], '\n')
	if end < 0 {
		return l.words[at:]
	}
	return l.words[at : at+end]
}

// narrow returns the lines of s that begin with prefix.
func (l wordList) narrow(s span, prefix string) span {
	search := func(after bool) int {
		n := sort.Search(s.to-s.from, func(i int) bool {
			at := l.start(s.from, s.from+i)
			line := l.words[at:min(at+len(prefix), s.to)]
			if cut := strings.IndexByte(line, '\n'); cut >= 0 {
				line = line[:cut]
			}
			if after {
				return line > prefix
			}
			return line >= prefix
		})
		if n == s.to-s.from {
			return s.to
		}
		return l.start(s.from, s.from+n)
	}
	from := search(false)
	return span{from, search(true)}
}

// start returns where the line that holds byte at begins, not before from.
func (l wordList) start(from, at int) int {
	if i := strings.LastIndexByte(l.words[from:at], '\n'); i >= 0 {
		return from + i + 1
	}
	return from
}
