package port_test

import (
	"errors"
	"io"
	"testing"
	"time"

	bug "go.bug.st/serial"

	"sala/devices/port"
	"sala/devices/port/porttest"
	"sala/devices/sim"
)

// openPTY opens a line on a simulated socket and returns its far end.
func openPTY(t *testing.T, c port.Config) (*port.Serial, *sim.Terminal, io.ReadWriter) {
	t.Helper()
	term, err := sim.NewTerminal("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = term.Close() })
	c.Name = term.Path()
	s, err := port.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, term, term.Device()
}

func TestSerialLine(t *testing.T) {
	porttest.Suite(t, func(t *testing.T) porttest.Bench {
		s, term, device := openPTY(t, port.Config{Baud: 115200})
		return porttest.Bench{Host: s, Device: device, Unplug: func() { _ = term.Unplug() }}
	})
}

func TestFramesAndSpeedsAreTaken(t *testing.T) {
	for _, c := range []port.Config{
		{Baud: 9600, Frame: "7E1"}, {Baud: 256000, Frame: "8O1"}, {Baud: 115200, Frame: "8N2"},
		{Baud: 38400, Flow: port.XonXoff}, {Baud: 19200, Flow: port.RtsCts},
	} {
		s, _, device := openPTY(t, c)
		if _, err := device.Write([]byte("ok")); err != nil {
			t.Fatal(err)
		}
		p := make([]byte, 2)
		if err := s.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(s, p); err != nil || string(p) != "ok" {
			t.Errorf("%+v: %q, %v", c, p, err)
		}
	}
}

func TestOpeningIsExclusive(t *testing.T) {
	s, _, _ := openPTY(t, port.Config{})
	if _, err := port.Open(port.Config{Name: s.Name()}); !errors.Is(err, port.ErrBusy) {
		t.Errorf("second opening: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := port.Open(port.Config{Name: s.Name()})
	if err != nil {
		t.Fatalf("after close: %v", err)
	}
	_ = again.Close()
}

func TestStaleInputIsFlushed(t *testing.T) {
	term, err := sim.NewTerminal("")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = term.Close() }()
	if _, err := term.Device().Write([]byte("from before")); err != nil {
		t.Fatal(err)
	}
	s, err := port.Open(port.Config{Name: term.Path()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_ = s.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	p := make([]byte, 32)
	if n, err := s.Read(p); !port.IsTimeout(err) {
		t.Errorf("read %q, %v", p[:n], err)
	}
}

func TestXoffHoldsAWriteAndXonFreesIt(t *testing.T) {
	s, _, device := openPTY(t, port.Config{Flow: port.XonXoff})
	if _, err := device.Write([]byte{0x13}); err != nil {
		t.Fatal(err)
	}
	_ = s.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	held := false
	for range 100 { // the stop byte takes effect when it has been read
		if _, err := s.Write([]byte("x")); port.IsTimeout(err) {
			held = true
			break
		}
		_ = s.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	}
	if !held {
		t.Fatal("XOFF held nothing back")
	}
	if _, err := device.Write([]byte{0x11}); err != nil {
		t.Fatal(err)
	}
	_ = s.SetWriteDeadline(time.Now().Add(5 * time.Second))
	if _, err := s.Write([]byte("y")); err != nil {
		t.Errorf("after XON: %v", err)
	}
}

func TestModemLinesOfAPseudoTerminalAreUnsupported(t *testing.T) {
	s, _, _ := openPTY(t, port.Config{})
	if err := s.SetRTS(false); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("RTS: %v", err)
	}
	if err := s.SetDTR(true); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("DTR: %v", err)
	}
}

func TestAliveAndDrain(t *testing.T) {
	s, term, device := openPTY(t, port.Config{})
	if err := s.Alive(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write([]byte("abc")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(device, make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	if err := s.Drain(5 * time.Second); err != nil {
		t.Errorf("drain: %v", err)
	}
	_ = term.Unplug()
	if err := s.Alive(); !errors.Is(err, port.ErrGone) {
		t.Errorf("after unplugging: %v", err)
	}
}

// The far side of the tests is our own; here another library opens the
// simulated socket and must find a serial line.
func TestAnotherLibraryOpensTheSocket(t *testing.T) {
	term, err := sim.NewTerminal("")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = term.Close() }()
	other, err := bug.Open(term.Path(), &bug.Mode{BaudRate: 115200})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if _, err := other.Write([]byte{0x03, 0x04, 0x0D, 0xFF}); err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 4)
	if _, err := io.ReadFull(term.Device(), p); err != nil || string(p) != "\x03\x04\x0D\xFF" {
		t.Errorf("% X, %v", p, err)
	}
}
