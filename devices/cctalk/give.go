package cctalk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// payoutTime is how long a hopper may take for one coin.
const payoutTime = 5 * time.Second

// Give pays an amount out in coins, the largest first, and returns how much came
// out; told is called as they come. The error wraps ErrChange when it was not
// all.
func (t *Till) Give(ctx context.Context, amount int64, told func(Move) error) (int64, error) {
	t.use.Lock()
	defer t.use.Unlock()
	hoppers := slices.Clone(t.hoppers)
	slices.SortFunc(hoppers, func(a, b hopper) int { return cmp.Compare(b.value, a.value) })
	var given int64
	var trouble error
	for _, h := range hoppers {
		n := min((amount-given)/h.value, 200)
		if n <= 0 {
			continue
		}
		paid, err := t.pay(ctx, h, byte(n), told)
		given += paid * h.value
		trouble = errors.Join(trouble, err)
	}
	if given < amount {
		return given, fmt.Errorf("cctalk: gave %d of %d: %w", given, amount, ErrChange.Because(trouble))
	}
	return given, nil
}

// pay lets a hopper give n coins and returns how many came.
func (t *Till) pay(ctx context.Context, h hopper, n byte, told func(Move) error) (int64, error) {
	const enable = 165
	ctx = context.WithoutCancel(ctx) // half a payout is nobody's wish
	before, err := t.payout(ctx, h)
	if err == nil {
		_, err = t.bus.ask(ctx, h.address, EnablePayout, enable)
	}
	if err != nil {
		return 0, err
	}
	// Sent once: when the answer is lost the counter tells whether it was heard.
	_, sent := t.bus.once(ctx, h.address, Dispense, append(slices.Clone(h.serial), n)...)
	var paid int64
	last := time.Duration(0)
	for {
		now, err := t.payout(ctx, h)
		if err != nil {
			return paid, err
		}
		if now.count == before.count {
			if sent != nil {
				return paid, sent
			}
			return paid, fmt.Errorf("cctalk: hopper %d did not begin: %w", h.address, ErrChange)
		}
		if more := int64(now.paid) - paid; more > 0 {
			paid, last = int64(now.paid), 0
			if err := told(Move{CoinsOut, more * h.value}); err != nil {
				return paid, err
			}
		}
		if now.left == 0 {
			if now.unpaid > 0 {
				return paid, fmt.Errorf("cctalk: hopper %d owes %d coins: %w", h.address, now.unpaid, ErrChange)
			}
			return paid, nil
		}
		if last += t.opt.Pace; last > payoutTime {
			return paid, fmt.Errorf("cctalk: hopper %d gives no more: %w", h.address, ErrChange)
		}
		_ = rest(ctx, t.opt.Pace)
	}
}

// payout is a hopper's account of its last command.
type payout struct{ count, left, paid, unpaid byte }

func (t *Till) payout(ctx context.Context, h hopper) (payout, error) {
	b, err := t.bus.ask(ctx, h.address, PayoutStatus)
	if err == nil && len(b) < 4 {
		err = fmt.Errorf("cctalk: hopper %d: %w", h.address, ErrSum)
	}
	if err != nil {
		return payout{}, err
	}
	return payout{b[0], b[1], b[2], b[3]}, nil
}
