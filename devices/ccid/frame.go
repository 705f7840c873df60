package ccid

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"sala/devices/port"
)

// Bytes of the framing.
const (
	sync = 0x03
	ack  = 0x06
	nak  = 0x15
	move = 0x50 // a card came (03) or went (02)

	moveOut = 0x02
	moveIn  = 0x03
)

// headerSize is the size of a CCID message without its data; maxData is the
// most that a reader of this kind sends in one.
const (
	headerSize = 10
	maxData    = 261 + 16
)

// message is one CCID message.
type message struct {
	kind byte
	slot byte
	seq  byte
	b    [3]byte // three bytes whose meaning depends on kind
	data []byte
}

func (m message) frame() []byte {
	f := make([]byte, 0, 2+headerSize+len(m.data)+1)
	f = append(f, sync, ack, m.kind)
	f = binary.LittleEndian.AppendUint32(f, uint32(len(m.data)))
	f = append(f, m.slot, m.seq, m.b[0], m.b[1], m.b[2])
	f = append(f, m.data...)
	return append(f, lrc(f))
}

// lrc is the exclusive or of all bytes: 0 over a whole frame.
func lrc(p []byte) byte {
	var x byte
	for _, b := range p {
		x ^= b
	}
	return x
}

// event is one thing that comes from a reader.
type event int

const (
	gotMessage event = iota
	gotNAK
	gotCardIn
	gotCardOut
	gotTimeRequest
)

// timing bounds the wait for bytes.
type timing struct {
	first time.Duration // for the first byte
	gap   time.Duration // between bytes
}

// readEvent reads the next thing that the reader has to say. Noise before a
// frame is skipped, but no more than a frame's worth of it.
func readEvent(ctx context.Context, l port.Line, t timing) (event, message, error) {
	var b [1]byte
	for noise := 0; noise <= 2*maxData; noise++ {
		if _, err := port.ReadFull(ctx, l, b[:], t.first); err != nil {
			return 0, message{}, err
		}
		switch {
		case b[0] == sync:
			e, m, err := readFrame(ctx, l, t.gap)
			return e, m, err
		case b[0] == move:
			if _, err := port.ReadFull(ctx, l, b[:], t.gap); err != nil {
				return 0, message{}, err
			}
			switch b[0] {
			case moveIn:
				return gotCardIn, message{}, nil
			case moveOut:
				return gotCardOut, message{}, nil
			}
		case b[0] >= 0x80:
			return gotTimeRequest, message{}, nil
		}
	}
	return 0, message{}, fmt.Errorf("ccid: no frame in the noise: %w", ErrGarbled)
}

func readFrame(ctx context.Context, l port.Line, gap time.Duration) (event, message, error) {
	head := make([]byte, 2+headerSize)
	head[0] = sync
	if _, err := port.ReadFull(ctx, l, head[1:2], gap); err != nil {
		return 0, message{}, err
	}
	switch head[1] {
	case nak:
		var b [1]byte
		if _, err := port.ReadFull(ctx, l, b[:], gap); err != nil {
			return 0, message{}, err
		}
		if b[0] != sync^nak {
			return 0, message{}, fmt.Errorf("ccid: a damaged refusal: %w", ErrGarbled)
		}
		return gotNAK, message{}, nil
	case ack:
	default:
		return 0, message{}, fmt.Errorf("ccid: a frame that begins 03 %02X: %w", head[1], ErrGarbled)
	}
	if _, err := port.ReadFull(ctx, l, head[2:], gap); err != nil {
		return 0, message{}, err
	}
	size := binary.LittleEndian.Uint32(head[3:7])
	if size > maxData {
		return 0, message{}, fmt.Errorf("ccid: a message of %d bytes: %w", size, ErrGarbled)
	}
	rest := make([]byte, size+1)
	if _, err := port.ReadFull(ctx, l, rest, gap); err != nil {
		return 0, message{}, err
	}
	if lrc(head)^lrc(rest) != 0 {
		return 0, message{}, fmt.Errorf("ccid: a wrong check byte: %w", ErrGarbled)
	}
	m := message{kind: head[2], slot: head[7], seq: head[8], b: [3]byte(head[9:12]), data: rest[:size]}
	return gotMessage, m, nil
}
