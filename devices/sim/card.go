package sim

import "bytes"

// Card is a smart card as a reader sees it: bytes in, bytes out.
type Card interface {
	// Reset powers the card up and returns its answer to reset.
	Reset() []byte
	// Transfer takes what the reader sends at TPDU level and returns the
	// card's answer; nil when the card stays mute.
	Transfer(p []byte) []byte
}

// Answers to reset on record for Thai identity cards.
var (
	atrThai    = []byte{0x3B, 0x78, 0x18, 0x00, 0x00, 'T', 'H', ' ', 'N', 'I', 'D', ' ', '3'}
	atrThaiOld = []byte{0x3B, 0x67, 0x00, 0x00, 'T', 'H', ' ', 'N', 'I', 'D', ' '}
	atrPlain   = []byte{0x3B, 0x65, 0x00, 0x00, 'P', 'L', 'A', 'I', 'N'}
)

// file is an applet: its name and contents.
type file struct {
	aid    []byte
	memory []byte
}

// ThaiCard is a Thai identity card that speaks T=0.
type ThaiCard struct {
	atr     []byte
	p2      byte // what GET RESPONSE must carry
	files   []file
	current *file
	pending []byte // what GET RESPONSE will give
	pin     string // "" the card has none
	tries   int    // that are left
}

// pinTries is how many wrong PINs in a row a card takes.
const pinTries = 3

// NewThaiCard makes a card of the present kind.
func NewThaiCard(h Holder) *ThaiCard {
	return &ThaiCard{atr: atrThai, pin: h.PIN, tries: pinTries, files: []file{
		{[]byte{0xA0, 0, 0, 0, 0x54, 0x48, 0x00, 0x01}, h.image()},
		{[]byte{0xA0, 0, 0, 0, 0x54, 0x48, 0x00, 0x83}, h.health()},
	}}
}

// NewOldThaiCard makes a card of the oldest kind (3B 67), which wants 1 as the
// second parameter of GET RESPONSE.
func NewOldThaiCard(h Holder) *ThaiCard {
	c := NewThaiCard(h)
	c.atr, c.p2 = atrThaiOld, 1
	return c
}

// NewUnknownCard makes a card that works and is no identity card.
func NewUnknownCard() *ThaiCard { return &ThaiCard{atr: atrPlain} }

// NewDamagedCard makes an identity card whose memory has been lost.
func NewDamagedCard() *ThaiCard {
	c := NewThaiCard(Invented())
	c.files[0].memory = bytes.Repeat([]byte{0xFF}, 8192)
	return c
}

// Reset implements Card.
func (c *ThaiCard) Reset() []byte {
	c.current, c.pending = nil, nil
	return c.atr
}

// Transfer implements Card.
func (c *ThaiCard) Transfer(p []byte) []byte {
	if len(p) >= 3 && p[0] == 0xFF {
		return p // agrees to every speed
	}
	data, sw := c.run(p)
	return append(bytes.Clone(data), byte(sw>>8), byte(sw))
}

// run carries one command out as T=0 does: data waits for GET RESPONSE.
func (c *ThaiCard) run(p []byte) ([]byte, uint16) {
	if len(p) < 4 {
		return nil, 0x6700
	}
	if p[1] == 0xC0 {
		return c.getResponse(p)
	}
	c.pending = nil
	data, sw := c.command(p)
	if sw != 0x9000 || len(data) == 0 {
		return nil, sw
	}
	c.pending = data
	return nil, 0x6100 | uint16(byte(len(data)))
}

func (c *ThaiCard) getResponse(p []byte) ([]byte, uint16) {
	switch {
	case c.pending == nil:
		return nil, 0x6F00
	case p[3] != c.p2:
		return nil, 0x6B00
	case len(p) < 5 || int(p[4]) != len(c.pending)&0xFF:
		return nil, 0x6C00 | uint16(byte(len(c.pending)))
	}
	data := c.pending
	c.pending = nil
	return data, 0x9000
}

// command does what any protocol would ask for.
func (c *ThaiCard) command(p []byte) ([]byte, uint16) {
	switch p[1] {
	case 0xA4:
		if len(p) < 5 || len(p) < 5+int(p[4]) {
			return nil, 0x6700
		}
		aid := p[5 : 5+int(p[4])]
		for i := range c.files {
			if bytes.Equal(c.files[i].aid, aid) {
				c.current = &c.files[i]
				return append([]byte{0x6F, byte(len(aid) + 2), 0x84, byte(len(aid))}, aid...), 0x9000
			}
		}
		return nil, 0x6A82
	case 0xB0:
		return c.readBinary(p)
	case 0x20:
		return nil, c.verify(p)
	}
	return nil, 0x6D00
}

// verify compares a PIN (ISO 7816-4, VERIFY): the card counts wrong ones.
func (c *ThaiCard) verify(p []byte) uint16 {
	switch {
	case c.current == nil:
		return 0x6985
	case c.pin == "":
		return 0x6D00
	case p[3] != 0x01:
		return 0x6A88
	case len(p) < 5 || len(p) < 5+int(p[4]):
		return 0x6700
	case c.tries == 0:
		return 0x6983
	case string(p[5:5+int(p[4])]) != c.pin:
		c.tries--
		return 0x63C0 | uint16(c.tries)
	}
	c.tries = pinTries
	return 0x9000
}

func (c *ThaiCard) readBinary(p []byte) ([]byte, uint16) {
	switch {
	case c.current == nil:
		return nil, 0x6985
	case len(p) < 7 || p[4] != 2:
		return nil, 0x6700
	}
	at, n := int(p[2])<<8|int(p[3]), int(p[5])<<8|int(p[6])
	if at+n > len(c.current.memory) || n == 0 || n > 256 {
		return nil, 0x6B00
	}
	return bytes.Clone(c.current.memory[at : at+n]), 0x9000
}

// MuteCard wakes up and then says nothing.
type MuteCard struct{}

// Reset implements Card.
func (MuteCard) Reset() []byte { return atrPlain }

// Transfer implements Card.
func (MuteCard) Transfer([]byte) []byte { return nil }
