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

// Find returns at most limit residents, households, petitions and other records
// that match, the best first: whole words before beginnings of words before
// parts of words; what only sounds alike comes when nothing else does. The
// petitions of the first people stand after them. A limit of 0 is 50.
func (v *view) Find(query string, limit int) ([]office.Hit, error) {
	q := search.Parse(query)
	if q.Empty() {
		return nil, nil
	}
	if limit <= 0 {
		limit = 50
	}
	f := finding{v: v, q: q, limit: limit, seen: map[string]bool{}}
	for _, look := range []func() error{f.exact, f.alike} {
		if err := look(); err != nil {
			return nil, err
		}
		if len(f.found) > 0 {
			break
		}
	}
	slices.SortStableFunc(f.found, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	for _, c := range f.found[:min(limit, len(f.found))] {
		f.hits = append(f.hits, c.hit())
	}
	err := f.theirs()
	return f.hits, err
}

// finding collects candidates, each once.
type finding struct {
	v     *view
	q     search.Query
	limit int
	found []candidate
	seen  map[string]bool
	hits  []office.Hit
}

// candidate is a confirmed match whose hit is made when it is shown.
type candidate struct {
	rank search.Rank
	hit  func() office.Hit
}

// exact looks for the query's letters. Any part of a word is asked for first:
// when all that match are few, one walk through the index has found them, and
// they only have to be ranked. When they are many, the better ones are asked
// for by themselves.
func (f *finding) exact() error {
	if err := f.look(search.Part, f.limit); err != nil {
		return err
	}
	if len(f.found) < f.limit && f.q.Match(search.Part) != "" {
		return nil
	}
	for _, rank := range []search.Rank{search.Whole, search.Start} {
		if err := f.look(rank, len(f.found)+f.limit); err != nil {
			return err
		}
	}
	return nil
}

// alike looks for what sounds like the query.
func (f *finding) alike() error {
	for _, rank := range []search.Rank{search.Alike, search.Begin} {
		if err := f.look(rank, f.limit); err != nil || len(f.found) >= f.limit {
			return err
		}
	}
	return nil
}

// look collects matches at that rank or better, until there are enough.
func (f *finding) look(rank search.Rank, enough int) error {
	match := f.q.Match(rank)
	if match == "" {
		return nil
	}
	if err := f.records(match, rank, enough); err != nil {
		return err
	}
	return f.petitions(match, rank, enough)
}

// add takes a candidate in when its text matches, and reports whether there are
// enough.
func (f *finding) add(what, id, text string, at search.Rank, enough int, hit func() office.Hit) bool {
	key := what + "/" + id
	if f.seen[key] || !f.q.Matches(text, at) {
		return false
	}
	f.seen[key] = true
	best := at
	for _, rank := range search.Ranks[:at] {
		if f.q.Matches(text, rank) {
			best = rank
			break
		}
	}
	f.found = append(f.found, candidate{best, hit})
	return len(f.found) >= enough
}

func (f *finding) records(match string, rank search.Rank, enough int) error {
	rows, err := f.v.c.query("SELECT r.body, r.version FROM record_words JOIN record r ON r.rid = record_words.rowid WHERE record_words MATCH ?", match)
	if err != nil {
		return err
	}
	defer rows.Close()
	text := search.Spelled
	if rank >= search.Alike {
		text = search.Record
	}
	for rows.Next() {
		var body []byte
		var version uint64
		if err := rows.Scan(&body, &version); err != nil {
			return err
		}
		rec, err := decodeRecord(body, version)
		if err != nil {
			return err
		}
		if f.add(rec.Register, rec.ID, text(rec), rank, enough, func() office.Hit { return recordHit(rec) }) {
			return nil
		}
	}
	return rows.Err()
}

func (f *finding) petitions(match string, rank search.Rank, enough int) error {
	rows, err := f.v.c.query("SELECT p.id, p.body, p.words FROM petition_words JOIN petition p ON p.rid = petition_words.rowid WHERE petition_words MATCH ?", match)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, words string
		var body []byte
		if err := rows.Scan(&id, &body, &words); err != nil {
			return err
		}
		p, err := act.Decode[petition.Petition](body)
		if err != nil {
			return err
		}
		if f.add(whatPetition, id, words, rank, enough, func() office.Hit { return petitionHit(p) }) {
			return nil
		}
	}
	return rows.Err()
}

// few is of how many of the people found the petitions are shown as well.
const few = 5

// theirs adds the petitions of the first people that were found.
func (f *finding) theirs() error {
	for _, h := range f.hits[:min(few, len(f.hits))] {
		if h.What != register.Residents || len(f.hits) >= f.limit {
			continue
		}
		ps, err := f.v.Petitions(office.PetitionFilter{Resident: h.ID, Limit: f.limit - len(f.hits)})
		if err != nil {
			return err
		}
		for _, p := range ps {
			if key := whatPetition + "/" + p.ID; !f.seen[key] {
				f.seen[key] = true
				f.hits = append(f.hits, petitionHit(p))
			}
		}
	}
	return nil
}

func recordHit(rec register.Record) office.Hit {
	switch rec.Register {
	case register.Residents:
		r := register.AsResident(rec)
		h := office.Hit{What: rec.Register, ID: rec.ID, Title: r.Name(""), Resident: r}
		var others []string
		for _, lang := range []string{"th", "ko", "en"} {
			if n := r.Names[lang].Full(lang); n != "" && n != h.Title {
				others = append(others, n)
			}
		}
		h.Detail = strings.Join(append([]string{r.NationalNumber}, others...), " · ")
		return h
	case register.Households:
		h := register.AsHousehold(rec)
		return office.Hit{What: rec.Register, ID: rec.ID, Title: h.Address.Line(), Detail: h.HouseCode}
	}
	return office.Hit{What: rec.Register, ID: rec.ID, Title: rec.ID}
}

func petitionHit(p petition.Petition) office.Hit {
	title := p.Number
	if title == "" {
		title = p.ID
	}
	return office.Hit{What: whatPetition, ID: p.ID, Title: title, Detail: p.Form + " · " + string(p.State)}
}
