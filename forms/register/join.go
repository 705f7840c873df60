package register

import (
	"maps"
	"slices"
	"strings"
)

// Fields of a record that was found to be the same thing as another.
const (
	SameAs   = "same_as"   // the ID of the record that stays
	SameGave = "same_gave" // what that one took over, by field: Fields of Was and Now
)

// The members of a field's entry under SameGave.
const (
	Was = "was"
	Now = "now"
)

// Aspect is what is compared of two records, and chosen, as one: half of one
// address and half of the other would be an address where nobody lives.
type Aspect struct {
	Name   string
	Fields []string
}

// aspects of a resident, in the order in which they are read.
var aspects = []Aspect{
	{"number", []string{"number"}},
	{"name_th", nameFields("th")}, {"name_ko", nameFields("ko")}, {"name_en", nameFields("en")},
	{"sex", []string{"sex"}}, {"birth", []string{"birth"}}, {"death", []string{"death"}}, {"nationality", []string{"nationality"}},
	{"home", []string{"household", "position", "relation", "moved_in", "moved_from"}},
	{"father", parentFields("father")}, {"mother", parentFields("mother")},
}

func nameFields(language string) []string {
	return []string{"prefix_" + language, "first_" + language, "middle_" + language, "last_" + language}
}

func parentFields(who string) []string {
	return []string{who + "_name", who + "_number", who + "_nationality"}
}

// Aspects returns what two residents' records can be compared by: what one of
// them says at least, fields that are nobody's own last.
func Aspects(a, b Fields) []Aspect {
	var out []Aspect
	rest := map[string]bool{}
	for _, f := range []Fields{a, b} {
		for name, v := range f {
			if !empty(v) && !Bookkeeping(name) {
				rest[name] = true
			}
		}
	}
	for _, s := range aspects {
		said := false
		for _, name := range s.Fields {
			said = said || rest[name]
			delete(rest, name)
		}
		if said {
			out = append(out, s)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rest)) {
		out = append(out, Aspect{name, []string{name}})
	}
	return out
}

// Bookkeeping reports whether a field says nothing of the thing itself: how it
// was merged, and to which record it points.
func Bookkeeping(name string) bool {
	return name == SameAs || name == SameGave || strings.HasSuffix(name, "_version") || strings.HasSuffix(name, "_station")
}

// Same reports whether both records say the same of an aspect.
func (s Aspect) Same(a, b Fields) bool {
	return !slices.ContainsFunc(s.Fields, func(name string) bool { return !same(a[name], b[name]) })
}

// Give returns the fields that one record has to take over from another so that
// both say the same of these aspects, as SameGave keeps it.
func Give(to, from Fields, of []Aspect) Fields {
	out := Fields{}
	for _, s := range of {
		for _, name := range s.Fields {
			if same(to[name], from[name]) {
				continue
			}
			one := Fields{}
			if was := to[name]; !empty(was) {
				one[Was] = was
			}
			if now := from[name]; !empty(now) {
				one[Now] = now
			}
			out[name] = one
		}
	}
	return out
}

// GiveBack returns a record's fields as they were before it took over what gave
// says. What was changed since stays as it is.
func GiveBack(fields, gave Fields) Fields {
	out := maps.Clone(fields)
	for name := range gave {
		one := gave.Fields(name)
		if !same(fields[name], one[Now]) {
			continue
		}
		if out[name] = one[Was]; empty(one[Was]) {
			delete(out, name)
		}
	}
	return out
}
