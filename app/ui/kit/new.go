package kit

import (
	"sala/assets/dictionary"
	"sala/assets/divisions"
	"sala/forms/calendar"
	"sala/forms/script"
)

// New returns the parts of which every front end makes its kit: the catalogue,
// the day, the breaking of Thai lines and the divisions of Thailand. Language
// and front end are the front end's to fill in.
func New(words Catalogue, today func() calendar.Date) Kit {
	breaker := script.NewBreaker(dictionary.Thai())
	return Kit{Words: words, Today: today, Breaks: breaker.Breaks, Find: find}
}

// find looks for a sub-district of Thailand by a part of any division's name.
func find(query string, limit int) []Division {
	var out []Division
	for _, p := range divisions.Thailand().Complete(query, limit) {
		out = append(out, Division{Subdistrict: p.Subdistrict, District: p.District, Province: p.Province, Postcode: p.Postcode, Code: p.Code})
	}
	return out
}
