package ccid

import (
	"errors"
	"fmt"
)

// Protocol is a card's transmission protocol.
type Protocol byte

// The protocols that this package speaks.
const (
	T0 Protocol = 0
	T1 Protocol = 1
)

// ATR is a card's answer to reset (ISO 7816-3, section 8), taken apart.
type ATR struct {
	Raw        []byte
	Inverse    bool // inverse convention
	FiDi       byte // TA1, 11 when absent
	Guard      byte // TC1
	Specific   bool // TA2 present: the card fixes protocol and speed
	WI         byte // TC2: waiting time of T=0, 0A when absent
	IFSC       byte // TA of T=1: largest block for the card, 20 when absent
	BWI        byte // TB of T=1: block (high) and character (low) waiting, 4D when absent
	CRC        bool // TC of T=1: blocks end in a CRC
	Protocols  []Protocol
	Historical []byte
}

// ErrATR means that the bytes are not an answer to reset.
var ErrATR = errors.New("ccid: not an answer to reset")

// ParseATR takes an answer to reset apart. It is lenient about a missing or
// wrong check byte, which some issued cards have.
func ParseATR(raw []byte) (ATR, error) {
	a := ATR{Raw: append([]byte(nil), raw...), FiDi: 0x11, WI: 0x0A, IFSC: 0x20, BWI: 0x4D}
	if len(raw) < 2 || len(raw) > 33 {
		return a, fmt.Errorf("%w: %d bytes", ErrATR, len(raw))
	}
	switch raw[0] {
	case 0x3B:
	case 0x3F:
		a.Inverse = true
	default:
		return a, fmt.Errorf("%w: begins %02X", ErrATR, raw[0])
	}
	at := 1
	next := func() (byte, error) {
		if at >= len(raw) {
			return 0, fmt.Errorf("%w: cut off", ErrATR)
		}
		at++
		return raw[at-1], nil
	}
	t0, _ := next()
	history, y, protocol := int(t0&0x0F), t0>>4, byte(0)
	for level := 1; ; level++ {
		var group [4]byte
		for i := range group {
			if y&(1<<i) == 0 {
				continue
			}
			b, err := next()
			if err != nil {
				return a, err
			}
			group[i] = b
			a.take(level, i, protocol, b)
		}
		if y&8 == 0 {
			break
		}
		y, protocol = group[3]>>4, group[3]&0x0F
		if protocol <= byte(T1) {
			a.offer(Protocol(protocol))
		}
	}
	if len(a.Protocols) == 0 {
		a.Protocols = []Protocol{T0}
	}
	if at+history > len(raw) {
		return a, fmt.Errorf("%w: %d historical bytes missing", ErrATR, at+history-len(raw))
	}
	a.Historical = a.Raw[at : at+history]
	return a, nil
}

// take keeps one interface byte: i counts TA, TB, TC, TD.
func (a *ATR) take(level, i int, protocol, b byte) {
	switch {
	case level == 1 && i == 0:
		a.FiDi = b
	case level == 1 && i == 2:
		a.Guard = b
	case level == 2 && i == 0:
		a.Specific = true
	case level == 2 && i == 2:
		a.WI = b
	case level > 2 && protocol == byte(T1) && i == 0:
		a.IFSC = b
	case level > 2 && protocol == byte(T1) && i == 1:
		a.BWI = b
	case level > 2 && protocol == byte(T1) && i == 2:
		a.CRC = b&1 != 0
	}
}

func (a *ATR) offer(p Protocol) {
	for _, q := range a.Protocols {
		if q == p {
			return
		}
	}
	a.Protocols = append(a.Protocols, p)
}

// Default returns the protocol that the card starts in: the first one offered.
func (a ATR) Default() Protocol { return a.Protocols[0] }
