package barcode

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// Licence is a driving licence or identity card in the form of the AAMVA.
type Licence struct {
	Issuer   string            `json:"issuer"` // issuer identification number
	Version  int               `json:"version"`
	Elements map[string]string `json:"elements"` // by their three letters: DAQ, DCS ...
}

// Names of common elements.
const (
	ElementNumber  = "DAQ"
	ElementSurname = "DCS"
	ElementGiven   = "DAC"
	ElementBirth   = "DBB"
	ElementExpires = "DBA"
)

// licenceMark stands within the first bytes of every licence.
const licenceMark = "ANSI "

// maxSubfiles bounds the entries that are believed.
const maxSubfiles = 16

// ParseLicence reads the contents of a licence's PDF417. The offsets of some
// issuers are a few bytes wrong, so a subfile is looked for by its letters
// where its entry does not point at them.
func ParseLicence(p []byte) (Licence, error) {
	at := bytes.Index(p, []byte(licenceMark))
	if at < 0 || at > 16 || bytes.IndexByte(p[:at], '@') < 0 {
		return Licence{}, fmt.Errorf("barcode: not a licence: %w", ErrUnreadable)
	}
	start := bytes.IndexByte(p[:at], '@')
	head := p[at+len(licenceMark):]
	if len(head) < 12 {
		return Licence{}, fmt.Errorf("barcode: a licence cut off: %w", ErrUnreadable)
	}
	version, err := strconv.Atoi(string(head[6:8]))
	if err != nil {
		return Licence{}, fmt.Errorf("barcode: a licence without a version: %w", ErrUnreadable)
	}
	l := Licence{Issuer: string(head[:6]), Version: version, Elements: map[string]string{}}
	head = head[8:]
	if version >= 2 || version == 1 && len(head) > 4 && digits(head[:4]) {
		head = head[2:] // the jurisdiction's own version
	}
	count, err := strconv.Atoi(string(head[:2]))
	if err != nil || count < 1 || count > maxSubfiles || len(head) < 2+10*count {
		return Licence{}, fmt.Errorf("barcode: a licence without a directory: %w", ErrUnreadable)
	}
	for i := range count {
		l.subfile(p[start:], head[2+10*i:][:10])
	}
	if len(l.Elements) == 0 {
		return Licence{}, fmt.Errorf("barcode: a licence without contents: %w", ErrUnreadable)
	}
	return l, nil
}

func digits(p []byte) bool { return strings.Trim(string(p), "0123456789") == "" }

// begins returns where a subfile begins: a licence's own after the directory, the
// others behind the CR of the one before; -1 when there is none.
func begins(p []byte, kind string) int {
	if kind == "DL" || kind == "ID" {
		return bytes.Index(p, []byte(kind+"D")) // all its elements begin with D
	}
	if at := bytes.Index(p, []byte("\r"+kind)); at >= 0 {
		return at + 1
	}
	return -1
}

// subfile reads the elements of one entry: two letters, an offset and a length of
// four digits each.
func (l *Licence) subfile(p, entry []byte) {
	kind := string(entry[:2])
	offset, err1 := strconv.Atoi(string(entry[2:6]))
	length, err2 := strconv.Atoi(string(entry[6:10]))
	if err1 != nil || err2 != nil || offset < 0 || length < 0 {
		return
	}
	if offset+2 > len(p) || string(p[offset:offset+2]) != kind {
		if offset = begins(p, kind); offset < 0 {
			return
		}
	}
	body := p[offset+2:]
	if end := bytes.IndexByte(body, '\r'); end >= 0 {
		body = body[:end]
	} else if length >= 2 && length-2 < len(body) {
		body = body[:length-2]
	}
	for e := range strings.SplitSeq(string(body), "\n") {
		if len(e) >= 3 {
			l.Elements[e[:3]] = strings.TrimSpace(e[3:])
		}
	}
}
