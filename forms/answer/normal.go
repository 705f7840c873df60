package answer

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/identity"
)

// Longest texts, in characters, where the form does not say.
const (
	maxShort = 1000
	maxLong  = 20000
)

// normal returns given as the kind's Go type, or given itself with the problem
// that it has. nil is no answer.
func (s *Sheet) normal(rule *definition.Rule, given any) (any, *Problem) {
	if t, ok := given.(string); ok {
		if t = strings.TrimSpace(t); t == "" {
			return nil, nil
		}
		given = t
	}
	if given == nil {
		return nil, nil
	}
	q := rule.Question
	fail := func(code string) (any, *Problem) { return given, &Problem{Code: code} }
	switch q.Kind {
	case definition.ShortText, definition.LongText, definition.Barcode:
		return text(q, given)
	case definition.Person, definition.RegisterRef:
		if t, ok := given.(string); ok && utf8.RuneCountInString(t) <= maxShort {
			return t, nil
		}
		return fail("not_a_reference")
	case definition.Integer:
		return whole(given)
	case definition.Decimal:
		return decimal(given)
	case definition.Money:
		return money(given, s.form.Fee.Currency)
	case definition.Date:
		return s.date(given)
	case definition.Time:
		if t, ok := given.(string); ok && clockTime.MatchString(t) {
			return t[:5], nil
		}
		return fail("not_a_time")
	case definition.DateTime:
		return s.dateTime(given)
	case definition.Line:
		return positions(given, 2, false)
	case definition.Outline:
		return positions(given, 3, true)
	case definition.YesNo:
		return yesNo(given)
	case definition.OneOf:
		if t, ok := given.(string); ok && hasOption(rule, t) {
			return t, nil
		}
		return fail("no_such_option")
	case definition.ManyOf:
		return manyOf(rule, given)
	case definition.NationalNumber:
		t, ok := scalar(given)
		if !ok {
			return fail("not_digits")
		}
		n := identity.Digits(t)
		if f := identity.Check(country(s.form, q), n); f.Refused() {
			return n, &Problem{Code: f.Code, Args: f.Args}
		}
		return n, nil
	case definition.Address:
		return address(given)
	case definition.Location:
		return location(given)
	case definition.Photo, definition.File, definition.Signature:
		if t, ok := given.(string); ok && attachment.MatchString(t) {
			return t, nil
		}
		return fail("not_an_attachment")
	}
	return nil, nil
}

var (
	attachment = regexp.MustCompile(`^[0-9a-f]{64}$`)
	clockTime  = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?$`)
	number     = regexp.MustCompile(`^[+-]?[0-9]{1,30}(\.[0-9]{1,15})?$`)
)

func country(f *definition.Form, q *definition.Question) string {
	if q.Country != "" {
		return q.Country
	}
	return f.Country
}

// scalar returns a text or number as text, Thai digits and thousands' commas
// as plain ones.
func scalar(v any) (string, bool) {
	switch x := v.(type) {
	case string:
		return calendar.ASCIIDigits(strings.ReplaceAll(x, ",", "")), true
	case json.Number:
		return x.String(), true
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return "", false
		}
		return strconv.FormatFloat(x, 'f', -1, 64), true
	case float32:
		return scalar(float64(x))
	}
	rv := reflect.ValueOf(v)
	switch {
	case rv.CanInt():
		return strconv.FormatInt(rv.Int(), 10), true
	case rv.CanUint():
		return strconv.FormatUint(rv.Uint(), 10), true
	}
	return "", false
}

func text(q *definition.Question, given any) (any, *Problem) {
	t, ok := given.(string)
	if !ok {
		if t, ok = scalar(given); !ok {
			return given, &Problem{Code: "not_text"}
		}
	}
	most := maxShort
	if q.Kind == definition.LongText {
		most = maxLong
	}
	if q.Max > 0 {
		most = q.Max
	}
	switch n := utf8.RuneCountInString(t); {
	case !utf8.ValidString(t):
		return strings.ToValidUTF8(t, "\ufffd"), &Problem{Code: "not_text"}
	case n > most:
		return t, &Problem{Code: "too_long", Args: map[string]any{"max": most, "got": n}}
	case n < q.Min:
		return t, &Problem{Code: "too_short", Args: map[string]any{"min": q.Min, "got": n}}
	}
	return t, nil
}

func whole(given any) (any, *Problem) {
	t, ok := scalar(given)
	if !ok || !number.MatchString(t) {
		return given, &Problem{Code: "not_a_number"}
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(t, "+"), 10, 64)
	if err != nil {
		r, _ := new(big.Rat).SetString(t)
		if r == nil || !r.IsInt() || !r.Num().IsInt64() {
			return given, &Problem{Code: "not_whole"}
		}
		return r.Num().Int64(), nil
	}
	return n, nil
}

// decimal keeps the digits as they were typed, without needless zeros.
func decimal(given any) (any, *Problem) {
	t, ok := scalar(given)
	if !ok || !number.MatchString(t) {
		return given, &Problem{Code: "not_a_number"}
	}
	t = strings.TrimPrefix(t, "+")
	if strings.Contains(t, ".") {
		t = strings.TrimSuffix(strings.TrimRight(t, "0"), ".")
	}
	sign, digits := "", t
	if strings.HasPrefix(t, "-") {
		sign, digits = "-", t[1:]
	}
	whole, frac, _ := strings.Cut(digits, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		whole += "." + frac
	}
	if whole == "0" {
		sign = ""
	}
	return sign + whole, nil
}

// money takes whole numbers as minor units, as drafts keep them, and texts as
// what a person typed: baht with satang, or won.
func money(given any, currency string) (any, *Problem) {
	if _, typed := given.(string); !typed {
		v, p := whole(given)
		if p != nil {
			p.Code = "not_money"
		}
		return v, p
	}
	t, _ := scalar(given)
	t = strings.TrimSpace(strings.NewReplacer("฿", "", "₩", "", "บาท", "", "원", "").Replace(t))
	if !number.MatchString(t) {
		return given, &Problem{Code: "not_money"}
	}
	r, _ := new(big.Rat).SetString(t)
	if currency != "KRW" {
		r.Mul(r, big.NewRat(100, 1))
	}
	if !r.IsInt() || !r.Num().IsInt64() {
		return given, &Problem{Code: "not_money"}
	}
	return r.Num().Int64(), nil
}

func (s *Sheet) date(given any) (any, *Problem) {
	t, ok := given.(string)
	if !ok {
		if d, isDate := given.(calendar.Date); isDate {
			t = d.String()
		} else {
			return given, &Problem{Code: "not_a_date"}
		}
	}
	d, err := calendar.Parse(t)
	if err != nil || d.Year > 2400 {
		language := map[string]string{"TH": "th", "KR": "ko"}[s.form.Country]
		if d, err = calendar.Read(language, t); err != nil {
			return given, &Problem{Code: "not_a_date"}
		}
	}
	return d.String(), nil
}

func yesNo(given any) (any, *Problem) {
	switch x := given.(type) {
	case bool:
		return x, nil
	case string:
		switch strings.ToLower(x) {
		case "yes", "true", "y", "1", "ใช่", "예":
			return true, nil
		case "no", "false", "n", "0", "ไม่", "ไม่ใช่", "아니오", "아니요":
			return false, nil
		}
	}
	return given, &Problem{Code: "not_yes_no"}
}
