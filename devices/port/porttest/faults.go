package porttest

import (
	"sync"
	"time"

	"sala/devices/port"
)

// Torn returns a line that hands the host at most n bytes a read.
func Torn(l port.Line, n int) port.Line { return &torn{l, n} }

type torn struct {
	port.Line
	n int
}

func (t *torn) Read(p []byte) (int, error) { return t.Line.Read(p[:min(len(p), t.n)]) }

// Slow returns a line whose bytes take as long as on a real one of this speed, at
// so many bits a byte, in both directions.
func Slow(l port.Line, baud, bits int) port.Line {
	return &slow{Line: Torn(l, 16), each: time.Duration(bits) * time.Second / time.Duration(baud)}
}

type slow struct {
	port.Line
	each time.Duration
}

func (s *slow) Read(p []byte) (int, error) {
	n, err := s.Line.Read(p)
	time.Sleep(time.Duration(n) * s.each)
	return n, err
}

func (s *slow) Write(p []byte) (int, error) {
	n, err := s.Line.Write(p)
	time.Sleep(time.Duration(n) * s.each)
	return n, err
}

// Noisy returns a line that passes every byte from the device through change,
// which is told its place since the line began.
func Noisy(l port.Line, change func(at int, b byte) byte) port.Line {
	return &noisy{Line: l, change: change}
}

type noisy struct {
	port.Line
	change func(int, byte) byte
	mu     sync.Mutex
	at     int
}

func (x *noisy) Read(p []byte) (int, error) {
	n, err := x.Line.Read(p)
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range p[:n] {
		p[i] = x.change(x.at, p[i])
		x.at++
	}
	return n, err
}
