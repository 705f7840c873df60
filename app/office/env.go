package office

import (
	"sala/forms/answer"
)

// env is what a form may know at the start: the day, the card, the register's
// records, and who asks.
func (s *Session) env(v *Visitor) answer.Env {
	language := s.office.Profile.Language()
	known := map[string]any{}
	if v.Resident.ID != "" {
		known = answer.About(v.Resident, v.Household, v.Members, language)
	}
	known["officer"] = map[string]any{"id": s.Officer.ID, "name": inLanguage(s.Officer.Names, language)}
	known["office"] = map[string]any{"id": s.office.Profile.Office, "name": inLanguage(s.office.Profile.Names, language)}
	mode := "desk"
	switch {
	case s.Has(Citizen):
		mode = "kiosk"
	case s.office.GoesOut():
		mode = "field"
	}
	known["station"] = map[string]any{"id": s.office.Profile.Station, "mode": mode}
	if c := v.Card; c != nil {
		known["card"] = map[string]any{
			"number": c.NationalNumber, "name": c.Names[language].Full(language), "name_en": c.Names["en"].Full("en"),
			"birth": c.Birth.String(), "sex": string(c.Sex), "address": answer.AddressAnswer(c.Address),
			"issued": c.Issued.String(), "expires": c.Expires.String(),
		}
	}
	return answer.Env{Today: s.office.today(), Prefill: known, Divisions: s.office.Divisions}
}
