package cctalk_test

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"sala/devices/cctalk"
	"sala/devices/fault"
	"sala/devices/port"
	"sala/devices/sim"
)

// machine is simulated machines on a pseudo-terminal and the till that drives
// them.
type machine struct {
	*sim.Money
	plug *sim.Plugged
	till *cctalk.Till

	mu    sync.Mutex
	moves []cctalk.Move
	fail  error // what the account answers
}

func open(t *testing.T) *machine {
	t.Helper()
	m := &machine{Money: sim.NewMoney()}
	var err error
	if m.plug, err = sim.Plug(m.Money, filepath.Join(t.TempDir(), "money")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.plug.Close() })
	line, err := port.Open(port.Config{Name: m.plug.Path()})
	if err != nil {
		t.Fatal(err)
	}
	m.till, err = cctalk.Open(t.Context(), line, cctalk.Options{Country: "TH", Pace: 5 * time.Millisecond, Hoppers: []byte{3, 4}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.till.Close() })
	return m
}

func (m *machine) told(x cctalk.Move) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.moves = append(m.moves, x)
	return nil
}

// account is what was told of: in less out.
func (m *machine) account() (sum int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, x := range m.moves {
		switch x.What {
		case cctalk.Coin, cctalk.Note:
			sum += x.Minor
		default:
			sum -= x.Minor
		}
	}
	return sum
}

// put throws pieces in as soon as the gates are open: coins up to ten baht,
// notes above.
func (m *machine) put(t *testing.T, pieces ...int64) {
	for _, p := range pieces {
		throw := m.Coin
		if p > 1000 {
			throw = m.Note
		}
		until(t, func() bool { return throw(p) == nil })
	}
}

func until(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("waited five seconds")
			return
		}
	}
}

// take takes in the background.
func (m *machine) take(ctx context.Context, due int64) func() (int64, error) {
	var sum int64
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		sum, err = m.till.Take(ctx, due, m.told)
	}()
	return func() (int64, error) { <-done; return sum, err }
}

// balanced checks the promise of the package: what was told of is what the boxes
// hold less what came out.
func (m *machine) balanced(t *testing.T) {
	t.Helper()
	in, out := m.Holds()
	if got := m.account(); got != in-out {
		t.Errorf("told of %d, and the machine holds %d less %d: %+v", got, in, out, m.moves)
	}
}

func TestCoinsAndNotes(t *testing.T) {
	m := open(t)
	done := m.take(t.Context(), 3500)
	m.put(t, 500, 1000, 2000)
	sum, err := done()
	if err != nil || sum != 3500 {
		t.Errorf("took %d, %v", sum, err)
	}
	// The validator may be asked before the acceptor tells of its last coin.
	slices.SortFunc(m.moves, func(a, b cctalk.Move) int { return cmp.Compare(a.Minor, b.Minor) })
	if want := []cctalk.Move{{"coin", 500}, {"coin", 1000}, {"note", 2000}}; !reflect.DeepEqual(m.moves, want) {
		t.Errorf("told of %v", m.moves)
	}
	m.balanced(t)
	if !m.Shut() {
		t.Error("the gates are open after the payment")
	}
}

func TestChange(t *testing.T) {
	m := open(t)
	done := m.take(t.Context(), 2000)
	m.put(t, 10000)
	sum, err := done()
	if err != nil || sum != 10000 {
		t.Fatalf("took %d, %v", sum, err)
	}
	given, err := m.till.Give(t.Context(), sum-2000, m.told)
	if err != nil || given != 8000 {
		t.Errorf("gave %d, %v", given, err)
	}
	m.balanced(t)
}

func TestTooFewCoinsForChange(t *testing.T) {
	m := open(t)
	done := m.take(t.Context(), 2000)
	m.put(t, 10000)
	if _, err := done(); err != nil {
		t.Fatal(err)
	}
	m.Fill(3, 2)
	m.Fill(4, 3)
	given, err := m.till.Give(t.Context(), 8000, m.told)
	if given != 2300 || !errors.Is(err, cctalk.ErrChange) {
		t.Errorf("gave %d, %v", given, err)
	}
	m.balanced(t)
	if w, err := m.till.Check(t.Context()); w != fault.TillNoChange || err != nil {
		t.Errorf("warning %q, %v", w, err)
	}
}

// With few coins for change, a piece that is worth more than what is still due
// falls through.
func TestExactMoneyOnly(t *testing.T) {
	m := open(t)
	m.Fill(4, 0)
	done := m.take(t.Context(), 1500)
	m.put(t, 1000)
	until(t, func() bool { return m.account() == 1000 })
	if err := m.Note(2000); err == nil {
		t.Error("a note of 20 baht is taken for 15")
	}
	until(t, func() bool { return m.Coin(1000) != nil })
	m.put(t, 500)
	if sum, err := done(); err != nil || sum != 1500 {
		t.Errorf("took %d, %v", sum, err)
	}
	m.balanced(t)
}

