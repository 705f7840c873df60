package sim

// T1Options are the habits of a T=1 card.
type T1Options struct {
	IFSC  int // largest block that it takes; 254 when 0
	Chunk int // largest piece of an answer in one block; what the host takes when 0
	// WTX asks so many times for more time before each answer.
	WTX int
	// Spoil, when set, is asked for every block that the card sends, counted
	// from 1, whether to damage its check byte.
	Spoil func(n int) bool
}

// T1Card is a Thai identity card's contents behind the protocol T=1.
type T1Card struct {
	card *ThaiCard
	opt  T1Options

	send, recv byte // numbers of the next blocks
	ifsd       int
	command    []byte // collected so far
	rest       []byte // of the answer
	last       []byte // the last block sent, for repetition
	wtx        int
	blocks     int
}

// NewT1Card makes a card.
func NewT1Card(h Holder, o T1Options) *T1Card {
	if o.IFSC == 0 {
		o.IFSC = 254
	}
	return &T1Card{card: NewThaiCard(h), opt: o}
}

// Reset implements Card.
func (c *T1Card) Reset() []byte {
	c.card.Reset()
	c.send, c.recv, c.ifsd, c.command, c.rest, c.last, c.wtx = 0, 0, 32, nil, nil, nil, 0
	atr := append([]byte{0x3B, 0x88, 0x81, 0x31, byte(c.opt.IFSC), 0x45}, "SALA T=1"...)
	return append(atr, xor(atr[1:]))
}

// Transfer implements Card.
func (c *T1Card) Transfer(p []byte) []byte {
	if len(p) >= 3 && p[0] == 0xFF {
		return p
	}
	if len(p) < 4 || xor(p) != 0 || len(p) != 4+int(p[2]) {
		return c.out([]byte{0, 0x81 | c.recv<<4, 0})
	}
	switch pcb, inf := p[1], p[3:len(p)-1]; {
	case pcb&0x80 == 0:
		return c.take(pcb, inf)
	case pcb&0xC0 == 0x80:
		return c.repeat(pcb)
	case pcb == 0xC0:
		c.send, c.recv, c.command, c.rest, c.wtx = 0, 0, nil, nil, 0
		return c.out([]byte{0, 0xE0, 0})
	case pcb == 0xC1 && len(inf) == 1:
		c.ifsd = int(inf[0])
		return c.out([]byte{0, 0xE1, 1, inf[0]})
	case pcb == 0xE3:
		return c.reply()
	}
	return c.out([]byte{0, 0x82 | c.recv<<4, 0})
}

// out ends a block with its check and remembers it.
func (c *T1Card) out(b []byte) []byte {
	b = append(b, xor(b))
	c.last = append([]byte(nil), b...)
	c.blocks++
	if c.opt.Spoil != nil && c.opt.Spoil(c.blocks) {
		b[len(b)-1] ^= 0x55
	}
	return b
}

// take collects a command.
func (c *T1Card) take(pcb byte, inf []byte) []byte {
	if pcb&0x40>>6 != c.recv || len(inf) > c.opt.IFSC {
		return c.out([]byte{0, 0x82 | c.recv<<4, 0})
	}
	c.recv ^= 1
	c.command = append(c.command, inf...)
	if pcb&0x20 != 0 {
		return c.out([]byte{0, 0x80 | c.recv<<4, 0})
	}
	data, sw := []byte(nil), uint16(0x6700)
	if len(c.command) >= 4 {
		data, sw = c.card.command(c.command)
	}
	c.rest = append(append([]byte(nil), data...), byte(sw>>8), byte(sw))
	c.command, c.wtx = nil, c.opt.WTX
	return c.reply()
}

// reply sends a request for time, or the next piece of the answer.
func (c *T1Card) reply() []byte {
	if c.wtx > 0 {
		c.wtx--
		return c.out([]byte{0, 0xC3, 1, 1})
	}
	size := c.ifsd
	if c.opt.Chunk > 0 {
		size = min(size, c.opt.Chunk)
	}
	pcb, piece := c.send<<6, c.rest
	if len(piece) > size {
		pcb, piece = pcb|0x20, piece[:size]
	}
	c.send ^= 1
	c.rest = c.rest[len(piece):]
	return c.out(append([]byte{0, pcb, byte(len(piece))}, piece...))
}

// repeat answers an R-block: it confirms the last piece or asks for it again.
func (c *T1Card) repeat(pcb byte) []byte {
	if pcb&0x10>>4 == c.send && len(c.rest) > 0 {
		return c.reply()
	}
	if c.last == nil {
		return c.out([]byte{0, 0x82 | c.recv<<4, 0})
	}
	b := append([]byte(nil), c.last[:len(c.last)-1]...)
	return c.out(b)
}
