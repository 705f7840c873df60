package store

import (
	"cmp"
	"slices"
	"strings"

	"sala/app/office"
	"sala/app/store/search"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
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
	rows, err := f.v.c.query("SELECT register, id, version, body, number FROM record WHERE number >= ? AND number < ? LIMIT ?", number, number+endOfWords, f.limit)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		var whole string
		if err := rows.Scan(&r.register, &r.id, &r.version, &r.body, &whole); err != nil {
			return err
		}
		rank := search.Start
		if whole == number {
			rank = search.Whole
		}
		f.add(candidate{what: r.register, rank: rank, hit: r.hit}, r.id)
	}
	return rows.Err()
}

func (f *finding) papers(query string) error {
	rows, err := f.v.c.query(query, f.q.Raw, f.q.Raw+endOfWords, f.limit)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		f.add(candidate{what: whatPetition, rank: search.Start, hit: func() (office.Hit, error) {
			p, err := f.v.Petition(id)
			return petitionHit(p), err
		}}, id)
	}
	return rows.Err()
}

// exact looks for the letters that were typed, rank by rank until there are
// enough.
func (f *finding) exact() error {
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

// term returns the FTS5 expression for a typed word at that rank and better, and
// whether what it finds need not be confirmed.
func (f *finding) term(typed string, rank search.Rank) (term string, exact bool, err error) {
	words, err := f.standFor(typed, min(rank, search.Start), fewWords)
	if err != nil || rank == search.Whole {
		return anyOf(words), true, err
	}
	if search.Number(typed) && rank == search.Part {
		return f.number(typed, words)
	}
	switch {
	case len(words) < fewWords:
	case rank == search.Start:
		return allOf(search.StartPieces(typed)), false, nil
	default:
		return allOf(search.WordPieces(typed)), false, nil
	}
	if has, err := f.words.has(typed); err != nil {
		return "", false, err
	} else if has {
		words = append(words, typed)
	}
	if rank == search.Part {
		inside, err := f.words.containing(typed, fewWords)
		if err != nil {
			return "", false, err
		}
		if words = append(words, inside...); len(words) >= fewWords {
			return allOf(search.WordPieces(typed)), false, nil
		}
	}
	return anyOf(words), true, nil
}

// number returns the expression for a part of a number, long or short.
func (f *finding) number(typed string, words []string) (string, bool, error) {
	inside, err := f.words.containing(typed, fewWords)
	if err != nil {
		return "", false, err
	}
	if words = append(words, inside...); len(words) > 0 {
		return anyOf(words) + " OR (" + partOfNumber(typed) + ")", false, nil
	}
	return partOfNumber(typed), false, nil
}

// joined looks for words that were typed without the space between them, as Thai
// names often are, and plates.
func (f *finding) joined() error {
	var all []string
	for _, typed := range f.q.Words {
		term, exact, err := f.term(typed, search.Part)
		if err != nil {
			return err
		}
		if term == "" && exact {
			if term, err = f.split(typed); err != nil || term == "" {
				return err
			}
		}
		if term != "" {
			all = append(all, "("+term+")")
		}
	}
	return f.match(strings.Join(all, " AND "), search.Start, confirmation{})
}

// split returns the expression for a word, or the end of one, and what begins
// another.
func (f *finding) split(typed string) (string, error) {
	letters := []rune(typed)
	if len(letters) > 40 {
		return "", nil
	}
	var terms []string
	for _, whole := range []bool{true, false} {
		for i := 1; i < len(letters) && len(terms) < chunk; i++ {
			left, right := string(letters[:i]), string(letters[i:])
			following, err := f.words.beginning(right, chunk)
			if err != nil {
				return "", err
			}
			if len(following) == 0 {
				continue
			}
			before, err := f.ending(left, whole)
			if err != nil {
				return "", err
			}
			switch {
			case search.Title(left):
				terms = append(terms, "("+anyOf(following)+")")
			case len(before) > 0:
				terms = append(terms, "(("+anyOf(before)+") AND ("+anyOf(following)+"))")
			}
		}
		if len(terms) > 0 {
			break
		}
	}
	return strings.Join(terms, " OR "), nil
}

// ending returns the word itself, or some that end with it.
func (f *finding) ending(part string, whole bool) ([]string, error) {
	if whole {
		return f.standFor(part, search.Whole, 1)
	}
	words, err := f.words.containing(part, manyLike)
	words = slices.DeleteFunc(words, func(w string) bool { return !strings.HasSuffix(w, part) })
	return words[:min(chunk, len(words))], err
}

// alike looks for what sounds like the query.
func (f *finding) alike() error {
	for _, rank := range []search.Rank{search.Alike, search.Begin} {
		var all []string
		for _, typed := range f.q.Sounds {
			words, err := f.sounding(typed, rank == search.Begin)
			if err != nil {
				return err
			}
			if len(words) == 0 {
				all = nil
				break
			}
			all = append(all, "("+anyOf(words)+")")
		}
		if len(all) == 0 {
			continue
		}
		// One word may stand for many, the nearest of which come first.
		if err := f.match(strings.Join(all, " AND "), rank, confirmation{sounds: f.q.Sounds}); err != nil || len(f.found) >= f.limit {
			return err
		}
	}
	return nil
}

// sounding returns the words that sound like a typed one, or as it would with
// the sign of silence that people leave out; the nearest spelling first.
func (f *finding) sounding(typed string, begins bool) ([]string, error) {
	words, err := f.words.sounding(typed, begins, manyLike)
	silent := search.Silenced(typed)
	if err != nil || silent == "" {
		return words, err
	}
	more, err := f.words.sounding(silent, begins, manyLike)
	for _, w := range more {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return search.Distance(typed, a) - search.Distance(typed, b) })
	return words[:min(manyLike, len(words))], err
}