func TestCancelled(t *testing.T) {
	m := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := m.take(ctx, 5000)
	m.put(t, 1000, 2000)
	until(t, func() bool { return m.account() == 3000 })
	cancel()
	sum, err := done()
	if sum != 3000 || !errors.Is(err, context.Canceled) || !m.Shut() {
		t.Errorf("took %d, %v; shut %t", sum, err, m.Shut())
	}
	if given, err := m.till.Give(t.Context(), sum, m.told); given != 3000 || err != nil {
		t.Errorf("gave back %d, %v", given, err)
	}
	m.balanced(t)
}

func TestTroublesOfTakingMoney(t *testing.T) {
	tests := []struct {
		name string
		do   func(*testing.T, *machine)
		want error
		in   int64
	}{
		{"a coin stays in the sensor", func(t *testing.T, m *machine) {
			m.Set(sim.CoinsJam, true)
			until(t, m.Open)
			_ = m.Coin(1000)
		}, cctalk.ErrCoinJam, 0},
		{"a note stays in the transport", func(t *testing.T, m *machine) {
			m.Set(sim.NotesJam, true)
			until(t, m.Open)
			_ = m.Note(2000)
		}, cctalk.ErrNoteJam, 0},
		{"a note is pulled back after it was told of", func(t *testing.T, m *machine) {
			m.Set(sim.NotesPulled, true)
			m.put(t, 2000)
		}, cctalk.ErrNoteJam, 0},
		{"the box is full", func(t *testing.T, m *machine) {
			m.Set(sim.BoxFull, true)
			until(t, m.Open)
			_ = m.Note(2000)
		}, cctalk.ErrBoxFull, 0},
		{"the machine is switched off and on", func(t *testing.T, m *machine) {
			m.put(t, 1000)
			until(t, func() bool { return m.account() == 1000 })
			m.PowerCycle()
		}, cctalk.ErrLost, 1000},
		{"the machine falls silent", func(t *testing.T, m *machine) {
			m.put(t, 500)
			until(t, func() bool { return m.account() == 500 })
			m.Set(sim.MoneyMute, true)
		}, cctalk.ErrSilent, 500},
		{"the cable is pulled", func(t *testing.T, m *machine) {
			m.put(t, 500)
			until(t, func() bool { return m.account() == 500 })
			m.plug.Unplug()
		}, port.ErrGone, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t)
			done := m.take(t.Context(), 5000)
			tt.do(t, m)
			sum, err := done()
			if !errors.Is(err, tt.want) || sum != tt.in {
				t.Errorf("took %d, %v; want %d, %v", sum, err, tt.in, tt.want)
			}
			m.balanced(t)
		})
	}
}

// A note that cannot be written down is given back.
func TestWhatCannotBeWrittenDownIsGivenBack(t *testing.T) {
	m := open(t)
	full := errors.New("the disk is full")
	m.fail = full
	done := m.take(t.Context(), 2000)
	m.put(t, 2000)
	sum, err := done()
	if sum != 0 || !errors.Is(err, full) || !reflect.DeepEqual(m.Returned(), []int64{2000}) {
		t.Errorf("took %d, %v; came out: %v", sum, err, m.Returned())
	}
	m.balanced(t)
}

// Damaged bytes on the line cost time and never money.
func TestNoiseOnTheLine(t *testing.T) {
	m := open(t)
	m.Wire().Fault(sim.Noise(97))
	done := m.take(t.Context(), 3000)
	m.put(t, 1000, 1000, 1000)
	sum, err := done()
	if err != nil || sum != 3000 {
		t.Errorf("took %d, %v", sum, err)
	}
	given, err := m.till.Give(t.Context(), 300, m.told)
	if err == nil && given != 300 {
		t.Errorf("gave %d without saying why", given)
	}
	m.balanced(t)
}

func TestAHopperThatGivesNothing(t *testing.T) {
	m := open(t)
	m.Set(sim.HopperJam, true)
	given, err := m.till.Give(t.Context(), 1100, m.told)
	if given != 0 || !errors.Is(err, cctalk.ErrChange) {
		t.Errorf("gave %d, %v", given, err)
	}
}

func TestNobodyOnTheLine(t *testing.T) {
	m := sim.NewMoney()
	m.Set(sim.MoneyMute, true)
	p, err := sim.Plug(m, filepath.Join(t.TempDir(), "money"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	line, err := port.Open(port.Config{Name: p.Path()})
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	if _, err := cctalk.Open(t.Context(), line, cctalk.Options{Country: "TH"}); !errors.Is(err, cctalk.ErrSilent) {
		t.Errorf("%v", err)
	}
}
