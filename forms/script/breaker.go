package script

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Breaker finds where lines may be broken: Thai between words, which it knows
// from word lists, everything else at spaces. It is safe for several
// goroutines.
type Breaker struct {
	lists []wordList
}

// NewBreaker returns a breaker over word lists: one word a line, sorted by
// their UTF-8 bytes, searched in place.
func NewBreaker(sortedWords ...string) *Breaker {
	b := &Breaker{}
	for _, words := range sortedWords {
		b.lists = append(b.lists, newWordList(words))
	}
	return b
}

// Breaks returns the byte offsets, ascending, at which a new line may begin,
// the ends of text excluded. Spaces belong to the line before.
func (b *Breaker) Breaks(text string) []int {
	var out []int
	runes := []rune(text)
	offsets := make([]int, len(runes)+1)
	for i, at := 0, 0; i < len(runes); i++ {
		at += utf8.RuneLen(runes[i])
		offsets[i+1] = at
	}
	surname := -1 // where one may begin, after a title and a first name
	for i := 0; i < len(runes); {
		end := i + 1
		if isThaiLetter(runes[i]) {
			for end < len(runes) && (isThaiLetter(runes[end]) || IsThaiMark(runes[end])) {
				end++
			}
			cuts, named := b.words(runes[i:end])
			if i == surname && end-i <= longestName {
				cuts = nil
			}
			if surname = -1; named && end < len(runes) && runes[end] == ' ' {
				surname = end + 1
			}
			for _, w := range cuts {
				out = append(out, offsets[i+w])
			}
		}
		if end < len(runes) && mayBreak(runes, end) {
			out = append(out, offsets[end])
		}
		i = end
	}
	return out
}

// mayBreak reports whether a line may begin at runes[i], which is not within a
// run of Thai letters.
func mayBreak(runes []rune, i int) bool {
	before, after := runes[i-1], runes[i]
	switch {
	case after == ' ' || after == '\n' || IsThaiMark(after) || isFollowingVowel(after) || staysWithWord(after) || isLeadingVowel(before):
		return false
	case before == '\n':
		return true
	case before == ' ':
		// หมู่ที่ 5, ถนน พหลโยธิน: what the word announces stays with it.
		j := i
		for j > 0 && runes[j-1] == ' ' {
			j--
		}
		return !endsWithAnnouncer(runes[:j])
	case isThaiLetter(before) != isThaiLetter(after) && (isThaiLetter(before) || isThaiLetter(after) || IsThaiMark(before)):
		return !closes(after) && !opens(before) && !endsWithAnnouncer(runes[:i]) && !staysWithWord(after) && !staysWithWord(before) && !unicode.IsPunct(before) && !unicode.IsPunct(after)
	case before == '-' || before == '/':
		return unicode.IsLetter(after) && i > 1 && unicode.IsLetter(runes[i-2])
	}
	return false
}

func isThaiLetter(r rune) bool {
	return r >= 0x0E01 && r <= 0x0E45 && r != 0x0E3F || IsThaiMark(r)
}

// staysWithWord reports ๆ and ฯ.
func staysWithWord(r rune) bool { return r == 'ๆ' || r == 'ฯ' }

// isLeadingVowel reports เ แ โ ใ ไ, which belong to the letter after them.
func isLeadingVowel(r rune) bool { return r >= 0x0E40 && r <= 0x0E44 }

func isFollowingVowel(r rune) bool { return r == 0x0E30 || r == 0x0E32 || r == 0x0E33 || r == 0x0E45 }

func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf) || strings.ContainsRune(",.;:!?%\"'", r)
}
func opens(r rune) bool { return unicode.In(r, unicode.Ps, unicode.Pi) }

// announcers are words that a line must not end with, since the name that
// follows belongs to them.
var announcers = []string{
	"จังหวัด", "อำเภอ", "ตำบล", "แขวง", "เขต", "ถนน", "ซอย", "ตรอก", "หมู่ที่", "หมู่", "เลขที่", "บ้านเลขที่", "เทศบาล", "เทศบาลเมือง", "เทศบาลนคร", "เทศบาลตำบล",
	"นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง", "พ.ศ.", "พุทธศักราช", "วันที่", "ที่",
}

