package thaiid_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sala/devices/ccid"
	"sala/devices/fault"
	"sala/devices/port"
	"sala/devices/port/porttest"
	"sala/devices/sim"
	"sala/devices/thaiid"
)

// stride is how many bytes are left out between two faults in the normal form;
// SALA_LONG tries every byte.
func stride() int {
	if os.Getenv("SALA_LONG") != "" {
		return 1
	}
	return 61
}

// faultyRead reads a card over a line with a fault, all in memory.
func faultyRead(r *sim.Reader, f sim.Fault) (thaiid.Card, error) {
	host, device := porttest.Pair(1 << 12)
	defer func() { _ = host.Close() }()
	r.Wire().OnSever(func() { _ = device.Close() })
	r.Wire().Fault(f)
	go func() { _ = r.Serve(device) }()
	if f == nil {
		return readOver(host, 3*time.Second) // however busy the machine is
	}
	return readOver(host, 60*time.Millisecond)
}

func readOver(l port.Line, patience time.Duration) (thaiid.Card, error) {
	ctx := context.Background()
	o := ccid.Options{Answer: patience, Total: 20 * patience, Poll: patience, Retries: 2}
	rd, err := ccid.Open(ctx, l, o)
	if err != nil {
		return thaiid.Card{}, err
	}
	atr, err := rd.PowerOn(ctx)
	if err != nil {
		return thaiid.Card{}, err
	}
	return thaiid.Read(ctx, rd, atr.Raw, nil)
}

// Whatever happens at whatever byte of a card read: either the whole card comes
// out, or a trouble with a name and nothing of the card; and the next read works.
func TestSoakFaultsAtEveryByte(t *testing.T) {
	h := sim.Invented()
	h.Photo = append(append([]byte{0xFF, 0xD8, 0xFF, 0xDA, 0, 2}, make([]byte, 400)...), 0xFF, 0xD9)
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(h))
	whole, err := faultyRead(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	total := r.Wire().Sent()
	if total < 1500 {
		t.Fatalf("only %d bytes on the line", total)
	}
	for name, f := range map[string]func(n int) sim.Fault{
		"unplugged": func(n int) sim.Fault { return sim.After(n, sim.Sever) },
		"silence":   func(n int) sim.Fault { return sim.After(n, sim.Lose) },
		"one byte lost": func(n int) sim.Fault {
			return func(at int, b byte) (byte, sim.Fate) {
				if at == n {
					return b, sim.Lose
				}
				return b, sim.Pass
			}
		},
		"one byte damaged": func(n int) sim.Fault {
			return func(at int, b byte) (byte, sim.Fate) {
				if at == n {
					b ^= 0x81
				}
				return b, sim.Pass
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for n := 0; n < total; n += stride() {
				c, err := faultyRead(r, f(n))
				switch {
				case err == nil:
					if d := cmp.Diff(whole, c); d != "" {
						t.Fatalf("byte %d: another card came out: %s", n, d)
					}
				case fault.CodeOf(err) == fault.Internal:
					t.Fatalf("byte %d: a trouble without a name: %v", n, err)
				case c.Number != "" || c.Photo != nil:
					t.Fatalf("byte %d: half a card with %v", n, err)
				}
			}
			if _, err := faultyRead(r, nil); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// The card is pulled at every command in turn.
func TestPulledAtEveryCommand(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	for n := 1; ; n++ {
		r.Insert(sim.NewThaiCard(sim.Invented()))
		r.RemoveAfter(n)
		c, err := faultyRead(r, nil)
		if err == nil {
			if n < 20 {
				t.Errorf("the card was read in %d commands", n)
			}
			return
		}
		if fault.CodeOf(err) != fault.ReaderCardPulled || c.Number != "" {
			t.Fatalf("command %d: %v", n, err)
		}
	}
}
