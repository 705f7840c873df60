package expression

import (
	"errors"
	"fmt"
	"math"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"

	"sala/forms/calendar"
	"sala/forms/identity"
)

var errMissing = errors.New("missing answer")

// functions returns the fixed set, the last one over the form's tables.
func functions(tables map[string]Table) []expr.Option {
	options := []expr.Option{
		expr.Function("age", func(a ...any) (any, error) {
			return twoDates(a, func(birth, at calendar.Date) int { return birth.Age(at) })
		}, new(func(string, string) int)),
		expr.Function("days", func(a ...any) (any, error) {
			return twoDates(a, func(from, to calendar.Date) int { return to.Days(from) })
		}, new(func(string, string) int)),
		expr.Function("months", func(a ...any) (any, error) { return twoDates(a, months) }, new(func(string, string) int)),
		expr.Function("add_days", func(a ...any) (any, error) { return later(a, calendar.Date.AddDays) }, new(func(string, any) string)),
		expr.Function("add_months", func(a ...any) (any, error) { return later(a, calendar.Date.AddMonths) }, new(func(string, any) string)),
		expr.Function("year", datePart(func(d calendar.Date) int { return d.Year }), new(func(string) int)),
		expr.Function("month", datePart(func(d calendar.Date) int { return d.Month }), new(func(string) int)),
		expr.Function("day", datePart(func(d calendar.Date) int { return d.Day }), new(func(string) int)),
		expr.Function("answered", func(a ...any) (any, error) { return Answered(a[0]), nil }, new(func(any) bool)),
		expr.Function("total", func(a ...any) (any, error) { return total(a[0], a[1]) }, new(func(any, string) any)),
		expr.Function("digits", func(a ...any) (any, error) { return identity.Digits(a[0].(string)), nil }, new(func(string) string)),
		expr.Function("replace", func(a ...any) (any, error) { return replace(a[0].(string), a[1].(string), a[2].(string)) },
			new(func(string, string, string) string)),
		expr.Function("valid_number", func(a ...any) (any, error) {
			return !identity.Check(a[0].(string), a[1].(string)).Refused(), nil
		}, new(func(string, string) bool)),
		expr.Function("whole", func(a ...any) (any, error) {
			f, err := real(a[0])
			return int(math.Round(f)), err
		}, new(func(any) int)),
		expr.Function("number", func(a ...any) (any, error) { return real(a[0]) }, new(func(any) float64)),
		expr.Function("text", func(a ...any) (any, error) { return text(a[0]), nil }, new(func(any) string)),
		expr.Function("substr", func(a ...any) (any, error) { return substr(a[0].(string), a[1], a[2]) }, new(func(string, any, any) string)),
		expr.Function("text_before", func(a ...any) (any, error) {
			head, _, found := strings.Cut(a[0].(string), a[1].(string))
			if !found {
				return "", nil
			}
			return head, nil
		}, new(func(string, string) string)),
		expr.Function("text_after", func(a ...any) (any, error) {
			_, tail, _ := strings.Cut(a[0].(string), a[1].(string))
			return tail, nil
		}, new(func(string, string) string)),
		expr.Function("modulo", func(a ...any) (any, error) { return twoNumbers(a, math.Mod) }, new(func(any, any) float64)),
		expr.Function("to_power", func(a ...any) (any, error) { return twoNumbers(a, math.Pow) }, new(func(any, any) float64)),
		expr.Function("root", func(a ...any) (any, error) { return twoNumbers([]any{a[0], 0.5}, math.Pow) }, new(func(any) float64)),
		expr.Function("round_to", func(a ...any) (any, error) {
			return twoNumbers(a, func(x, places float64) float64 {
				scale := math.Pow(10, math.Trunc(places))
				return math.Round(x*scale) / scale
			})
		}, new(func(any, any) float64)),
		expr.Function("format_date", func(a ...any) (any, error) { return formatDate(a[0], a[1].(string)) }, new(func(string, string) string)),
		expr.Function("lookup", func(a ...any) (any, error) { return lookup(tables, a) }, new(func(string, string, string, any) string)),
	}
	for name, f := range map[string]func(float64) float64{"sin": math.Sin, "cos": math.Cos, "tan": math.Tan, "asin": math.Asin, "acos": math.Acos,
		"atan": math.Atan, "exp": math.Exp, "log": math.Log, "log10": math.Log10} {
		options = append(options, expr.Function(name, func(a ...any) (any, error) {
			return twoNumbers([]any{a[0], 0}, func(x, _ float64) float64 { return f(x) })
		}, new(func(any) float64)))
	}
	return options
}

// Answered reports whether v is an answer: not nothing, not an empty text or
// list.
func Answered(v any) bool {
	switch x := v.(type) {
	case nil:
		return false
	case string:
		return x != ""
	case []any:
		return len(x) > 0
	case map[string]any:
		return len(x) > 0
	}
	return true
}

