package certificate

import (
	"fmt"
	"strconv"
	"strings"

	"sala/forms/calendar"
	"sala/forms/fee"
	"sala/forms/identity"
)

// write writes one field by its kind and filters.
func (f *filling) write(p span, field Field, value any) string {
	if value == nil || value == "" {
		if !field.Optional {
			f.fail(p.field, "is wanted and has no value")
		}
		return ""
	}
	has := func(filter string) bool {
		for _, n := range p.filters {
			if n == filter {
				return true
			}
		}
		return false
	}
	var out string
	switch field.Kind {
	case Count, Money:
		n, ok := asInt(value)
		if !ok {
			f.fail(p.field, fmt.Sprintf("is %v, not a whole number", value))
			return ""
		}
		out = f.amount(n, field.Kind, has("plain"))
	default:
		text, ok := value.(string)
		if !ok {
			f.fail(p.field, fmt.Sprintf("is %v, not text", value))
			return ""
		}
		out = f.words(p, field, text, has)
	}
	if has("thai") {
		out = calendar.ThaiDigits(out)
	}
	return out
}

func (f *filling) words(p span, field Field, text string, has func(string) bool) string {
	switch field.Kind {
	case Date:
		d, err := calendar.Parse(text)
		if err != nil {
			f.fail(p.field, fmt.Sprintf("is %q, not a date", text))
			return ""
		}
		switch {
		case has("formal"):
			return d.Formal(f.t.Language)
		case has("short"):
			return d.Short(f.t.Language)
		case has("year"):
			return calendar.Date{Year: d.Year}.Long(f.t.Language)
		}
		return d.Long(f.t.Language)
	case NationalNumber:
		if has("masked") || f.in.Mask && !has("plain") {
			return identity.Mask(f.t.Country, text)
		}
		return identity.Format(f.t.Country, text)
	case HouseCode:
		return identity.FormatHouse(text)
	case Choice:
		w, ok := field.Words[text]
		if !ok {
			f.fail(p.field, fmt.Sprintf("is %q, for which there are no words", text))
		}
		return w
	}
	return text
}

func (f *filling) amount(n int64, kind Kind, plain bool) string {
	if kind == Money {
		currency := map[string]string{"TH": "THB", "KR": "KRW"}[f.t.Country]
		s := strings.TrimSuffix(fee.Money{Minor: n, Currency: currency}.String(), " "+currency)
		whole, minor, _ := strings.Cut(s, ".")
		if minor != "" {
			minor = "." + minor
		}
		return group(whole) + minor
	}
	if plain {
		return strconv.FormatInt(n, 10)
	}
	return group(strconv.FormatInt(n, 10))
}

// group puts commas between thousands.
func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// asInt takes a whole number as Go, YAML, JSON and CBOR give it.
func asInt(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case uint64:
		return int64(n), n <= 1<<62
	case float64:
		return int64(n), n == float64(int64(n))
	}
	return 0, false
}
