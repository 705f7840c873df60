// Package mrz reads the machine readable lines of travel documents: passports
// (TD3), identity cards (TD1, TD2) and visas (MRV-A, MRV-B).
//
// It promises that every check digit is looked at and reported, and that a
// letter misread by the scanner is put right only where a check digit then
// agrees and only one reading does; names and countries, which no digit covers,
// are never touched.
//
// Source: ICAO 9303, parts 3 to 7. The framings of serial readers come from
// their makers' manuals (framing.go says which).
package mrz

import (
	"sala/devices/fault"
)

// Format is the size and kind of the lines.
type Format string

// The formats.
const (
	TD1  Format = "TD1"   // 3 lines of 30
	TD2  Format = "TD2"   // 2 of 36
	TD3  Format = "TD3"   // 2 of 44
	MRVA Format = "MRV-A" // 2 of 44, visa
	MRVB Format = "MRV-B" // 2 of 36, visa
)

// Document is what the lines say. Fillers are off; a field of fillers only is
// empty.
type Document struct {
	Format      Format   `json:"format"`
	Code        string   `json:"code"` // P, I, V, ...
	Issuer      string   `json:"issuer"`
	Number      string   `json:"number"`
	Nationality string   `json:"nationality"`
	Birth       Date     `json:"birth"`
	Sex         string   `json:"sex,omitempty"` // M, F, or empty
	Expires     Date     `json:"expires"`
	Surname     string   `json:"surname"`
	Given       string   `json:"given"`
	Optional    string   `json:"optional,omitempty"`
	Optional2   string   `json:"optional2,omitempty"` // the second line's, of TD1
	Lines       []string `json:"lines"`               // as read, repairs included
	Checks      []Check  `json:"checks"`
	Repairs     []Repair `json:"repairs,omitempty"`
}

// Check is one check digit.
type Check struct {
	Field string `json:"field"` // number, birth, expires, optional, all
	OK    bool   `json:"ok"`
}

// Repair is one letter that was put right.
type Repair struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Now   string `json:"now"`
}

// Valid reports whether all check digits agree.
func (d Document) Valid() bool {
	for _, c := range d.Checks {
		if !c.OK {
			return false
		}
	}
	return true
}

// Date is a date of two-digit years. Month and Day are 0 where they are unknown.
type Date struct {
	Year  int    `json:"year"` // 0 to 99, -1 when unknown
	Month int    `json:"month"`
	Day   int    `json:"day"`
	Raw   string `json:"raw"`
}

// Birthday returns the year of a birth, which is not after the present year.
func (d Date) Birthday(present int) int {
	if d.Year < 0 {
		return 0
	}
	y := present/100*100 + d.Year
	if y > present {
		y -= 100
	}
	return y
}

// Expiry returns the year of an expiry, which is within fifty years of the
// present one.
func (d Date) Expiry(present int) int {
	if d.Year < 0 {
		return 0
	}
	y := present/100*100 + d.Year
	if y < present-50 {
		y += 100
	}
	if y > present+50 {
		y -= 100
	}
	return y
}

// The troubles of reading. ErrCheckDigit comes with the document, for a person
// to compare.
var (
	ErrUnreadable = fault.New(fault.DocumentUnreadable)
	ErrCheckDigit = fault.New(fault.DocumentCheckDigit)
)
