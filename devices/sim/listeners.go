package sim

import (
	"io"
	"sync"
)

// Speaker is a device that only speaks: a document, stripe or barcode reader, or
// a satellite receiver. What it says is put into its mouth, framing and all.
type Speaker struct {
	wire *Wire
	said chan []byte
	mu   sync.Mutex
	got  []byte
}

// NewSpeaker makes a device that says nothing yet.
func NewSpeaker() *Speaker { return &Speaker{wire: NewWire(), said: make(chan []byte, 16)} }

// Wire returns the line's faults and pace.
func (s *Speaker) Wire() *Wire { return s.wire }

// Say sends p to the host; what is said while the device is unplugged waits.
func (s *Speaker) Say(p []byte) { s.said <- p }

// Heard returns what the host has sent.
func (s *Speaker) Heard() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]byte(nil), s.got...)
}

// Serve speaks until the line ends.
func (s *Speaker) Serve(line io.ReadWriter) error {
	w := s.wire.over(line)
	ended := make(chan error, 1)
	go func() {
		p := make([]byte, 256)
		for {
			n, err := w.Read(p)
			s.mu.Lock()
			s.got = append(s.got, p[:n]...)
			s.mu.Unlock()
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	for {
		select {
		case err := <-ended:
			if gone(err) {
				return nil
			}
			return err
		case p := <-s.said:
			if _, err := w.Write(p); err != nil {
				<-ended
				return nil
			}
		}
	}
}
