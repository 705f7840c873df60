package fee

import (
	"fmt"
	"strconv"
	"strings"

	"sala/forms/calendar"
)

// Text writes the amount as people do in language (th, ko or en): "20 บาท",
// "1,250.50 บาท", "1,000원", "THB 20.00".
func (m Money) Text(language string) string {
	if m.Minor < 0 {
		return "-" + Money{Minor: -m.Minor, Currency: m.Currency}.Text(language)
	}
	switch {
	case m.Currency == "THB" && language == "th":
		if m.Minor%100 == 0 {
			return grouped(m.Minor/100) + " บาท"
		}
		return fmt.Sprintf("%s.%02d บาท", grouped(m.Minor/100), m.Minor%100)
	case m.Currency == "KRW" && language == "ko":
		return grouped(m.Minor) + "원"
	case m.Currency == "KRW":
		return m.Currency + " " + grouped(m.Minor)
	}
	return fmt.Sprintf("%s %s.%02d", m.Currency, grouped(m.Minor/100), m.Minor%100)
}

// grouped writes n with a comma between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	var b strings.Builder
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Read reads an amount as people type it ("1,250.50", with Thai digits too).
func Read(text, currency string) (m Money, ok bool) {
	m.Currency = currency
	s := strings.NewReplacer(",", "", " ", "").Replace(calendar.ASCIIDigits(text))
	whole, part, pointed := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 52)
	switch {
	case err != nil || n < 0 || len(part) > 2 || pointed && part == "":
		return m, false
	case currency == "KRW":
		m.Minor = n
		return m, !pointed
	}
	cents, err := strconv.ParseUint((part + "00")[:2], 10, 8)
	m.Minor = n*100 + int64(cents)
	return m, err == nil
}