func date(v any) (calendar.Date, error) {
	s, _ := v.(string)
	d, err := calendar.Parse(s)
	if err != nil || d.IsZero() {
		return d, errMissing
	}
	return d, nil
}

func twoDates(a []any, f func(x, y calendar.Date) int) (any, error) {
	x, err := date(a[0])
	if err != nil {
		return nil, err
	}
	y, err := date(a[1])
	if err != nil {
		return nil, err
	}
	return f(x, y), nil
}

// months returns how many full months lie between two dates.
func months(from, to calendar.Date) int {
	n := (to.Year-from.Year)*12 + to.Month - from.Month
	if to.Day < from.Day {
		n--
	}
	return n
}

func later(a []any, f func(calendar.Date, int) calendar.Date) (any, error) {
	d, err := date(a[0])
	if err != nil {
		return nil, err
	}
	n, err := real(a[1])
	if err != nil || math.Abs(n) > 100000 {
		return nil, errMissing
	}
	d = f(d, int(n))
	if !d.Valid() {
		return nil, errMissing
	}
	return d.String(), nil
}

func datePart(part func(calendar.Date) int) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		d, err := date(a[0])
		if err != nil {
			return nil, err
		}
		return part(d), nil
	}
}

// real reads a number, or a text that is one.
func real(v any) (float64, error) {
	switch x := v.(type) {
	case int:
		return float64(x), nil
	case int64:
		return float64(x), nil
	case float64:
		return x, nil
	case bool:
		if x {
			return 1, nil
		}
		return 0, nil
	case string:
		if f, err := strconv.ParseFloat(strings.TrimSpace(x), 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return f, nil
		}
	}
	return 0, errMissing
}

func text(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = text(x[i])
		}
		return strings.Join(parts, " ")
	}
	return fmt.Sprint(v)
}

// total adds up a column; rows without an answer in it do not count.
func total(rows, column any) (any, error) {
	list, _ := rows.([]any)
	name, _ := column.(string)
	sum, whole := 0.0, true
	for _, row := range list {
		fields, _ := row.(map[string]any)
		v, err := real(fields[name])
		if err != nil {
			continue
		}
		sum, whole = sum+v, whole && v == math.Trunc(v)
	}
	if whole && math.Abs(sum) < 1<<53 {
		return int(sum), nil
	}
	return sum, nil
}

func replace(s, old, with string) (any, error) {
	if old == "" || len(s)+strings.Count(s, old)*len(with) > MaxText {
		return nil, errMissing
	}
	return strings.ReplaceAll(s, old, with), nil
}

// lookup returns the text in column of the first row whose key column holds
// key, "" where there is none.
func lookup(tables map[string]Table, a []any) (any, error) {
	t, ok := tables[a[0].(string)]
	if !ok {
		return nil, errMissing
	}
	column, by, key := slices.Index(t.Columns, a[1].(string)), slices.Index(t.Columns, a[2].(string)), text(a[3])
	if column < 0 || by < 0 {
		return nil, errMissing
	}
	for _, row := range t.Rows {
		if by < len(row) && column < len(row) && row[by] == key {
			return row[column], nil
		}
	}
	return "", nil
}

// checkPattern refuses patterns that are wrong or costly.
func checkPattern(pattern string) error {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return refused("expression_pattern", "pattern", pattern, "detail", err.Error())
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return refused("expression_pattern", "pattern", pattern, "detail", err.Error())
	}
	if len(prog.Inst) > maxRegexp {
		return refused("expression_pattern_large", "pattern", pattern)
	}
	return nil
}

func twoNumbers(a []any, f func(x, y float64) float64) (any, error) {
	x, err := real(a[0])
	if err != nil {
		return nil, err
	}
	y, err := real(a[1])
	if err != nil {
		return nil, err
	}
	v := f(x, y)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, errMissing
	}
	return v, nil
}

// substr returns the characters from start up to end, both counted from 0.
func substr(s string, start, end any) (any, error) {
	from, err := real(start)
	if err != nil {
		return nil, err
	}
	to, err := real(end)
	if err != nil {
		return nil, err
	}
	r := []rune(s)
	clamp := func(f float64) int { return int(max(0, min(f, float64(len(r))))) }
	if from >= to {
		return "", nil
	}
	return string(r[clamp(from):clamp(to)]), nil
}

// formatDate writes a date by the codes of the ODK XForms specification: %Y %y
// %m %n %b %d %e %a.
func formatDate(v any, format string) (any, error) {
	d, err := date(v)
	if err != nil || len(format) > 200 {
		return nil, errMissing
	}
	month := d.Time().Month().String()[:3]
	return strings.NewReplacer("%Y", fmt.Sprintf("%04d", d.Year), "%y", fmt.Sprintf("%02d", d.Year%100), "%m", fmt.Sprintf("%02d", d.Month), "%n", strconv.Itoa(d.Month),
		"%b", month, "%d", fmt.Sprintf("%02d", d.Day), "%e", strconv.Itoa(d.Day), "%a", d.Weekday().String()[:3], "%%", "%").Replace(format), nil
}
