package rehearsal

import (
	"context"
	"fmt"
	"sync"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
)

// Terminal is a card terminal in memory. Without anything else said every card is
// good, and every booking can be taken back.
type Terminal struct {
	mu     sync.Mutex
	book   []int64 // what was charged, by receipt; 0 taken back
	err    error
	booked bool
	gone   int    // how often it does not answer
	keeps  bool   // it takes nothing back
	During func() // is called while it waits for a card; nil nobody is
}

// Fail says how the next payment ends, whether the terminal booked it all the
// same, and how often it does not answer afterwards.
func (m *Terminal) Fail(err error, booked bool, gone int) {
	m.mu.Lock()
	m.err, m.booked, m.gone = err, booked, gone
	m.mu.Unlock()
}

// Keep says whether it takes nothing back.
func (m *Terminal) Keep(keeps bool) { m.mu.Lock(); m.keeps = keeps; m.mu.Unlock() }

// Holds returns what stands booked.
func (m *Terminal) Holds() (sum int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, b := range m.book {
		sum += b
	}
	return sum
}

// Name implements office.CardTerminal.
func (m *Terminal) Name() string { return "terminal" }

// Charge implements office.CardTerminal.
func (m *Terminal) Charge(ctx context.Context, amount fee.Money, shown func(string)) (act.Booking, error) {
	shown(office.CardPresent)
	if m.During != nil {
		m.During()
	}
	if ctx.Err() != nil {
		return act.Booking{}, Coded("terminal.cancelled")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	err := m.err
	m.err = nil
	if err == nil || m.booked {
		m.book = append(m.book, amount.Minor)
	}
	m.booked = false
	if err != nil {
		return act.Booking{}, err
	}
	b, _ := m.last()
	return b, nil
}

// Reverse implements office.CardTerminal.
func (m *Terminal) Reverse(_ context.Context, b act.Booking) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var n int
	_, _ = fmt.Sscanf(b.Receipt, "%d", &n)
	if m.keeps || n == 0 || n > len(m.book) {
		return Coded("terminal.declined")
	}
	m.book[n-1] = 0
	return nil
}

// Last implements office.CardTerminal.
func (m *Terminal) Last(context.Context) (act.Booking, fee.Money, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gone > 0 && m.err == nil {
		m.gone--
		return act.Booking{}, fee.Money{}, Coded("terminal.no_answer")
	}
	b, sum := m.last()
	return b, fee.Money{Minor: sum}, nil
}

func (m *Terminal) last() (act.Booking, int64) {
	for i := len(m.book) - 1; i >= 0; i-- {
		if m.book[i] != 0 {
			return act.Booking{Receipt: fmt.Sprintf("%04d", i+1), Terminal: "52500041", Card: "VISA 6027"}, m.book[i]
		}
	}
	return act.Booking{}, 0
}
