package port

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// inTable reports whether tarm/serial knows the speed by name.
func inTable(baud int) bool {
	switch baud {
	case 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400, 57600, 115200,
		230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000:
		return true
	}
	return false
}

func (s *Serial) control(do func(fd int) error) error {
	var inner error
	if err := s.raw.Control(func(fd uintptr) { inner = do(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// setInput sets what the library has no word for: flow control, and that a byte
// whose parity is wrong is dropped instead of handed on.
func (s *Serial) setInput(f Flow, parity byte) error {
	if f == NoFlow && parity == 'N' {
		return nil
	}
	return s.control(func(fd int) error {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return err
		}
		if parity != 'N' {
			t.Iflag |= unix.INPCK | unix.IGNPAR
		}
		switch f {
		case XonXoff:
			// IXOFF stays off: a host that cannot keep up with a receipt
			// printer's status bytes does not exist.
			t.Iflag |= unix.IXON
			t.Cc[unix.VSTART], t.Cc[unix.VSTOP] = 0x11, 0x13
		case RtsCts:
			t.Cflag |= unix.CRTSCTS
		}
		return unix.IoctlSetTermios(fd, unix.TCSETS, t)
	})
}

// setOddSpeed sets a speed that has no name, such as the 256000 of some
// document readers.
func (s *Serial) setOddSpeed(baud int) error {
	return s.control(func(fd int) error {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS2)
		if err != nil {
			return err
		}
		t.Cflag = t.Cflag&^unix.CBAUD | unix.BOTHER
		t.Ispeed, t.Ospeed = uint32(baud), uint32(baud)
		return unix.IoctlSetTermios(fd, unix.TCSETS2, t)
	})
}

// Flush implements Line.
func (s *Serial) Flush() error {
	return s.control(func(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) })
}

// Discard drops the output that the device has not taken yet, as after a paper
// jam under flow control.
func (s *Serial) Discard() error {
	return s.control(func(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH) })
}

// Waiting returns how many bytes of output have not left yet.
func (s *Serial) Waiting() (int, error) {
	n := 0
	err := s.control(func(fd int) error {
		var err error
		n, err = unix.IoctlGetInt(fd, unix.TIOCOUTQ)
		return err
	})
	return n, err
}

// Drain waits until all output has left or the limit has passed
// (os.ErrDeadlineExceeded).
func (s *Serial) Drain(limit time.Duration) error {
	for end := time.Now().Add(limit); ; time.Sleep(5 * time.Millisecond) {
		n, err := s.Waiting()
		switch {
		case err != nil:
			return s.trouble("drain", err, nil)
		case n == 0:
			return nil
		case time.Now().After(end):
			return fmt.Errorf("port: drain %s: %w", s.name, os.ErrDeadlineExceeded)
		}
	}
}

// SetDTR raises or drops "data terminal ready". A pseudo-terminal has no modem
// lines: errors.ErrUnsupported.
func (s *Serial) SetDTR(on bool) error { return s.setModem(unix.TIOCM_DTR, on) }

// SetRTS raises or drops "request to send", with the same limit as SetDTR.
func (s *Serial) SetRTS(on bool) error { return s.setModem(unix.TIOCM_RTS, on) }

func (s *Serial) setModem(bit int, on bool) error {
	request := uint(unix.TIOCMBIC)
	if on {
		request = unix.TIOCMBIS
	}
	err := s.control(func(fd int) error { return unix.IoctlSetPointerInt(fd, request, bit) })
	if errors.Is(err, unix.ENOTTY) || errors.Is(err, unix.EINVAL) {
		return fmt.Errorf("port: modem lines of %s: %w", s.name, errors.ErrUnsupported)
	}
	return err
}

// Alive returns nil while the device is there, an error that is ErrGone after.
func (s *Serial) Alive() error {
	err := s.control(func(fd int) error {
		if _, err := unix.IoctlGetTermios(fd, unix.TCGETS); err != nil {
			return err
		}
		_, err := pollNow(uintptr(fd), 0)
		return err
	})
	return s.trouble("probe", err, nil)
}
