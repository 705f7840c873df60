package sim

import (
	"fmt"
	"io"
	"sync"
	"time"

	"sala/devices/zvt"
)

// CardTerminal is a payment terminal that speaks ZVT: it wants a card, asks its
// bank, books, and takes bookings back. Over TCP messages stand without frames.
type CardTerminal struct {
	wire *Wire
	tcp  bool
	card chan struct{} // somebody presents a card

	mu       sync.Mutex
	trouble  map[CardTrouble]bool
	patience time.Duration // until it gives up waiting for a card
	number   int64         // of the last receipt
	booked   []booking
	waiting  bool
}

// booking is a payment that a terminal made.
type booking struct {
	receipt, amount int64
	reversed        bool
}

// CardTrouble is what can go wrong at a card terminal.
type CardTrouble string

// The troubles.
const (
	CardDeclined  CardTrouble = "card-declined"
	CardNoHost    CardTrouble = "card-no-host"
	CardMute      CardTrouble = "card-mute"      // it does not answer
	CardDies      CardTrouble = "card-dies"      // it books, and falls silent before it says so
	CardForgets   CardTrouble = "card-forgets"   // it falls silent before it books
	CardNoReverse CardTrouble = "card-no-return" // it takes nothing back
)

// NewCardTerminal returns a terminal on a serial line, or on TCP.
func NewCardTerminal(tcp bool) *CardTerminal {
	return &CardTerminal{wire: NewWire(), tcp: tcp, card: make(chan struct{}, 1), trouble: map[CardTrouble]bool{}, patience: time.Minute}
}

// Wire returns the line's faults and pace.
func (c *CardTerminal) Wire() *Wire { return c.wire }

// Set turns a trouble on or off.
func (c *CardTerminal) Set(t CardTrouble, on bool) { c.mu.Lock(); c.trouble[t] = on; c.mu.Unlock() }

// Wait sets how long it waits for a card.
func (c *CardTerminal) Wait(d time.Duration) { c.mu.Lock(); c.patience = d; c.mu.Unlock() }

// Present presents a card; it counts when the terminal asks for one.
func (c *CardTerminal) Present() error {
	if !c.Waiting() {
		return fmt.Errorf("sim: the terminal wants no card")
	}
	select {
	case c.card <- struct{}{}:
	default:
	}
	return nil
}

// Waiting reports whether it asks for a card.
func (c *CardTerminal) Waiting() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.waiting }

// Holds returns what stands booked, and how many bookings were taken back.
func (c *CardTerminal) Holds() (sum int64, reversed int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, b := range c.booked {
		if b.reversed {
			reversed++
		} else {
			sum += b.amount
		}
	}
	return sum, reversed
}

func (c *CardTerminal) is(t CardTrouble) bool { c.mu.Lock(); defer c.mu.Unlock(); return c.trouble[t] }

// heard is what comes over the line: a message, or the word on a frame.
type heard struct {
	message zvt.Message
	word    byte
}

// talk is one connection to a till.
type talk struct {
	c    *CardTerminal
	line io.ReadWriter
	in   chan heard
	stop bool // the till sent an abort
}

// Serve answers a till until the line ends.
func (c *CardTerminal) Serve(line io.ReadWriter) error {
	t := &talk{c: c, line: c.wire.over(line), in: make(chan heard, 16)}
	go t.listen()
	for h := range t.in {
		if h.word != 0 || c.is(CardMute) {
			continue
		}
		t.obey(h.message)
	}
	return nil
}

// listen takes messages off the line, and acknowledges frames.
func (t *talk) listen() {
	defer close(t.in)
	var got []byte
	p := make([]byte, 1024)
	for {
		n, err := t.line.Read(p)
		if err != nil {
			return
		}
		got = append(got, p[:n]...)
		for len(got) > 0 {
			if !t.c.tcp && (got[0] == zvt.Ack || got[0] == zvt.Nak) {
				t.in <- heard{word: got[0]}
				got = got[1:]
				continue
			}
			take := zvt.Unframe
			if t.c.tcp {
				take = zvt.Parse
			}
			m, used, err := take(got)
			if used == 0 {
				break
			}
			got = got[used:]
			if !t.c.tcp && !t.c.is(CardMute) {
				word := byte(zvt.Ack)
				if err != nil {
					word = zvt.Nak
				}
				_, _ = t.line.Write([]byte{word})
			}
			if err == nil {
				t.in <- heard{message: m}
			}
		}
	}
}

