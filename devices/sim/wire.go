package sim

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

// Wire is the cable between a simulated device and its host: how fast it is and
// what is wrong with it. Its settings hold for what the device sends; they may
// be changed while the device runs.
type Wire struct {
	mu     sync.Mutex
	baud   int
	sent   int
	fault  func(sent int, b byte) (byte, Fate)
	inward func()
}

// Fate is what becomes of a byte on its way to the host.
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
// as 8N2 has; 0 means as fast as can be.
func (w *Wire) Pace(baud int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.baud = baud
}

// Fault decides over every byte from now on, counted from 0; nil ends it.
func (w *Wire) Fault(f func(sent int, b byte) (byte, Fate)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent, w.fault = 0, f
}

// Sent returns how many bytes the device has sent since Fault was last called.
func (w *Wire) Sent() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent
}

// OnSever sets what pulls the cable.
func (w *Wire) OnSever(pull func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inward = pull
}

func (w *Wire) over(l io.ReadWriter) io.ReadWriter { return &wired{w: w, line: l} }

type wired struct {
	w    *Wire
	line io.ReadWriter
	free time.Time // when the line has sent what it was given
}

func (x *wired) Read(p []byte) (int, error) { return x.line.Read(p) }

func (x *wired) Write(p []byte) (int, error) {
	out, sever, baud := x.w.judge(p)
	if err := x.send(out, baud); err != nil {
		return 0, err
	}
	if sever != nil {
		sever()
		return 0, io.EOF
	}
	return len(p), nil
}

// judge applies the faults to p.
func (w *Wire) judge(p []byte) (out []byte, sever func(), baud int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range p {
		fate := Pass
		if w.fault != nil {
			b, fate = w.fault(w.sent, b)
		}
		w.sent++
		switch fate {
		case Pass:
			out = append(out, b)
		case Sever:
			if w.inward != nil {
				return out, w.inward, w.baud
			}
		}
	}
	return out, nil, w.baud
}

// send writes the bytes, in real time when the line has a speed.
func (x *wired) send(p []byte, baud int) error {
	if baud == 0 {
		_, err := x.line.Write(p)
		return err
	}
	now := time.Now()
	if x.free.Before(now) {
		x.free = now
	}
	for len(p) > 0 {
		n := min(len(p), max(1, baud/11/200)) // a twentieth of a tenth of a second
		x.free = x.free.Add(time.Duration(n) * 11 * time.Second / time.Duration(baud))
		time.Sleep(time.Until(x.free))
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
