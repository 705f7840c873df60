// Package merge joins concurrent changes of one record, field by field, against
// the version that the officer saw. It never lets one person's value silently
// replace another's: what overlaps is named, changes nothing, and goes to a
// person with both values.
package merge

import (
	"slices"

	"sala/forms/act"
	"sala/forms/register"
)

// Result is what a change makes of a record.
type Result struct {
	Fields   register.Fields // the record's fields after the change; the current ones when Overlaps is not empty
	Changed  []string        // names of the fields that have another value now, sorted
	Overlaps []string        // names of the fields that both sides changed to different values, sorted
}

// Record merges a change into the current fields of its record. The change
// brings the values that its officer saw (Old), so that the merge needs no
// history: a field that still has the value seen takes the new one, a field
// that has the new value already stays, and any other was changed by both
// sides.
func Record(current register.Fields, c act.Change) Result {
	r := Result{Fields: make(register.Fields, len(current)+len(c.Set))}
	for k, v := range current {
		r.Fields[k] = v
	}
	turn := func(name string, to any) {
		now := current[name]
		switch {
		case Equal(now, to):
		case Equal(now, c.Old[name]):
			r.Changed = append(r.Changed, name)
			if empty(to) {
				delete(r.Fields, name)
			} else {
				r.Fields[name] = to
			}
		default:
			r.Overlaps = append(r.Overlaps, name)
		}
	}
	for name, to := range c.Set {
		turn(name, to)
	}
	for _, name := range c.Clear {
		if _, set := c.Set[name]; !set {
			turn(name, nil)
		}
	}
	slices.Sort(r.Changed)
	slices.Sort(r.Overlaps)
	if len(r.Overlaps) > 0 {
		r.Fields, r.Changed = current, nil
	}
	return r
}

// Equal reports whether two field values mean the same: an absent value and an
// empty one do, and so do the integer types.
func Equal(a, b any) bool {
	if empty(a) || empty(b) {
		return empty(a) && empty(b)
	}
	if x, ok := integer(a); ok {
		y, ok := integer(b)
		return ok && x == y
	}
	if x, ok := fields(a); ok {
		y, ok := fields(b)
		if !ok {
			return false
		}
		for k := range x {
			if !Equal(x[k], y[k]) {
				return false
			}
		}
		for k := range y {
			if _, both := x[k]; !both && !empty(y[k]) {
				return false
			}
		}
		return true
	}
	switch x := a.(type) {
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, Equal)
	case []byte:
		y, ok := b.([]byte)
		return ok && slices.Equal(x, y)
	case string, bool, float64, float32:
		return a == b
	}
	return false
}

func empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case []any:
		return len(x) == 0
	case []byte:
		return len(x) == 0
	}
	f, ok := fields(v)
	return ok && len(f) == 0
}

func fields(v any) (register.Fields, bool) {
	switch x := v.(type) {
	case register.Fields:
		return x, true
	case map[string]any:
		return x, true
	}
	return nil, false
}

func integer(v any) (int64, bool) {
	switch x := v.(type) {
	case int:
		return int64(x), true
	case int64:
		return x, true
	case uint64:
		return int64(x), x < 1<<63
	}
	return 0, false
}
