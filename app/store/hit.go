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
	return office.Hit{What: whatPetition, ID: p.ID, Title: title, Detail: p.Form + " · " + string(p.State)}
}

// outboxOf says what the outbox has about a record or petition.
func (v *view) outboxOf(about string) (string, error) {
	var newest uint64
	var aside bool
	_, err := v.c.one([]any{&newest, &aside}, `SELECT coalesce(max(j.seq), 0), coalesce(max(v.outcome <> '`+wire.Accepted+`' AND s.seq IS NULL), 0)
		FROM journal j LEFT JOIN verdict v ON v.seq = j.seq LEFT JOIN settled s ON s.seq = j.seq WHERE j.about = ?`, about)
	switch {
	case err != nil || newest == 0:
		return "", err
	case aside:
		return office.OutboxAside, nil
	}
	acked, err := number64(v.c, settingAcked)
	if err == nil && newest > acked {
		return office.OutboxWaiting, nil
	}
	return "", err
}
