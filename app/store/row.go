package store

import (
	"cmp"
	"fmt"

	"sala/app/office"
	"sala/app/store/search"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// record returns a record as the station sees it, and central's version of it.
func (p *projection) record(reg, id string) (register.Record, uint64, error) {
	var body []byte
	var version, trunk uint64
	found, err := p.c.one([]any{&body, &version, &trunk}, "SELECT body, version, trunk FROM record WHERE register = ? AND id = ?", reg, id)
	if err != nil {
		return register.Record{}, 0, err
	}
	if !found {
		return register.Record{}, 0, fmt.Errorf("%s %s: %w", reg, id, office.ErrNotFound)
	}
	rec, err := decodeRecord(body, version)
	return rec, trunk, err
}

func decodeRecord(body []byte, version uint64) (register.Record, error) {
	rec, err := act.Decode[register.Record](body)
	rec.Version = version
	return rec, err
}

// putRecord writes a record and what can be searched of it.
func (p *projection) putRecord(rec register.Record, trunk uint64) error {
	body, err := act.Encode(rec)
	if err != nil {
		return err
	}
	var rid int64
	if _, err := p.c.one([]any{&rid}, "SELECT rid FROM record WHERE register = ? AND id = ?", rec.Register, rec.ID); err != nil {
		return err
	}
	return p.putRecordBody(rid, rec, trunk, body, findableOf(rec))
}

// putRecordBody writes the row rid, a new one when that is 0.
func (p *projection) putRecordBody(rid int64, rec register.Record, trunk uint64, body []byte, find findable) error {
	if rid == 0 {
		if made, err := p.newRecord(rec, trunk, body, find); err != nil || made {
			return err
		}
		return fmt.Errorf("%s %s is there already", rec.Register, rec.ID)
	}
	before, err := p.recordText(rid)
	if err != nil {
		return err
	}
	c := columnsOf(rec)
	if _, err := p.c.exec("UPDATE record SET version = ?, trunk = ?, number = ?, household = ?, head = ?, birth = ?, body = ? WHERE rid = ?",
		rec.Version, trunk, c.number, c.household, c.head, c.birth, body, rid); err != nil {
		return err
	}
	if err := p.putKeys(rid, find.keys, true); err != nil {
		return err
	}
	return p.indexWords("record_words", rid, before, find.words, find.terms)
}

// newRecord writes a record in a new row, or reports that there is one already.
func (p *projection) newRecord(rec register.Record, trunk uint64, body []byte, find findable) (made bool, err error) {
	c := columnsOf(rec)
	r, err := p.c.exec("INSERT INTO record (register, id, version, trunk, number, household, head, birth, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		rec.Register, rec.ID, rec.Version, trunk, c.number, c.household, c.head, c.birth, body)
	if err != nil {
		return false, err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	rid, err := r.LastInsertId()
	if err != nil {
		return false, err
	}
	if err := p.putKeys(rid, find.keys, false); err != nil {
		return false, err
	}
	return true, p.indexWords("record_words", rid, "", find.words, find.terms)
}

// columns are what a record's row has beside its body.
type columns struct {
	number, household, birth string
	head                     int
}

func columnsOf(rec register.Record) columns {
	f := rec.Fields
	c := columns{number: f.Text("number"), birth: f.Text("birth")}
	if f.Text("position") == string(register.Head) {
		c.head = 1
	}
	switch rec.Register {
	case register.Households:
		c.number = f.Text("code")
	case register.Residents:
		c.household = f.Text("household")
		if kept := f.Text(register.SameAs); kept != "" {
			c.household = joinedTo(kept) // nobody lives there twice
		}
	}
	return c
}

// recordText returns the text under which the record in row rid is found.
func (p *projection) recordText(rid int64) (string, error) {
	var body []byte
	if _, err := p.c.one([]any{&body}, "SELECT body FROM record WHERE rid = ?", rid); err != nil {
		return "", err
	}
	rec, err := decodeRecord(body, 0)
	return search.Record(rec), err
}

func (p *projection) insert(rid *int64, query string, args ...any) error {
	r, err := p.c.exec(query, args...)
	if err != nil {
		return err
	}
	*rid, err = r.LastInsertId()
	return err
}

func (p *projection) dropRecord(reg, id string) error {
	var rid int64
	found, err := p.c.one([]any{&rid}, "SELECT rid FROM record WHERE register = ? AND id = ?", reg, id)
	if err != nil || !found {
		return err
	}
	text, err := p.recordText(rid)
	if err == nil {
		err = p.indexWords("record_words", rid, text, "", "")
	}
	if err != nil {
		return err
	}
	if err := p.dropKeys(rid); err != nil {
		return err
	}
	_, err = p.c.exec("DELETE FROM record WHERE rid = ?", rid)
	return err
}

// petition returns a petition as the station sees it, and central's version.
func (p *projection) petition(id string) (petition.Petition, uint64, error) {
	var body []byte
	var trunk uint64
	found, err := p.c.one([]any{&body, &trunk}, "SELECT body, trunk FROM petition WHERE id = ?", id)
	if err != nil {
		return petition.Petition{}, 0, err
	}
	if !found {
		return petition.Petition{}, 0, fmt.Errorf("petition %s: %w", id, office.ErrNotFound)
	}
	pet, err := act.Decode[petition.Petition](body)
	return pet, trunk, err
}

func (p *projection) putPetition(pet petition.Petition, trunk uint64) error {
	body, err := act.Encode(pet)
	if err != nil {
		return err
	}
	var rid int64
	var old string
	found, err := p.c.one([]any{&rid, &old}, "SELECT rid, words FROM petition WHERE id = ?", pet.ID)
	if err != nil {
		return err
	}
	words := search.Petition(pet)
	// Whose it is, for the lists: the officer to whom it was handed, if any.
	began, handedIn := cmp.Or(pet.Holder, pet.CreatedBy), cmp.Or(pet.Holder, pet.SubmittedBy)
	if found {
		_, err = p.c.exec(`UPDATE petition SET version = ?, trunk = ?, number = ?, state = ?, resident = ?, created_by = ?, submitted_by = ?,
			changed = ?, words = ?, body = ? WHERE rid = ?`,
			pet.Version, trunk, pet.Number, string(pet.State), pet.Resident, began, handedIn, pet.Changed, words, body, rid)
	} else {
		err = p.insert(&rid, `INSERT INTO petition (id, version, trunk, number, state, resident, created_by, submitted_by, changed, words, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			pet.ID, pet.Version, trunk, pet.Number, string(pet.State), pet.Resident, began, handedIn, pet.Changed, words, body)
	}
	if err != nil {
		return err
	}
	return p.indexWords("petition_words", rid, old, words, search.Terms(words))
}

func (p *projection) dropPetition(id string) error {
	var rid int64
	var text string
	found, err := p.c.one([]any{&rid, &text}, "SELECT rid, words FROM petition WHERE id = ?", id)
	if err != nil || !found {
		return err
	}
	if err := p.indexWords("petition_words", rid, text, "", ""); err != nil {
		return err
	}
	_, err = p.c.exec("DELETE FROM petition WHERE rid = ?", rid)
	return err
}
