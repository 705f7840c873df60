// Package barcode reads what serial barcode scanners send: the contents of a
// symbol, perhaps with an AIM identifier before it and an end of line behind.
//
// It promises never to cut a symbol's contents at a line end that belongs to
// them, as in the PDF417 of an American driving licence: a scan ends when the
// scanner pauses.
//
// Sources: the AIM identifiers of Intermec's and Honeywell's manuals; AAMVA
// DL/ID Card Design Standard, annex D.
package barcode

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"sala/devices/fault"
	"sala/devices/port"
)

// Scan is one symbol that was read.
type Scan struct {
	Symbology Symbology `json:"symbology,omitempty"` // "" when the scanner does not say
	AIM       string    `json:"aim,omitempty"`       // the identifier, such as "]Q1"
	Data      []byte    `json:"-"`
	Text      string    `json:"text"`             // Data as UTF-8, or as TIS-620 where it is not
	Seal      bool      `json:"seal,omitempty"`   // the text is a seal of Sala's papers
	Number    string    `json:"number,omitempty"` // the text is nothing but a number of 13 digits
	Licence   *Licence  `json:"licence,omitempty"`
}

// Symbology is the kind of a symbol.
type Symbology string

// The kinds of symbols that identifiers tell.
const (
	Code39     Symbology = "code39"
	Code128    Symbology = "code128"
	GS1        Symbology = "gs1-128"
	EAN        Symbology = "ean"
	Codabar    Symbology = "codabar"
	Code93     Symbology = "code93"
	ITF        Symbology = "itf"
	PDF417     Symbology = "pdf417"
	DataMatrix Symbology = "datamatrix"
	QR         Symbology = "qr"
	Other      Symbology = "other"
)

// symbologyOf reads an AIM identifier: ']', a letter, a digit.
func symbologyOf(letter, digit byte) Symbology {
	switch letter {
	case 'A':
		return Code39
	case 'C':
		if digit == '1' {
			return GS1
		}
		return Code128
	case 'E':
		return EAN
	case 'F':
		return Codabar
	case 'G':
		return Code93
	case 'I':
		return ITF
	case 'L':
		return PDF417
	case 'd':
		return DataMatrix
	case 'Q':
		return QR
	}
	return Other
}

// sealPrefix begins the text of a seal on Sala's own papers.
const sealPrefix = "SALA1:"

// limit is more than the largest symbol holds (a QR of 7,089 digits).
const limit = 8192

// ErrUnreadable means that what came cannot be a symbol's contents.
var ErrUnreadable = fault.New(fault.BarcodeUnreadable)

// Parse reads one scan: control characters of the line at its ends are taken
// off, those within it are its own.
func Parse(msg []byte) (Scan, error) {
	if len(msg) > limit {
		return Scan{}, fmt.Errorf("barcode: %d bytes: %w", len(msg), ErrUnreadable)
	}
	// A licence ends in a CR of its own, which does no harm to lose.
	p := strings.TrimRight(string(msg), "\r\n\x03")
	p = strings.TrimLeft(p, "\x02\r\n")
	if p == "" {
		return Scan{}, fmt.Errorf("barcode: an empty scan: %w", ErrUnreadable)
	}
	var s Scan
	if len(p) > 3 && p[0] == ']' && letter(p[1]) && p[2] >= '0' && p[2] <= '9' || len(p) > 3 && p[0] == ']' && letter(p[1]) && letter(p[2]) {
		s.AIM, s.Symbology = p[:3], symbologyOf(p[1], p[2])
		p = p[3:]
	}
	s.Data = []byte(p)
	s.Text = decode(p)
	s.Seal = strings.HasPrefix(s.Text, sealPrefix)
	if len(p) == 13 && strings.Trim(p, "0123456789") == "" {
		s.Number = p
	}
	if l, err := ParseLicence(msg); err == nil {
		s.Licence = &l
	}
	return s, nil
}

func letter(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }

// decode returns text in UTF-8. What is none is Thai of the old kind, the only
// other that offices here have met.
func decode(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, err := charmap.Windows874.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return out
}

// gap is how long a scanner pauses only at the end of a scan.
const gap = 60 * time.Millisecond

// Listen reads scans from a line until it ends, and returns why.
func Listen(ctx context.Context, l port.Line, heard func(Scan, error)) error {
	var buf []byte
	err := port.Listen(ctx, l, gap, func(p []byte) {
		if len(buf) <= limit {
			buf = append(buf, p...)
		}
	}, func() {
		msg := buf
		buf = nil
		heard(Parse(msg))
	})
	return fmt.Errorf("barcode: listen: %w", err)
}
