package answer

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"sala/forms/definition"
)

func hasOption(rule *definition.Rule, id string) bool {
	for i := range rule.Options {
		if rule.Options[i].ID == id {
			return true
		}
	}
	return false
}

func manyOf(rule *definition.Rule, given any) (any, *Problem) {
	var ids []string
	switch x := given.(type) {
	case string:
		ids = strings.Fields(x)
	case []string:
		ids = x
	case []any:
		for _, v := range x {
			id, ok := v.(string)
			if !ok {
				return given, &Problem{Code: "no_such_option"}
			}
			ids = append(ids, id)
		}
	default:
		return given, &Problem{Code: "no_such_option"}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	out, seen := make([]any, 0, len(ids)), map[string]bool{}
	for _, id := range ids {
		if !hasOption(rule, id) {
			return given, &Problem{Code: "no_such_option", Args: map[string]any{"got": id}}
		}
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out, nil
}

// addressParts are register.Address's JSON names.
var addressParts = map[string]bool{"country": true, "house": true, "village": true, "alley": true, "lane": true, "road": true,
	"subdistrict": true, "district": true, "province": true, "postcode": true, "division": true}

func address(given any) (any, *Problem) {
	m, ok := given.(map[string]any)
	if !ok {
		return given, &Problem{Code: "not_an_address"}
	}
	out := map[string]any{}
	for k, v := range m {
		t, ok := v.(string)
		if !addressParts[k] || !ok && v != nil || utf8.RuneCountInString(t) > 200 {
			return given, &Problem{Code: "not_an_address", Args: map[string]any{"part": k}}
		}
		if t = strings.TrimSpace(t); t != "" {
			out[k] = t
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

func location(given any) (any, *Problem) {
	m, ok := given.(map[string]any)
	if !ok {
		return given, &Problem{Code: "not_a_location"}
	}
	coordinate := func(name string, most float64) bool {
		f, ok := m[name].(float64)
		return ok && math.Abs(f) <= most
	}
	if !coordinate("lat", 90) || !coordinate("lon", 180) {
		return given, &Problem{Code: "not_a_location"}
	}
	if sure, known := m["accuracy"]; known && !measured(sure) {
		return given, &Problem{Code: "not_an_accuracy"}
	}
	return m, nil
}

// leastSure bounds the accuracy of a position, in metres.
const leastSure = 100_000

// measured reports whether metres can be the accuracy of a position.
func measured(metres any) bool {
	switch m := metres.(type) {
	case float64:
		return m >= 0 && m <= leastSure
	case int64:
		return m >= 0 && m <= leastSure
	}
	return false
}

// seen returns what expressions see of a value: no answer is "" where it is
// text, and a decimal is a number.
func seen(k definition.Kind, v any) any {
	switch k {
	case definition.Decimal:
		if t, ok := v.(string); ok {
			if f, err := strconv.ParseFloat(t, 64); err == nil {
				return f
			}
		}
		return nil
	case definition.Integer, definition.Money, definition.YesNo:
		return v
	case definition.ManyOf, definition.Table, definition.Group:
		if v == nil {
			return []any{}
		}
		return v
	case definition.Address, definition.Location:
		if v == nil {
			return map[string]any{}
		}
		return v
	}
	if v == nil {
		return ""
	}
	return v
}

func equal(a, b any) bool {
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return ok && x == y
	case int64:
		y, ok := b.(int64)
		return ok && x == y
	case nil:
		return b == nil
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	}
	return reflect.DeepEqual(a, b)
}
