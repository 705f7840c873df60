package answer

import (
	"encoding/json"

	"sala/forms/register"
)

// About returns what a resident's records say, under the names that prefills
// and expressions use: for Env.Prefill. Names are in language. Members are the
// household's, for forms that list them; all but r may be zero.
//
// resident: id, number, name, prefix, first, middle, last, name_en, sex, birth,
// death, nationality, position, relation, moved_in, father_name,
// father_number, mother_name, mother_number. household: id, code, kind,
// registered, address, size, members (rows with number, name, birth, sex,
// relation). A card, which the caller adds, has number, name, name_en, birth,
// sex, address, issued, expires; what it lacks is taken from resident, and the
// other way round.
func About(r register.Resident, h register.Household, members []register.Resident, language string) map[string]any {
	n := r.Names[language]
	resident := compact(map[string]any{
		"id": r.ID, "number": r.NationalNumber, "name": r.Name(language), "prefix": n.Prefix, "first": n.First, "middle": n.Middle, "last": n.Last,
		"name_en": r.Names["en"].Full("en"), "sex": string(r.Sex), "birth": r.Birth.String(), "death": r.Death.String(), "nationality": r.Nationality,
		"position": string(r.Position), "relation": r.Relation, "moved_in": r.MovedIn.String(),
		"father_name": r.Father.Name, "father_number": r.Father.NationalNumber, "mother_name": r.Mother.Name, "mother_number": r.Mother.NationalNumber,
	})
	household := compact(map[string]any{"id": h.ID, "code": h.HouseCode, "kind": h.Kind, "registered": h.Registered.String()})
	if a := AddressAnswer(h.Address); len(a) > 1 {
		household["address"] = a
	}
	if len(members) > 0 {
		household["size"] = int64(len(members))
		var rows []any
		for _, m := range members {
			rows = append(rows, compact(map[string]any{"number": m.NationalNumber, "name": m.Name(language), "birth": m.Birth.String(), "sex": string(m.Sex), "relation": m.Relation}))
		}
		household["members"] = rows
	}
	return map[string]any{"resident": resident, "household": household}
}

// AddressAnswer returns an address as the answer to a question of kind address.
func AddressAnswer(a register.Address) map[string]any {
	b, err := json.Marshal(a)
	if err != nil {
		return nil
	}
	var m map[string]any
	if json.Unmarshal(b, &m) != nil {
		return nil
	}
	return compact(m)
}

// AnsweredAddress returns the answer to a question of kind address as an
// address.
func AnsweredAddress(v any) register.Address {
	var a register.Address
	if b, err := json.Marshal(v); err == nil {
		_ = json.Unmarshal(b, &a) // what does not fit is left empty, as an unanswered part is
	}
	return a
}

func compact(m map[string]any) map[string]any {
	for k, v := range m {
		if v == "" || v == nil {
			delete(m, k)
		}
	}
	return m
}
