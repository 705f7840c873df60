package sim

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// Holder is what an invented Thai identity card says, in the card's own forms:
// names "prefix#first#middle#last", an address of eight parts, dates YYYYMMDD
// of the Buddhist era.
type Holder struct {
	Version     string `json:"version,omitempty"`
	Number      string `json:"number"`
	Thai        string `json:"name_th"`
	English     string `json:"name_en"`
	Birth       string `json:"birth"`
	Sex         string `json:"sex"` // 1 male, 2 female
	Request     string `json:"request,omitempty"`
	Issuer      string `json:"issuer"`
	IssuerCode  string `json:"issuer_code,omitempty"`
	Issued      string `json:"issued"`
	Expires     string `json:"expires"`
	Type        string `json:"type,omitempty"`
	Address     string `json:"address"`
	PhotoNumber string `json:"photo_number,omitempty"`
	Photo       []byte `json:"photo,omitempty"` // JPEG; a drawn placeholder when nil
	PIN         string `json:"pin,omitempty"`   // "" the card has none

	MainInsurance string `json:"main_insurance,omitempty"` // of the health applet
	MainHospital  string `json:"main_hospital,omitempty"`
}

// Invented returns the card of a person who does not exist.
func Invented() Holder {
	return Holder{
		Version: "0003", Number: "1101700230708",
		Thai: "นาย#สมชาย##ใจดีงาม", English: "Mr.#Somchai##Jaideengam",
		Birth: "25300214", Sex: "1", Request: "10170123456789000001",
		Issuer: "เขตพระนคร/กรุงเทพมหานคร", IssuerCode: "1001010000001",
		Issued: "25630115", Expires: "25720213", Type: "01",
		Address:     "99/1#หมู่ที่ 4##ซอยศาลาแดง#ถนนพระอาทิตย์#ตำบลบางกรวย#อำเภอบางกรวย#จังหวัดนนทบุรี",
		PhotoNumber: "10170115630001", PIN: "1234", MainInsurance: "สิทธิหลักประกันสุขภาพแห่งชาติ", MainHospital: "โรงพยาบาลบางกรวย",
	}
}

// image returns the contents of the personal applet: 8192 bytes, spaces where
// nothing is written.
func (h Holder) image() []byte {
	m := blank()
	version := h.Version
	if version == "" {
		version = "0003"
	}
	for _, f := range []struct {
		at, size int
		text     string
	}{
		{0x0000, 4, version}, {0x0004, 13, h.Number}, {0x0011, 100, h.Thai}, {0x0075, 100, h.English},
		{0x00D9, 8, h.Birth}, {0x00E1, 1, h.Sex}, {0x00E2, 20, h.Request}, {0x00F6, 100, h.Issuer},
		{0x015A, 13, h.IssuerCode}, {0x0167, 8, h.Issued}, {0x016F, 8, h.Expires}, {0x0177, 2, h.Type},
		{0x1579, 160, h.Address}, {0x1619, 14, h.PhotoNumber},
	} {
		copy(m[f.at:f.at+f.size], thai(f.text))
	}
	photo := h.Photo
	if photo == nil {
		photo = Portrait(h.Number, 0x1579-0x017B)
	}
	copy(m[0x017B:0x1579], photo)
	return m
}

// health returns the contents of the health applet.
func (h Holder) health() []byte {
	m := blank()
	copy(m[0x0004:0x0040], thai(h.MainInsurance))
	copy(m[0x00A4:0x00F4], thai(h.MainHospital))
	copy(m[0x0145:0x015E], "2563011525720213256301152")
	return m
}

func blank() []byte {
	return []byte(strings.Repeat(" ", 8192))
}

// thai returns text in TIS-620, a question mark for what it cannot say.
func thai(s string) []byte {
	var out []byte
	for _, r := range s {
		b, ok := charmap.Windows874.EncodeRune(r)
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return out
}
