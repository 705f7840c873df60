package store

import (
	"cmp"
	"slices"

	"sala/app/office"
	"sala/app/store/search"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

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
	wanted := ""
	switch f.only {
	case whatPetition:
		return nil
	case register.Residents:
		wanted = " AND EXISTS (SELECT 1 FROM petition WHERE petition.resident = r.id)"
	}
	rows, err := f.v.c.query("SELECT r.register, r.id, r.version, r.body FROM record_words JOIN record r ON r.rid = record_words.rowid WHERE record_words MATCH ?"+wanted+" LIMIT ?",
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
	if f.only == register.Residents {
		return nil
	}
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
