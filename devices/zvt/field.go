package zvt

import (
	"fmt"
	"strconv"
	"strings"
)

// Field is the number of one of a message's fields ("bitmaps").
type Field byte

// The fields that are used.
const (
	Amount   Field = 0x04
	Trace    Field = 0x0B
	Clock    Field = 0x0C
	Day      Field = 0x0D
	Kind     Field = 0x19 // of payment; in a completion, the terminal's status
	PAN      Field = 0x22
	Outcome  Field = 0x27
	Terminal Field = 0x29
	Currency Field = 0x49
	Receipt  Field = 0x87
	CardName Field = 0x8B
)

// lengths of fields with a fixed length; those of the rest are written before
// them with two or three digits, and the container of field 06 like ASN.1.
var lengths = map[Field]int{
	0x01: 1, 0x02: 1, 0x03: 1, Amount: 6, 0x05: 1, Trace: 3, Clock: 3, Day: 2, 0x0E: 2, 0x17: 2, Kind: 1, Outcome: 1, Terminal: 4, 0x2A: 15,
	0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, Currency: 2, Receipt: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1, 0xAA: 3, 0xBA: 5, 0xD0: 1, 0xD2: 1, 0xD3: 1,
	0xE0: 1, 0xE9: 1, 0xEA: 1, 0xEB: 8, 0xF0: 1, 0xF9: 1, 0xFA: 1, 0xFB: 1, 0xFC: 1,
}

// digits is how many digits say the length of a field without a fixed one.
var digits = map[Field]int{
	PAN: 2, 0x23: 2, CardName: 2, 0xA7: 2, 0xD1: 2, 0xE1: 2, 0xE2: 2, 0xE3: 2, 0xE4: 2, 0xE5: 2, 0xE6: 2, 0xE7: 2, 0xE8: 2,
	0xF1: 2, 0xF2: 2, 0xF3: 2, 0xF4: 2, 0xF5: 2, 0xF6: 2, 0xF7: 2, 0xF8: 2,
	0x24: 3, 0x2D: 3, 0x2E: 3, 0x3C: 3, 0x60: 3, 0x92: 3, 0x9A: 3, 0xAF: 3,
}

// container is the field that holds others of another form, which are not read.
const container Field = 0x06

// Fields reads the fields of a message.
func Fields(b []byte) (map[Field][]byte, error) {
	out := map[Field][]byte{}
	for len(b) > 0 {
		f := Field(b[0])
		head, n, err := size(f, b[1:])
		if err != nil {
			return out, err
		}
		if len(b) < 1+head+n {
			return out, fmt.Errorf("zvt: field %02X is cut off: %w", byte(f), ErrGarbled)
		}
		out[f] = b[1+head : 1+head+n]
		b = b[1+head+n:]
	}
	return out, nil
}

// size returns how many bytes say a field's length, and that length.
func size(f Field, b []byte) (head, n int, err error) {
	if n, ok := lengths[f]; ok {
		return 0, n, nil
	}
	short := fmt.Errorf("zvt: the length of field %02X: %w", byte(f), ErrGarbled)
	if head, ok := digits[f]; ok {
		if len(b) < head {
			return 0, 0, short
		}
		for _, d := range b[:head] {
			n = 10*n + int(d&0x0F)
		}
		return head, n, nil
	}
	switch {
	case f != container:
		return 0, 0, fmt.Errorf("zvt: no field %02X: %w", byte(f), ErrGarbled)
	case len(b) > 0 && b[0] < 0x80:
		return 1, int(b[0]), nil
	case len(b) > 1 && b[0] == 0x81:
		return 2, int(b[1]), nil
	case len(b) > 2 && b[0] == 0x82:
		return 3, int(b[1])<<8 | int(b[2]), nil
	}
	return 0, 0, short
}

// Put appends a number as a field, in as many digits as its length takes.
func Put(b []byte, f Field, value int64) []byte {
	return append(append(b, byte(f)), bcd(value, lengths[f])...)
}

// PutText appends a text as a field with its length before it.
func PutText(b []byte, f Field, text string) []byte {
	b = append(b, byte(f))
	size := fmt.Sprintf("%0*d", digits[f], len(text))
	for _, d := range size {
		b = append(b, 0xF0|byte(d-'0'))
	}
	return append(b, text...)
}

// bcd writes a number in n bytes of two digits.
func bcd(value int64, n int) []byte {
	text := fmt.Sprintf("%0*d", 2*n, value)
	text = text[len(text)-2*n:]
	out := make([]byte, n)
	for i := range out {
		out[i] = (text[2*i]-'0')<<4 | (text[2*i+1] - '0')
	}
	return out
}

// number reads digits, and -1 where there are none.
func number(b []byte) int64 {
	n, err := strconv.ParseInt(fmt.Sprintf("%X", b), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// masked reads a card's number: digits, E for one that is hidden, F for the end.
// Only the last four are kept.
func masked(b []byte) string {
	text := strings.TrimRight(fmt.Sprintf("%X", b), "F")
	text = text[max(0, len(text)-4):]
	if strings.Trim(text, "0123456789") != "" {
		return ""
	}
	return text
}
