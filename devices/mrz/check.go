package mrz

import "strings"

// CheckDigit returns the check digit of s: weights 7, 3, 1, letters from 10,
// fillers 0, modulo 10 (ICAO 9303-3, section 4.9).
func CheckDigit(s string) byte {
	weights := [...]int{7, 3, 1}
	sum := 0
	for i := range len(s) {
		sum += value(s[i]) * weights[i%3]
	}
	return '0' + byte(sum%10)
}

func value(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b >= 'A' && b <= 'Z':
		return int(b-'A') + 10
	}
	return 0
}

// agrees reports whether a check digit belongs to s.
func agrees(s, digit string, filler bool) bool {
	if digit == "<" {
		return filler && strings.Trim(s, "<") == ""
	}
	return len(digit) == 1 && digit[0] == CheckDigit(s)
}

// check looks at one check digit and repairs the field where that helps.
func (p *reading) check(c checked) bool {
	s, digit := p.get(c.field), p.get(c.digit)
	if c.name == "number" && p.long() {
		rest, _ := p.longNumber()
		return agrees(s+"<"+rest[:len(rest)-1], rest[len(rest)-1:], false) ||
			agrees(s+rest[:len(rest)-1], rest[len(rest)-1:], false)
	}
	if agrees(s, digit, c.filler) {
		return true
	}
	found, nowDigit := repair(s, digit, c.field.digits)
	if len(found) != 1 {
		return false // the digit over all fields weighs alike and cannot choose
	}
	if now := found[0]; now != s {
		p.repairs = append(p.repairs, Repair{c.name, s, now})
		p.set(c.field, now)
	}
	if nowDigit != digit {
		p.repairs = append(p.repairs, Repair{c.name + " check digit", digit, nowDigit})
		p.set(c.digit, nowDigit)
	}
	return true
}

func (p *reading) overAll() string {
	var b strings.Builder
	for _, f := range p.over {
		b.WriteString(p.get(f))
	}
	return b.String()
}

// checkAll looks at the digit over several fields. Only the digit itself is
// repaired: what it covers has, but for optional data, digits of its own.
func (p *reading) checkAll() bool {
	s, digit := p.overAll(), p.get(p.composite)
	if agrees(s, digit, false) {
		return true
	}
	if d, ok := asDigit(digit[0]); ok && agrees(s, string(d), false) {
		p.repairs = append(p.repairs, Repair{"all check digit", digit, string(d)})
		p.set(p.composite, string(d))
		return true
	}
	return false
}

// asDigit returns the digit that a letter is a misreading of.
func asDigit(b byte) (byte, bool) {
	switch b {
	case 'O', 'Q', 'D':
		return '0', true
	case 'I', 'L':
		return '1', true
	case 'Z':
		return '2', true
	case 'S':
		return '5', true
	case 'G':
		return '6', true
	case 'B':
		return '8', true
	}
	return 0, false
}

// others returns what a letter may be a misreading of where letters and digits
// both may stand.
func others(b byte) string {
	switch b {
	case '0':
		return "O"
	case 'O':
		return "0"
	case '1':
		return "I"
	case 'I', 'L':
		return "1"
	case '2':
		return "Z"
	case 'Z':
		return "2"
	case '5':
		return "S"
	case 'S':
		return "5"
	case '8':
		return "B"
	case 'B':
		return "8"
	case '6':
		return "G"
	case 'G':
		return "6"
	}
	return ""
}

// repair looks for the readings of a field and its digit, with the fewest
// letters changed, whose check digit agrees.
func repair(s, digit string, digits bool) (found []string, now string) {
	d := digit[0]
	if n, ok := asDigit(d); ok {
		d = n // a check digit is a digit
	}
	if d < '0' || d > '9' {
		return nil, ""
	}
	if digits {
		b := []byte(s)
		for i, c := range b {
			if n, ok := asDigit(c); ok {
				b[i] = n // where only digits may stand there is no choice
			}
		}
		if strings.Trim(string(b), "0123456789<") == "" && CheckDigit(string(b)) == d {
			found = []string{string(b)}
		}
		return found, string(d)
	}
	for changes := 0; changes <= 2 && len(found) == 0; changes++ {
		found = readings([]byte(s), 0, changes, d)
	}
	return found, string(d)
}

// readings returns the readings of s with exactly so many letters from place on
// changed that agree with the digit.
func readings(s []byte, place, changes int, digit byte) []string {
	if changes == 0 {
		if CheckDigit(string(s)) == digit {
			return []string{string(s)}
		}
		return nil
	}
	var found []string
	for i := place; i < len(s); i++ {
		was := s[i]
		for _, o := range []byte(others(was)) {
			s[i] = o
			found = append(found, readings(s, i+1, changes-1, digit)...)
		}
		s[i] = was
	}
	return found
}
