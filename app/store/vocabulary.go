package store

import (
	"slices"
	"strings"

	"sala/app/store/search"
)

// indexWords puts a text of words, of which old was the text before, and its
// terms under the row rid of a table of words.
func (p *projection) indexWords(table string, rid int64, old, text, terms string) error {
	if text == old {
		return nil
	}
	for w := range search.Words(text) {
		if err := p.learn(w); err != nil {
			return err
		}
	}
	var err error
	switch {
	case text == "":
		_, err = p.c.exec("DELETE FROM "+table+" WHERE rowid = ?", rid)
	case old == "":
		_, err = p.c.exec("INSERT INTO "+table+" (rowid, words) VALUES (?, ?)", rid, terms)
	default:
		_, err = p.c.exec("INSERT OR REPLACE INTO "+table+" (rowid, words) VALUES (?, ?)", rid, terms)
	}
	if err != nil {
		return err
	}
	kept := strings.Fields(text)
	for w := range search.Words(old) {
		if slices.Contains(kept, w) {
			continue
		}
		if err := p.unlearn(w); err != nil {
			return err
		}
	}
	return nil
}

// learn puts a word into the vocabulary.
func (p *projection) learn(word string) error {
	if p.known[word] {
		return nil
	}
	r, err := p.c.exec("INSERT INTO word (word, sound) VALUES (?, ?) ON CONFLICT DO NOTHING", word, search.SoundOf(word))
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		p.know(word)
		return err
	}
	id, err := r.LastInsertId()
	if err != nil {
		return err
	}
	if parts := search.AllPieces(word); parts != "" {
		if _, err := p.c.exec("INSERT INTO word_parts (rowid, parts) VALUES (?, ?)", id, parts); err != nil {
			return err
		}
	}
	p.know(word)
	return nil
}

// know remembers that a word is in the vocabulary, until the transaction ends.
func (p *projection) know(word string) {
	if p.known == nil {
		p.known = map[string]bool{}
	}
	p.known[word] = true
}

// unlearn takes a word that no row has any more out of the vocabulary: it may
// be somebody's name.
func (p *projection) unlearn(word string) error {
	for _, table := range []string{"record_words", "petition_words"} {
		var n int
		found, err := p.c.one([]any{&n}, "SELECT 1 FROM "+table+" WHERE "+table+" MATCH ? LIMIT 1", quoted(word))
		if err != nil || found {
			return err
		}
	}
	var id int64
	found, err := p.c.one([]any{&id}, "SELECT id FROM word WHERE word = ?", word)
	if err != nil || !found {
		return err
	}
	delete(p.known, word)
	if _, err := p.c.exec("DELETE FROM word_parts WHERE rowid = ?", id); err != nil {
		return err
	}
	_, err = p.c.exec("DELETE FROM word WHERE id = ?", id)
	return err
}

// quoted is a word as FTS5 takes it; our words hold no quotation marks.
func quoted(word string) string { return `"` + word + `"` }

// vocabulary looks words up.
type vocabulary struct{ c *conn }

// endOfWords is behind every letter.
const endOfWords = "\U0010ffff"

func (v vocabulary) has(word string) (bool, error) {
	var n int
	return v.c.one([]any{&n}, "SELECT 1 FROM word WHERE word = ?", word)
}

// beginning returns at most limit words that begin with part, those first in
// which it ends a syllable.
func (v vocabulary) beginning(part string, limit int) ([]string, error) {
	out, err := v.words(limit, func(string) bool { return true }, "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY word", part, part+endOfWords)
	slices.SortStableFunc(out, func(a, b string) int {
		return firstTrue(search.EndsSyllable(a, part), search.EndsSyllable(b, part))
	})
	return out, err
}

// firstTrue orders true before false.
func firstTrue(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// containing returns at most limit words that hold part and do not begin with it.
func (v vocabulary) containing(part string, limit int) ([]string, error) {
	pieces := search.Pieces(part)
	if pieces == nil {
		return nil, nil
	}
	for i := range pieces {
		pieces[i] = quoted(pieces[i])
	}
	inside := func(w string) bool { return strings.Contains(w, part) && !strings.HasPrefix(w, part) }
	return v.words(limit, inside, "SELECT w.word FROM word_parts JOIN word w ON w.id = word_parts.rowid WHERE word_parts MATCH ?", strings.Join(pieces, " AND "))
}

// sounding returns at most limit words of that sound, or whose sound begins with
// it, the nearest to word first.
func (v vocabulary) sounding(word string, begins bool, limit int) ([]string, error) {
	sound := search.SoundOf(word)
	until := sound
	if begins {
		until += endOfWords
	}
	out, err := v.words(10*limit, func(string) bool { return true }, "SELECT word FROM word WHERE sound >= ? AND sound <= ? AND sound <> '' ORDER BY sound", sound, until)
	slices.SortStableFunc(out, func(a, b string) int { return search.Distance(word, a) - search.Distance(word, b) })
	return out[:min(limit, len(out))], err
}

func (v vocabulary) words(limit int, take func(string) bool, query string, args ...any) ([]string, error) {
	rows, err := v.c.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for len(out) < limit && rows.Next() {
		var w string
		if err := rows.Scan(&w); err != nil {
			return nil, err
		}
		if take(w) {
			out = append(out, w)
		}
	}
	return out, rows.Err()
}
