package thaiid_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"sala/devices/sim"
	"sala/devices/thaiid"
)

func (b *bench) verify(t *testing.T, number, pin string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := b.reader.WaitCard(ctx); err != nil {
		t.Fatal(err)
	}
	atr, err := b.reader.PowerOn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return thaiid.VerifyPIN(ctx, b.reader, atr.Raw, number, []byte(pin))
}

// The card counts the tries, whatever the reader does in between: the right PIN
// gives all of them back, three wrong ones lock it.
func TestVerifyPIN(t *testing.T) {
	h := sim.Invented()
	for name, card := range map[string]sim.Card{"T=0": sim.NewThaiCard(h), "oldest": sim.NewOldThaiCard(h), "T=1": sim.NewT1Card(h, sim.T1Options{})} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.sim.Insert(card)
			for _, step := range []struct {
				pin  string
				want error
				left int
			}{
				{"0000", thaiid.ErrPINWrong, 2}, {h.PIN, nil, 0}, {"0000", thaiid.ErrPINWrong, 2}, {"12345", thaiid.ErrPINWrong, 1},
				{"9999", thaiid.ErrPINBlocked, 0}, {h.PIN, thaiid.ErrPINBlocked, 0},
			} {
				err := b.verify(t, h.Number, step.pin)
				if !errors.Is(err, step.want) || step.want == nil && err != nil {
					t.Fatalf("%s: %v, want %v", step.pin, err, step.want)
				}
				var tries *thaiid.PINTries
				if errors.As(err, &tries) != (step.left > 0) || step.left > 0 && tries.Left != step.left {
					t.Errorf("%s: %v, want %d left", step.pin, err, step.left)
				}
				b.sim.Remove() // taking the card out and putting it back helps nobody
				b.sim.Insert(card)
			}
			if c, err := b.read(nil); err != nil || c.Number != h.Number {
				t.Errorf("a card with a locked PIN reads %q, %v", c.Number, err)
			}
		})
	}
}

// Another card than the one that was read costs no try, nor does one without a PIN.
func TestPINOfAnotherCard(t *testing.T) {
	h := sim.Invented()
	b := newBench(t)
	b.sim.Insert(sim.NewThaiCard(h))
	if err := b.verify(t, "3100600445635", h.PIN); !errors.Is(err, thaiid.ErrOtherCard) {
		t.Errorf("another card: %v", err)
	}
	none := h
	none.PIN = ""
	b.sim.Remove()
	b.sim.Insert(sim.NewThaiCard(none))
	if err := b.verify(t, h.Number, "1234"); !errors.Is(err, thaiid.ErrNoPIN) {
		t.Errorf("a card without a PIN: %v", err)
	}
	b.sim.Remove()
	b.sim.Insert(sim.NewUnknownCard())
	if err := b.verify(t, h.Number, "1234"); !errors.Is(err, thaiid.ErrNotThaiID) {
		t.Errorf("no identity card: %v", err)
	}
}
