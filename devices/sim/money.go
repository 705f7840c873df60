package sim

import (
	"errors"
	"io"
	"slices"
	"sync"

	"sala/devices/cctalk"
)

// Money is a coin acceptor, a banknote validator with escrow and hoppers on one
// ccTalk line, after the protocol's generic specification: a single wire, on which
// the host hears its own bytes.
type Money struct {
	wire *Wire

	mu      sync.Mutex
	coins   [17]string // identification by place
	notes   [17]string
	hoppers map[byte]*simHopper
	coin    taker
	note    taker
	escrow  byte // place of the note that is held, 0 none
	trouble map[MoneyTrouble]bool
	out     int64   // what lies in the tray, in minor units
	in      int64   // what the boxes hold
	back    []int64 // notes that came out again
}

// taker is what takes money: its gate, and its last events.
type taker struct {
	open   bool
	mask   int
	count  byte
	events []byte // the newest first
}

type simHopper struct {
	id                        string
	value                     int64
	coins                     int // that it holds
	low                       int // fewer are few
	count, left, paid, unpaid byte
	enabled                   bool
}

// MoneyTrouble is what can be wrong with the machines.
type MoneyTrouble string

// The troubles.
const (
	CoinsJam    MoneyTrouble = "coins-jam"    // the next coin stays in the sensor
	NotesJam    MoneyTrouble = "notes-jam"    // the next note stays in the transport
	NotesPulled MoneyTrouble = "notes-pulled" // the next note is pulled back out of the stacker
	BoxFull     MoneyTrouble = "box-full"
	MoneyMute   MoneyTrouble = "money-mute"
	HopperJam   MoneyTrouble = "hopper-jam" // hoppers begin and give nothing
)

// NewMoney returns machines for baht: coins of 1, 2, 5 and 10, notes of 20, 50,
// 100 and 500, hoppers of 10 and of 1 baht.
func NewMoney() *Money {
	m := &Money{wire: NewWire(), trouble: map[MoneyTrouble]bool{}, hoppers: map[byte]*simHopper{
		3: {id: "TH1K0A", value: 1000, coins: 60, low: 10}, 4: {id: "TH100A", value: 100, coins: 80, low: 20},
	}}
	copy(m.coins[1:], []string{"TH100A", "TH200A", "TH500A", "TH1K0A"})
	copy(m.notes[1:], []string{"TH0020A", "TH0050A", "TH0100A", "TH0500A"})
	m.coin.events, m.note.events = make([]byte, 10), make([]byte, 10)
	return m
}

// Wire returns the line's faults and pace.
func (m *Money) Wire() *Wire { return m.wire }

// Set turns a trouble on or off.
func (m *Money) Set(t MoneyTrouble, on bool) { m.mu.Lock(); m.trouble[t] = on; m.mu.Unlock() }

// Fill sets how many coins a hopper holds (address 3: ten baht, 4: one baht).
func (m *Money) Fill(address byte, coins int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if h := m.hoppers[address]; h != nil {
		h.coins = coins
	}
}

// Holds returns what the boxes took, and what was given out of hoppers.
func (m *Money) Holds() (in, out int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.in, m.out
}

// Returned returns the notes that came out again.
func (m *Money) Returned() []int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.back)
}

// Open reports whether both gates are open, and Shut whether none is.
func (m *Money) Open() bool { m.mu.Lock(); defer m.mu.Unlock(); return m.coin.open && m.note.open }

// Shut reports whether no gate is open.
func (m *Money) Shut() bool { m.mu.Lock(); defer m.mu.Unlock(); return !m.coin.open && !m.note.open }

func coinWorth(place byte) int64 { return [...]int64{0, 100, 200, 500, 1000}[place] }
func noteWorth(place byte) int64 { return [...]int64{0, 2000, 5000, 10000, 50000}[place] }

// ErrNotTaken means that a coin fell through or a note came out again.
var ErrNotTaken = errors.New("sim: the machine did not take it")

// Coin throws a coin in; the value is in satang.
func (m *Money) Coin(value int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for place := byte(1); place <= 4; place++ {
		if coinWorth(place) != value {
			continue
		}
		switch {
		case !m.coin.open || m.coin.mask&(1<<(place-1)) == 0:
			m.coin.note(0, 2) // inhibited coin
			return ErrNotTaken
		case m.trouble[CoinsJam]:
			m.coin.note(0, 13) // credit sensor blocked
			return ErrNotTaken
		}
		m.in += value
		m.coin.note(place, 0)
		return nil
	}
	m.coin.note(0, 1) // rejected
	return ErrNotTaken
}

// Note puts a banknote in; the value is in satang. It is then in escrow.
func (m *Money) Note(value int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for place := byte(1); place <= 4; place++ {
		if noteWorth(place) != value {
			continue
		}
		switch {
		case !m.note.open || m.note.mask&(1<<(place-1)) == 0 || m.escrow != 0:
			m.note.note(0, 4) // inhibited
			return ErrNotTaken
		case m.trouble[BoxFull]:
			m.note.note(0, 14)
			return ErrNotTaken
		case m.trouble[NotesJam]:
			m.note.note(0, 6)
			return ErrNotTaken
		}
		m.escrow = place
		m.note.note(place, 1)
		return nil
	}
	m.note.note(0, 2)
	return ErrNotTaken
}

// PowerCycle switches the machines off and on: counters begin at 0, a note in
// escrow comes out.
func (m *Money) PowerCycle() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.escrow != 0 {
		m.back = append(m.back, noteWorth(m.escrow))
		m.escrow = 0
	}
	m.coin, m.note = taker{events: make([]byte, 10)}, taker{events: make([]byte, 10)}
	for _, h := range m.hoppers {
		h.count, h.left, h.paid, h.unpaid, h.enabled = 0, 0, 0, 0, false
	}
}

