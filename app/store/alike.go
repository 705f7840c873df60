package store

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
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
	switch rec.Register {
	case register.Residents:
		return strings.Join(terms(register.Keys(register.AsResident(rec))), " ")
	case register.Households:
		return strings.Join(terms(register.HomeKeys(register.AsHousehold(rec))), " ")
	}
	return ""
}

// terms are those of keys. Two keys that fall together only bring up one more
// person to compare.
func terms(keys []string) []string {
	for i, key := range keys {
		sum := sha256.Sum256([]byte(key))
		keys[i] = strings.ToLower(base32.StdEncoding.EncodeToString(sum[:7])[:10])
	}
	return keys
}

// putKeys writes a record's keys; found says whether the row was there before.
func (p *projection) putKeys(rid int64, keys string, found bool) (err error) {
	switch {
	case keys != "" && found:
		_, err = p.c.exec("INSERT OR REPLACE INTO record_keys (rowid, keys) VALUES (?, ?)", rid, keys)
	case keys != "":
		_, err = p.c.exec("INSERT INTO record_keys (rowid, keys) VALUES (?, ?)", rid, keys)
	case found:
		err = p.dropKeys(rid)
	}
	return err
}

func (p *projection) dropKeys(rid int64) error {
	_, err := p.c.exec("DELETE FROM record_keys WHERE rowid = ?", rid)
	return err
}

// Lookalikes returns the residents who share a key with r, a household, or a
// number but for a slip, or live in a household that shares one of r's homes.
// Of a key that very many share it returns some. Where r has homes, so have they.
func (v *view) Lookalikes(r register.Resident) ([]register.Resident, error) {
	rids, err := v.candidates(r)
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	var out []register.Resident
	var there []string // households
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
			if rec.Register == register.Households {
				there = append(there, rec.ID)
			} else {
				out = append(out, register.AsResident(rec))
			}
		}
	}
	if len(r.Homes) == 0 {
		return out, nil
	}
	return v.homes(out, there)
}

// candidates are the rows of those who may be like r.
func (v *view) candidates(r register.Resident) ([]int64, error) {
	out, err := column[int64](v.c, "SELECT r.rid FROM json_each(?) j CROSS JOIN record r INDEXED BY record_number ON r.number = j.value AND +r.register = ?", among(register.NearNumbers(r.NationalNumber)), register.Residents)
	if err != nil {
		return nil, err
	}
	if r.Household != "" {
		there, err := column[int64](v.c, "SELECT rid FROM record WHERE household = ? LIMIT ?", r.Household, register.MostPerKey)
		if err != nil {
			return nil, err
		}
		out = append(out, there...)
	}
	for _, term := range terms(register.Keys(r)) {
		keyed, err := column[int64](v.c, "SELECT rowid FROM record_keys WHERE record_keys MATCH ? LIMIT ?", quoted(term), register.MostPerKey)
		if err != nil {
			return nil, err
		}
		out = append(out, keyed...)
	}
	return out, nil
}

// homes adds who lives in the households, and says of everybody where she lives.
func (v *view) homes(list []register.Resident, households []string) ([]register.Resident, error) {
	has := map[string]bool{}
	for _, r := range list {
		has[r.ID] = true
	}
	for _, id := range households {
		members, err := v.Members(id)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if !has[m.ID] {
				has[m.ID] = true
				list = append(list, m)
			}
		}
	}
	where := map[string][]register.Address{}
	for i, r := range list {
		home, known := where[r.Household]
		if !known && r.Household != "" {
			h, err := v.Household(r.Household)
			if err != nil && !errors.Is(err, office.ErrNotFound) {
				return nil, err
			}
			if err == nil {
				home = []register.Address{h.Address}
			}
			where[r.Household] = home
		}
		list[i].Homes = home
	}
	return list, nil
}

// Outstanding reports whether a record has changes of the station's own that
// central has not acknowledged.
func (v *view) Outstanding(reg, id string) bool {
	var n int
	found, err := v.c.one([]any{&n}, "SELECT 1 FROM record WHERE register = ? AND id = ? AND version > trunk", reg, id)
	return found && err == nil
}
