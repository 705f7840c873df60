package port_test

import (
	"errors"
	"net"
	"testing"

	"sala/devices/port"
	"sala/devices/port/porttest"
)

func TestLineInMemory(t *testing.T) {
	porttest.Suite(t, func(*testing.T) porttest.Bench {
		host, device := porttest.Pair(4096)
		return porttest.Bench{Host: host, Device: device, Unplug: func() { _ = device.Close() }}
	})
}

func TestLineOverTCP(t *testing.T) {
	porttest.Suite(t, func(t *testing.T) porttest.Bench {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		far, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		near, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = far.Close() })
		return porttest.Bench{Host: port.Over("tcp", near), Device: far, Unplug: func() { _ = far.Close() }}
	})
}

func TestSettings(t *testing.T) {
	for _, tt := range []struct {
		frame string
		bits  int
		bad   bool
	}{
		{"", 10, false}, {"8N1", 10, false}, {"8N2", 11, false}, {"7E1", 10, false}, {"8O1", 11, false},
		{"9N1", 0, true}, {"8X1", 0, true}, {"8N3", 0, true}, {"8N", 0, true},
	} {
		c := port.Config{Name: "/nowhere/at/all", Frame: tt.frame}
		_, err := port.Open(c)
		if got := errors.Is(err, port.ErrSettings); got != tt.bad {
			t.Errorf("%q: %v", tt.frame, err)
		}
		if !tt.bad {
			if n := c.BitsPerByte(); n != tt.bits {
				t.Errorf("%q: %d bits", tt.frame, n)
			}
			if !errors.Is(err, port.ErrNotFound) {
				t.Errorf("%q: %v, want not found", tt.frame, err)
			}
		}
	}
	if _, err := port.Open(port.Config{Name: "/nowhere", Flow: "pigeon"}); !errors.Is(err, port.ErrSettings) {
		t.Errorf("flow: %v", err)
	}
}
