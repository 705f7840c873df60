package mrz

import (
	"context"
	"fmt"
	"time"

	"sala/devices/port"
)

// gap is how long a reader pauses only at the end of a document.
const gap = 150 * time.Millisecond

// Listen reads documents from a line until it ends, and returns why. heard is
// given every document; with ErrCheckDigit it is to be compared by a person, with
// ErrUnreadable it is empty.
func Listen(ctx context.Context, l port.Line, f Framing, heard func(Document, error)) error {
	ask := func() error {
		if f.Start() == nil {
			return nil
		}
		_, err := port.WriteAll(ctx, l, f.Start(), time.Second)
		return err
	}
	if err := ask(); err != nil {
		return fmt.Errorf("mrz: start: %w", err)
	}
	s := NewSplitter(f)
	tell := func(lines []string) {
		heard(Parse(lines))
	}
	err := port.Listen(ctx, l, gap, func(p []byte) {
		for _, lines := range s.Feed(p) {
			tell(lines)
			_ = ask() // a line that has gone ends the next read
		}
	}, func() {
		if lines := s.Quiet(); len(lines) > 0 {
			tell(lines)
		}
	})
	return fmt.Errorf("mrz: listen: %w", err)
}
