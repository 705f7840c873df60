package merge

import (
	"slices"

	"sala/forms/register"
)

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
		return ok && within(x, y) && within(y, x)
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

// within reports whether y has every value of x.
func within(x, y register.Fields) bool {
	for k := range x {
		if !Equal(x[k], y[k]) {
			return false
		}
	}
	return true
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
