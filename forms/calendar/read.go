package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Read understands a date as a person types it in language: "22/11/2569",
// "22 พ.ย. 2569", "๒๒ พฤศจิกายน ๒๕๖๙" (th); "2026.11.22", "2026년 11월 22일", "20261122"
// (ko); "22/11/2026", "22 Nov 2026" (en); and the form of Parse in all. A year
// past 2400 is of the Buddhist era, in whatever language. Two-digit years are
// not understood: nobody can tell which century was meant.
func Read(language, s string) (Date, error) {
	s = ASCIIDigits(strings.TrimSpace(s))
	if d, err := Parse(s); err == nil && d.Year <= 2400 {
		return d, nil
	}
	parts := split(s)
	if len(parts) == 1 && len(parts[0]) == 8 {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
		if language == "th" || language == "en" {
			all := strings.Join(parts, "")
			parts = []string{all[:2], all[2:4], all[4:]}
		}
	}
	if len(parts) != 3 {
		return Date{}, fmt.Errorf("calendar: %q is not a date", s)
	}
	year, month, day := parts[0], parts[1], parts[2]
	if len(year) != 4 {
		year, day = day, year
	}
	if len(year) != 4 {
		return Date{}, fmt.Errorf("calendar: %q has no year of four digits", s)
	}
	d := Date{Month: monthNumber(month)}
	var err error
	if d.Year, err = strconv.Atoi(year); err != nil {
		return Date{}, fmt.Errorf("calendar: %q is not a date", s)
	}
	if d.Day, err = strconv.Atoi(day); err != nil || d.Day == 0 || d.Month == 0 {
		return Date{}, fmt.Errorf("calendar: %q is not a date", s)
	}
	if d.Year > 2400 {
		d.Year -= BuddhistEra
	}
	if !d.Valid() {
		return Date{}, fmt.Errorf("calendar: %q is not a day of the calendar", s)
	}
	return d, nil
}

// split cuts s into runs of digits and names of months, without the words for
// day, month and year.
func split(s string) []string {
	for _, word := range []string{"วันที่", "เดือน", "พ.ศ.", "พศ", "ค.ศ."} {
		s = strings.ReplaceAll(s, word, " ")
	}
	var parts []string
	var part strings.Builder
	digits := false
	flush := func() {
		word := strings.Trim(part.String(), ".")
		part.Reset()
		switch word {
		case "", "년", "월", "일":
		default:
			parts = append(parts, word)
		}
	}
	for _, r := range s {
		isDigit := r >= '0' && r <= '9'
		switch {
		case isDigit != digits && part.Len() > 0:
			flush()
			fallthrough
		default:
			if isDigit || unicode.IsLetter(r) || unicode.IsMark(r) || r == '.' && !digits {
				part.WriteRune(r)
			} else {
				flush()
			}
		}
		digits = isDigit
	}
	flush()
	return parts
}

func monthNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	for i := range 12 {
		plain := strings.ReplaceAll(thaiShortMonths[i], ".", "")
		if s == thaiMonths[i] || strings.ReplaceAll(s, ".", "") == plain {
			return i + 1
		}
		if strings.EqualFold(s, englishMonths[i]) || strings.EqualFold(s, englishMonths[i][:3]) {
			return i + 1
		}
	}
	return 0
}
