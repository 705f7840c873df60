package fee

import (
	"fmt"
	"strconv"
	"strings"
)

// Text writes the amount as people do in language (th, ko or en): "20 บาท",
// "1,250.50 บาท", "1,000원", "THB 20.00".
func (m Money) Text(language string) string {
	switch {
	case m.Currency == "THB" && language == "th":
		if m.Minor%100 == 0 {
			return grouped(m.Minor/100) + " บาท"
		}
		return fmt.Sprintf("%s.%02d บาท", grouped(m.Minor/100), abs(m.Minor%100))
	case m.Currency == "KRW" && language == "ko":
		return grouped(m.Minor) + "원"
	case m.Currency == "KRW":
		return m.Currency + " " + grouped(m.Minor)
	}
	return fmt.Sprintf("%s %s.%02d", m.Currency, grouped(m.Minor/100), abs(m.Minor%100))
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

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
