package ccid

import (
	"context"
	"errors"
	"fmt"

	"sala/devices/apdu"
)

// ifsd is the largest block that the host takes: what the reader's frame holds.
const ifsd = 0xFE

// Limits of T=1 (ISO 7816-3, section 11.6.3).
const (
	t1Retries = 3
	t1Resyncs = 3
	t1WTX     = 64 // requests for time within one exchange
	t1Answer  = 65538
)

// Bits of a protocol control byte.
const (
	pcbR       = 0x80
	pcbS       = 0xC0
	pcbMore    = 0x20
	pcbSeq     = 0x40
	pcbRSeq    = 0x10
	pcbAnswer  = 0x20
	rBadEDC    = 0x01
	rOther     = 0x02
	sResync    = 0xC0
	sIFS       = 0xC1
	sAbort     = 0xC2
	sWTX       = 0xC3
	kindMask   = 0xC0
	maxT1Block = 254
)

// t1State is where a T=1 conversation stands.
type t1State struct {
	send byte // number of our next I-block, 0 or 1
	recv byte // number of the card's next I-block
	ifsc int  // largest block for the card
	crc  bool
}

type block struct {
	pcb byte
	inf []byte
}

func (b block) isI() bool { return b.pcb&0x80 == 0 }
func (b block) isR() bool { return b.pcb&kindMask == pcbR }

// errBlock means that a block came damaged or made no sense.
var errBlock = errors.New("a damaged T=1 block")

func (s *t1State) encode(b block) []byte {
	p := append([]byte{0, b.pcb, byte(len(b.inf))}, b.inf...)
	if s.crc {
		c := crc16(p)
		return append(p, byte(c>>8), byte(c))
	}
	return append(p, lrc(p))
}

func (s *t1State) decode(p []byte) (block, error) {
	tail := 1
	if s.crc {
		tail = 2
	}
	if len(p) < 3+tail || int(p[2]) > maxT1Block || len(p) != 3+int(p[2])+tail {
		return block{}, fmt.Errorf("%w: %d bytes", errBlock, len(p))
	}
	body := p[:len(p)-tail]
	if s.crc {
		if c := crc16(body); byte(c>>8) != p[len(p)-2] || byte(c) != p[len(p)-1] {
			return block{}, fmt.Errorf("%w: check", errBlock)
		}
	} else if lrc(p) != 0 {
		return block{}, fmt.Errorf("%w: check", errBlock)
	}
	return block{pcb: p[1], inf: body[3:]}, nil
}

// crc16 is the check of ISO/IEC 13239 as T=1 uses it.
func crc16(p []byte) uint16 {
	crc := uint16(0xFFFF)
	for _, b := range p {
		crc ^= uint16(b)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ 0x8408
			} else {
				crc >>= 1
			}
		}
	}
	crc = ^crc
	return crc<<8 | crc>>8
}

// openT1 begins a conversation and tells the card how large a block may be.
func (r *Reader) openT1(ctx context.Context) error {
	t := &r.card.t1
	*t = t1State{ifsc: max(1, min(int(r.card.atr.IFSC), maxT1Block)), crc: r.card.atr.CRC}
	ask := block{pcb: sIFS, inf: []byte{ifsd}}
	for range t1Retries {
		b, err := r.swap(ctx, ask, 0)
		switch {
		case errors.Is(err, errBlock):
			continue
		case err != nil:
			return err
		case b.pcb == sIFS|pcbAnswer && len(b.inf) == 1 && b.inf[0] == ifsd:
			return nil
		}
	}
	return ErrMute.Because(errors.New("no agreement on the block size"))
}

// swap sends one block and reads one.
func (r *Reader) swap(ctx context.Context, b block, multiplier byte) (block, error) {
	p, err := r.transfer(ctx, r.card.t1.encode(b), multiplier)
	if err != nil {
		return block{}, err
	}
	return r.card.t1.decode(p)
}

// exchangeT1 carries one command and its answer, in as many blocks as needed.
func (r *Reader) exchangeT1(ctx context.Context, cmd []byte) ([]byte, error) {
	for attempt := 0; ; attempt++ {
		x := exchange{t: &r.card.t1, rest: cmd}
		answer, err := x.run(ctx, r)
		if !errors.Is(err, errBlock) {
			return answer, err
		}
		if attempt == t1Resyncs || r.resync(ctx) != nil {
			r.powered = false
			return nil, ErrMute.Because(err)
		}
		if !repeatable(cmd) {
			return nil, ErrGarbled.Because(err)
		}
	}
}

