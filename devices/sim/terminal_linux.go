package sim

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// Terminal is a pseudo-terminal that stands for a serial socket of a computer.
// A device may be plugged in and unplugged; while it is out, the name is gone,
// as under /dev/serial/by-id.
type Terminal struct {
	link string

	mu     sync.Mutex
	master *os.File
	slave  *os.File // held open, so that a host's closing does not end the master
}

// NewTerminal makes a socket of this name: a path that becomes a symbolic link
// to the terminal, or "" to use the terminal's own name.
func NewTerminal(link string) (*Terminal, error) {
	t := &Terminal{link: link}
	if link != "" {
		abs, err := filepath.Abs(link)
		if err != nil {
			return nil, fmt.Errorf("sim: terminal: %w", err)
		}
		t.link = abs
	}
	return t, t.Plug()
}

// Plug connects the device. It does nothing when it is connected.
func (t *Terminal) Plug() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.master != nil {
		return nil
	}
	master, slave, err := pty.Open()
	if err != nil {
		return fmt.Errorf("sim: terminal: %w", err)
	}
	if err = raw(slave); err == nil {
		// A device that must be able to stop needs a master that wakes up.
		master, err = pollable(master)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("sim: terminal: %w", err), master.Close(), slave.Close())
	}
	if t.link != "" {
		if err := relink(slave.Name(), t.link); err != nil {
			return errors.Join(err, master.Close(), slave.Close())
		}
	}
	t.master, t.slave = master, slave
	return nil
}

// raw takes the terminal's habits away before anybody opens it: echo, line
// editing, and the translation of line ends.
func raw(f *os.File) error {
	rc, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	err = rc.Control(func(fd uintptr) {
		var t *unix.Termios
		if t, inner = unix.IoctlGetTermios(int(fd), unix.TCGETS); inner != nil {
			return
		}
		t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
		t.Cflag = unix.CS8 | unix.CREAD | unix.CLOCAL | unix.B115200
		inner = unix.IoctlSetTermios(int(fd), unix.TCSETS, t)
	})
	return errors.Join(err, inner)
}

// pollable returns the same terminal as a file that the runtime can wait for.
func pollable(f *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return f, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return f, err
	}
	return os.NewFile(uintptr(fd), f.Name()), f.Close()
}

// relink points the name at target, replacing only a link.
func relink(target, link string) error {
	if fi, err := os.Lstat(link); err == nil && fi.Mode()&os.ModeSymlink == 0 {
		return fmt.Errorf("sim: not a link: %w", &os.PathError{Op: "link", Path: link, Err: os.ErrExist})
	}
	_ = os.Remove(link)
	if err := os.Symlink(target, link); err != nil {
		return fmt.Errorf("sim: link: %w", err)
	}
	return nil
}

// Unplug pulls the cable: whoever has the terminal open sees it go.
func (t *Terminal) Unplug() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.master == nil {
		return nil
	}
	if t.link != "" {
		_ = os.Remove(t.link)
	}
	err := errors.Join(t.slave.Close(), t.master.Close())
	t.master, t.slave = nil, nil
	return err
}

// Close unplugs for good.
func (t *Terminal) Close() error { return t.Unplug() }

// Path returns the name to open: the link, or the terminal's own.
func (t *Terminal) Path() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.link != "" || t.slave == nil {
		return t.link
	}
	return t.slave.Name()
}

// Device returns the end at which the device works, nil while unplugged.
func (t *Terminal) Device() io.ReadWriter {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.master == nil {
		return nil
	}
	return t.master
}
