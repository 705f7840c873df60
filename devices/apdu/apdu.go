// Package apdu knows the shape of the commands and answers of a smart card (ISO
// 7816-4, short form) and fetches an answer that a T=0 card hands out in parts.
package apdu

import (
	"context"
	"errors"
	"fmt"
)

// Case is the shape of a command: with or without data, with or without an
// expected answer.
type Case int

// The four cases of ISO 7816-3, section 12.1.
const (
	NoData  Case = 1 // header only
	Receive Case = 2 // header and Le
	Send    Case = 3 // header, Lc and data
	Both    Case = 4 // header, Lc, data and Le
)

// ErrShape means that the bytes are not a short command.
var ErrShape = errors.New("apdu: not a short command")

// CaseOf returns the case of a command.
func CaseOf(cmd []byte) (Case, error) {
	switch n := len(cmd); {
	case n < 4:
	case n == 4:
		return NoData, nil
	case n == 5:
		return Receive, nil
	case cmd[4] != 0 && n == 5+int(cmd[4]):
		return Send, nil
	case cmd[4] != 0 && n == 6+int(cmd[4]):
		return Both, nil
	}
	return 0, fmt.Errorf("%w: % X", ErrShape, cmd[:min(len(cmd), 5)])
}

// Status is the status word that ends every answer.
type Status uint16

// OK is the status word of a command that was carried out.
const OK Status = 0x9000

// More reports whether the card holds n more bytes (61xx; 0 means 256).
func (s Status) More() (n byte, ok bool) { return byte(s), s>>8 == 0x61 }

// Expect reports whether the card wants the command again with this Le (6Cxx).
func (s Status) Expect() (n byte, ok bool) { return byte(s), s>>8 == 0x6C }

// Split parts an answer into its data and status word.
func Split(answer []byte) ([]byte, Status, error) {
	n := len(answer) - 2
	if n < 0 {
		return nil, 0, errors.New("apdu: an answer without a status word")
	}
	return answer[:n], Status(answer[n])<<8 | Status(answer[n+1]), nil
}

// Exchanger sends one command to a card and returns its answer, status word
// included.
type Exchanger interface {
	Exchange(ctx context.Context, cmd []byte) ([]byte, error)
}

// rounds is how many GET RESPONSE an answer may take: 65536 bytes by 256.
const rounds = 256

// Transmit sends a command and collects the whole answer: it repeats the command
// as 6Cxx asks and fetches with GET RESPONSE what 61xx announces. p2 is the
// second parameter of GET RESPONSE, 0 but for cards that want otherwise. The
// answer's status word is the last one that the card gave.
func Transmit(ctx context.Context, card Exchanger, cmd []byte, p2 byte) ([]byte, Status, error) {
	var data []byte
	next, repeated := cmd, false
	for range rounds {
		answer, err := card.Exchange(ctx, next)
		if err != nil {
			return nil, 0, err
		}
		part, sw, err := Split(answer)
		if err != nil {
			return nil, 0, err
		}
		if le, ok := sw.Expect(); ok && !repeated {
			next, repeated = withExpected(next, le), true
			continue
		}
		repeated = false
		data = append(data, part...)
		n, more := sw.More()
		if !more {
			return data, sw, nil
		}
		next = []byte{cmd[0] & 0x03, 0xC0, 0x00, p2, n}
	}
	return nil, 0, errors.New("apdu: an answer without end")
}

// withExpected returns the command with its expected length set to le.
func withExpected(cmd []byte, le byte) []byte {
	out := append([]byte(nil), cmd...)
	switch c, _ := CaseOf(cmd); c {
	case Receive, Both:
		out[len(out)-1] = le
		return out
	}
	return append(out, le)
}