// Times of the transport protocol.
const (
	ackTime   = 250 * time.Millisecond
	takenTime = 5 * time.Second
)

// say sends a message and waits for the till to take it; false when it does not.
func (t *talk) say(m zvt.Message) bool {
	for range 3 {
		if t.write(m) != nil {
			return false
		}
		switch t.taken() {
		case takenYes:
			return true
		case takenNo:
			return false
		}
	}
	return false
}

// verdict is what became of a message.
type verdict int

const (
	takenNo verdict = iota
	takenYes
	takenAgain // it did not come whole
)

// taken waits for the till's word on a message.
func (t *talk) taken() verdict {
	limit := time.NewTimer(takenTime)
	defer limit.Stop()
	again := time.NewTimer(ackTime)
	defer again.Stop()
	if t.c.tcp {
		again.Stop()
	}
	for {
		select {
		case h, ok := <-t.in:
			switch {
			case !ok:
				return takenNo
			case h.word == zvt.Nak:
				return takenAgain
			case h.word == zvt.Ack:
				again.Stop()
			case h.message.Command == zvt.Abort:
				t.stop = true
				t.reply(zvt.Taken)
			case h.message.Command == zvt.Taken:
				return takenYes
			}
		case <-again.C:
			return takenAgain
		case <-limit.C:
			return takenNo
		}
	}
}

func (t *talk) write(m zvt.Message) error {
	b := zvt.Frame(m)
	if t.c.tcp {
		b = m.Bytes()
	}
	_, err := t.line.Write(b)
	return err
}

// reply sends an acknowledgement, which has none of its own but that of its frame.
func (t *talk) reply(c zvt.Command) {
	for range 3 {
		if t.write(zvt.Message{Command: c}) != nil || t.c.tcp {
			return
		}
		select {
		case h := <-t.in:
			if h.word != zvt.Nak {
				return
			}
		case <-time.After(ackTime):
		}
	}
}

// obey does what a command says.
func (t *talk) obey(m zvt.Message) {
	switch m.Command {
	case zvt.Register:
		t.reply(zvt.Taken)
		t.say(zvt.Message{Command: zvt.Complete, Data: zvt.Put(zvt.Put(zvt.Put(nil, zvt.Kind, 0), zvt.Terminal, 52500041), zvt.Currency, 764)})
	case zvt.Enquiry:
		t.reply(zvt.Taken)
		t.say(zvt.Message{Command: zvt.Complete, Data: []byte{byte(zvt.Success)}})
	case zvt.Authorise:
		t.authorise(m)
	case zvt.Reverse:
		t.reverse(m)
	case zvt.Repeat:
		t.repeat()
	case zvt.Abort:
		t.reply(zvt.Taken)
	case zvt.Taken:
	default:
		t.reply(zvt.Refusal(zvt.NotPossible))
	}
}

func (t *talk) refuse(r zvt.Result) {
	t.say(zvt.Message{Command: zvt.Aborted, Data: []byte{byte(r)}})
}

// authorise takes a payment.
func (t *talk) authorise(m zvt.Message) {
	fields, err := zvt.Fields(m.Data)
	if err != nil || fields[zvt.Amount] == nil {
		t.reply(zvt.Refusal(zvt.NotPossible))
		return
	}
	t.stop = false
	t.reply(zvt.Taken)
	if !t.presented() {
		t.refuse(zvt.PressedStop)
		return
	}
	t.say(zvt.Message{Command: zvt.Progress, Data: []byte{0x02}}) // the PIN
	t.say(zvt.Message{Command: zvt.Progress, Data: []byte{0x04}}) // the bank
	switch {
	case t.stop:
		t.refuse(zvt.PressedStop)
		return
	case t.c.is(CardNoHost):
		t.refuse(zvt.NoHost)
		return
	case t.c.is(CardDeclined):
		t.say(zvt.Message{Command: zvt.Status, Data: zvt.Put([]byte{byte(zvt.Outcome), byte(zvt.BadPIN)}, zvt.Amount, digitsOf(fields[zvt.Amount]))})
		t.refuse(zvt.BadPIN)
		return
	case t.c.is(CardForgets):
		t.c.Set(CardMute, true)
		return
	}
	b := t.c.book(digitsOf(fields[zvt.Amount]))
	if t.c.is(CardDies) {
		t.c.Set(CardMute, true)
		return
	}
	if !t.say(zvt.Message{Command: zvt.Status, Data: statusOf(b)}) {
		t.c.undo(b.receipt) // the till did not hear of it: the terminal takes it back by itself
		return
	}
	t.say(zvt.Message{Command: zvt.Progress, Data: []byte{0x0B}})
	t.say(zvt.Message{Command: zvt.PrintLine, Data: append([]byte{0x40}, "KUNDENBELEG"...)})
	t.say(zvt.Message{Command: zvt.Complete})
}

