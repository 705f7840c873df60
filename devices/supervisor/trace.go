package supervisor

import (
	"sala/devices/ccid"
	"sala/devices/escpos"
	"sala/devices/port"
)

// Blank takes the personal data out of a trace of a device of this kind. The
// trace keeps its times, its lengths and what the driver goes by, so that it can
// still be played back.
func Blank(k Kind, t port.Trace) (port.Trace, error) {
	switch k {
	case CardReader:
		return t.Blank(port.Device, ccid.Blank)
	case ReceiptPrinter:
		return t.Blank(port.Host, escpos.Blank)
	case Receiver:
		return t.Blank(port.Device, blankDigits)
	}
	return t.Blank(port.Device, blankText)
}

// blankDigits blanks positions and times.
func blankDigits(p []byte) []byte {
	for i, b := range p {
		if b >= '0' && b <= '9' {
			p[i] = '0'
		}
	}
	return p
}

// blankText blanks letters and digits; framing, separators and fillers stay.
func blankText(p []byte) []byte {
	for i, b := range blankDigits(p) {
		if b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= 0x80 {
			p[i] = 'X'
		}
	}
	return p
}
