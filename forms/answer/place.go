package answer

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"sala/forms/calendar"
)

// zoned is a time of day with what may follow it: seconds and a zone.
var zoned = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$`)

// dateTime reads a day, as Date does, and a time after it.
func (s *Sheet) dateTime(given any) (any, *Problem) {
	t, ok := given.(string)
	if !ok {
		return given, &Problem{Code: "not_a_date_time"}
	}
	cut := strings.LastIndexAny(t, "T ")
	if cut < 0 {
		return given, &Problem{Code: "not_a_date_time"}
	}
	clock := calendar.ASCIIDigits(t[cut+1:])
	day, wrong := s.date(strings.TrimSpace(t[:cut]))
	if wrong != nil || !zoned.MatchString(clock) {
		return given, &Problem{Code: "not_a_date_time"}
	}
	return day.(string) + "T" + clock, nil
}

// mostPositions bounds a line: a day's walk at one position a second is less.
const mostPositions = 20_000

// positions reads a line as the ODK XForms specification writes one: positions
// between semicolons, or one a line, each "latitude longitude altitude accuracy"
// of which the last two may be missing. One that must close is closed.
func positions(given any, least int, closed bool) (any, *Problem) {
	code := "not_a_line"
	if closed {
		code = "not_an_outline"
	}
	t, ok := given.(string)
	if !ok {
		return given, &Problem{Code: code}
	}
	var out []string
	for part := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		p, ok := position(part)
		if !ok || len(out) == mostPositions {
			return given, &Problem{Code: code, Args: map[string]any{"got": part, "least": least}}
		}
		out = append(out, p)
	}
	if closed && len(out) >= least && !samePlace(out[0], out[len(out)-1]) {
		out = append(out, out[0])
	}
	if len(out) < least || closed && len(out) < least+1 {
		return given, &Problem{Code: code, Args: map[string]any{"got": t, "least": least}}
	}
	return strings.Join(out, "; "), nil
}

// position checks one place, and writes it with single spaces; the digits stay
// as they were given.
func position(s string) (string, bool) {
	numbers := strings.Fields(strings.ReplaceAll(calendar.ASCIIDigits(s), ",", " "))
	if len(numbers) < 2 || len(numbers) > 4 {
		return "", false
	}
	for i, n := range numbers {
		f, err := strconv.ParseFloat(n, 64)
		if !number.MatchString(n) || err != nil || i == 0 && math.Abs(f) > 90 || i == 1 && math.Abs(f) > 180 || i == 3 && f < 0 {
			return "", false
		}
	}
	return strings.Join(numbers, " "), true
}

// samePlace compares latitude and longitude.
func samePlace(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return x[0] == y[0] && x[1] == y[1]
}
