package store

import (
	"strings"

	"sala/app/office"
	"sala/app/store/search"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// Find returns at most limit residents, households, petitions and other records
// that match, the best first: whole words before beginnings of words before
// parts of words. A limit of 0 is 50.
func (v *view) Find(query string, limit int) ([]office.Hit, error) {
	q := search.Parse(query)
	if q.Empty() {
		return nil, nil
	}
	if limit <= 0 {
		limit = 50
	}
	f := finding{v: v, q: q, limit: limit, seen: map[string]bool{}}
	for _, rank := range search.Ranks {
		match := q.Match(rank)
		if match == "" {
			continue
		}
		if err := f.records(match, rank); err != nil {
			return nil, err
		}
		if err := f.petitions(match, rank); err != nil {
			return nil, err
		}
		if len(f.hits) >= limit {
			break
		}
	}
	err := f.theirs()
	return f.hits, err
}

// few is of how many of the people found the petitions are shown as well.
const few = 5

// theirs adds the petitions of the first people that were found.
func (f *finding) theirs() error {
	for _, h := range f.hits[:min(few, len(f.hits))] {
		if h.What != register.Residents || len(f.hits) >= f.limit {
			continue
		}
		ps, err := f.v.Petitions(office.PetitionFilter{Resident: h.ID, Limit: f.limit})
		if err != nil {
			return err
		}
		for _, p := range ps {
			if f.add(petitionHit(p)) {
				return nil
			}
		}
	}
	return nil
}

// finding collects hits, each once.
type finding struct {
	v     *view
	q     search.Query
	limit int
	hits  []office.Hit
	seen  map[string]bool
}

func (f *finding) add(h office.Hit) bool {
	if key := h.What + "/" + h.ID; !f.seen[key] {
		f.seen[key] = true
		f.hits = append(f.hits, h)
	}
	return len(f.hits) >= f.limit
}

func (f *finding) records(match string, rank search.Rank) error {
	rows, err := f.v.c.query("SELECT r.body, r.version FROM record_words JOIN record r ON r.rid = record_words.rowid WHERE record_words MATCH ?", match)
	if err != nil {
		return err
	}
	defer rows.Close()
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
		if f.q.Matches(search.Record(rec), rank) && f.add(recordHit(rec)) {
			return nil
		}
	}
	return rows.Err()
}

func (f *finding) petitions(match string, rank search.Rank) error {
	rows, err := f.v.c.query("SELECT p.body, p.words FROM petition_words JOIN petition p ON p.rid = petition_words.rowid WHERE petition_words MATCH ?", match)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		var words string
		if err := rows.Scan(&body, &words); err != nil {
			return err
		}
		if !f.q.Matches(words, rank) {
			continue
		}
		p, err := act.Decode[petition.Petition](body)
		if err != nil {
			return err
		}
		if f.add(petitionHit(p)) {
			return nil
		}
	}
	return rows.Err()
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
