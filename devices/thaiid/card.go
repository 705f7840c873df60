// Package thaiid reads the Thai national identity card, citizens' and
// non-citizens' ("pink") alike.
//
// It reads every field of the personal applet, the address in its whole length
// of 160 bytes, and the photograph up to its end mark; on request also the
// health applet of the NHSO, and whether a PIN is the card's (VerifyPIN). It never
// writes to a card and keeps nothing.
//
// The layout is public through independent readers (ThaiNationalIDCard by
// chakphanu, go-thai-smartcard by somprasongd, pythaiidcard by ninyawee); which
// of its values have been met only in their sources and not on a card of our
// own is said beside them.
package thaiid

import "sala/devices/fault"

// Card is what a Thai identity card says. Texts are trimmed but otherwise as the
// card has them.
type Card struct {
	Version       string  `json:"version"`
	Number        string  `json:"number"` // 13 digits
	NumberValid   bool    `json:"number_valid"`
	Thai          Name    `json:"name_th"`
	English       Name    `json:"name_en"`
	Birth         Date    `json:"birth"`
	Sex           Sex     `json:"sex"`
	Request       string  `json:"request,omitempty"`
	Issuer        string  `json:"issuer"`
	IssuerCode    string  `json:"issuer_code,omitempty"`
	Issued        Date    `json:"issued"`
	Expires       Date    `json:"expires"`
	ForLife       bool    `json:"for_life,omitempty"` // the card never expires
	Type          string  `json:"type,omitempty"`
	Address       Address `json:"address"`
	PhotoNumber   string  `json:"photo_number,omitempty"`
	Photo         []byte  `json:"-"` // JPEG; empty until it is read, or when the card holds none
	AnswerToReset []byte  `json:"-"`
}

// NonCitizen reports whether the card is one for a person without Thai
// nationality: its number begins with 0, 6 or 7.
func (c Card) NonCitizen() bool {
	return c.Number != "" && (c.Number[0] == '0' || c.Number[0] == '6' || c.Number[0] == '7')
}

// Name is a name in the four parts of the card. Any part may be empty.
type Name struct {
	Prefix string `json:"prefix,omitempty"`
	First  string `json:"first"`
	Middle string `json:"middle,omitempty"`
	Last   string `json:"last,omitempty"`
}

// Address is an address in the eight parts of the card, with the words ตำบล,
// อำเภอ, จังหวัด and their like taken off. Any part may be empty.
type Address struct {
	House       string `json:"house"`
	Moo         string `json:"moo,omitempty"`  // the village's number, digits only where they are
	Lane        string `json:"lane,omitempty"` // ตรอก
	Soi         string `json:"soi,omitempty"`  // ซอย
	Road        string `json:"road,omitempty"` // ถนน
	SubDistrict string `json:"sub_district"`   // ตำบล, แขวง
	District    string `json:"district"`       // อำเภอ, เขต
	Province    string `json:"province"`       // จังหวัด
	Text        string `json:"text"`           // the parts as the card has them, joined by spaces
}

// Sex is the sex as the card says it.
type Sex string

// The values of Sex.
const (
	Male       Sex = "male"
	Female     Sex = "female"
	UnknownSex Sex = ""
)

// Date is a date of the common era. Month and Day are 0 where the card leaves
// them open; all is 0 where it gives no date. Raw is the card's own text, in
// the Buddhist era.
type Date struct {
	Year  int    `json:"year,omitempty"`
	Month int    `json:"month,omitempty"`
	Day   int    `json:"day,omitempty"`
	Raw   string `json:"raw,omitempty"`
}

// The troubles of reading, to be told apart with errors.Is. Those of the reader
// and of a pulled or mute card come through from the reader.
var (
	ErrNotThaiID = fault.New(fault.ReaderNotThaiID)
	ErrDamaged   = fault.New(fault.ReaderDamaged)
	ErrRefused   = fault.New(fault.ReaderRefused)
)
