package cctalk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sala/devices/fault"
)

// Move is a piece of money that goes in, or money that goes out.
type Move struct {
	What  What
	Minor int64 // always positive
}

// What is how money moves.
type What string

// The values of What.
const (
	Coin     What = "coin"     // a coin is in
	Note     What = "note"     // a note is in; told while it is in escrow
	NoteBack What = "note_out" // a note that was told of came out again
	CoinsOut What = "coins_out"
)

// Troubles of a till.
var (
	ErrCoinJam = fault.New(fault.TillCoinJam)
	ErrNoteJam = fault.New(fault.TillNoteJam)
	ErrBoxFull = fault.New(fault.TillBoxFull)
	ErrLost    = fault.New(fault.TillLost)
	ErrChange  = fault.New(fault.TillNoChange)
)

// Take takes money until due is in the machine, the context ends or a machine
// fails, and returns how much is in; pieces that would need change are not let in
// while there may be none. told is called for every move; when it refuses a note
// in escrow, the note is given back. Take gives nothing back by itself but that.
func (t *Till) Take(ctx context.Context, due int64, told func(Move) error) (int64, error) {
	t.use.Lock()
	defer t.use.Unlock()
	p := &payment{till: t, due: due, told: told}
	if err := p.begin(ctx); err != nil {
		return 0, errors.Join(err, t.shut(ctx))
	}
	var err error
	for p.sum < due && err == nil {
		if err = p.look(ctx); err == nil && p.sum < due {
			err = rest(ctx, t.opt.Pace)
		}
	}
	// A coin that was past the gate when it shut is still told of.
	late := context.WithoutCancel(ctx)
	err = errors.Join(err, t.shut(late))
	_ = rest(late, 2*t.opt.Pace)
	p.shut = true
	if more := p.look(late); more != nil && err == nil && p.sum < due {
		err = more
	}
	if p.sum >= due {
		return p.sum, nil
	}
	return p.sum, err
}

func (t *Till) shut(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	return t.close(ctx)
}

func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// payment is one Take.
type payment struct {
	till  *Till
	due   int64
	sum   int64
	exact bool // no change can be given
	shut  bool // notes are given back
	told  func(Move) error
	coin  byte // the event counters at the last look
	bill  byte
	held  int64 // of the note in escrow that was told of
}

// begin reads the counters, so that what happened before is not counted, and
// opens the gates.
func (p *payment) begin(ctx context.Context) error {
	low, err := p.till.low(ctx)
	if err != nil {
		return err
	}
	p.exact = low
	if p.coin, _, err = p.events(ctx, CoinAcceptor, CoinEvents, len(p.till.coins) > 0); err != nil {
		return err
	}
	if p.bill, _, err = p.events(ctx, BillValidator, BillEvents, len(p.till.bills) > 0); err != nil {
		return err
	}
	return p.open(ctx)
}

// open lets in what may be taken now.
func (p *payment) open(ctx context.Context) error {
	limit := int64(1) << 40
	if p.exact {
		limit = p.due - p.sum
	}
	return p.till.open(ctx, limit)
}

// events reads a machine's counter and its last five events, the newest first.
func (p *payment) events(ctx context.Context, address, header byte, have bool) (byte, []byte, error) {
	if !have {
		return 0, nil, nil
	}
	b, err := p.till.bus.ask(ctx, address, header)
	if err != nil {
		return 0, nil, err
	}
	if len(b) < 11 {
		return 0, nil, fmt.Errorf("cctalk: %d bytes of events: %w", len(b), ErrSum)
	}
	return b[0], b[1:11], nil
}

// since returns how many events came between two readings of a counter, which
// goes from 255 to 1; 0 means that the machine was switched on.
func since(was, is byte) (int, error) {
	switch {
	case is == was:
		return 0, nil
	case is == 0:
		return 0, fmt.Errorf("cctalk: the machine was switched off: %w", ErrLost)
	}
	n := int(is) - int(was)
	if n < 0 {
		n += 255
	}
	if n > 5 {
		return n, fmt.Errorf("cctalk: %d events at once: %w", n, ErrLost)
	}
	return n, nil
}

// look takes up what has happened since the last look.
func (p *payment) look(ctx context.Context) error {
	if err := p.lookAtCoins(ctx); err != nil {
		return err
	}
	return p.lookAtNotes(ctx)
}

