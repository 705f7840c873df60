package register

import (
	"fmt"
	"slices"

	"sala/forms/calendar"
)

// KeysVersion changes when Keys or HomeKeys give other keys.
const KeysVersion = 3

// MostPerKey bounds what one common key brings up.
const MostPerKey = 500

// Keys returns the texts under which a resident is to be indexed so that
// Compare's candidates are found without looking at everybody. People who could
// reach Likely share one of them, or a household, or a number but for the slips
// of NearNumbers: a name alone makes nobody likely, and so a name is no key by
// itself, but with the year of birth and with its day and month, in which births
// that are nearly the same agree.
func Keys(r Resident) []string {
	var keys []string
	for _, home := range r.Homes {
		keys = append(keys, homeKeys(home)...)
	}
	if n := r.Mother.NationalNumber; n != "" {
		keys = append(keys, "o"+n)
	}
	b := r.Birth
	if b.Day != 0 {
		keys = append(keys, "d"+b.String())
	}
	for _, name := range r.Names {
		first, last := Sound(name.First), Sound(name.Last)
		if first != "" {
			keys = append(keys, birthKeys(first, last, b)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func birthKeys(first, last string, b calendar.Date) []string {
	if b.IsZero() {
		return nil
	}
	year := b.Year
	if year > 2400 { // typed in the other era
		year -= calendar.BuddhistEra
	}
	keys := []string{fmt.Sprintf("y%s %s %d", first, last, year)}
	if b.Day != 0 {
		return append(keys, fmt.Sprintf("m%s %s %d-%d", first, last, b.Month, b.Day))
	}
	// Very many share as much of a birth as is known.
	return append(keys, "f"+head(first, 2)+b.String(), "l"+head(last, 2)+b.String())
}

func head(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// NearNumbers returns a number and those that it could have been before one slip:
// a digit that is another, or two neighbours that stand the other way round. A
// number that is not all digits has no others.
func NearNumbers(number string) []string {
	if number == "" {
		return nil
	}
	out := []string{number}
	for _, c := range number {
		if c < '0' || c > '9' {
			return out
		}
	}
	b := []byte(number)
	for i, was := range b {
		for c := byte('0'); c <= '9'; c++ {
			if c != was {
				b[i] = c
				out = append(out, string(b))
			}
		}
		b[i] = was
		if i > 0 && b[i-1] != was {
			b[i-1], b[i] = was, b[i-1]
			out = append(out, string(b))
			b[i-1], b[i] = b[i], was
		}
	}
	return out
}
