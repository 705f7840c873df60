// Package port gives devices a serial line that can be trusted: reads and
// writes end at their deadline, unplugging is noticed, and Close returns.
//
// It stands on github.com/tarm/serial, which moves the bytes, and adds what that
// library lacks. On Linux a second descriptor of the same terminal tells when
// the line is readable, writable or gone, sets flow control and modem lines, and
// holds the lock that makes the opening exclusive.
//
// On Windows and macOS the line is polled through the library's own time-outs:
// a deadline is kept to 100 ms, exclusive opening is the system's (Windows) or
// absent (macOS), flow control and modem lines are as the driver's settings
// leave them (errors.ErrUnsupported), and a write that never ends costs one
// parked goroutine until the device is unplugged.
package port

import (
	"errors"
	"io"
	"os"
	"time"

	"sala/devices/fault"
)

// Line is one device's byte stream in both directions.
//
// Read returns at least one byte or an error: os.ErrDeadlineExceeded when the
// deadline passes (the line stays usable), os.ErrClosed after Close, and an error
// that is ErrGone once the other end has gone. It never returns io.EOF. Write
// either sends all of p or returns how much was taken and one of these errors.
// One goroutine may read while another writes; the deadlines and Close may be
// called from anywhere and take effect on calls that are waiting.
type Line interface {
	io.ReadWriteCloser
	// SetReadDeadline makes present and later reads end at t; the zero time
	// means never.
	SetReadDeadline(t time.Time) error
	// SetWriteDeadline does the same for writes. A write without a deadline
	// ends after WriteLimit without progress.
	SetWriteDeadline(t time.Time) error
	// Flush discards the input that has arrived and was not read.
	Flush() error
	// Name returns what the line is called in messages.
	Name() string
}

// WriteLimit is how long a write without a deadline waits for a line that takes
// no byte before it gives up with ErrStuck.
const WriteLimit = 10 * time.Second

// The troubles of a line, to be told apart with errors.Is.
var (
	ErrNotFound = fault.New(fault.LineNotFound)
	ErrDenied   = fault.New(fault.LineDenied)
	ErrBusy     = fault.New(fault.LineBusy)
	ErrGone     = fault.New(fault.LineGone)
	ErrStuck    = fault.New(fault.LineStuck)
	ErrSettings = fault.New(fault.LineSettings)
)

// IsTimeout reports whether err means that a deadline has passed.
func IsTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