func (p *payment) lookAtCoins(ctx context.Context) error {
	is, events, err := p.events(ctx, CoinAcceptor, CoinEvents, len(p.till.coins) > 0)
	if err != nil {
		return err
	}
	n, lost := since(p.coin, is)
	p.coin = is
	var trouble error
	for i := min(n, 5) - 1; i >= 0; i-- { // the oldest first
		place, code := events[2*i], events[2*i+1]
		if place == 0 {
			trouble = errors.Join(trouble, coinTrouble(code))
			continue
		}
		if int(place) < len(p.till.coins) {
			if err := p.in(ctx, Move{Coin, p.till.coins[place]}); err != nil {
				trouble = errors.Join(trouble, err)
			}
		}
	}
	return errors.Join(trouble, lost)
}

// in counts a piece and tells of it.
func (p *payment) in(ctx context.Context, m Move) error {
	p.sum += m.Minor
	if err := p.told(m); err != nil {
		return err
	}
	if p.exact && p.sum < p.due {
		return p.open(ctx)
	}
	return nil
}

// coinTrouble is what an error code of table 2 means; most mean that a coin was
// not taken, which is no trouble.
func coinTrouble(code byte) error {
	switch code {
	case 6, 7, 10, 11, 13, 14, 15, 16, 17, 20: // sensors and sorter blocked, coin going backwards or on a string
		return fmt.Errorf("cctalk: coin error %d: %w", code, ErrCoinJam)
	}
	return nil
}

func (p *payment) lookAtNotes(ctx context.Context) error {
	is, events, err := p.events(ctx, BillValidator, BillEvents, len(p.till.bills) > 0)
	if err != nil {
		return err
	}
	n, lost := since(p.bill, is)
	p.bill = is
	var trouble error
	for i := min(n, 5) - 1; i >= 0; i-- {
		trouble = errors.Join(trouble, p.note(ctx, events[2*i], events[2*i+1]))
	}
	if lost != nil {
		_ = p.back() // it is not known to be in the box
	}
	return errors.Join(trouble, lost)
}

// note takes up one event of table 4.
func (p *payment) note(ctx context.Context, kind, code byte) error {
	const escrow = 1
	if kind != 0 {
		if code == escrow {
			return p.escrowed(ctx, kind)
		}
		p.held = 0 // in the box
		return nil
	}
	switch code {
	case 1: // given back from escrow
		return p.back()
	case 6, 8, 16, 17, 18: // jammed in the transport, pulled back, fraud
		return errors.Join(p.back(), fmt.Errorf("cctalk: note event %d: %w", code, ErrNoteJam))
	case 7, 15: // jammed in the stacker: the note is in
		return fmt.Errorf("cctalk: note event %d: %w", code, ErrNoteJam)
	case 11, 13, 14:
		return fmt.Errorf("cctalk: note event %d: %w", code, ErrBoxFull)
	}
	return nil
}

// escrowed tells of a note and lets it in, or gives it back when it may not be
// kept. It is told of first: a program that dies in between owes a note that the
// machine gives back, and not the other way round.
func (p *payment) escrowed(ctx context.Context, kind byte) error {
	const toBox, toPerson = 1, 0
	if int(kind) >= len(p.till.bills) || p.till.bills[kind] == 0 {
		_, err := p.till.bus.ask(ctx, BillValidator, RouteBill, toPerson)
		return err
	}
	value := p.till.bills[kind]
	if p.shut || p.sum >= p.due || p.exact && p.sum+value > p.due {
		_, err := p.till.bus.ask(ctx, BillValidator, RouteBill, toPerson)
		return err
	}
	p.held = value
	p.sum += value
	if err := p.told(Move{Note, value}); err != nil {
		p.held = 0
		p.sum -= value
		_, routed := p.till.bus.ask(ctx, BillValidator, RouteBill, toPerson)
		return errors.Join(err, routed)
	}
	if _, err := p.till.bus.ask(ctx, BillValidator, RouteBill, toBox); err != nil {
		return err
	}
	return p.stacked(ctx)
}

// stacked waits until a note that was let in is in the box.
func (p *payment) stacked(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	for p.held != 0 {
		if err := p.lookAtNotes(ctx); err != nil {
			return err
		}
		if p.held == 0 {
			break
		}
		if err := rest(ctx, p.till.opt.Pace); err != nil {
			return errors.Join(p.back(), fmt.Errorf("cctalk: a note is neither in nor out: %w", ErrNoteJam))
		}
	}
	if p.exact && p.sum < p.due {
		return p.open(ctx)
	}
	return nil
}

// back tells that the note that was told of is not in.
func (p *payment) back() error {
	if p.held == 0 {
		return nil
	}
	m := Move{NoteBack, p.held}
	p.sum -= p.held
	p.held = 0
	return p.told(m)
}
