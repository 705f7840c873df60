package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"sala/app/store/search"
	"sala/forms/register"
)

// fewPetitions is how many petitions are looked through one by one. The index
// knows every resident, and most have no petition: what it finds in a second of a
// million residents is found in some milliseconds of these.
const fewPetitions = 4000

// narrowing is how many petitions, or people with petitions, a filter takes in of
// more than that: who types so little that more would match goes on typing.
const narrowing = 2000

// selection is what of a statement selects petitions.
type selection struct {
	where string
	args  []any
}

// narrowed returns those of a selection that a text finds, by themselves or by
// their resident. What only sounds like it is left out: a list that is narrowed
// shows what has the letters that were typed.
func (v *view) narrowed(from selection, text string) (selection, error) {
	key := fmt.Sprint(text, from)
	if known, ok := v.found[key]; ok {
		return known, nil
	}
	out, err := v.narrow(from, search.Parse(text), fewPetitions)
	if err == nil && v.found != nil {
		v.found[key] = out
	}
	return out, err
}

// narrow looks through as many as few, and asks the index of more.
func (v *view) narrow(from selection, q search.Query, few int) (selection, error) {
	if q.Empty() {
		return from.and("0"), nil
	}
	n := 0
	if _, err := v.c.one([]any{&n}, "SELECT count(*) FROM (SELECT 1 FROM petition WHERE "+from.where+" LIMIT ?)", append(slices.Clone(from.args), few+1)...); err != nil {
		return from, err
	}
	if n <= few {
		found, err := v.lookThrough(from, q)
		return from.and("id IN (SELECT value FROM json_each(?))", among(found)), err
	}
	petitions, err := v.indexed(q, whatPetition)
	if err != nil {
		return from, err
	}
	people, err := v.indexed(q, register.Residents)
	return from.and("(id IN (SELECT value FROM json_each(?)) OR resident IN (SELECT value FROM json_each(?)))", among(petitions), among(people)), err
}

func (s selection) and(condition string, args ...any) selection {
	return selection{s.where + " AND " + condition, append(slices.Clone(s.args), args...)}
}

// lookThrough returns the IDs of those of a selection that a query finds.
func (v *view) lookThrough(from selection, q search.Query) ([]string, error) {
	papers := finding{v: v, q: q, limit: narrowing, only: whatPetition, seen: map[string]bool{}}
	if err := papers.numbers(); err != nil {
		return nil, err
	}
	var whole, parts []string
	err := v.c.each("SELECT few.id, few.words, r.body FROM (SELECT id, words, resident FROM petition WHERE "+from.where+" LIMIT ?) few LEFT JOIN record r ON r.register = ? AND r.id = few.resident", append(slices.Clone(from.args), fewPetitions, register.Residents), func(scan func(...any) error) error {
		var id, text string
		var body sql.RawBytes
		if err := scan(&id, &text, &body); err != nil {
			return err
		}
		if body != nil {
			hers, err := v.s.people.text(body)
			if err != nil {
				return err
			}
			text += hers
		}
		if len(q.Joined) > 0 && search.Holds(text, search.Start, q.Joined) {
			whole = append(whole, id)
		}
		if papers.seen[whatPetition+"/"+id] || holdsParts(text, q.Words) {
			parts = append(parts, id)
		}
		return nil
	})
	if len(whole) > 0 { // "Min-su" is meant, not all who have "min" and "su" somewhere
		parts = whole
	}
	return parts, err
}

// people are the texts under which residents are found, by their records as they
// are stored: at every key of a filter the same ones are asked for.
type people struct {
	mu    sync.Mutex
	texts map[string]string
}

func (p *people) text(body []byte) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if text, known := p.texts[string(body)]; known {
		return text, nil
	}
	rec, err := decodeRecord(body, 0)
	if err != nil {
		return "", err
	}
	if p.texts == nil || len(p.texts) >= fewPetitions {
		p.texts = map[string]string{}
	}
	text := search.Record(rec)
	p.texts[string(body)] = text
	return text, nil
}

// holdsParts reports whether every word is a part of one of a text, or, of a
// single letter, the beginning of one.
func holdsParts(text string, words []string) bool {
	for _, w := range words {
		rank := search.Part
		if utf8.RuneCountInString(w) == 1 {
			rank = search.Start
		}
		if !search.Holds(text, rank, []string{w}) {
			return false
		}
	}
	return true
}

// indexed returns the IDs of the petitions, or of the people with petitions, that
// the index finds.
func (v *view) indexed(q search.Query, what string) ([]string, error) {
	f := finding{v: v, words: vocabulary{v.c}, q: q, limit: narrowing, only: what, seen: map[string]bool{}, texts: map[string]string{}}
	if err := errors.Join(f.numbers(), f.exact()); err != nil {
		return nil, err
	}
	var ids []string
	for key := range f.seen {
		if id, of := strings.CutPrefix(key, what+"/"); of {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