// note writes an event down.
func (t *taker) note(a, b byte) {
	t.events = append([]byte{a, b}, t.events[:8]...)
	if t.count++; t.count == 0 {
		t.count = 1
	}
}

// Serve answers a host until the line ends.
func (m *Money) Serve(line io.ReadWriter) error {
	w := m.wire.over(line)
	var got []byte
	p := make([]byte, 256)
	for {
		n, err := w.Read(p)
		if err != nil {
			if gone(err) {
				return nil
			}
			return err
		}
		if _, err := w.Write(p[:n]); err != nil { // a single wire: the host hears itself
			return nil
		}
		got = append(got, p[:n]...)
		for {
			q, used, err := cctalk.Parse(got)
			if errors.Is(err, cctalk.ErrShort) {
				break
			}
			got = got[used:]
			if err != nil {
				continue // damaged: no answer
			}
			answer, ok := m.answer(q)
			if !ok {
				continue
			}
			if _, err := w.Write(answer.Bytes()); err != nil {
				return nil
			}
		}
	}
}

// answer does what a command says.
func (m *Money) answer(q cctalk.Message) (cctalk.Message, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.trouble[MoneyMute] {
		return cctalk.Message{}, false
	}
	reply := cctalk.Message{To: q.From, From: q.To, Header: cctalk.Answer}
	var ok bool
	switch {
	case q.To == cctalk.CoinAcceptor:
		reply.Data, ok = m.coin.obey(q, m.coins[:], "Coin Acceptor", cctalk.CoinID, cctalk.CoinEvents)
	case q.To == cctalk.BillValidator:
		if reply.Data, ok = m.route(q); !ok {
			reply.Data, ok = m.note.obey(q, m.notes[:], "Bill Validator", cctalk.BillID, cctalk.BillEvents)
		}
	case m.hoppers[q.To] != nil:
		reply.Data, ok = m.hoppers[q.To].obey(m, q)
	default:
		return cctalk.Message{}, false // nobody is at this address
	}
	if !ok {
		reply.Header = cctalk.Refusal
	}
	return reply, true
}

// obey is what acceptor and validator have in common.
func (t *taker) obey(q cctalk.Message, names []string, category string, id, events byte) ([]byte, bool) {
	switch q.Header {
	case cctalk.SimplePoll:
		return nil, true
	case cctalk.Category:
		return []byte(category), true
	case cctalk.Product:
		return []byte("SIM-TH"), true
	case cctalk.Serial:
		return []byte{1, 2, 3}, true
	case id:
		if len(q.Data) != 1 || int(q.Data[0]) >= len(names) {
			return nil, false
		}
		name := names[q.Data[0]]
		if name == "" {
			name = "......."[:len(names[1])]
		}
		return []byte(name), true
	case events:
		return append([]byte{t.count}, t.events...), true
	case cctalk.InhibitMask:
		if len(q.Data) != 2 {
			return nil, false
		}
		t.mask = int(q.Data[0]) | int(q.Data[1])<<8
		return nil, true
	case cctalk.MasterInhibit:
		t.open = len(q.Data) == 1 && q.Data[0]&1 == 1
		return nil, true
	}
	return nil, false
}

// route is what only a validator has.
func (m *Money) route(q cctalk.Message) ([]byte, bool) {
	switch q.Header {
	case cctalk.Scaling:
		if string(q.Data) != "TH" {
			return nil, false
		}
		return []byte{100, 0, 2}, true
	case cctalk.BillMode:
		return nil, true
	case cctalk.RouteBill:
		if m.escrow == 0 || len(q.Data) != 1 {
			return []byte{254}, true // escrow empty
		}
		place := m.escrow
		m.escrow = 0
		switch {
		case q.Data[0] == 0:
			m.back = append(m.back, noteWorth(place))
			m.note.note(0, 1)
		case m.trouble[NotesPulled]:
			m.back = append(m.back, noteWorth(place))
			m.note.note(0, 8)
		default:
			m.in += noteWorth(place)
			m.note.note(place, 0)
		}
		return nil, true
	}
	return nil, false
}

func (h *simHopper) obey(m *Money, q cctalk.Message) ([]byte, bool) {
	const enable = 165
	switch q.Header {
	case cctalk.SimplePoll:
		return nil, true
	case cctalk.Category:
		return []byte("Payout"), true
	case cctalk.Product:
		return []byte("SIM-HOPPER"), true
	case cctalk.Serial:
		return []byte{7, 8, 9}, true
	case cctalk.PayoutCoinID:
		return []byte(h.id), true
	case cctalk.PayoutLevels:
		levels := byte(0x10)
		if h.coins < h.low {
			levels |= 0x01
		}
		return []byte{levels}, true
	case cctalk.EnablePayout:
		h.enabled = len(q.Data) == 1 && q.Data[0] == enable
		return nil, true
	case cctalk.Dispense:
		if !h.enabled || len(q.Data) != 4 || h.left > 0 {
			return nil, false
		}
		if h.count++; h.count == 0 {
			h.count = 1
		}
		h.left, h.paid, h.unpaid = q.Data[3], 0, 0
		return []byte{h.count}, true
	case cctalk.PayoutStatus:
		h.turn(m)
		return []byte{h.count, h.left, h.paid, h.unpaid}, true
	}
	return nil, false
}

// turn gives the next coin, one at each look.
func (h *simHopper) turn(m *Money) {
	switch {
	case h.left == 0:
	case m.trouble[HopperJam] || h.coins == 0:
		h.unpaid, h.left = h.left, 0
	default:
		h.coins--
		h.left--
		h.paid++
		m.out += h.value
	}
}
