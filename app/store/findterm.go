package store

import (
	"cmp"
	"slices"
	"strings"

	"sala/app/store/search"
)

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
		if err := f.match(strings.Join(all, " AND "), rank, confirmation{sounds: meant(f.q.Sounds)}); err != nil || len(f.found) >= f.limit {
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
	slices.SortStableFunc(words, func(a, b string) int { return search.Distance(silent, a) - search.Distance(silent, b) })
	return words[:min(manyLike, len(words))], err
}

// meant are typed words with the sign of silence where it may have been left out:
// what is nearest to them is nearest to what was meant.
func meant(typed []string) []string {
	out := slices.Clone(typed)
	for i, w := range out {
		out[i] = cmp.Or(search.Silenced(w), w)
	}
	return out
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