// titles are the announcers of persons. A first name that follows one, and the
// surname after it, are not torn, though words of the list may be in them.
var titles = []string{"นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง"}

// longestName is how many characters a name may have to be kept whole: what is
// longer is taken for prose that begins with a title.
const longestName = 18

func endsWithAnnouncer(runes []rune) bool {
	for _, w := range announcers {
		n := utf8.RuneCountInString(w)
		if len(runes) >= n && string(runes[len(runes)-n:]) == w && (len(runes) == n || !isThaiLetter(runes[len(runes)-n-1])) {
			return true
		}
	}
	return false
}

// mayPart reports whether a Thai character cluster may begin at run[i].
func mayPart(run []rune, i int) bool {
	r, before := run[i], run[i-1]
	switch {
	case IsThaiMark(r), isFollowingVowel(r), staysWithWord(r):
		return false
	case isLeadingVowel(before), before == 0x0E31:
		return false
	case i+1 < len(run) && run[i+1] == 0x0E4C:
		return false
	case i+2 < len(run) && run[i+2] == 0x0E4C && IsThaiMark(run[i+1]):
		return false
	}
	return true
}

// piece is one step of the cheapest way through a run.
type piece struct {
	unknown int // characters in no word, so far
	words   int // pieces, so far
	from    int // where the last piece begins
	known   bool
}

// words returns the offsets, in runes, between the words of a run of Thai
// letters: those of the way with the fewest characters in no word, and then the
// fewest words. Pieces in no word are kept whole, and so are names; named says
// that there is one.
func (b *Breaker) words(run []rune) (cuts []int, named bool) {
	best := make([]piece, len(run)+1)
	for i := 1; i <= len(run); i++ {
		best[i].from = -1
	}
	better := func(at int, p piece) {
		if old := best[at]; old.from < 0 || p.unknown < old.unknown || p.unknown == old.unknown && p.words < old.words {
			best[at] = p
		}
	}
	boundary := func(i int) bool { return i == len(run) || mayPart(run, i) }
	text := string(run)
	at := 0
	for i := range run {
		if i == 0 || best[i].from >= 0 {
			for _, l := range b.lists {
				l.prefixes(text[at:], func(runes int) {
					if boundary(i + runes) {
						better(i+runes, piece{best[i].unknown, best[i].words + 1, i, true})
					}
				})
			}
			end := i + 1
			for !boundary(end) {
				end++
			}
			p := piece{best[i].unknown + end - i, best[i].words + 1, i, false}
			if i > 0 && !best[i].known {
				p.words-- // it goes on
			}
			better(end, p)
		}
		at += utf8.RuneLen(run[i])
	}
	return b.cuts(run, best)
}

// cuts walks back along the best way and drops the cuts that the rules forbid:
// within a piece that is in no word list, beside a fragment of less than three
// characters, which is part of a name rather than a word, and after announcers.
func (b *Breaker) cuts(run []rune, best []piece) (out []int, named bool) {
	type stretch struct {
		from, to int
		known    bool
	}
	var way []stretch // from the end
	for at := len(run); at > 0; at = best[at].from {
		s := stretch{best[at].from, at, best[at].known}
		if n := len(way); n > 0 && !s.known && !way[n-1].known {
			way[n-1].from = s.from
			continue
		}
		way = append(way, s)
	}
	fragment := func(s stretch) bool { return !s.known && s.to-s.from < 3 }
	for i := len(way) - 1; i > 0; i-- {
		before, after := way[i], way[i-1]
		word := string(run[before.from:before.to])
		if slices.Contains(titles, word) && len(run)-before.to <= longestName {
			return out, true
		}
		if !fragment(before) && !fragment(after) && !slices.Contains(announcers, word) {
			out = append(out, before.to)
		}
	}
	return out, false
}

// MaySplit reports whether a line may be broken between two characters when no
// better place is left: not before a mark.
func MaySplit(before, after rune) bool {
	if isThaiLetter(before) && isThaiLetter(after) {
		return mayPart([]rune{before, after}, 1)
	}
	return !unicode.In(after, unicode.Mn, unicode.Mc, unicode.Me)
}
