package zvt_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/zvt"
)

// counter is a simulated terminal and the device that drives it.
type counter struct {
	*sim.CardTerminal
	plug   *sim.Plugged
	device *zvt.Device

	mu    sync.Mutex
	steps []zvt.Step
}

func open(t *testing.T) *counter {
	t.Helper()
	c := &counter{CardTerminal: sim.NewCardTerminal(false)}
	var err error
	if c.plug, err = sim.Plug(c.CardTerminal, filepath.Join(t.TempDir(), "terminal")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.plug.Close() })
	c.connect(t)
	return c
}

func (c *counter) connect(t *testing.T) {
	t.Helper()
	line, err := port.Open(port.Config{Name: c.plug.Path()})
	if err != nil {
		t.Fatal(err)
	}
	if c.device, err = zvt.Open(t.Context(), line, zvt.Options{Currency: 764, Patience: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.device.Close() })
}

func (c *counter) shown(s zvt.Step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.steps = append(c.steps, s)
}

// present presents a card as soon as one is wanted.
func (c *counter) present(t *testing.T) {
	for deadline := time.Now().Add(5 * time.Second); c.Present() != nil; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("the terminal wants no card")
			return
		}
	}
}

func TestPaidAndTakenBack(t *testing.T) {
	c := open(t)
	if c.device.ID() != "52500041" {
		t.Errorf("terminal %q", c.device.ID())
	}
	go c.present(t)
	b, err := c.device.Charge(t.Context(), 2000, c.shown)
	want := zvt.Booking{Amount: 2000, Receipt: "0001", Trace: "000101", Terminal: "52500041", Card: "6027", CardName: "MASTERCARD"}
	if err != nil || b != want {
		t.Fatalf("booked %+v, %v", b, err)
	}
	if want := []zvt.Step{zvt.StepCard, zvt.StepPIN, zvt.StepWait, zvt.StepRemove}; !slices.Equal(c.steps, want) {
		t.Errorf("steps %q", c.steps)
	}
	if last, err := c.device.Last(t.Context()); err != nil || last != b {
		t.Errorf("last %+v, %v", last, err)
	}
	if err := c.device.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.device.Reverse(t.Context(), b.Receipt); err != nil {
		t.Fatal(err)
	}
	if sum, back := c.Holds(); sum != 0 || back != 1 {
		t.Errorf("the terminal holds %d, %d taken back", sum, back)
	}
	if last, err := c.device.Last(t.Context()); err != nil || last != (zvt.Booking{}) {
		t.Errorf("last %+v, %v", last, err)
	}
	if err := c.device.Reverse(t.Context(), b.Receipt); !errors.Is(err, zvt.ErrDeclined) {
		t.Errorf("taken back twice: %v", err)
	}
}

func TestNothingBooked(t *testing.T) {
	tests := []struct {
		name  string
		set   sim.CardTrouble
		card  bool
		want  error
		after time.Duration
	}{
		{"the bank declines", sim.CardDeclined, true, zvt.ErrDeclined, 0},
		{"the bank is not reached", sim.CardNoHost, true, zvt.ErrHost, 0},
		{"nobody presents a card", "", false, zvt.ErrCancelled, 30 * time.Millisecond},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := open(t)
			c.Set(test.set, true)
			if test.after > 0 {
				c.Wait(test.after)
			}
			if test.card {
				go c.present(t)
			}
			if b, err := c.device.Charge(t.Context(), 2000, nil); !errors.Is(err, test.want) {
				t.Errorf("%+v, %v", b, err)
			}
			if sum, _ := c.Holds(); sum != 0 {
				t.Errorf("the terminal holds %d", sum)
			}
			c.Set(test.set, false)
			c.Wait(time.Minute)
			go c.present(t)
			if _, err := c.device.Charge(t.Context(), 2000, nil); err != nil {
				t.Errorf("the next payment: %v", err)
			}
		})
	}
}

func TestStopped(t *testing.T) {
	c := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !c.Waiting() {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	if b, err := c.device.Charge(ctx, 2000, nil); !errors.Is(err, zvt.ErrCancelled) {
		t.Errorf("%+v, %v", b, err)
	}
	if sum, _ := c.Holds(); sum != 0 || c.Waiting() {
		t.Errorf("holds %d, waits %t", sum, c.Waiting())
	}
}

// The line dies in the middle: what became of the payment is not known, and the
// terminal tells when it is back.
func TestSilence(t *testing.T) {
	for trouble, booked := range map[sim.CardTrouble]bool{sim.CardDies: true, sim.CardForgets: false} {
		t.Run(string(trouble), func(t *testing.T) {
			c := open(t)
			c.Set(trouble, true)
			go func() {
				c.present(t)
				for sum, _ := c.Holds(); booked && sum == 0; sum, _ = c.Holds() {
					time.Sleep(time.Millisecond)
				}
				c.plug.Unplug()
			}()
			if b, err := c.device.Charge(t.Context(), 2000, nil); !errors.Is(err, zvt.ErrUnknown) {
				t.Fatalf("%+v, %v", b, err)
			}
			c.Set(sim.CardMute, false)
			if err := c.plug.Replug(); err != nil {
				t.Fatal(err)
			}
			c.connect(t)
			last, err := c.device.Last(t.Context())
			if err != nil || (last.Amount == 2000) != booked {
				t.Errorf("last %+v, %v", last, err)
			}
		})
	}
}

// Frames that were damaged are sent again: no booking is lost, and none is made
// twice.
func TestNoise(t *testing.T) {
	c := open(t)
	noise := func(at int, b byte) (byte, sim.Fate) {
		if at%211 == 210 && b != zvt.Ack && b != zvt.Nak { // a lost ACK costs a second
			return b ^ 0x24, sim.Pass
		}
		return b, sim.Pass
	}
	c.Wire().Fault(noise)
	c.Wire().FaultIn(noise)
	for range 12 {
		go c.present(t)
		if b, err := c.device.Charge(t.Context(), 500, nil); err != nil || b.Amount != 500 {
			t.Fatalf("%+v, %v", b, err)
		}
	}
	if sum, back := c.Holds(); sum != 12*500 || back != 0 {
		t.Errorf("the terminal holds %d, %d taken back", sum, back)
	}
}

func TestOverTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := &counter{CardTerminal: sim.NewCardTerminal(true)}
	go func() {
		conn, err := l.Accept()
		if err == nil {
			_ = c.Serve(conn)
		}
	}()
	near, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	d, err := zvt.Open(t.Context(), port.Over("tcp", near), zvt.Options{Currency: 764, TCP: true})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	go c.present(t)
	if b, err := d.Charge(t.Context(), 30000, nil); err != nil || b.Amount != 30000 {
		t.Errorf("%+v, %v", b, err)
	}
}
