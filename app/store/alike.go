package store

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"sala/app/office"
	"sala/app/store/search"
	"sala/forms/register"
)

// indexVersion changes when the same record gives other words or other keys: an
// index that was made under another version must be made anew.
const indexVersion = search.Version<<8 | register.KeysVersion

var _ office.Lookalikes = (*view)(nil)

// keyText is the text under which a record is found by its keys, "" for none.
// A key becomes a term of ten letters: what it is made of is not to be read off
// the index.
func keyText(rec register.Record) string {
	if rec.Register != register.Residents {
		return ""
	}
	return strings.Join(terms(register.AsResident(rec)), " ")
}

// terms are those of a resident. Two keys that fall together only bring up one
// more person to compare.
func terms(r register.Resident) []string {
	keys := register.Keys(r)
	for i, key := range keys {
		sum := sha256.Sum256([]byte(key))
		keys[i] = strings.ToLower(base32.StdEncoding.EncodeToString(sum[:7])[:10])
	}
	return keys
}

// putKeys writes a record's keys; found says whether the row was there before.
func (p *projection) putKeys(rid int64, rec register.Record, found bool) (err error) {
	keys := keyText(rec)
	switch {
	case keys != "":
		_, err = p.c.exec("INSERT OR REPLACE INTO record_keys (rowid, keys) VALUES (?, ?)", rid, keys)
	case found:
		err = p.dropKeys(rid)
	}
	return err
}

func (p *projection) dropKeys(rid int64) error {
	_, err := p.c.exec("DELETE FROM record_keys WHERE rowid = ?", rid)
	return err
}

// Lookalikes returns the residents who share a key with r, without those who
// share only one that very many have.
func (v *view) Lookalikes(r register.Resident) ([]register.Resident, error) {
	seen := map[int64]bool{}
	var out []register.Resident
	for _, term := range terms(r) {
		rids, err := v.keyed(term)
		if err != nil {
			return nil, err
		}
		for _, rid := range rids {
			if seen[rid] {
				continue
			}
			seen[rid] = true
			recs, err := v.records("SELECT body, version FROM record WHERE rid = ?", rid)
			if err != nil {
				return nil, err
			}
			for _, rec := range recs {
				out = append(out, register.AsResident(rec))
			}
		}
	}
	return out, nil
}

func (v *view) keyed(term string) ([]int64, error) {
	rows, err := v.c.query("SELECT rowid FROM record_keys WHERE record_keys MATCH ? LIMIT ?", `"`+term+`"`, register.MostPerKey)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var rid int64
		if err := rows.Scan(&rid); err != nil {
			return nil, err
		}
		out = append(out, rid)
	}
	return out, rows.Err()
}

// Outstanding reports whether a record has changes of the station's own that
// central has not acknowledged.
func (v *view) Outstanding(reg, id string) bool {
	var n int
	found, err := v.c.one([]any{&n}, "SELECT 1 FROM record WHERE register = ? AND id = ? AND version > trunk", reg, id)
	return found && err == nil
}
