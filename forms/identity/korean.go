package identity

import "sala/forms/calendar"

const koreanWeights = "234567892345"

// KoreanCheckDigit returns the last digit that resident registration numbers
// carried until October 2020: (11 - weighted sum mod 11) mod 10.
func KoreanCheckDigit(first string) byte {
	return byte('0' + (11-weigh(first, koreanWeights)%11)%10)
}

// AlienCheckDigit returns the last digit that alien registration numbers
// carried: (13 - weighted sum mod 11) mod 10.
func AlienCheckDigit(first string) byte {
	return byte('0' + (13-weigh(first, koreanWeights)%11)%10)
}

// CheckKorean examines a resident (주민등록번호) or alien registration number
// (외국인등록번호). The birth date must be a day of the calendar. A wrong check
// digit only warns: numbers given or changed since 5 October 2020 end in random
// digits, and nothing in a number says when it was given.
func CheckKorean(number string) Finding {
	n := Digits(number)
	if f := shape(n, 13); !f.OK() {
		return f
	}
	if !KoreanBirth(n).Valid() {
		return Finding{Code: BirthDate}
	}
	if n[12] == KoreanCheckDigit(n[:12]) || IsAlien(n) && n[12] == AlienCheckDigit(n[:12]) {
		return Finding{}
	}
	return Finding{Code: CheckDigit, Warning: true}
}

// IsAlien reports whether a Korean number is an alien's: its seventh digit is
// 5 to 8.
func IsAlien(number string) bool {
	n := Digits(number)
	return len(n) == 13 && n[6] >= '5' && n[6] <= '8'
}

// KoreanBirth returns the birth date that a Korean number names, the zero Date
// when number is not 13 digits. It need not be valid.
func KoreanBirth(number string) calendar.Date {
	n := Digits(number)
	if !shape(n, 13).OK() {
		return calendar.Date{}
	}
	two := func(i int) int { return int(n[i]-'0')*10 + int(n[i+1]-'0') }
	century := map[byte]int{'9': 1800, '0': 1800, '1': 1900, '2': 1900, '5': 1900, '6': 1900, '3': 2000, '4': 2000, '7': 2000, '8': 2000}[n[6]]
	d := calendar.Date{Year: century + two(0), Month: two(2), Day: two(4)}
	if d.Month == 0 || d.Day == 0 {
		return calendar.Date{Year: d.Year, Month: 13} // never valid: the number's date is always whole
	}
	return d
}

// KoreanFemale reports whether a Korean number is a woman's: its seventh digit
// is even.
func KoreanFemale(number string) bool {
	n := Digits(number)
	return len(n) == 13 && (n[6]-'0')%2 == 0
}

// CheckDriverLicence examines the shape of a Korean driver's licence number,
// AA-BB-CCCCCC-DD. The rule of its check digits is not public.
func CheckDriverLicence(number string) Finding {
	n := Digits(number)
	if f := shape(n, 12); !f.OK() {
		return f
	}
	if region := n[:2]; (region < "11" || region > "26") && region != "28" {
		return Finding{Code: Unusual, Warning: true, Args: map[string]any{"first": region}}
	}
	return Finding{}
}
