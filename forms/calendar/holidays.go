package calendar

import "time"

// Holidays are a country's public holidays: for each date a name in the
// country's language. Saturdays and Sundays need not be in it.
type Holidays map[Date]string

// Works reports whether offices are open on d.
func (h Holidays) Works(d Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	_, holiday := h[d]
	return !holiday
}

// Deadline returns the last day for something that may take n working days
// when it was handed in on d: the day itself does not count (Thailand: Civil
// and Commercial Code, section 193/3; Korea: Civil Act, article 157), and the
// last day is a working day. With n = 0 it is d, or the next working day.
func (h Holidays) Deadline(d Date, n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if h.Works(d) {
			n--
		}
	}
	for !h.Works(d) {
		d = d.AddDays(1)
	}
	return d
}

// WorkingDays returns how many working days have passed since from, that day
// not counted, up to and including to; negative when to is earlier.
func (h Holidays) WorkingDays(from, to Date) int {
	if to.Compare(from) < 0 {
		return -h.WorkingDays(to, from)
	}
	n := 0
	for d := from; d.Compare(to) < 0; {
		d = d.AddDays(1)
		if h.Works(d) {
			n++
		}
	}
	return n
}
