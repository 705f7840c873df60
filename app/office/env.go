package office

import (
	"sala/forms/answer"
	"sala/forms/register"
)

// env is what a form may know at the start: the day, the card and the
// register's records, by the paths of definition.Question's Prefill.
func (s *Session) env(v *Visitor) answer.Env {
	fill := map[string]any{
		"officer": map[string]any{"id": s.Officer.ID, "name": inLanguage(s.Officer.Names, s.office.Profile.Language())},
		"office":  map[string]any{"id": s.office.Profile.Office, "name": inLanguage(s.office.Profile.Names, s.office.Profile.Language())},
	}
	if v.Resident.ID != "" {
		fill["resident"] = personFields(v.Resident)
	}
	if v.Household.ID != "" {
		h := map[string]any(v.Household.Record().Fields)
		h["id"] = v.Household.ID
		h["address"] = v.Household.Address.Line()
		fill["household"] = h
	}
	if v.Card != nil {
		fill["card"] = personFields(register.Resident{NationalNumber: v.Card.NationalNumber, Names: v.Card.Names, Sex: v.Card.Sex, Birth: v.Card.Birth})
	}
	return answer.Env{Today: s.office.today(), Prefill: fill}
}

func personFields(r register.Resident) map[string]any {
	f := map[string]any(r.Record().Fields)
	f["id"] = r.ID
	for _, lang := range []string{"th", "ko", "en"} {
		f["name_"+lang] = r.Names[lang].Full(lang)
	}
	f["name"] = r.Name("")
	return f
}
