package thaiid

import (
	"bytes"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func tis(s string) []byte {
	p, err := charmap.Windows874.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return p
}

func pad(s string, n int) []byte {
	p := tis(s)
	return append(p, bytes.Repeat([]byte{' '}, max(0, n-len(p)))...)
}

func TestNames(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Name
	}{
		{"นาย#สมชาย##ใจดีงาม", Name{"นาย", "สมชาย", "", "ใจดีงาม"}},
		{"น.ส.#มะลิ#ซ่อนกลิ่น#หอมไกล", Name{"น.ส.", "มะลิ", "ซ่อนกลิ่น", "หอมไกล"}},
		{"Mr.#Somchai##Jaideengam", Name{"Mr.", "Somchai", "", "Jaideengam"}},
		{"นาย#สมชาย#ใจดี", Name{"นาย", "สมชาย", "", "ใจดี"}},
		{"นาย#สมชาย", Name{"นาย", "สมชาย", "", ""}},
		{"สมชาย", Name{"", "สมชาย", "", ""}},
		{"", Name{}}, {"###", Name{}}, {"#", Name{}},
		{"a#b#c#d#e#f", Name{"a", "b", "c", "d e f"}},
	} {
		if got := nameOf(pad(tt.text, 100)); got != tt.want {
			t.Errorf("%q: %+v", tt.text, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Address
	}{
		{"99/1#หมู่ที่ 4##ซอยศาลาแดง#ถนนพระอาทิตย์#ตำบลบางกรวย#อำเภอบางกรวย#จังหวัดนนทบุรี", Address{House: "99/1", Moo: "4", Soi: "ศาลาแดง",
			Road: "พระอาทิตย์", SubDistrict: "บางกรวย", District: "บางกรวย", Province: "นนทบุรี"}},
		{"12##ตรอกวัด###แขวงดุสิต#เขตดุสิต#กรุงเทพมหานคร", Address{House: "12", Lane: "วัด", SubDistrict: "ดุสิต", District: "ดุสิต", Province: "กรุงเทพมหานคร"}},
		{"7#ตำบลโนนสูง#อำเภอเมือง#จังหวัดอุดรธานี", Address{House: "7", SubDistrict: "โนนสูง", District: "เมือง", Province: "อุดรธานี"}},
		{"7#แขวงดุสิต#กรุงเทพมหานคร", Address{House: "7", SubDistrict: "ดุสิต", Province: "กรุงเทพมหานคร"}},
		{"123 ไม่มีหมู่", Address{House: "123 ไม่มีหมู่"}},
		{"", Address{}}, {"########", Address{}},
	} {
		got := addressOf(pad(tt.text, 160))
		got.Text = ""
		if got != tt.want {
			t.Errorf("%q:\n%+v\n%+v", tt.text, got, tt.want)
		}
	}
	const long = "99/1 หมู่ที่ 4 ตำบลบางกรวย"
	if got := addressOf(pad("99/1#หมู่ที่ 4####ตำบลบางกรวย##", 160)).Text; got != "99/1 หมู่ที่ 4 ตำบลบางกรวย" && got != long {
		t.Errorf("text %q", got)
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		raw              string
		year, month, day int
		life             bool
	}{
		{"25300214", 1987, 2, 14, false},
		{"25300000", 1987, 0, 0, false}, // neither day nor month is known
		{"25300500", 1987, 5, 0, false}, // the day is not known
		{"25300005", 0, 0, 0, false},    // a day without its month is none
		{"99999999", 0, 0, 0, true}, {"99991231", 0, 0, 0, true},
		{"25670229", 2024, 2, 29, false}, {"25680229", 0, 0, 0, false},
		{"00000000", 0, 0, 0, false}, {"        ", 0, 0, 0, false}, {"2530021", 0, 0, 0, false}, {"253O0214", 0, 0, 0, false},
	} {
		d := dateOf([]byte(tt.raw))
		if d.Year != tt.year || d.Month != tt.month || d.Day != tt.day || forLife(d) != tt.life {
			t.Errorf("%q: %+v, for life %t", tt.raw, d, forLife(d))
		}
	}
}

// The vectors were checked with python-stdnum (stdnum.th.pin).
func TestNumbers(t *testing.T) {
	for s, want := range map[string]bool{"1101700230708": true, "3100600445635": true, "1101700230709": false, "110170023070": false,
		"11017002307O8": false, "": false} {
		if validNumber(s) != want {
			t.Errorf("%q: %t", s, !want)
		}
	}
	for number, want := range map[string]bool{"0001234567890": true, "6001234567890": true, "7001234567890": true, "1101700230708": false, "": false} {
		if (Card{Number: number}).NonCitizen() != want {
			t.Errorf("%q: non-citizen %t", number, !want)
		}
	}
}

// A field never loses a letter of what a card can say.
func TestDecodeKeepsEveryLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom(nil, thaiLetters()), 1, 10, -1), 1, 5).Draw(t, "words")
		text := words[0]
		for _, w := range words[1:] {
			text += " " + w
		}
		if got := decode(pad(text, 160)); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func FuzzFields(f *testing.F) {
	f.Add([]byte("นาย#a##b"))
	f.Add(tis("99/1#หมู่ที่ 4##ซอยศาลาแดง#ถนน#ตำบล#อำเภอ#จังหวัด"))
	f.Add([]byte("25300214"))
	f.Add([]byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 0xFF, 0xD9})
	f.Fuzz(func(t *testing.T, p []byte) {
		nameOf(p)
		addressOf(p)
		complete(p)
		if d := dateOf(p); d.Year != 0 && (d.Month < 0 || d.Month > 12 || d.Day > 31) {
			t.Errorf("%+v", d)
		}
	})
}

func thaiLetters() *unicode.RangeTable {
	return &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x0E01, Hi: 0x0E3A, Stride: 1}, {Lo: 0x0E3F, Hi: 0x0E5B, Stride: 1}}}
}
