package kit

import (
	"strconv"
	"strings"

	"sala/forms/fee"
)

// Money writes an amount as the language does: "20.00 บาท", "1,000원".
func (k *Kit) Money(m fee.Money) string { return k.Words.Money(k.Language, m) }

// ReadMoney understands an amount as it is typed, in minor units: "20", "20.50",
// "1,000". ok is false for anything else.
func ReadMoney(text, currency string) (minor int64, ok bool) {
	m, ok := fee.Read(text, currency)
	return m.Minor, ok
}

// Number writes a whole number, grouped by thousands.
func (k *Kit) Number(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Join puts words beside one another, the empty ones left out.
func (k *Kit) Join(words ...string) string {
	var kept []string
	for _, w := range words {
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "  ·  ")
}
