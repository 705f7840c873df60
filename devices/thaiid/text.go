package thaiid

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// decode turns a field of TIS-620 into text: padding off, control characters
// and bytes without a meaning out.
func decode(p []byte) string {
	var b strings.Builder
	for _, c := range p {
		r := charmap.Windows874.DecodeByte(c)
		if r < 0x20 || r == 0x7F || r == '\uFFFD' || c >= 0x80 && c <= 0x9F {
			r = ' '
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// parts splits a field at its number signs into exactly n parts. What is missing
// is empty, what is too much stays with the last.
func parts(s string, n int) []string {
	out := make([]string, n)
	for i, p := range strings.SplitN(s, "#", n) {
		out[i] = strings.TrimSpace(strings.ReplaceAll(p, "#", " "))
	}
	return out
}

// nameOf reads prefix#first#middle#last. A name of three parts has no middle, as
// some cards leave the empty part out.
func nameOf(p []byte) Name {
	s := decode(p)
	if strings.Count(s, "#") == 2 {
		f := parts(s, 3)
		return Name{Prefix: f[0], First: f[1], Last: f[2]}
	}
	f := parts(s, 4)
	if strings.Count(s, "#") == 0 {
		return Name{First: f[0]}
	}
	return Name{Prefix: f[0], First: f[1], Middle: f[2], Last: f[3]}
}

// addressOf reads house#moo#lane#soi#road#sub-district#district#province.
func addressOf(p []byte) Address {
	s := decode(p)
	if n := strings.Count(s, "#"); n < 7 && n > 1 {
		return shortAddress(s)
	}
	f := parts(s, 8)
	return Address{
		House: f[0], Moo: bare(f[1], "หมู่ที่", "หมู่"), Lane: bare(f[2], "ตรอก"), Soi: bare(f[3], "ซอย"), Road: bare(f[4], "ถนน"),
		SubDistrict: bare(f[5], "ตำบล", "แขวง"), District: bare(f[6], "อำเภอ", "เขต"), Province: bare(f[7], "จังหวัด"),
		Text: joined(f),
	}
}

// shortAddress reads an address with fewer parts than it should have: the house
// is first, every other part is known by its word, and a last part without one
// is the province (Bangkok has none).
func shortAddress(s string) Address {
	f := parts(s, strings.Count(s, "#")+1)
	a := Address{House: f[0], Text: joined(f)}
	for i, p := range f[1:] {
		for _, place := range []struct {
			to    *string
			words []string
		}{
			{&a.Moo, []string{"หมู่ที่", "หมู่"}}, {&a.Lane, []string{"ตรอก"}}, {&a.Soi, []string{"ซอย"}}, {&a.Road, []string{"ถนน"}},
			{&a.SubDistrict, []string{"ตำบล", "แขวง"}}, {&a.District, []string{"อำเภอ", "เขต"}}, {&a.Province, []string{"จังหวัด"}},
		} {
			if b := bare(p, place.words...); b != p && *place.to == "" {
				*place.to, p = b, ""
			}
		}
		if p != "" && i == len(f)-2 && a.Province == "" {
			a.Province = p
		}
	}
	return a
}

func joined(f []string) string { return strings.Join(strings.Fields(strings.Join(f, " ")), " ") }

// bare takes the first of the words off the front of s.
func bare(s string, words ...string) string {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(s, w); ok && rest != "" {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// dateOf reads YYYYMMDD of the Buddhist era. Month and day may be 00; anything
// that is not a date keeps only its text.
func dateOf(p []byte) Date {
	raw := decode(p)
	d := Date{Raw: raw}
	if len(raw) != 8 || strings.Trim(raw, "0123456789") != "" {
		return d
	}
	year, _ := strconv.Atoi(raw[:4])
	month, _ := strconv.Atoi(raw[4:6])
	day, _ := strconv.Atoi(raw[6:])
	if year < 2300 || year > 2900 || month > 12 || day > daysIn(year-543, month) || month == 0 && day != 0 {
		return d
	}
	d.Year, d.Month, d.Day = year-543, month, day
	return d
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// forLife reports whether an expiry means "never". 99999999 is known from public
// readers; the others are years that no card reaches.
func forLife(d Date) bool { return d.Year == 0 && strings.HasPrefix(d.Raw, "99") }

func sexOf(p []byte) Sex {
	switch decode(p) {
	case "1":
		return Male
	case "2":
		return Female
	}
	return UnknownSex
}

// validNumber checks the last digit of a number of 13: the weights 13 to 2, and
// eleven less the rest of the sum by eleven.
func validNumber(s string) bool {
	if len(s) != 13 || strings.Trim(s, "0123456789") != "" {
		return false
	}
	sum := 0
	for i := range 12 {
		sum += int(s[i]-'0') * (13 - i)
	}
	return (11-sum%11)%10 == int(s[12]-'0')
}
