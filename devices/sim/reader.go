package sim

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"sync"
)

// ReaderOptions says what kind of reader is simulated.
type ReaderOptions struct {
	// NoEcho is for readers of this framing that do not send every command
	// back first, as the GemPC Twin does.
	NoEcho bool
	// Firmware is the reader's name; a Twin's when empty.
	Firmware string
}

// Reader is a GemPC Twin on a serial line.
type Reader struct {
	opt  ReaderOptions
	wire *Wire

	mu      sync.Mutex
	card    Card
	powered bool
	mute    bool
	moves   []byte // card movements that wait to be told
	naks    int    // frames still to be refused
	pull    int    // transfers until the card is pulled; 0 never
	stretch int    // requests for time before every card answer

	slotErrors []byte // of the next exchanges
}

// NewReader makes a reader without a card.
func NewReader(o ReaderOptions) *Reader {
	if o.Firmware == "" {
		o.Firmware = "SIM-GemTwin-V2.00-GL04"
	}
	return &Reader{opt: o, wire: NewWire()}
}

// Wire returns the line's faults and pace.
func (r *Reader) Wire() *Wire { return r.wire }

// Insert puts a card in; it takes out the one that is there.
func (r *Reader) Insert(c Card) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card, r.powered = c, false
	r.moves = append(r.moves, 0x50, 0x03)
}

// Remove takes the card out.
func (r *Reader) Remove() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remove()
}

func (r *Reader) remove() {
	if r.card == nil {
		return
	}
	r.card, r.powered = nil, false
	r.moves = append(r.moves, 0x50, 0x02)
}

// RemoveAfter pulls the card during the n-th exchange with it from now.
func (r *Reader) RemoveAfter(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pull = n
}

// SetMute makes the reader deaf and dumb, or well again.
func (r *Reader) SetMute(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mute = on
}

// RefuseNext makes the reader refuse the next n frames as damaged.
func (r *Reader) RefuseNext(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.naks = n
}

// Stretch makes the card ask n times for time before every answer.
func (r *Reader) Stretch(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stretch = n
}

// FailNext makes the next exchanges with the card fail with these codes (bError).
func (r *Reader) FailNext(codes ...byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.slotErrors = codes
}

// Serve answers a host until the line ends; nil when it was unplugged.
func (r *Reader) Serve(line io.ReadWriter) error {
	w := r.wire.over(line)
	for {
		frame, err := readCommand(w)
		if err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, os.ErrClosed) || gone(err) {
				return nil
			}
			return err
		}
		if _, err := w.Write(r.answer(frame)); err != nil {
			if gone(err) {
				return nil
			}
			return err
		}
	}
}

// readCommand reads one frame, skipping what is not the start of one.
func readCommand(l io.Reader) ([]byte, error) {
	frame := make([]byte, 12, 300)
	for frame[0] = 0; frame[0] != 0x03; {
		if _, err := io.ReadFull(l, frame[:1]); err != nil {
			return nil, err
		}
	}
	if _, err := io.ReadFull(l, frame[1:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(frame[3:7])
	if size > 300 {
		return frame, nil // damaged: the check byte will say so
	}
	rest := make([]byte, size+1)
	if _, err := io.ReadFull(l, rest); err != nil {
		return nil, err
	}
	return append(frame, rest...), nil
}

// answer returns all bytes that the reader sends upon a frame.
func (r *Reader) answer(frame []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.mute {
		return nil
	}
	if len(frame) < 13 || xor(frame) != 0 || r.naks > 0 {
		r.naks = max(r.naks-1, 0)
		return []byte{0x03, 0x15, 0x16}
	}
	var out []byte
	if !r.opt.NoEcho {
		out = append(out, frame...)
	}
	c := ccidCommand{kind: frame[2], slot: frame[7], seq: frame[8], param: frame[9], data: frame[12 : len(frame)-1]}
	a, wait := r.run(c)
	if a == nil {
		return out // the card is mute and the reader waits for it
	}
	for range wait {
		out = append(out, 0xFF)
	}
	out = append(out, r.moves...)
	r.moves = nil
	return append(out, a...)
}

type ccidCommand struct {
	kind, slot, seq, param byte
	data                   []byte
}

// reply frames an answer.
func (c ccidCommand) reply(kind, status, code, last byte, data []byte) []byte {
	f := []byte{0x03, 0x06, kind}
	f = binary.LittleEndian.AppendUint32(f, uint32(len(data)))
	f = append(f, c.slot, c.seq, status, code, last)
	f = append(f, data...)
	return append(f, xor(f))
}

func xor(p []byte) byte {
	var x byte
	for _, b := range p {
		x ^= b
	}
	return x
}

// state is the slot's: 0 powered, 1 present, 2 absent.
func (r *Reader) state() byte {
	switch {
	case r.card == nil:
		return 2
	case r.powered:
		return 0
	}
	return 1
}

const failed = 0x40

// run carries a command out: the answer, nil for none, and how many requests for
// time come before it.
func (r *Reader) run(c ccidCommand) ([]byte, int) {
	switch c.kind {
	case 0x62:
		if r.card == nil {
			return c.reply(0x80, 2|failed, 0xFE, 0, nil), 0
		}
		atr := r.card.Reset()
		if v, ok := r.card.(interface{ Works(volts byte) bool }); ok && !v.Works(c.param) {
			atr = nil
		}
		if atr == nil {
			return c.reply(0x80, 1|failed, 0xFE, 0, nil), 0
		}
		r.powered = true
		return c.reply(0x80, 0, 0, 0, atr), 0
	case 0x63:
		r.powered = false
		return c.reply(0x81, r.state(), 0, 0, nil), 0
	case 0x65:
		return c.reply(0x81, r.state(), 0, 0, nil), 0
	case 0x61:
		return c.reply(0x82, r.state(), 0, c.param, c.data), 0
	case 0x6B:
		return r.escape(c), 0
	case 0x6F:
		return r.transfer(c)
	}
	return c.reply(0x81, r.state()|failed, 0, 0, nil), 0
}

func (r *Reader) escape(c ccidCommand) []byte {
	switch string(c.data) {
	case "\x02":
		return c.reply(0x83, r.state(), 0, 0, []byte(r.opt.Firmware))
	case "\x01\x01\x01":
		return c.reply(0x83, r.state(), 0, 0, nil)
	}
	return c.reply(0x83, r.state()|failed, 0, 0, nil)
}

func (r *Reader) transfer(c ccidCommand) ([]byte, int) {
	if r.pull > 0 {
		if r.pull--; r.pull == 0 {
			r.remove()
		}
	}
	if !r.powered {
		return c.reply(0x80, r.state()|failed, 0xFE, 0, nil), 0
	}
	if len(r.slotErrors) > 0 {
		code := r.slotErrors[0]
		r.slotErrors = r.slotErrors[1:]
		return c.reply(0x80, failed, code, 0, nil), 0
	}
	data := r.card.Transfer(c.data)
	if data == nil {
		return nil, 0
	}
	return c.reply(0x80, 0, 0, 0, data), r.stretch
}
