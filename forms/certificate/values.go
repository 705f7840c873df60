package certificate

import "sala/forms/register"

// Values returns what the registers know of a resident and the household, under
// the names that the templates of this program use: resident, household, head,
// applicant and members. A caller adds what its form asks for beside them.
func Values(language string, subject register.Resident, home register.Household, members []register.Resident) map[string]any {
	v := map[string]any{
		"resident":  person(language, subject, home),
		"applicant": person(language, subject, home),
		"household": compact(map[string]any{"code": home.HouseCode, "address": home.Address.Line(), "kind": home.Kind, "registered": home.Registered.String()}),
	}
	list := make([]any, len(members))
	for i, m := range members {
		list[i] = person(language, m, home)
		if m.Position == register.Head {
			v["head"] = person(language, m, home)
		}
	}
	v["members"] = list
	return v
}

func person(language string, r register.Resident, home register.Household) map[string]any {
	return compact(map[string]any{
		"name": r.Name(language), "number": r.NationalNumber, "birth": r.Birth.String(), "sex": string(r.Sex), "nationality": r.Nationality, "address": home.Address.Line(),
		"position": string(r.Position), "relation": r.Relation, "moved_in": r.MovedIn.String(), "moved_from": r.MovedFrom, "father": r.Father.Name, "mother": r.Mother.Name,
	})
}

// compact leaves out what is empty: an absent field is one that is not known.
func compact(m map[string]any) map[string]any {
	for k, v := range m {
		if v == "" {
			delete(m, k)
		}
	}
	return m
}