// repeatable reports whether sending the command again after a lost answer is
// harmless: SELECT, READ BINARY, READ RECORD, GET RESPONSE, GET DATA.
func repeatable(cmd []byte) bool {
	switch cmd[1] {
	case 0xA4, 0xB0, 0xB2, 0xC0, 0xCA:
		return true
	}
	return false
}

func (r *Reader) resync(ctx context.Context) error {
	for range t1Retries {
		b, err := r.swap(ctx, block{pcb: sResync}, 0)
		if err == nil && b.pcb == sResync|pcbAnswer {
			r.card.t1.send, r.card.t1.recv = 0, 0
			return nil
		}
		if err != nil && !errors.Is(err, errBlock) {
			return err
		}
	}
	return errBlock
}

// exchange is one command on its way.
type exchange struct {
	t      *t1State
	rest   []byte // of the command, not yet confirmed
	answer []byte
	wtx    int
}

func (x *exchange) run(ctx context.Context, r *Reader) ([]byte, error) {
	out, multiplier, bad := x.iBlock(), byte(0), 0
	for {
		in, err := r.swap(ctx, out, multiplier)
		multiplier = 0
		if errors.Is(err, errBlock) {
			if bad++; bad > t1Retries {
				return nil, err
			}
			out = x.rBlock(rBadEDC)
			continue
		}
		if err != nil {
			return nil, err
		}
		next, mult, done, err := x.step(in, out)
		switch {
		case errors.Is(err, errAgain):
			if bad++; bad > t1Retries {
				return nil, errBlock
			}
		case err != nil:
			return nil, err
		case done:
			if _, _, err := apdu.Split(x.answer); err != nil {
				return nil, errBlock
			}
			return x.answer, nil
		default:
			bad = 0
		}
		out, multiplier = next, mult
	}
}

// errAgain means that the block asks for a repetition.
var errAgain = errors.New("again")

// step takes one block from the card and says what to send next.
func (x *exchange) step(in, sent block) (next block, multiplier byte, done bool, err error) {
	switch {
	case in.isI():
		return x.stepI(in)
	case in.isR():
		return x.stepR(in, sent)
	}
	switch in.pcb {
	case sWTX:
		if x.wtx++; x.wtx > t1WTX || len(in.inf) != 1 {
			return block{}, 0, false, errBlock
		}
		return block{pcb: sWTX | pcbAnswer, inf: in.inf}, in.inf[0], false, nil
	case sIFS:
		if len(in.inf) != 1 || in.inf[0] == 0 || in.inf[0] > maxT1Block {
			return block{}, 0, false, errBlock
		}
		x.t.ifsc = int(in.inf[0])
		return block{pcb: sIFS | pcbAnswer, inf: in.inf}, 0, false, nil
	}
	// An abort, or an answer to what was not asked.
	return block{}, 0, false, errBlock
}

func (x *exchange) stepI(in block) (block, byte, bool, error) {
	if in.pcb&pcbSeq>>6 != x.t.recv {
		return x.rBlock(rOther), 0, false, errAgain
	}
	if x.rest != nil { // the card's answer confirms our last block
		if len(x.rest) > x.t.ifsc {
			return block{}, 0, false, errBlock
		}
		x.rest, x.t.send = nil, x.t.send^1
	}
	x.t.recv ^= 1
	x.answer = append(x.answer, in.inf...)
	if len(x.answer) > t1Answer {
		return block{}, 0, false, errBlock
	}
	if in.pcb&pcbMore != 0 {
		return x.rBlock(0), 0, false, nil
	}
	return block{}, 0, true, nil
}

func (x *exchange) stepR(in, sent block) (block, byte, bool, error) {
	switch {
	case x.rest == nil:
		// The card missed our confirmation.
		return x.rBlock(0), 0, false, errAgain
	case in.pcb&pcbRSeq>>4 != x.t.send && len(x.rest) > x.t.ifsc:
		x.rest, x.t.send = x.rest[x.t.ifsc:], x.t.send^1
		return x.iBlock(), 0, false, nil
	case sent.isI() || sent.isR():
		return x.iBlock(), 0, false, errAgain
	}
	return sent, 0, false, errAgain
}

func (x *exchange) iBlock() block {
	b := block{pcb: x.t.send << 6, inf: x.rest}
	if len(x.rest) > x.t.ifsc {
		b.pcb, b.inf = b.pcb|pcbMore, x.rest[:x.t.ifsc]
	}
	return b
}

func (x *exchange) rBlock(reason byte) block {
	return block{pcb: pcbR | x.t.recv<<4 | reason}
}
