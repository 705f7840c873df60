// Package calendar holds civil dates as local government writes them: the
// Buddhist era of Thailand, the year-month-day order of Korea, and dates of
// which the day or the month is unknown.
//
// It never asks what day it is: the caller passes the day in.
package calendar

import (
	"fmt"
	"time"
)

// BuddhistEra is what is added to a year of the common era to give the year of
// the Thai Buddhist era (since 1 January 1941).
const BuddhistEra = 543

// Date is a civil date in the Gregorian calendar. Month and Day are 0 where
// they are unknown, as for a resident whose birthday was never recorded; the
// zero Date is no date at all. It is comparable and may be a map key.
type Date struct {
	Year  int
	Month int // 1..12, 0 unknown
	Day   int // 1..31, 0 unknown
}

// Of returns the civil date of t in t's own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: int(m), Day: d}
}

// Parse reads the form that String writes: "2026-11-22", with "00" for an
// unknown month or day, and "" for no date.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("calendar: %q is not a date of the form 2026-11-22", s)
	}
	var d Date
	for _, part := range []struct {
		digits string
		into   *int
	}{{s[:4], &d.Year}, {s[5:7], &d.Month}, {s[8:], &d.Day}} {
		for i := range len(part.digits) {
			c := part.digits[i]
			if c < '0' || c > '9' {
				return Date{}, fmt.Errorf("calendar: %q is not a date of the form 2026-11-22", s)
			}
			*part.into = *part.into*10 + int(c-'0')
		}
	}
	if !d.Valid() {
		return Date{}, fmt.Errorf("calendar: %q is not a day of the calendar", s)
	}
	return d, nil
}

// String returns "2026-11-22", "1950-00-00" where the birthday is unknown, ""
// for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date at all.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether d is a day of the calendar, or one with its day, or its
// month and day, unknown.
func (d Date) Valid() bool {
	if d.Year < 1 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 {
		return false
	}
	if d.Month == 0 {
		return d.Day == 0
	}
	if d.Day == 0 {
		return true
	}
	return d.Day <= time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MarshalText writes String's form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// UnmarshalYAML reads the same from a definition: for a type that has only
// UnmarshalText the reader of YAML walks through the whole file at each date.
func (d *Date) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	if err := unmarshal(&text); err != nil {
		return err
	}
	return d.UnmarshalText([]byte(text))
}