// presented waits for a card; false when there is none, or the till stops it.
func (t *talk) presented() bool {
	select {
	case <-t.c.card: // of before
	default:
	}
	t.c.mu.Lock()
	t.c.waiting = true
	patience := time.NewTimer(t.c.patience)
	t.c.mu.Unlock()
	defer func() { t.c.mu.Lock(); t.c.waiting = false; t.c.mu.Unlock(); patience.Stop() }()
	t.say(zvt.Message{Command: zvt.Progress, Data: []byte{0x0A}})
	for !t.stop {
		select {
		case <-t.c.card:
			return true
		case <-patience.C:
			return false
		case h, ok := <-t.in:
			if !ok {
				return false
			}
			if h.message.Command == zvt.Abort {
				t.stop = true
				t.reply(zvt.Taken)
			}
		}
	}
	return false
}

func (c *CardTerminal) book(amount int64) booking {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.number++
	b := booking{receipt: c.number, amount: amount}
	c.booked = append(c.booked, b)
	return b
}

// undo takes a booking back; false when there is none, or it is taken back.
func (c *CardTerminal) undo(receipt int64) (booking, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.booked {
		if b := &c.booked[i]; b.receipt == receipt && !b.reversed {
			b.reversed = true
			return *b, true
		}
	}
	return booking{}, false
}

func (t *talk) reverse(m zvt.Message) {
	var fields map[zvt.Field][]byte
	var err error
	if len(m.Data) > 3 {
		fields, err = zvt.Fields(m.Data[3:]) // after the password
	}
	if err != nil || fields[zvt.Receipt] == nil {
		t.reply(zvt.Refusal(zvt.NotPossible))
		return
	}
	t.reply(zvt.Taken)
	if t.c.is(CardNoReverse) {
		t.refuse(zvt.NoReversal)
		return
	}
	b, ok := t.c.undo(digitsOf(fields[zvt.Receipt]))
	if !ok {
		t.refuse(zvt.NoReversal)
		return
	}
	t.say(zvt.Message{Command: zvt.Status, Data: statusOf(b)})
	t.say(zvt.Message{Command: zvt.Complete})
}

// repeat tells of the last booking that stands.
func (t *talk) repeat() {
	t.reply(zvt.Taken)
	t.c.mu.Lock()
	var last *booking
	for i := range t.c.booked {
		if !t.c.booked[i].reversed {
			b := t.c.booked[i]
			last = &b
		}
	}
	t.c.mu.Unlock()
	if last == nil {
		t.refuse(zvt.NotPossible)
		return
	}
	t.say(zvt.Message{Command: zvt.Status, Data: statusOf(*last)})
	t.say(zvt.Message{Command: zvt.Complete})
}

// statusOf is a booking as the terminal tells of it; the card's number is hidden
// but for its end.
func statusOf(b booking) []byte {
	d := []byte{byte(zvt.Outcome), byte(zvt.Success)}
	d = zvt.Put(zvt.Put(d, zvt.Amount, b.amount), zvt.Currency, 764)
	d = zvt.Put(zvt.Put(zvt.Put(d, zvt.Trace, 100+b.receipt), zvt.Clock, 143015), zvt.Day, 1122)
	d = zvt.Put(zvt.Put(d, zvt.Receipt, b.receipt), zvt.Terminal, 52500041)
	d = append(d, byte(zvt.PAN), 0xF0, 0xF8, 0x54, 0x13, 0xEE, 0xEE, 0xEE, 0xEE, 0x60, 0x27)
	return zvt.PutText(d, zvt.CardName, "MASTERCARD\x00")
}

func digitsOf(b []byte) (n int64) {
	for _, x := range b {
		n = n*100 + int64(x>>4)*10 + int64(x&0x0F)
	}
	return n
}
