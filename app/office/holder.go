package office

import (
	"strings"
	"unicode"

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
	index, ok := r.(Lookalikes) // a search shows the first fifty of a common name
	if name.Last == "" || card.Birth.IsZero() || !ok {
		return register.Resident{}, ErrNotFound
	}
	near, err := index.Lookalikes(register.Resident{Names: map[string]register.Name{"en": name}, Birth: card.Birth})
	if err != nil {
		return register.Resident{}, err
	}
	var found []register.Resident
	for _, c := range near {
		n := c.Names["en"]
		if c.Birth == card.Birth && lettersOf(n.Last) == lettersOf(name.Last) && lettersOf(n.First) == lettersOf(name.First) {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return register.Resident{}, ErrNotFound
	}
	return found[0], nil
}

// lettersOf is a name as the lines for machines tell it: these have neither small
// letters nor hyphens nor apostrophes (ICAO 9303-3, section 4.6), and what stands
// between two names is not told from what stands in one.
func lettersOf(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, name)
}
