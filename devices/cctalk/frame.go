// Package cctalk takes and gives money: coin acceptors, banknote validators with
// escrow and coin hoppers on one ccTalk line.
//
// It promises that every piece of money that stays in a machine was told to the
// caller: a note before it leaves the escrow, where it can still be given back, a
// coin as soon as it is past the gate. A command that moves money is never sent
// twice because its answer was lost; the machine is asked what it did.
//
// Source: "ccTalk Serial Communication Protocol, Generic Specification", issue
// 4.7, parts 1 to 3 (Crane Payment Innovations, published free of charge): message
// 7.1, commands of part 1, tables 1 (headers), 2 (coin error codes), 4 (banknote
// events) and of the Appendix 3 (coin and bill identification). Encryption and the
// CRC check sum, which some validators are ordered with, are not supported.
package cctalk

import (
	"errors"
	"fmt"

	"sala/devices/fault"
)

// host is the address of the program on the line.
const host = 1

// Usual addresses of devices.
const (
	CoinAcceptor  byte = 2
	FirstHopper   byte = 3
	BillValidator byte = 40
)

// Message is one message on the line.
type Message struct {
	To, From byte
	Header   byte
	Data     []byte
}

// overhead is destination, length, source, header and check sum.
const overhead = 5

// Bytes returns the message as it stands on the line: destination, number of
// data bytes, source, header, data, and what makes the sum of all zero.
func (m Message) Bytes() []byte {
	b := append([]byte{m.To, byte(len(m.Data)), m.From, m.Header}, m.Data...)
	return append(b, -sum(b))
}

func sum(b []byte) (s byte) {
	for _, x := range b {
		s += x
	}
	return s
}

// ErrShort means that a message has not wholly come yet.
var ErrShort = errors.New("cctalk: the message is not complete")

// ErrSum means that the bytes of a message were damaged.
var ErrSum = fault.New(fault.LineGarbled)

// Parse takes the first message of b and returns how long it is.
func Parse(b []byte) (Message, int, error) {
	if len(b) < overhead || len(b) < overhead+int(b[1]) {
		return Message{}, 0, ErrShort
	}
	n := overhead + int(b[1])
	if sum(b[:n]) != 0 {
		return Message{}, n, fmt.Errorf("cctalk: check sum: %w", ErrSum)
	}
	return Message{To: b[0], From: b[2], Header: b[3], Data: append([]byte(nil), b[4:n-1]...)}, n, nil
}

// Headers of the commands that are used, and of answers.
const (
	Answer        byte = 0
	Refusal       byte = 5 // NAK
	Busy          byte = 6
	SimplePoll    byte = 254
	Category      byte = 245
	Product       byte = 244
	Serial        byte = 242
	InhibitMask   byte = 231
	CoinEvents    byte = 229
	MasterInhibit byte = 228
	PayoutLevels  byte = 217
	CoinID        byte = 184
	Dispense      byte = 167
	PayoutStatus  byte = 166
	EnablePayout  byte = 164
	BillEvents    byte = 159
	BillID        byte = 157
	Scaling       byte = 156
	RouteBill     byte = 154
	BillMode      byte = 153
	PayoutCoinID  byte = 131
)
