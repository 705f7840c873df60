package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

var thaiMonths = [...]string{"มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"}
var thaiShortMonths = [...]string{"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."}
var englishMonths = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// BuddhistYear returns the year of the Thai Buddhist era.
func (d Date) BuddhistYear() int { return d.Year + BuddhistEra }

// Long writes the date as a document in language (th, ko or en) does:
// "22 พฤศจิกายน 2569", "2026년 11월 22일", "22 November 2026". Unknown parts are
// left out: "พฤศจิกายน 2569", "2569". No date is "".
func (d Date) Long(language string) string {
	if d.IsZero() {
		return ""
	}
	switch language {
	case "th":
		return d.words(thaiMonths[:], "พ.ศ. ", d.BuddhistYear())
	case "ko":
		s := fmt.Sprintf("%d년", d.Year)
		if d.Month > 0 {
			s += fmt.Sprintf(" %d월", d.Month)
		}
		if d.Day > 0 {
			s += fmt.Sprintf(" %d일", d.Day)
		}
		return s
	}
	return d.words(englishMonths[:], "", d.Year)
}

// words writes day, month and year; era stands before a year that is alone.
func (d Date) words(months []string, era string, year int) string {
	switch {
	case d.Month < 1 || d.Month > 12:
		return era + strconv.Itoa(year)
	case d.Day == 0:
		return months[d.Month-1] + " " + strconv.Itoa(year)
	}
	return strconv.Itoa(d.Day) + " " + months[d.Month-1] + " " + strconv.Itoa(year)
}

// Formal writes the date as the closing words of a Thai certificate do, in Thai
// digits: "วันที่ ๒๒ เดือน พฤศจิกายน พ.ศ. ๒๕๖๙". Other languages have no such form
// and get Long.
func (d Date) Formal(language string) string {
	if language != "th" || d.Month == 0 || d.Day == 0 {
		return d.Long(language)
	}
	return ThaiDigits(fmt.Sprintf("วันที่ %d เดือน %s พ.ศ. %d", d.Day, thaiMonths[d.Month-1], d.BuddhistYear()))
}

// Short writes the date for a table: "22 พ.ย. 2569", "2026. 11. 22.",
// "22 Nov 2026". Unknown parts are left out; no date is "".
func (d Date) Short(language string) string {
	if d.IsZero() {
		return ""
	}
	switch language {
	case "th":
		return d.words(thaiShortMonths[:], "", d.BuddhistYear())
	case "ko":
		s := fmt.Sprintf("%d.", d.Year)
		if d.Month > 0 {
			s += fmt.Sprintf(" %d.", d.Month)
		}
		if d.Day > 0 {
			s += fmt.Sprintf(" %d.", d.Day)
		}
		return s
	}
	var months [12]string
	for i, m := range englishMonths {
		months[i] = m[:3]
	}
	return d.words(months[:], "", d.Year)
}

// ThaiDigits writes every ASCII digit of s as the Thai one: "๒๕๖๙".
func ThaiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '๐' + r - '0'
		}
		return r
	}, s)
}

// ASCIIDigits writes every Thai digit of s as the ASCII one.
func ASCIIDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '๐' && r <= '๙' {
			return '0' + r - '๐'
		}
		return r
	}, s)
}
