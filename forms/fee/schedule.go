package fee

import "sala/forms/calendar"

// Rate is an amount that holds from a day on, in minor units of the pack's
// currency.
type Rate struct {
	From  calendar.Date     `json:"from,omitzero"` // zero: always
	Minor int64             `json:"minor"`
	Basis map[string]string `json:"basis,omitempty"` // the law or regulation, by language
}

// Schedule is a jurisdiction's table of fees: rates by name, each from the
// oldest to the newest.
type Schedule map[string][]Rate

// On returns the rate that holds on day: the last one that has begun.
func On(rates []Rate, day calendar.Date) (Rate, bool) {
	var found Rate
	ok := false
	for _, r := range rates {
		if r.From.Compare(day) <= 0 {
			found, ok = r, true
		}
	}
	return found, ok
}

// Disordered returns the name of a rate list that is empty or whose days do not
// ascend, "" when there is none.
func (s Schedule) Disordered() string {
	for name, rates := range s {
		if len(rates) == 0 {
			return name
		}
		for i, r := range rates {
			if r.Minor < 0 || i > 0 && rates[i-1].From.Compare(r.From) >= 0 {
				return name
			}
		}
	}
	return ""
}
