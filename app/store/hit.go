package store

import (
	"strings"

	"sala/app/office"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

func recordHit(rec register.Record) office.Hit {
	h := office.Hit{What: rec.Register, ID: rec.ID, Title: rec.ID}
	switch rec.Register {
	case register.Residents:
		r := register.AsResident(rec)
		h.Title, h.Resident = r.Name(""), r
		var others []string
		for _, lang := range []string{"th", "ko", "en"} {
			if n := r.Names[lang].Full(lang); n != "" && n != h.Title {
				others = append(others, n)
			}
		}
		h.Detail = strings.Join(append([]string{r.NationalNumber}, others...), " · ")
	case register.Households:
		house := register.AsHousehold(rec)
		h.Title, h.Detail = house.Address.Line(), house.HouseCode
	default: // by what people call it: a plot's deed, a vehicle's plate, a business's name
		for _, name := range []string{"plate", "deed", "number", "name", "title"} {
			if s := rec.Fields.Text(name); s != "" {
				h.Title, h.Detail = s, rec.ID
				break
			}
		}
	}
	return h
}

func petitionHit(p petition.Petition) office.Hit {
	title := p.Number
	if title == "" {
		title = p.ID
	}
	return office.Hit{What: whatPetition, ID: p.ID, Title: title, Detail: p.Form + " · " + string(p.State), Form: p.Form, State: p.State}
}

// waiting fills in what the outbox has about each hit. All are asked for in one
// statement: fifty small ones cost as much as the search.
func (v *view) waiting(hits []office.Hit) error {
	at := make(map[string]int, len(hits))
	about := make([]string, len(hits))
	for i, h := range hits {
		about[i] = h.What + "/" + h.ID
		at[about[i]] = i
	}
	acked, err := number64(v.c, settingAcked)
	if err != nil {
		return err
	}
	return v.c.each(`SELECT j.about, max(j.seq), coalesce(max(v.outcome <> '`+wire.Accepted+`' AND s.seq IS NULL), 0)
		FROM journal j LEFT JOIN verdict v ON v.seq = j.seq LEFT JOIN settled s ON s.seq = j.seq
		WHERE j.about IN (SELECT value FROM json_each(?)) GROUP BY j.about`, []any{among(about)}, func(scan func(...any) error) error {
		var key string
		var newest uint64
		var aside bool
		if err := scan(&key, &newest, &aside); err != nil {
			return err
		}
		switch {
		case aside:
			hits[at[key]].Outbox = office.OutboxAside
		case newest > acked:
			hits[at[key]].Outbox = office.OutboxWaiting
		}
		return nil
	})
}
