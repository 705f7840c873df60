package ccid

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"sala/devices/port"
	"sala/devices/port/porttest"
)

func TestFrameAsTheDocumentHasIt(t *testing.T) {
	// The example that the makers of a reader chip with this framing publish.
	m := message{kind: 0x62, seq: 1, b: [3]byte{1}}
	want := []byte{0x03, 0x06, 0x62, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0x67}
	if got := m.frame(); !bytes.Equal(got, want) {
		t.Errorf("% X, want % X", got, want)
	}
}

// say lets a device say p and hang up.
func say(p []byte) port.Line {
	host, device := porttest.Pair(len(p) + 1)
	_, _ = device.Write(p)
	_ = device.Close()
	return host
}

func TestEventsOnTheLine(t *testing.T) {
	answer := message{kind: ansData, seq: 3, data: []byte("hello")}.frame()
	bad := append([]byte(nil), answer...)
	bad[len(bad)-1] ^= 1
	long := message{kind: ansData}.frame()
	long[5] = 0x7F
	for name, tt := range map[string]struct {
		bytes []byte
		want  event
		err   error
	}{
		"answer":             {answer, gotMessage, nil},
		"refusal":            {[]byte{0x03, 0x15, 0x16}, gotNAK, nil},
		"card in":            {[]byte{0x50, 0x03}, gotCardIn, nil},
		"card out":           {[]byte{0x50, 0x02}, gotCardOut, nil},
		"time":               {[]byte{0xFF}, gotTimeRequest, nil},
		"noise before":       {append([]byte{0x00, 0x41, 0x7F}, answer...), gotMessage, nil},
		"odd movement":       {append([]byte{0x50, 0x07}, answer...), gotMessage, nil},
		"wrong check":        {bad, 0, ErrGarbled},
		"damaged refusal":    {[]byte{0x03, 0x15, 0x17}, 0, ErrGarbled},
		"no acknowledgement": {[]byte{0x03, 0x77, 0x00}, 0, ErrGarbled},
		"far too long":       {long, 0, ErrGarbled},
		"nothing but noise":  {make([]byte, 4*maxData), 0, ErrGarbled},
		"torn":               {answer[:len(answer)-2], 0, port.ErrGone},
	} {
		e, m, err := readEvent(context.Background(), porttest.Torn(say(tt.bytes), 1), timing{time.Second, time.Second})
		if !errors.Is(err, tt.err) || e != tt.want {
			t.Errorf("%s: event %d, %v", name, e, err)
		}
		if tt.want == gotMessage && err == nil && string(m.data) != "hello" {
			t.Errorf("%s: data %q", name, m.data)
		}
	}
}

func FuzzReadEvent(f *testing.F) {
	f.Add(message{kind: ansData, data: []byte("x")}.frame())
	f.Add([]byte{0x50, 0x03, 0x03, 0x15, 0x16, 0xFF})
	f.Fuzz(func(t *testing.T, p []byte) {
		l := say(p)
		for range len(p) + 1 {
			_, m, err := readEvent(context.Background(), l, timing{time.Second, time.Second})
			if len(m.data) > maxData {
				t.Fatalf("%d bytes of data", len(m.data))
			}
			if errors.Is(err, port.ErrGone) {
				return
			}
		}
		t.Fatal("more events than bytes")
	})
}

func FuzzT1Block(f *testing.F) {
	s := t1State{ifsc: 32}
	f.Add(s.encode(block{pcb: 0x40, inf: []byte("abc")}), false)
	f.Fuzz(func(t *testing.T, p []byte, crc bool) {
		s := t1State{ifsc: 32, crc: crc}
		if b, err := s.decode(p); err == nil && !bytes.Equal(s.encode(b)[1:], p[1:]) && p[0] == 0 {
			t.Errorf("% X became % X", p, s.encode(b))
		}
	})
}
