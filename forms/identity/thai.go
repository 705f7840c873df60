package identity

// ThaiCheckDigit returns the last digit of the Thai 13-digit number that begins
// with the twelve digits of first: (11 - sum of digit i times 14-i, mod 11) mod
// 10, as the registration office prints it on every card.
func ThaiCheckDigit(first string) byte {
	return byte('0' + (11-weigh(first, "dcba98765432")%11)%10)
}

// CheckThai examines a 13-digit number. A wrong check digit is an error. A
// number that begins with 0 (people without Thai nationality) or 9 is only
// unusual: pink cards carry the former, and nothing forbids the latter.
func CheckThai(number string) Finding {
	n := Digits(number)
	if f := shape(n, 13); !f.OK() {
		return f
	}
	if ThaiCheckDigit(n[:12]) != n[12] {
		return Finding{Code: CheckDigit}
	}
	if n[0] == '0' || n[0] == '9' {
		return Finding{Code: Unusual, Warning: true, Args: map[string]any{"first": n[:1]}}
	}
	return Finding{}
}

// HouseCheckDigit returns the last digit of the 11-digit house code
// (รหัสประจำบ้าน) that begins with the ten digits of first. No publication of the
// rule was found; it is taken to follow the 13-digit number's, and CheckHouse
// therefore only warns.
func HouseCheckDigit(first string) byte {
	return byte('0' + (11-weigh(first, "ba98765432")%11)%10)
}

// CheckHouse examines a house code, written 4-6-1.
func CheckHouse(code string) Finding {
	n := Digits(code)
	if f := shape(n, 11); !f.OK() {
		return f
	}
	if HouseCheckDigit(n[:10]) != n[10] {
		return Finding{Code: CheckDigit, Warning: true}
	}
	return Finding{}
}

// FormatHouse writes a house code as the house register does:
// "5001-012345-6".
func FormatHouse(code string) string {
	n := Digits(code)
	if len(n) != 11 {
		return code
	}
	return n[:4] + "-" + n[4:10] + "-" + n[10:]
}
