// Package porttest holds lines for tests: a pair in memory, lines that are slow,
// torn or noisy, the playback of a recorded trace, and the suite that every Line
// must pass.
package porttest

import (
	"fmt"
	"os"
	"sync"
	"time"

	"sala/devices/port"
)

// Pair returns the two ends of a line in memory, each of which holds up to size
// bytes that the other has not read.
func Pair(size int) (host, device port.Line) {
	a, b := newPipe(size), newPipe(size)
	return &end{name: "host", in: a, out: b}, &end{name: "device", in: b, out: a}
}

// pipe carries bytes one way.
type pipe struct {
	mu      sync.Mutex
	buf     []byte
	size    int
	ended   bool // one end is closed
	changed chan struct{}
}

func newPipe(size int) *pipe { return &pipe{size: size, changed: make(chan struct{})} }

// touch wakes everyone who waits; the lock is held.
func (p *pipe) touch() {
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *pipe) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.touch()
}

// end is one end of a pair.
type end struct {
	name    string
	in, out *pipe

	mu            sync.Mutex
	closed        bool
	readDeadline  time.Time
	writeDeadline time.Time
}

func (e *end) Name() string { return e.name }

func (e *end) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		e.in.mu.Lock()
		closed, limit := e.limits(false)
		switch {
		case closed:
			e.in.mu.Unlock()
			return 0, e.trouble("read", os.ErrClosed)
		case expired(limit):
			e.in.mu.Unlock()
			return 0, e.trouble("read", os.ErrDeadlineExceeded)
		case len(e.in.buf) > 0:
			n := copy(p, e.in.buf)
			e.in.buf = e.in.buf[n:]
			e.in.touch()
			e.in.mu.Unlock()
			return n, nil
		case e.in.ended:
			e.in.mu.Unlock()
			return 0, e.trouble("read", port.ErrGone)
		}
		changed := e.in.changed
		e.in.mu.Unlock()
		wait(changed, limit)
	}
}

func (e *end) Write(p []byte) (int, error) {
	sent, began := 0, time.Now()
	for sent < len(p) {
		e.out.mu.Lock()
		closed, limit := e.limits(true)
		own := limit.IsZero()
		if own {
			limit = began.Add(port.WriteLimit)
		}
		switch room := e.out.size - len(e.out.buf); {
		case closed:
			e.out.mu.Unlock()
			return sent, e.trouble("write", os.ErrClosed)
		case e.out.ended:
			e.out.mu.Unlock()
			return sent, e.trouble("write", port.ErrGone)
		case expired(limit):
			e.out.mu.Unlock()
			if own {
				return sent, e.trouble("write", port.ErrStuck)
			}
			return sent, e.trouble("write", os.ErrDeadlineExceeded)
		case room > 0:
			n := min(room, len(p)-sent)
			e.out.buf = append(e.out.buf, p[sent:sent+n]...)
			sent += n
			e.out.touch()
			e.out.mu.Unlock()
			continue
		}
		changed := e.out.changed
		e.out.mu.Unlock()
		wait(changed, limit)
	}
	return sent, nil
}

func (e *end) trouble(verb string, err error) error {
	return fmt.Errorf("porttest: %s %s: %w", verb, e.name, err)
}

func (e *end) limits(write bool) (closed bool, limit time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if write {
		return e.closed, e.writeDeadline
	}
	return e.closed, e.readDeadline
}

func expired(limit time.Time) bool { return !limit.IsZero() && !time.Now().Before(limit) }

func wait(changed <-chan struct{}, limit time.Time) {
	if limit.IsZero() {
		<-changed
		return
	}
	t := time.NewTimer(time.Until(limit))
	defer t.Stop()
	select {
	case <-changed:
	case <-t.C:
	}
}

func (e *end) SetReadDeadline(t time.Time) error {
	e.mu.Lock()
	e.readDeadline = t
	e.mu.Unlock()
	e.in.mu.Lock()
	defer e.in.mu.Unlock()
	e.in.touch()
	return nil
}

func (e *end) SetWriteDeadline(t time.Time) error {
	e.mu.Lock()
	e.writeDeadline = t
	e.mu.Unlock()
	e.out.mu.Lock()
	defer e.out.mu.Unlock()
	e.out.touch()
	return nil
}

func (e *end) Flush() error {
	e.in.mu.Lock()
	defer e.in.mu.Unlock()
	e.in.buf = nil
	e.in.touch()
	return nil
}

func (e *end) Close() error {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	e.in.end()
	e.out.end()
	return nil
}
