package register

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"sala/forms/calendar"
)

// Dimension is one way to sort records into groups.
type Dimension struct {
	Name string
	Of   func(Record) string // "" where the record says nothing
}

// By sorts by a field's value.
func By(field string) Dimension {
	return Dimension{field, func(r Record) string {
		switch v := r.Fields[field].(type) {
		case string:
			return v
		case int64, bool:
			return fmt.Sprint(v)
		}
		return ""
	}}
}

// ByAge sorts residents into groups of years full years on a day: "0-4", "5-9",
// the last one open: "85+". Whoever had died by then is left out of it as "".
func ByAge(on calendar.Date, years, last int) Dimension {
	return Dimension{"age", func(r Record) string {
		birth, err := calendar.Parse(r.Fields.Text("birth"))
		if err != nil || birth.IsZero() || birth.Compare(on) > 0 {
			return ""
		}
		if death, err := calendar.Parse(r.Fields.Text("death")); err == nil && !death.IsZero() && death.Compare(on) <= 0 {
			return ""
		}
		age := birth.Age(on)
		if age >= last {
			return fmt.Sprintf("%d+", last)
		}
		from := age / years * years
		return fmt.Sprintf("%d-%d", from, from+years-1)
	}}
}

// Group is one cell of a count: a value for each dimension.
type Group struct {
	Values []string `json:"values"`
	Count  int      `json:"count"`
}

// Count counts records by dimensions; no dimension counts all. The groups come
// in the order of their values, numbers by size.
func Count(records iter.Seq[Record], by ...Dimension) []Group {
	counts := map[string]*Group{}
	for r := range records {
		values := make([]string, len(by))
		for i, d := range by {
			values[i] = d.Of(r)
		}
		key := strings.Join(values, "\x00")
		if counts[key] == nil {
			counts[key] = &Group{Values: values}
		}
		counts[key].Count++
	}
	out := make([]Group, 0, len(counts))
	for _, g := range slices.SortedFunc(maps.Values(counts), func(a, b *Group) int { return compareValues(a.Values, b.Values) }) {
		out = append(out, *g)
	}
	return out
}

func compareValues(a, b []string) int {
	for i := range a {
		x, y := leading(a[i]), leading(b[i])
		if c := cmp.Or(cmp.Compare(x, y), strings.Compare(a[i], b[i])); c != 0 {
			return c
		}
	}
	return 0
}

// leading is the number that a value begins with, -1 when it begins with none.
func leading(s string) int {
	n, digits := 0, 0
	for digits < len(s) && digits < 9 && s[digits] >= '0' && s[digits] <= '9' {
		n = n*10 + int(s[digits]-'0')
		digits++
	}
	if digits == 0 {
		return -1
	}
	return n
}
