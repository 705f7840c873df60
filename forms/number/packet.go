package number

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Packet is a stock of security paper: sheets with printed serials that follow
// on one another, "AB000101" to "AB000600".
type Packet struct {
	Prefix string `cbor:"1,keyasint" json:"prefix"` // what stands before the digits
	Digits int    `cbor:"2,keyasint" json:"digits"` // how many, with leading zeros
	From   uint64 `cbor:"3,keyasint" json:"from"`
	To     uint64 `cbor:"4,keyasint" json:"to"` // inclusive
	Note   string `cbor:"5,keyasint,omitempty" json:"note,omitempty"`
}

// maxPacket is the most sheets that one packet has: more is a slip of the key.
const maxPacket = 100_000

// ErrPacket means that two serials do not bound a packet.
var ErrPacket = errors.New("these are not the first and the last serial of a packet")

// NewPacket returns the packet from the first serial to the last. An error wraps
// ErrPacket.
func NewPacket(first, last string) (Packet, error) {
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	cut := len(strings.TrimRight(first, "0123456789"))
	p := Packet{Prefix: first[:cut], Digits: len(first) - cut}
	wrong := fmt.Errorf("%q to %q: %w", first, last, ErrPacket)
	if p.Digits == 0 || p.Digits > 15 || len(first) != len(last) || len(first) > 30 || !strings.HasPrefix(last, p.Prefix) {
		return Packet{}, wrong
	}
	var err error
	if p.From, err = strconv.ParseUint(first[cut:], 10, 64); err != nil {
		return Packet{}, wrong
	}
	if p.To, err = strconv.ParseUint(last[cut:], 10, 64); err != nil || p.From == 0 || p.To < p.From || p.To-p.From >= maxPacket {
		return Packet{}, wrong
	}
	return p, nil
}

// Lease returns the packet as a block of numbers of the kind Sheets. Nobody
// signs it: the printing house's serials are what counts.
func (p Packet) Lease(office, station string) Lease {
	format := strings.ReplaceAll(p.Prefix, "%", "%%") + "%0" + strconv.Itoa(p.Digits) + "[3]d"
	l := Lease{Kind: Sheets, Office: office, Station: station, From: p.From, To: p.To, Format: format}
	l.ID = Sheets + "/" + l.Text(p.From)
	return l
}

// Find returns the number of the lease that is written as text.
func (l Lease) Find(text string) (uint64, bool) {
	digits := text[len(strings.TrimRight(text, "0123456789")):]
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || !l.Holds(n) || l.Text(n) != text {
		return 0, false
	}
	return n, true
}