func anyOf(words []string) string {
	terms := make([]string, len(words))
	for i, w := range words {
		terms[i] = quoted(w)
	}
	return strings.Join(terms, " OR ")
}

// partOfNumber is the expression for what may have a number with that part.
func partOfNumber(typed string) string {
	terms, oneOf := search.NumberPieces(typed)
	if oneOf {
		return anyOf(terms)
	}
	return allOf(terms)
}

func allOf(words []string) string { return strings.ReplaceAll(anyOf(words), " OR ", " AND ") }

// row is a record as it is read.
type row struct {
	register, id string
	version      uint64
	body         []byte
}

func (r row) hit() (office.Hit, error) {
	rec, err := decodeRecord(r.body, r.version)
	return recordHit(rec), err
}

// confirmation is what is looked at in a row that the index has found.
type confirmation struct {
	rank   search.Rank
	words  []string // must be in the text at that rank
	sounds []string // were typed by their sound: how far from them is the text?
}

func (c confirmation) needed() bool { return len(c.words)+len(c.sounds) > 0 }

// of reports whether the text will do, and how far it is.
func (c confirmation) of(text string) (far int, will bool) {
	return search.Nearest(text, c.sounds), search.Holds(text, c.rank, c.words)
}

// match takes in what an expression finds.
func (f *finding) match(expression string, rank search.Rank, c confirmation) error {
	if expression == "" {
		return nil
	}
	if err := f.records(expression, rank, c); err != nil {
		return err
	}
	return f.petitions(expression, rank, c)
}

// most is how many rows are read to find those that are wanted.
func (f *finding) most(c confirmation) int {
	if len(c.words) > 0 {
		return manyRows
	}
	return f.limit + len(f.found)
}

func (f *finding) records(expression string, rank search.Rank, c confirmation) error {
	rows, err := f.v.c.query("SELECT r.register, r.id, r.version, r.body FROM record_words JOIN record r ON r.rid = record_words.rowid WHERE record_words MATCH ? LIMIT ?",
		expression, f.most(c))
	if err != nil {
		return err
	}
	defer rows.Close()
	for taken := 0; taken < f.limit && rows.Next(); {
		var r row
		if err := rows.Scan(&r.register, &r.id, &r.version, &r.body); err != nil {
			return err
		}
		far, will := 0, true
		if c.needed() {
			text, err := f.text(r)
			if err != nil {
				return err
			}
			far, will = c.of(text)
		}
		if will && f.add(candidate{what: r.register, rank: rank, far: far, hit: r.hit}, r.id) {
			taken++
		}
	}
	return rows.Err()
}

