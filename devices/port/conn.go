package port

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// Over makes a Line of a network connection: a device behind a serial server on
// TCP, or one end of net.Pipe in a test.
func Over(name string, c net.Conn) Line { return &over{name: name, conn: c} }

type over struct {
	name string
	conn net.Conn
}

func (o *over) Name() string { return o.name }

func (o *over) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, err := o.conn.Read(p)
	if n > 0 {
		return n, nil
	}
	return 0, o.trouble("read", err)
}

func (o *over) Write(p []byte) (int, error) {
	n, err := o.conn.Write(p)
	return n, o.trouble("write", err)
}

func (o *over) trouble(verb string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
	case errors.Is(err, net.ErrClosed):
		err = os.ErrClosed
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrClosedPipe), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		err = ErrGone.Because(err)
	}
	return fmt.Errorf("port: %s %s: %w", verb, o.name, err)
}

func (o *over) SetReadDeadline(t time.Time) error  { return o.conn.SetReadDeadline(t) }
func (o *over) SetWriteDeadline(t time.Time) error { return o.conn.SetWriteDeadline(t) }

// Close implements Line.
func (o *over) Close() error {
	if err := o.conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("port: close %s: %w", o.name, err)
	}
	return nil
}

// Flush reads what is there and forgets it.
func (o *over) Flush() error {
	p := make([]byte, 4096)
	for {
		if err := o.conn.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
			return err
		}
		_, err := o.conn.Read(p)
		switch {
		case err == nil:
			continue
		case errors.Is(err, os.ErrDeadlineExceeded):
			return o.conn.SetReadDeadline(time.Time{})
		}
		return o.trouble("flush", err)
	}
}
