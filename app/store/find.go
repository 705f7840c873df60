package store

import (
	"slices"
	"strings"

	"sala/app/office"
	"sala/app/store/search"
)

// Bounds of a search, so that it answers at once whatever is typed.
const (
	usual    = 50  // hits
	chunk    = 8   // words of the vocabulary that are looked up together
	fewWords = 64  // that stand for one of several typed words: more are asked for by their pieces, and confirmed
	manyLike = 24  // words that sound alike
	manyRows = 500 // that are looked at to confirm them
)

// Find returns at most limit residents, households, petitions (drafts too, and
// what waits in the outbox) and other records that match, the best first: whole
// words before beginnings of words before parts of words; what only sounds alike
// comes when nothing else does, the nearest spelling first. No kind of thing
// crowds the others out. The petitions of the first people stand after them. A
// limit of 0 is 50.
func (v *view) Find(query string, limit int) ([]office.Hit, error) {
	q := search.Parse(query)
	if q.Empty() {
		return nil, nil
	}
	if limit <= 0 {
		limit = usual
	}
	f := finding{v: v, words: vocabulary{v.c}, q: q, limit: limit, seen: map[string]bool{}, texts: map[string]string{}}
	for _, look := range []func() error{f.numbers, f.exact, f.joined, f.alike} {
		if err := look(); err != nil {
			return nil, err
		}
		if len(f.found) > 0 && (len(f.found) >= limit || f.thorough) {
			break
		}
	}
	return f.hits()
}

// finding collects candidates, each once.
type finding struct {
	v        *view
	words    vocabulary
	q        search.Query
	limit    int
	only     string // petitions, or people who have some; "" for everything
	found    []candidate
	seen     map[string]bool
	texts    map[string]string // of what had to be confirmed
	asked    string            // the last expression that needed no confirmation
	thorough bool              // every exact match has been looked for
}

// candidate is a match whose hit is made when it is shown.
type candidate struct {
	what string
	rank search.Rank
	far  int // how far its words are from what was typed, when they only sound alike
	hit  func() (office.Hit, error)
}

// numbers looks for a national number, a house's code, a certificate or a
// receipt that is, or begins with, what was typed.
func (f *finding) numbers() error {
	if len(f.q.Words) == 1 && search.Number(f.q.Words[0]) {
		if err := f.numbered(f.q.Words[0]); err != nil {
			return err
		}
	}
	if len(f.q.Raw) < 4 {
		return nil
	}
	for _, query := range []string{
		"SELECT petition FROM certificate WHERE number >= ? AND number < ? LIMIT ?",
		"SELECT petition FROM payment WHERE receipt >= ? AND receipt < ? LIMIT ?",
	} {
		if err := f.papers(query); err != nil {
			return err
		}
	}
	return nil
}

func (f *finding) numbered(number string) error {
	return f.v.c.each("SELECT register, id, version, body, number FROM record WHERE number >= ? AND number < ? LIMIT ?", []any{number, number + endOfWords, f.limit}, func(scan func(...any) error) error {
		var r row
		var whole string
		if err := scan(&r.register, &r.id, &r.version, &r.body, &whole); err != nil {
			return err
		}
		rank := search.Start
		if whole == number {
			rank = search.Whole
		}
		f.add(candidate{what: r.register, rank: rank, hit: r.hit}, r.id)
		return nil
	})
}

func (f *finding) papers(query string) error {
	ids, err := column[string](f.v.c, query, f.q.Raw, f.q.Raw+endOfWords, f.limit)
	for _, id := range ids {
		f.add(candidate{what: whatPetition, rank: search.Start, hit: func() (office.Hit, error) {
			p, err := f.v.Petition(id)
			return petitionHit(p), err
		}}, id)
	}
	return err
}

// exact looks for the letters that were typed, rank by rank until there are
// enough.
func (f *finding) exact() error {
	if done, err := f.hyphened(); done || err != nil {
		return err
	}
	look := f.together
	if len(f.q.Words) == 1 {
		look = f.alone
	}
	for _, rank := range []search.Rank{search.Whole, search.Start, search.Part} {
		if err := look(rank); err != nil || len(f.found) >= f.limit {
			return err
		}
	}
	f.thorough = true
	return nil
}

// hyphened looks for words that were typed in parts, "Kim Min-su", as whole ones.
// It reports whether some were found: then nothing is looked for that has the
// parts somewhere in it, which many have.
func (f *finding) hyphened() (bool, error) {
	if len(f.q.Joined) == 0 {
		return false, nil
	}
	parts := f.q.Words
	defer func() { f.q.Words = parts }()
	f.q.Words = f.q.Joined
	look := f.together
	if len(f.q.Words) == 1 {
		look = f.alone
	}
	for _, rank := range []search.Rank{search.Whole, search.Start} {
		if err := look(rank); err != nil {
			return false, err
		}
	}
	f.thorough = len(f.found) > 0
	return f.thorough, nil
}

// alone looks for one word: the words that it stands for at that rank, a few at
// a time, for each may have its fifty people.
func (f *finding) alone(rank search.Rank) error {
	typed := f.q.Words[0]
	words, err := f.standFor(typed, rank, f.limit)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(words, chunk) {
		if err := f.match(anyOf(some), rank, confirmation{}); err != nil || len(f.found) >= f.limit {
			return err
		}
	}
	if rank == search.Part && search.Number(typed) {
		return f.match(partOfNumber(typed), rank, confirmation{rank: rank, words: f.q.Words})
	}
	return nil
}

// standFor returns the words of the vocabulary that match a typed word at that
// rank and at no better one.
func (f *finding) standFor(typed string, rank search.Rank, limit int) ([]string, error) {
	switch rank {
	case search.Whole:
		if has, err := f.words.has(typed); err != nil || !has {
			return nil, err
		}
		return []string{typed}, nil
	case search.Start:
		words, err := f.words.beginning(typed, limit+1)
		return slices.DeleteFunc(words, func(w string) bool { return w == typed }), err
	}
	return f.words.containing(typed, limit)
}

// together looks for several words in one row. What stands for few words of the
// vocabulary is asked of the index as these words; what stands for many is asked
// as its first letters, or not at all, and then confirmed on what is found.
func (f *finding) together(rank search.Rank) error {
	var all []string
	loose := false
	for _, typed := range f.q.Words {
		term, exact, err := f.term(typed, rank)
		if err != nil || exact && term == "" {
			return err
		}
		loose = loose || !exact
		if term != "" {
			all = append(all, "("+term+")")
		}
	}
	expression := strings.Join(all, " AND ")
	if loose {
		return f.match(expression, rank, confirmation{rank: rank, words: f.q.Words})
	}
	if expression == f.asked { // no word holds what was typed but those that begin with it
		return nil
	}
	f.asked = expression
	return f.match(expression, rank, confirmation{})
}
