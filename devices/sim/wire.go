package sim

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

// bitsPerByte is what a byte takes on a line of 8N2.
const bitsPerByte = 11

// Wire is the cable between a simulated device and its host: how fast it is and
// what is wrong with it. Its settings hold for what the device sends; they may
// be changed while the device runs.
type Wire struct {
	mu      sync.Mutex
	baud    int
	out, in direction
	pull    func()
}

// direction is what happens to the bytes of one side.
type direction struct {
	passed int
	fault  Fault
}

// Fault decides over each byte, told its place since the fault was set: it may
// change it, and says what becomes of it.
type Fault func(at int, b byte) (byte, Fate)

// Fate is what becomes of a byte on its way.
type Fate int

// The fates of a byte.
const (
	Pass  Fate = iota // it arrives, perhaps changed
	Lose              // it does not arrive
	Sever             // the cable is pulled before it
)

// NewWire makes a cable without limits and faults.
func NewWire() *Wire { return &Wire{} }

// Pace sends bytes no faster than a line of this speed, at eleven bits a byte
// as 8N2 has; 0 means as fast as can be. It holds for both directions.
func (w *Wire) Pace(baud int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.baud = baud
}

// Fault decides over every byte that the device sends from now on; nil ends it.
func (w *Wire) Fault(f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.out = direction{fault: f}
}

// FaultIn decides over every byte that the host sends from now on; nil ends it.
func (w *Wire) FaultIn(f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.in = direction{fault: f}
}

// Sent returns how many bytes the device has sent since Fault was last called.
func (w *Wire) Sent() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.passed
}

// Taken returns how many bytes the host has sent since FaultIn was last called.
func (w *Wire) Taken() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.in.passed
}

// Noise returns a fault that damages one byte in every n.
func Noise(n int) Fault {
	return func(at int, b byte) (byte, Fate) {
		if at%n == n-1 {
			return b ^ 0x24, Pass
		}
		return b, Pass
	}
}

// After returns a fault that begins at byte n: its fate is everyone's from there.
func After(n int, f Fate) Fault {
	return func(at int, b byte) (byte, Fate) {
		if at >= n {
			return b, f
		}
		return b, Pass
	}
}

// OnSever sets what pulls the cable.
func (w *Wire) OnSever(pull func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pull = pull
}

func (w *Wire) over(l io.ReadWriter) io.ReadWriter { return &wired{w: w, line: l} }

type wired struct {
	w    *Wire
	line io.ReadWriter

	mu   sync.Mutex
	free time.Time // when the line has carried what it was given
}

func (x *wired) Read(p []byte) (int, error) {
	for {
		n, err := x.line.Read(p)
		if n == 0 {
			return n, err
		}
		kept, sever, baud := x.w.judge(&x.w.in, p[:n])
		if baud > 0 {
			// The bytes are here at once; on the line they would be only then,
			// and no answer begins before.
			x.occupy(n, baud)
		}
		if sever != nil {
			sever()
			return 0, io.EOF
		}
		if n = copy(p, kept); n > 0 || err != nil {
			return n, err
		}
	}
}

func (x *wired) Write(p []byte) (int, error) {
	out, sever, baud := x.w.judge(&x.w.out, p)
	if err := x.send(out, baud); err != nil {
		return 0, err
	}
	if sever != nil {
		sever()
		return 0, io.EOF
	}
	return len(p), nil
}

// judge applies the faults of one direction to p.
func (w *Wire) judge(d *direction, p []byte) (kept []byte, sever func(), baud int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range p {
		fate := Pass
		if d.fault != nil {
			b, fate = d.fault(d.passed, b)
		}
		d.passed++
		switch fate {
		case Pass:
			kept = append(kept, b)
		case Sever:
			if w.pull != nil {
				return kept, w.pull, w.baud
			}
		}
	}
	return kept, nil, w.baud
}

// occupy takes up the line for n bytes from when it is next free. Both sides of
// these devices take turns on it.
func (x *wired) occupy(n, baud int) time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	if now := time.Now(); x.free.Before(now) {
		x.free = now
	}
	x.free = x.free.Add(time.Duration(n) * bitsPerByte * time.Second / time.Duration(baud))
	return x.free
}

// send writes the bytes, in real time when the line has a speed.
func (x *wired) send(p []byte, baud int) error {
	if baud == 0 {
		_, err := x.line.Write(p)
		return err
	}
	end := x.occupy(len(p), baud)
	for len(p) > 0 {
		n := min(len(p), max(1, baud/bitsPerByte/100)) // ten milliseconds' worth
		left := time.Duration(len(p)-n) * bitsPerByte * time.Second / time.Duration(baud)
		sleepUntil(end.Add(-left))
		if _, err := x.line.Write(p[:n]); err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

// gone reports whether an error means that the host's end, or our own, is no more.
func gone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, os.ErrClosed) ||
		errors.Is(err, syscall.EIO) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
