// Package merge joins concurrent changes of one record, field by field, against
// the version that the officer saw. It never lets one person's value silently
// replace another's: what overlaps is named, changes nothing, and goes to a
// person with both values.
package merge

import (
	"maps"
	"slices"

	"sala/forms/act"
	"sala/forms/register"
)

// Origin is where a change comes from.
type Origin struct {
	Station string
	Base    uint64 // the version that the officer saw
	Version uint64 // the record's version now
}

// Result is what a change makes of a record.
type Result struct {
	Fields   register.Fields // the record's fields after the change; the current ones when Overlaps is not empty
	Changed  []string        // names of the fields that have another value now, sorted
	Overlaps []string        // names of the fields that both sides changed, sorted
}

// Record merges a change into the current fields of its record. The change
// brings the values that its officer saw (Old), so that the merge needs no
// history: a field that still has the value seen takes the new one, a field
// that has the new value already stays, and any other was changed by both
// sides. Groups, money and sets have rules of their own.
//
// Changes that one station makes one after the other without hearing from
// central are one branch: the later ones see the earlier ones' values as Old.
func Record(current register.Fields, c act.Change, from Origin) Result {
	m := merging{Result: Result{Fields: make(register.Fields, len(current)+len(c.Set))}, current: current, change: c, from: from}
	for k, v := range current {
		m.Fields[k] = v
	}
	wants := make(map[string]any, len(c.Set)+len(c.Clear))
	for _, name := range c.Clear {
		wants[name] = nil
	}
	for name, to := range c.Set {
		wants[name] = to
	}
	for _, g := range groups[c.Register] {
		m.group(g, wants)
	}
	for name, to := range wants {
		switch {
		case internal(c.Register, name): // a station does not write these
		case slices.Contains(sets[c.Register], name):
			m.set(name, union(current[name], c.Old[name], to))
		case Equal(current[name], c.Old[name]):
			m.set(name, to)
		case Equal(current[name], to) && !slices.Contains(money[c.Register], name):
		default:
			m.Overlaps = append(m.Overlaps, name)
		}
	}
	slices.Sort(m.Changed)
	slices.Sort(m.Overlaps)
	if len(m.Overlaps) > 0 {
		m.Fields, m.Changed = current, nil
	}
	return m.Result
}

// Joined returns a change whose sets are joined with the current ones, as Record
// joins them. Everything else of it is as it was.
func Joined(current register.Fields, c act.Change) act.Change {
	set := maps.Clone(c.Set)
	for _, name := range sets[c.Register] {
		if to, ok := c.Set[name]; ok {
			set[name] = union(current[name], c.Old[name], to)
		}
	}
	c.Set = set
	return c
}

type merging struct {
	Result
	current register.Fields
	change  act.Change
	from    Origin
}

func (m *merging) set(name string, to any) {
	if Equal(m.current[name], to) {
		return
	}
	m.Changed = append(m.Changed, name)
	if empty(to) {
		delete(m.Fields, name)
	} else {
		m.Fields[name] = to
	}
}

// group merges the fields of a group as one, and takes them out of wants.
func (m *merging) group(g group, wants map[string]any) {
	var touched []string
	seen, agreed := true, true // as the officer saw them; as the change wants them
	for _, name := range g.fields {
		to, wanted := wants[name]
		if !wanted {
			continue
		}
		touched = append(touched, name)
		seen = seen && Equal(m.current[name], m.change.Old[name])
		agreed = agreed && Equal(m.current[name], to)
	}
	if len(touched) == 0 {
		return
	}
	changed, _ := integer(m.current[versionField(g)])
	// the officer saw the whole group as it stands if nobody else changed it since
	if uint64(changed) > m.from.Base && m.current.Text(stationField(g)) != m.from.Station {
		seen = false
	}
	stands, effective := m.current.Text(g.date), m.effective(g, wants)
	defer func() {
		for _, name := range touched {
			delete(wants, name)
		}
	}()
	switch {
	case agreed:
	case seen || (effective > stands && stands != ""):
		for _, name := range touched {
			m.set(name, wants[name])
		}
		if effective != "" {
			m.set(g.date, effective)
		}
		m.Fields[versionField(g)], m.Fields[stationField(g)] = int64(m.from.Version+1), m.from.Station
	case effective != "" && effective < stands: // an earlier move, heard of later: it is history
	default:
		m.Overlaps = append(m.Overlaps, touched...)
	}
}

// effective returns the date of effect of the group's new values, "" when the
// change has none.
func (m *merging) effective(g group, wants map[string]any) string {
	if d, ok := wants[g.date].(string); ok && d != "" {
		return d
	}
	return m.change.Effective
}

// union returns what a set is after one side turned old into to and the other
// turned old into current.
func union(current, old, to any) any {
	was, wants := list(old), list(to)
	out := make([]any, 0, len(wants))
	for _, v := range list(current) {
		if holds(wants, v) || !holds(was, v) {
			out = append(out, v)
		}
	}
	for _, v := range wants {
		if !holds(was, v) && !holds(out, v) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b any) int { // a set has no order: one that all agree on
		x, _ := a.(string)
		y, _ := b.(string)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return out
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func holds(set []any, v any) bool {
	return slices.ContainsFunc(set, func(x any) bool { return Equal(x, v) })
}
