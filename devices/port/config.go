package port

import "fmt"

// Config says which line to open and how it is set up.
type Config struct {
	// Name is a device file (best one of /dev/serial/by-id, which stays the
	// same however things are plugged) or a Windows name such as "COM3".
	Name string `json:"name"`
	// Baud is the speed in bits per second; 0 means 9600.
	Baud int `json:"baud,omitempty"`
	// Frame is data bits, parity and stop bits: "8N1" (the default), "8N2",
	// "7E1", "8O1" ...
	Frame string `json:"frame,omitempty"`
	// Flow is the flow control.
	Flow Flow `json:"flow,omitempty"`
}

// Flow is a line's flow control.
type Flow string

// The values of Flow.
const (
	NoFlow  Flow = ""
	XonXoff Flow = "xonxoff"
	RtsCts  Flow = "rtscts"
)

// frame is a Frame, read.
type frame struct {
	size   byte
	parity byte // N, O, E
	stop   byte // 1, 2
}

func (c Config) baud() int {
	if c.Baud == 0 {
		return 9600
	}
	return c.Baud
}

func (c Config) frame() (frame, error) {
	s := c.Frame
	if s == "" {
		s = "8N1"
	}
	bad := fmt.Errorf("port: %q is not a frame like 8N1: %w", s, ErrSettings)
	if len(s) != 3 || s[0] < '5' || s[0] > '8' {
		return frame{}, bad
	}
	f := frame{size: s[0] - '0'}
	switch s[1] {
	case 'N', 'O', 'E':
		f.parity = s[1]
	default:
		return frame{}, bad
	}
	switch s[2] {
	case '1':
		f.stop = 1
	case '2':
		f.stop = 2
	default:
		return frame{}, bad
	}
	return f, nil
}

// BitsPerByte returns how many bit times one byte takes on the line, start bit
// included: 10 for 8N1, 11 for 8N2.
func (c Config) BitsPerByte() int {
	f, err := c.frame()
	if err != nil {
		return 10
	}
	n := 1 + int(f.size) + int(f.stop)
	if f.parity != 'N' {
		n++
	}
	return n
}

func (c Config) check() (frame, error) {
	f, err := c.frame()
	if err != nil {
		return f, err
	}
	switch c.Flow {
	case NoFlow, XonXoff, RtsCts:
	default:
		return f, fmt.Errorf("port: flow control %q: %w", c.Flow, ErrSettings)
	}
	return f, nil
}