// text returns what a record's text is, which may have been asked before: what is
// no match at one rank may be one at the next.
func (f *finding) text(r row) (string, error) {
	key := r.register + "/" + r.id
	if text, ok := f.texts[key]; ok {
		return text, nil
	}
	rec, err := decodeRecord(r.body, r.version)
	if err != nil {
		return "", err
	}
	f.texts[key] = search.Record(rec)
	return f.texts[key], nil
}

func (f *finding) petitions(expression string, rank search.Rank, c confirmation) error {
	rows, err := f.v.c.query("SELECT p.id, p.words, p.body FROM petition_words JOIN petition p ON p.rid = petition_words.rowid WHERE petition_words MATCH ? LIMIT ?",
		expression, f.most(c))
	if err != nil {
		return err
	}
	defer rows.Close()
	for taken := 0; taken < f.limit && rows.Next(); {
		var id, text string
		var body []byte
		if err := rows.Scan(&id, &text, &body); err != nil {
			return err
		}
		far, will := c.of(text)
		if will && f.add(candidate{what: whatPetition, rank: rank, far: far, hit: func() (office.Hit, error) {
			p, err := act.Decode[petition.Petition](body)
			return petitionHit(p), err
		}}, id) {
			taken++
		}
	}
	return rows.Err()
}

// add takes a candidate in, unless it is there already.
func (f *finding) add(c candidate, id string) bool {
	key := c.what + "/" + id
	if f.seen[key] {
		return false
	}
	f.seen[key] = true
	f.found = append(f.found, c)
	return true
}

// hits are what is shown of the candidates, with the petitions of the first
// people and what the outbox says of each.
func (f *finding) hits() ([]office.Hit, error) {
	slices.SortStableFunc(f.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.far, b.far))
	})
	shown := share(f.found, f.limit)
	hits := make([]office.Hit, 0, len(shown))
	for _, c := range shown {
		h, err := c.hit()
		if err != nil {
			return nil, err
		}
		if h, found, err := f.instead(h); err != nil {
			return nil, err
		} else if found {
			hits = append(hits, h)
		}
	}
	hits, err := f.theirs(hits)
	if err != nil {
		return nil, err
	}
	return hits, f.v.waiting(hits)
}

// instead returns what is shown of a hit: of a resident whose record points to
// another, the one that stays, unless that was found too.
func (f *finding) instead(h office.Hit) (office.Hit, bool, error) {
	if h.Resident.SameAs == "" {
		return h, true, nil
	}
	stays, err := f.v.staying(h.Resident)
	key := register.Residents + "/" + stays.ID
	if err != nil || stays.ID == h.ID || f.seen[key] {
		return h, stays.ID == h.ID, err
	}
	f.seen[key] = true
	return recordHit(stays.Record()), true, nil
}

// share returns at most limit candidates in their order. When there are more, no
// kind of thing has less than a fifth, if there is as much of it.
func share(all []candidate, limit int) []candidate {
	if len(all) <= limit {
		return all
	}
	kept := make([]bool, len(all))
	n, of := 0, map[string]int{}
	for i, c := range all {
		if of[c.what] < limit/5 && n < limit {
			of[c.what]++
			kept[i] = true
			n++
		}
	}
	var out []candidate
	for i, c := range all {
		if !kept[i] && n < limit {
			kept[i] = true
			n++
		}
		if kept[i] {
			out = append(out, c)
		}
	}
	return out
}

// someOf is of how many of the people found the petitions are shown as well.
const someOf = 5

// theirs adds the petitions of the first people that were found.
func (f *finding) theirs(hits []office.Hit) ([]office.Hit, error) {
	for _, h := range hits[:min(someOf, len(hits))] {
		if h.What != register.Residents || len(hits) >= f.limit {
			continue
		}
		ps, err := f.v.Petitions(office.PetitionFilter{Resident: h.ID, Limit: f.limit - len(hits)})
		if err != nil {
			return nil, err
		}
		for _, p := range ps {
			if key := whatPetition + "/" + p.ID; !f.seen[key] {
				f.seen[key] = true
				hits = append(hits, petitionHit(p))
			}
		}
	}
	return hits, nil
}
