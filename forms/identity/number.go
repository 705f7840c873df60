package identity

import "strings"

// Codes of findings: keys of the words catalogue under "problem.".
const (
	WrongLength = "wrong_length" // not as many digits as the number has; Args: want, got
	NotDigits   = "not_digits"   // something that is neither a digit nor a separator
	CheckDigit  = "check_digit"  // the last digit does not follow from the others
	Unusual     = "unusual"      // possible, but seldom seen at a counter
	BirthDate   = "birth_date"   // the number names a day that the calendar does not have
)

// Finding is what is wrong with a number. The zero Finding means that nothing
// is.
type Finding struct {
	Code    string
	Warning bool // the number may be right all the same
	Args    map[string]any
}

// OK reports whether there is nothing to say against the number.
func (f Finding) OK() bool { return f.Code == "" }

// Refused reports whether the number cannot exist.
func (f Finding) Refused() bool { return f.Code != "" && !f.Warning }

// Digits returns number as it is kept: ASCII digits only. Spaces, hyphens and
// dots go, Thai digits become ASCII; anything else stays, for Check to refuse.
func Digits(number string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '.' || r == '\u00a0' || r == '\u2013':
			return -1
		case r >= '๐' && r <= '๙':
			return '0' + r - '๐'
		case r >= '０' && r <= '９':
			return '0' + r - '０'
		}
		return r
	}, number)
}

// Check examines a national number of country (ISO 3166-1 alpha-2: TH, KR).
// Any other country's number only must not be empty.
func Check(country, number string) Finding {
	switch country {
	case "TH":
		return CheckThai(number)
	case "KR":
		return CheckKorean(number)
	}
	if strings.TrimSpace(number) == "" {
		return Finding{Code: WrongLength, Args: map[string]any{"want": 1, "got": 0}}
	}
	return Finding{}
}

// Format writes a national number as its country does: "1-1017-00230-70-8",
// "971013-9019902". A number of another length is returned as it is.
func Format(country, number string) string {
	n := Digits(number)
	if len(n) != 13 {
		return number
	}
	switch country {
	case "TH":
		return n[:1] + "-" + n[1:5] + "-" + n[5:10] + "-" + n[10:12] + "-" + n[12:]
	case "KR":
		return n[:6] + "-" + n[6:]
	}
	return number
}

// Mask writes a national number so that paper and screens do not give it away:
// "1-1017-xxxxx-70-8", "971013-9******".
func Mask(country, number string) string {
	n := Digits(number)
	if len(n) != 13 {
		return strings.Repeat("x", len(n))
	}
	switch country {
	case "TH":
		return n[:1] + "-" + n[1:5] + "-xxxxx-" + n[10:12] + "-" + n[12:]
	case "KR":
		return n[:6] + "-" + n[6:7] + "******"
	}
	return strings.Repeat("x", len(n)-4) + n[len(n)-4:]
}

// shape refuses what is not exactly want ASCII digits.
func shape(n string, want int) Finding {
	for _, r := range n {
		if r < '0' || r > '9' {
			return Finding{Code: NotDigits}
		}
	}
	if len(n) != want {
		return Finding{Code: WrongLength, Args: map[string]any{"want": want, "got": len(n)}}
	}
	return Finding{}
}

// weigh returns the sum of each digit times its weight.
func weigh(digits string, weights string) int {
	sum := 0
	for i := range len(weights) {
		w := int(weights[i] - '0')
		if weights[i] >= 'a' {
			w = int(weights[i]-'a') + 10
		}
		sum += int(digits[i]-'0') * w
	}
	return sum
}
