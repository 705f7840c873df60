package calendar

import "time"

// Time returns the date's midnight in UTC, unknown parts taken as the first.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays returns the date n days later, earlier for a negative n.
func (d Date) AddDays(n int) Date { return Of(d.Time().AddDate(0, 0, n)) }

// AddMonths returns the date n months later. The last day of a longer month
// becomes the last day of a shorter one: 31 January + 1 = 28 February.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, time.Month(max(d.Month, 1))+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{Year: first.Year(), Month: int(first.Month()), Day: min(max(d.Day, 1), last)}
}

// Days returns how many days later than earlier d is.
func (d Date) Days(earlier Date) int {
	return int(d.Time().Sub(earlier.Time()).Hours() / 24)
}

// Compare returns -1 when d is before e, 0 when they are the same, +1 when d is
// after. Unknown parts come first.
func (d Date) Compare(e Date) int {
	for _, diff := range [...]int{d.Year - e.Year, d.Month - e.Month, d.Day - e.Day} {
		switch {
		case diff < 0:
			return -1
		case diff > 0:
			return 1
		}
	}
	return 0
}

// Age returns the full years between a birth date and today, which may not be
// before it. Whoever was born on 29 February becomes a year older on 1 March in
// other years; a birthday of which the day or month is unknown counts as
// reached, as the Thai registration office counts it (1 January).
func (d Date) Age(today Date) int {
	age := today.Year - d.Year
	if today.Month < d.Month || today.Month == d.Month && today.Day < d.Day {
		age--
	}
	return age
}

// OfMilliseconds returns the date in UTC of a moment in Unix milliseconds.
func OfMilliseconds(ms int64) Date { return Of(time.UnixMilli(ms).UTC()) }
