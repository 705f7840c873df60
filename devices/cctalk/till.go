package cctalk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Options say who is on the line.
type Options struct {
	Country string        // two letters of the notes' country, "TH"
	Pace    time.Duration // between two looks at the machines; 0 = 100 ms
	Hoppers []byte        // addresses at which hoppers are looked for; nil = the first three
}

// Till is the money machines of one line.
type Till struct {
	bus     *bus
	opt     Options
	use     sync.Mutex
	coins   []int64 // value by place, from 1; empty without an acceptor
	bills   []int64
	hoppers []hopper
	product string
}

// hopper gives coins of one value.
type hopper struct {
	address byte
	value   int64
	serial  []byte
}

// Open finds out which machines are on a line. At least one that takes money
// must answer.
func Open(ctx context.Context, line port.Line, o Options) (*Till, error) {
	if o.Pace == 0 {
		o.Pace = 100 * time.Millisecond
	}
	if o.Hoppers == nil {
		o.Hoppers = []byte{FirstHopper, FirstHopper + 1, FirstHopper + 2}
	}
	t := &Till{bus: &bus{line: line}, opt: o}
	if err := t.findCoins(ctx); err != nil {
		return nil, err
	}
	if err := t.findBills(ctx); err != nil {
		return nil, err
	}
	for _, a := range o.Hoppers {
		if err := t.findHopper(ctx, a); err != nil {
			return nil, err
		}
	}
	if len(t.coins) == 0 && len(t.bills) == 0 {
		return nil, fmt.Errorf("cctalk: nobody on the line takes money: %w", ErrSilent)
	}
	return t, t.close(ctx)
}

// there reports whether a device answers at an address.
func (t *Till) there(ctx context.Context, address byte) (bool, error) {
	_, err := t.bus.once(ctx, address, SimplePoll)
	if errors.Is(err, ErrSilent) {
		_, err = t.bus.once(ctx, address, SimplePoll)
	}
	if errors.Is(err, ErrSilent) && ctx.Err() == nil {
		return false, nil
	}
	return err == nil, err
}

func (t *Till) findCoins(ctx context.Context) error {
	ok, err := t.there(ctx, CoinAcceptor)
	if !ok {
		return err
	}
	t.coins = make([]int64, 17)
	for i := 1; i <= 16; i++ {
		id, err := t.bus.ask(ctx, CoinAcceptor, CoinID, byte(i))
		if err != nil {
			return err
		}
		if t.coins[i], err = coinValue(string(id)); err != nil {
			return err
		}
	}
	product, err := t.bus.ask(ctx, CoinAcceptor, Product)
	t.product = string(product)
	return err
}

func (t *Till) findBills(ctx context.Context) error {
	ok, err := t.there(ctx, BillValidator)
	if !ok {
		return err
	}
	factor := int64(1)
	if s, err := t.bus.ask(ctx, BillValidator, Scaling, []byte(t.opt.Country)...); err == nil && len(s) >= 2 {
		factor = int64(s[0]) | int64(s[1])<<8
	} else if err != nil && !errors.Is(err, errRefused) {
		return err
	}
	t.bills = make([]int64, 17)
	for i := 1; i <= 16; i++ {
		id, err := t.bus.ask(ctx, BillValidator, BillID, byte(i))
		if err != nil {
			return err
		}
		if t.bills[i], err = billValue(string(id), factor); err != nil {
			return err
		}
	}
	return nil
}

func (t *Till) findHopper(ctx context.Context, address byte) error {
	ok, err := t.there(ctx, address)
	if !ok {
		return err
	}
	id, err := t.bus.ask(ctx, address, PayoutCoinID)
	if err != nil {
		return err
	}
	value, err := coinValue(string(id))
	if err != nil {
		return err
	}
	serial, err := t.bus.ask(ctx, address, Serial)
	if err != nil || len(serial) < 3 || value <= 0 {
		return err
	}
	t.hoppers = append(t.hoppers, hopper{address, value, serial[:3]})
	return nil
}

// Product returns the coin acceptor's own name.
func (t *Till) Product() string { return t.product }

// Check asks every machine whether it is there. A hopper that runs low is the
// warning fault.TillNoChange.
func (t *Till) Check(ctx context.Context) (warning fault.Code, err error) {
	t.use.Lock()
	defer t.use.Unlock()
	for _, a := range t.takers() {
		if _, err := t.bus.ask(ctx, a, SimplePoll); err != nil {
			return "", err
		}
	}
	low, err := t.low(ctx)
	if low {
		warning = fault.TillNoChange
	}
	return warning, err
}

// takers are the addresses of the machines that take money.
func (t *Till) takers() []byte {
	var out []byte
	if len(t.coins) > 0 {
		out = append(out, CoinAcceptor)
	}
	if len(t.bills) > 0 {
		out = append(out, BillValidator)
	}
	return out
}

// low reports whether change may not be given: a hopper says that it is below
// its lower mark, or there is none.
func (t *Till) low(ctx context.Context) (bool, error) {
	const below, canTell = 0x01, 0x10
	low := len(t.hoppers) == 0
	for _, h := range t.hoppers {
		s, err := t.bus.ask(ctx, h.address, PayoutLevels)
		if errors.Is(err, errRefused) {
			continue
		}
		if err != nil {
			return true, err
		}
		low = low || len(s) > 0 && s[0]&canTell != 0 && s[0]&below != 0
	}
	return low, nil
}

// open lets pieces in that are worth at most the limit.
func (t *Till) open(ctx context.Context, limit int64) error {
	for _, a := range t.takers() {
		values := t.coins
		if a == BillValidator {
			values = t.bills
			if _, err := t.bus.ask(ctx, a, BillMode, 0x03); err != nil { // stacker and escrow
				return err
			}
		}
		mask := 0
		for i, v := range values {
			if v > 0 && v <= limit {
				mask |= 1 << (i - 1)
			}
		}
		if _, err := t.bus.ask(ctx, a, InhibitMask, byte(mask), byte(mask>>8)); err != nil {
			return err
		}
		if _, err := t.bus.ask(ctx, a, MasterInhibit, 1); err != nil {
			return err
		}
	}
	return nil
}

// close lets nothing in any more.
func (t *Till) close(ctx context.Context) error {
	var all error
	for _, a := range t.takers() {
		_, err := t.bus.ask(ctx, a, MasterInhibit, 0)
		all = errors.Join(all, err)
	}
	return all
}

// Close shuts the gates and closes the line.
func (t *Till) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return errors.Join(t.close(ctx), t.bus.line.Close())
}
