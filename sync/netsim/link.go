// Package netsim is a bad network: a real TCP relay on the loopback that can
// refuse, cut, delay and throttle, and that counts what passes.
//
// It is for tests, figures and the demonstration; nothing that an office runs
// imports it.
package netsim

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Profile is how a line behaves; the zero Profile is a perfect one.
type Profile struct {
	RoundTrip time.Duration // added, half in each direction
	Kbit      int           // kbit/s in each direction; 0 = no limit
	Jitter    time.Duration // up to this much more, at random by Random
	CutUp     int64         // a connection is reset after so many bytes to the target; 0 = never
	CutDown   int64         // a connection is reset after so many bytes from the target
	DropDown  bool          // what the target answers is lost: the connection is reset in its place
	Random    func() float64
}

// Link is a relay to a target.
type Link struct {
	address string
	target  atomic.Value // string

	mu       sync.Mutex
	listener net.Listener
	profile  Profile
	conns    map[net.Conn]struct{}
	closed   bool
	blocked  bool

	work        sync.WaitGroup
	up, down    atomic.Int64
	connections atomic.Int64
}

// Listen opens a link to the target, "127.0.0.1:8443", on a free port of the
// loopback.
func Listen(target string) (*Link, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open a link to %s: %w", target, err)
	}
	link := &Link{address: l.Addr().String(), listener: l, conns: map[net.Conn]struct{}{}}
	link.target.Store(target)
	link.work.Go(func() { link.accept(l) })
	return link, nil
}

// Addr is the address to call in place of the target's.
func (l *Link) Addr() string { return l.address }

// SetTarget changes whom new connections reach.
func (l *Link) SetTarget(address string) { l.target.Store(address) }

// Shape changes how new connections behave.
func (l *Link) Shape(p Profile) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.profile = p
}

// Refuse takes the line down: connections are reset and new ones refused.
func (l *Link) Refuse() {
	l.mu.Lock()
	if l.listener != nil {
		l.listener.Close()
		l.listener = nil
	}
	l.mu.Unlock()
	l.Cut()
}

// Block takes the line down as a firewall does: connections are reset and new
// ones too, but the address stays taken, so that Restore always succeeds.
func (l *Link) Block() {
	l.mu.Lock()
	l.blocked = true
	l.mu.Unlock()
	l.Cut()
}

// Restore brings the line back after Refuse or Block, at the same address.
func (l *Link) Restore() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.blocked = false; l.listener != nil || l.closed {
		return nil
	}
	listener, err := net.Listen("tcp", l.address)
	if err != nil {
		return fmt.Errorf("restore the link: %w", err)
	}
	l.listener = listener
	l.work.Go(func() { l.accept(listener) })
	return nil
}

// Cut resets the connections that are open; new ones may come.
func (l *Link) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		reset(c)
	}
}

// Close takes the link down for good and waits for its work to end.
func (l *Link) Close() error {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.Refuse()
	l.work.Wait()
	return nil
}

// Traffic is what has passed so far.
type Traffic struct{ Up, Down, Connections int64 }

// Traffic returns the bytes and connections so far.
func (l *Link) Traffic() Traffic {
	return Traffic{Up: l.up.Load(), Down: l.down.Load(), Connections: l.connections.Load()}
}

func reset(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		t.SetLinger(0) // a reset, not an orderly end
	}
	c.Close()
}

func (l *Link) accept(listener net.Listener) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		l.connections.Add(1)
		l.work.Go(func() { l.relay(c) })
	}
}

// relay carries one connection.
func (l *Link) relay(near net.Conn) {
	far, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(context.Background(), "tcp", l.target.Load().(string))
	if err != nil {
		reset(near)
		return
	}
	l.mu.Lock()
	p := l.profile
	if l.closed || l.blocked || l.listener == nil {
		l.mu.Unlock()
		reset(near)
		reset(far)
		return
	}
	l.conns[near], l.conns[far] = struct{}{}, struct{}{}
	l.mu.Unlock()
	var both sync.WaitGroup
	var sent atomic.Int64
	both.Go(func() { l.carry(near, far, p, p.CutUp, &l.up, &sent) })
	both.Go(func() {
		if p.DropDown {
			l.lose(far, near, &sent)
			return
		}
		l.carry(far, near, p, p.CutDown, &l.down, new(atomic.Int64))
	})
	both.Wait()
	l.mu.Lock()
	delete(l.conns, near)
	delete(l.conns, far)
	l.mu.Unlock()
	near.Close()
	far.Close()
}

// handshake is more than a client sends before its first request, with a
// certificate of its own, in TLS 1.3.
const handshake = 3 << 10

// lose carries what the target sends until the other side has sent a request,
// and cuts in place of the answer: the target has done its work, and nobody
// hears of it.
func (l *Link) lose(from, to net.Conn, sent *atomic.Int64) {
	b := make([]byte, 16<<10)
	for {
		n, err := from.Read(b)
		l.down.Add(int64(n))
		if err != nil || sent.Load() > handshake {
			reset(to)
			reset(from)
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			reset(from)
			return
		}
	}
}

// piece is some bytes and when they arrive.
type piece struct {
	b   []byte
	due time.Time
}

// carry moves bytes one way with the profile's delay and rate.
func (l *Link) carry(from, to net.Conn, p Profile, cut int64, count, own *atomic.Int64) {
	queue := make(chan piece, 4096)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var sent int64
		for q := range queue {
			if d := time.Until(q.due); d > 0 {
				time.Sleep(d)
			}
			if cut > 0 && sent+int64(len(q.b)) >= cut {
				to.Write(q.b[:cut-sent])
				reset(to)
				reset(from)
				break
			}
			if _, err := to.Write(q.b); err != nil {
				reset(from)
				break
			}
			sent += int64(len(q.b))
		}
		for range queue { // whoever reads must not block
		}
	}()
	free := time.Now() // when the line has carried what came before
	for {
		b := make([]byte, 16<<10)
		n, err := from.Read(b)
		if n > 0 {
			count.Add(int64(n))
			own.Add(int64(n))
			now := time.Now()
			if free.Before(now) {
				free = now
			}
			if p.Kbit > 0 {
				free = free.Add(time.Duration(n) * 8 * time.Millisecond / time.Duration(p.Kbit))
			}
			due := free.Add(p.RoundTrip / 2)
			if p.Jitter > 0 && p.Random != nil {
				due = due.Add(time.Duration(p.Random() * float64(p.Jitter)))
			}
			queue <- piece{b[:n], due}
		}
		if err != nil {
			break
		}
	}
	close(queue)
	<-done
	if t, ok := to.(*net.TCPConn); ok {
		t.CloseWrite()
	}
}
