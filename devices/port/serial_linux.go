package port

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/tarm/serial"
	"golang.org/x/sys/unix"
)

// chunk is how many bytes go into one write. A terminal that reports itself
// writable has room for at least so many, so the write does not wait.
const chunk = 64

// readTimeout is the finest that tarm/serial knows. A read is only begun when
// bytes wait, so it matters only when somebody else takes them.
const readTimeout = 100 * time.Millisecond

// Serial is a Line over a serial device.
type Serial struct {
	name  string
	port  *serial.Port
	watch *os.File // the second descriptor, in the runtime's poller
	raw   syscall.RawConn

	reading sync.Mutex
	writing sync.Mutex

	mu       sync.Mutex
	closed   bool
	deadline time.Time // of writes
}

// Open opens the line exclusively and discards what had come in before.
func Open(c Config) (*Serial, error) {
	f, err := c.check()
	if err != nil {
		return nil, err
	}
	watch, err := os.OpenFile(c.Name, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, openError(c.Name, err)
	}
	s := &Serial{name: c.Name, watch: watch}
	if err := s.open(c, f); err != nil {
		_ = watch.Close()
		return nil, err
	}
	return s, nil
}

func (s *Serial) open(c Config, f frame) error {
	var err error
	if s.raw, err = s.watch.SyscallConn(); err != nil {
		return fmt.Errorf("port: watch %s: %w", c.Name, err)
	}
	if err := s.control(func(fd int) error { return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) }); err != nil {
		return fmt.Errorf("port: lock %s: %w", c.Name, ErrBusy.Because(err))
	}
	baud, odd := c.baud(), !inTable(c.baud())
	if odd {
		baud = 115200
	}
	s.port, err = serial.OpenPort(&serial.Config{Name: c.Name, Baud: baud, Size: f.size,
		Parity: serial.Parity(f.parity), StopBits: serial.StopBits(f.stop), ReadTimeout: readTimeout})
	if err != nil {
		return openError(c.Name, err)
	}
	err = s.setInput(c.Flow, f.parity)
	if err == nil && odd {
		err = s.setOddSpeed(c.baud())
	}
	if err == nil {
		err = s.Flush()
	}
	if err != nil {
		_ = s.port.Close()
		return fmt.Errorf("port: set up %s: %w", c.Name, ErrSettings.Because(err))
	}
	return nil
}

func openError(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV):
		err = ErrNotFound.Because(err)
	case errors.Is(err, fs.ErrPermission):
		err = ErrDenied.Because(err)
	case errors.Is(err, unix.EBUSY):
		err = ErrBusy.Because(err)
	case errors.Is(err, unix.EIO):
		err = ErrGone.Because(err)
	case errors.Is(err, unix.ENOTTY):
		err = ErrSettings.Because(err)
	}
	return fmt.Errorf("port: open %s: %w", name, err)
}

// Name returns the name that the line was opened by.
func (s *Serial) Name() string { return s.name }

// Read implements Line.
func (s *Serial) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	for {
		var state error
		err := s.raw.Read(func(fd uintptr) bool {
			ready, err := pollNow(fd, unix.POLLIN)
			state = err
			return ready || err != nil
		})
		if err := s.trouble("read", err, state); err != nil {
			return 0, err
		}
		n, err := s.port.Read(p)
		if n > 0 {
			return n, nil
		}
		// End of file is the library's word for its own time-out; whether the
		// line has died, or was closed, the next round finds out.
		if errors.Is(err, unix.EIO) || errors.Is(err, unix.ENXIO) {
			return 0, fmt.Errorf("port: read %s: %w", s.name, ErrGone.Because(err))
		}
	}
}

