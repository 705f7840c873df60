package office

import (
	"strings"

	"sala/forms/register"
)

// holder finds the person whom a card or document names: by the national number,
// or, where a travel document has none, by name and birth, if there is exactly
// one. The error wraps ErrNotFound when there is nobody, or more than one.
func holder(r Reader, card Card) (register.Resident, error) {
	if card.NationalNumber != "" {
		return r.ResidentByNumber(card.NationalNumber)
	}
	name := card.Names["en"]
	if name.Last == "" || card.Birth.IsZero() {
		return register.Resident{}, ErrNotFound
	}
	hits, err := r.Find(name.Last, 50)
	if err != nil {
		return register.Resident{}, err
	}
	var found []register.Resident
	for _, h := range hits {
		n := h.Resident.Names["en"]
		if h.What == "resident" && h.Resident.Birth == card.Birth && strings.EqualFold(n.Last, name.Last) && strings.EqualFold(n.First, name.First) {
			found = append(found, h.Resident)
		}
	}
	if len(found) != 1 {
		return register.Resident{}, ErrNotFound
	}
	return found[0], nil
}
