//go:build windows || (!linux && cgo)

package port

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/tarm/serial"
)

// readTimeout is how long one read of the library waits; deadlines are kept to
// it.
const readTimeout = 100 * time.Millisecond

// silence is how soon an empty read must come back to look like a dead line: the
// library reports a time-out and the end of a line in the same way.
const (
	silence   = readTimeout / 4
	deadReads = 8
)

// Serial is a Line over a serial device.
type Serial struct {
	name string
	port *serial.Port

	reading sync.Mutex
	writing sync.Mutex

	mu            sync.Mutex
	closed        bool
	stuck         bool
	gone          error
	readDeadline  time.Time
	writeDeadline time.Time
}

// Open opens the line and discards what had come in before. On Windows the
// system lets nobody else open it.
func Open(c Config) (*Serial, error) {
	f, err := c.check()
	if err != nil {
		return nil, err
	}
	if c.Flow != NoFlow {
		return nil, fmt.Errorf("port: flow control on %s: %w", runtime.GOOS, ErrSettings.Because(errors.ErrUnsupported))
	}
	p, err := serial.OpenPort(&serial.Config{Name: c.Name, Baud: c.baud(), Size: f.size,
		Parity: serial.Parity(f.parity), StopBits: serial.StopBits(f.stop), ReadTimeout: readTimeout})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = ErrNotFound.Because(err)
	case errors.Is(err, fs.ErrPermission) && runtime.GOOS == "windows":
		err = ErrBusy.Because(err) // what Windows says of a line in use
	case errors.Is(err, fs.ErrPermission):
		err = ErrDenied.Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("port: open %s: %w", c.Name, err)
	}
	s := &Serial{name: c.Name, port: p}
	return s, s.Flush()
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
	for quick := 0; ; {
		if err := s.refusal("read", s.deadlineOf(false)); err != nil {
			return 0, err
		}
		began := time.Now()
		n, err := s.port.Read(p)
		switch {
		case n > 0:
			return n, nil
		case err != nil && !errors.Is(err, io.EOF):
			s.lose(err)
		case time.Since(began) < silence:
			if quick++; quick >= deadReads {
				s.lose(io.ErrUnexpectedEOF)
			}
		default:
			quick = 0
		}
	}
}

// Write implements Line. A write that the system never ends leaves its goroutine
// behind and the line unfit for more.
func (s *Serial) Write(p []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	limit := s.deadlineOf(true)
	if err := s.refusal("write", limit); err != nil {
		return 0, err
	}
	own := limit.IsZero()
	if own {
		limit = time.Now().Add(WriteLimit)
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	bytes := append([]byte(nil), p...)
	go func() {
		n, err := s.port.Write(bytes)
		done <- result{n, err}
	}()
	for {
		late := time.NewTimer(min(time.Until(limit), readTimeout))
		select {
		case r := <-done:
			late.Stop()
			if r.err != nil {
				s.lose(r.err)
				return max(r.n, 0), s.refusal("write", time.Time{})
			}
			return r.n, nil
		case <-late.C:
			if !own {
				limit = s.deadlineOf(true)
			}
			if err := s.refusal("write", limit); err != nil {
				s.jam()
				return 0, err
			}
			if own && time.Now().After(limit) {
				s.jam()
				return 0, fmt.Errorf("port: write %s: %w", s.name, ErrStuck)
			}
		}
	}
}

func (s *Serial) jam() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck = true
}

func (s *Serial) lose(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone == nil {
		s.gone = ErrGone.Because(err)
	}
}

func (s *Serial) deadlineOf(write bool) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if write {
		return s.writeDeadline
	}
	return s.readDeadline
}

// refusal returns why a call must end now.
func (s *Serial) refusal(verb string, limit time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	switch {
	case s.closed:
		err = os.ErrClosed
	case s.gone != nil:
		err = s.gone
	case !limit.IsZero() && !time.Now().Before(limit):
		err = os.ErrDeadlineExceeded
	case s.stuck && verb == "write":
		err = ErrStuck
	default:
		return nil
	}
	return fmt.Errorf("port: %s %s: %w", verb, s.name, err)
}

// SetReadDeadline implements Line.
func (s *Serial) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readDeadline = t
	return nil
}

// SetWriteDeadline implements Line.
func (s *Serial) SetWriteDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writeDeadline = t
	return nil
}

// Flush implements Line.
func (s *Serial) Flush() error {
	if err := s.port.Flush(); err != nil {
		return fmt.Errorf("port: flush %s: %w", s.name, err)
	}
	return nil
}

// SetDTR is not possible here: the library keeps the line to itself.
func (s *Serial) SetDTR(bool) error { return errors.ErrUnsupported }

// SetRTS has the same limit as SetDTR.
func (s *Serial) SetRTS(bool) error { return errors.ErrUnsupported }

// Alive returns nil until a read or a write has found the device gone.
func (s *Serial) Alive() error { return s.refusal("probe", time.Time{}) }

// Close implements Line. It returns within half a second even when the line is
// stuck.
func (s *Serial) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	done := make(chan error, 1)
	go func() { done <- s.port.Close() }()
	late := time.NewTimer(4 * readTimeout)
	defer late.Stop()
	select {
	case err := <-done:
		return err
	case <-late.C:
		return nil
	}
}