// Write implements Line.
func (s *Serial) Write(p []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	sent := 0
	for sent < len(p) {
		part := p[sent:min(sent+chunk, len(p))]
		n, err := s.writeChunk(part)
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

func (s *Serial) writeChunk(part []byte) (int, error) {
	s.mu.Lock()
	limit := s.deadline
	s.mu.Unlock()
	own := limit.IsZero()
	if own {
		limit = time.Now().Add(WriteLimit)
		if err := s.watch.SetWriteDeadline(limit); err != nil {
			return 0, s.trouble("write", err, nil)
		}
	}
	var state error
	err := s.raw.Write(func(fd uintptr) bool {
		ready, err := pollNow(fd, unix.POLLOUT)
		state = err
		return ready || err != nil
	})
	if own && IsTimeout(err) {
		return 0, fmt.Errorf("port: write %s: %w", s.name, ErrStuck)
	}
	if err := s.trouble("write", err, state); err != nil {
		return 0, err
	}
	return s.push(part, limit)
}

// push writes a chunk that should go at once. Should it not, the caller is let
// go at the limit, and the goroutine ends when the line moves or disappears.
func (s *Serial) push(part []byte, limit time.Time) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	own := append([]byte(nil), part...)
	go func() {
		n, err := s.port.Write(own)
		done <- result{n, err}
	}()
	late := time.NewTimer(time.Until(limit) + readTimeout)
	defer late.Stop()
	select {
	case r := <-done:
		if r.err != nil {
			return max(r.n, 0), s.trouble("write", r.err, nil)
		}
		return r.n, nil
	case <-late.C:
		return 0, fmt.Errorf("port: write %s: %w", s.name, ErrStuck)
	}
}

// trouble makes an error of this package from one of the poller's and one of
// the line's; nil when both are nil.
func (s *Serial) trouble(verb string, err, state error) error {
	if err == nil {
		err = state
	}
	switch {
	case err == nil:
		return nil
	case s.isClosed() || errors.Is(err, os.ErrClosed):
		err = os.ErrClosed
	case errors.Is(err, unix.EIO), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV), errors.Is(err, unix.EBADF):
		err = ErrGone.Because(err)
	}
	return fmt.Errorf("port: %s %s: %w", verb, s.name, err)
}

// pollNow asks, without waiting, whether the terminal is ready for events, and
// returns EIO when it has gone.
func pollNow(fd uintptr, events int16) (bool, error) {
	p := []unix.PollFd{{Fd: int32(fd), Events: events}}
	for {
		_, err := unix.Poll(p, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return false, err
		}
		break
	}
	switch {
	case p[0].Revents&unix.POLLNVAL != 0:
		return false, os.ErrClosed
	case p[0].Revents&events != 0 && p[0].Revents&unix.POLLERR == 0:
		// The last bytes of a line that has just gone can still be read.
		if p[0].Revents&unix.POLLHUP != 0 && queued(fd) == 0 {
			return false, unix.EIO
		}
		return true, nil
	case p[0].Revents&(unix.POLLHUP|unix.POLLERR) != 0:
		return false, unix.EIO
	}
	return false, nil
}

func queued(fd uintptr) int {
	n, err := unix.IoctlGetInt(int(fd), unix.TIOCINQ)
	if err != nil {
		return 0
	}
	return n
}

// SetReadDeadline implements Line.
func (s *Serial) SetReadDeadline(t time.Time) error { return s.watch.SetReadDeadline(t) }

// SetWriteDeadline implements Line.
func (s *Serial) SetWriteDeadline(t time.Time) error {
	s.mu.Lock()
	s.deadline = t
	s.mu.Unlock()
	return s.watch.SetWriteDeadline(t)
}

// Close implements Line. It returns within half a second even when the line is
// stuck; the system then frees the descriptor when the line moves or disappears.
func (s *Serial) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	err := s.watch.Close()
	done := make(chan error, 1)
	go func() { done <- s.port.Close() }()
	late := time.NewTimer(4 * readTimeout)
	defer late.Stop()
	select {
	case e := <-done:
		return errors.Join(err, e)
	case <-late.C:
		return err
	}
}

func (s *Serial) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
