// Package zvt has a card terminal take a fee: it is told an amount, asks the
// citizen for card and PIN by itself, and says what became of it.
//
// It promises that nobody is charged without the caller's knowing: an error of
// Charge says either that nothing was booked, or, when the line died after the
// terminal had begun, that it is not known (ErrUnknown); Last then tells. A
// booking is taken back by its receipt number. No card number passes through
// the program but the part that the terminal itself leaves readable.
//
// Source: "ECR-Interface, ZVT-Protocol", PA00P015 (commands, bitmaps, error
// messages) and PA00P016 (transport and application protocol), revision 13.06 of
// 2015, published free of charge by the makers' association VdTH: registration
// (2.1), authorization (2.2), reversal (2.9), and by their names repeat receipt,
// abort, status enquiry, status information and intermediate status. Serial lines
// frame a message with DLE STX ... DLE ETX and a CRC; on TCP it stands by itself.
//
// Limits: one terminal on a line, and the kiosk its only user, for a booking is
// told from the one before it by its receipt number. Totals and the end of the
// day are the terminal's own affair, and so are its receipt lines (the office's
// receipt names the booking). Encrypted transport, pre-authorizations, tips and
// card reading for the till are not used. The simulator was driven by a cash register
// that is not ours (ecrterm: registration, payment, declined payment, on a serial
// line); no terminal of metal was.
package zvt

import (
	"encoding/binary"
	"errors"
	"fmt"

	"sala/devices/fault"
)

// Command is a message's class and instruction.
type Command uint16

// The commands that are used, and the terminal's answers.
const (
	Status    Command = 0x040F // status information: what was booked
	Progress  Command = 0x04FF // intermediate status: what the terminal is doing
	Enquiry   Command = 0x0501
	Register  Command = 0x0600
	Authorise Command = 0x0601
	Complete  Command = 0x060F
	Aborted   Command = 0x061E // the terminal ended a command without success
	Repeat    Command = 0x0620
	Reverse   Command = 0x0630
	Abort     Command = 0x06B0
	PrintLine Command = 0x06D1
	PrintText Command = 0x06D3
	Taken     Command = 0x8000 // positive acknowledgement
)

// refusal is the class of a negative acknowledgement; its instruction is the
// error.
const refusal = 0x84

// Refusal returns the negative acknowledgement with a result.
func Refusal(r Result) Command { return refusal<<8 | Command(r) }

// Refused returns the result of a negative acknowledgement.
func (c Command) Refused() (Result, bool) { return Result(c & 0xFF), c>>8 == refusal }

// Message is a command or an answer.
type Message struct {
	Command Command
	Data    []byte
}

// Bytes returns the message as it stands on a TCP connection: class,
// instruction, length (FF and two bytes from 255 on, the low one first), data.
func (m Message) Bytes() []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(m.Command))
	if len(m.Data) < 0xFF {
		b = append(b, byte(len(m.Data)))
	} else {
		b = binary.LittleEndian.AppendUint16(append(b, 0xFF), uint16(len(m.Data)))
	}
	return append(b, m.Data...)
}

// ErrShort means that a message has not wholly come yet.
var ErrShort = errors.New("zvt: the message is not complete")

// ErrGarbled means that the bytes of a message were damaged.
var ErrGarbled = fault.New(fault.LineGarbled)

// Parse takes the first message of b and returns how long it is.
func Parse(b []byte) (Message, int, error) {
	if len(b) < 3 {
		return Message{}, 0, ErrShort
	}
	head, n := 3, int(b[2])
	if n == 0xFF {
		if len(b) < 5 {
			return Message{}, 0, ErrShort
		}
		head, n = 5, int(binary.LittleEndian.Uint16(b[3:]))
	}
	if len(b) < head+n {
		return Message{}, 0, ErrShort
	}
	return Message{Command(binary.BigEndian.Uint16(b)), append([]byte(nil), b[head:head+n]...)}, head + n, nil
}

// Bytes of the framing on a serial line.
const (
	stx = 0x02
	etx = 0x03
	// Ack says that a frame came whole, Nak that it is wanted again.
	Ack = 0x06
	Nak = 0x15
	dle = 0x10
)

// Frame returns a message as it stands on a serial line: DLE STX, the message
// with every DLE doubled, DLE ETX, and the CRC of message and ETX, low byte
// first.
func Frame(m Message) []byte {
	plain := m.Bytes()
	b := []byte{dle, stx}
	for _, x := range plain {
		if b = append(b, x); x == dle {
			b = append(b, dle)
		}
	}
	return binary.LittleEndian.AppendUint16(append(b, dle, etx), crc(append(plain, etx)))
}

// crc is CRC-16 of polynomial x^16+x^12+x^5+1, reflected, from zero.
func crc(b []byte) (c uint16) {
	for _, x := range b {
		c ^= uint16(x)
		for range 8 {
			odd := c&1 == 1
			if c >>= 1; odd {
				c ^= 0x8408
			}
		}
	}
	return c
}

// Unframe takes the first frame of b and returns how long it is. Bytes before
// DLE STX count to it.
func Unframe(b []byte) (Message, int, error) {
	from := 0
	for ; ; from++ {
		if from+1 >= len(b) {
			return Message{}, 0, ErrShort
		}
		if b[from] == dle && b[from+1] == stx {
			break
		}
	}
	var plain []byte
	for i := from + 2; i < len(b); i++ {
		if b[i] != dle {
			plain = append(plain, b[i])
			continue
		}
		if i++; i >= len(b) {
			break
		}
		switch b[i] {
		case dle:
			plain = append(plain, dle)
		case etx:
			if i+2 >= len(b) {
				return Message{}, 0, ErrShort
			}
			return check(plain, binary.LittleEndian.Uint16(b[i+1:]), i+3)
		default:
			return Message{}, i + 1, fmt.Errorf("zvt: DLE before %02X: %w", b[i], ErrGarbled)
		}
	}
	return Message{}, 0, ErrShort
}

func check(plain []byte, sum uint16, n int) (Message, int, error) {
	if crc(append(plain, etx)) != sum {
		return Message{}, n, fmt.Errorf("zvt: check sum: %w", ErrGarbled)
	}
	m, used, err := Parse(plain)
	if err != nil || used != len(plain) {
		return Message{}, n, fmt.Errorf("zvt: a message of %d bytes: %w", len(plain), ErrGarbled)
	}
	return m, n, nil
}
