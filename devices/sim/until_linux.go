package sim

import (
	"time"

	"golang.org/x/sys/unix"
)

// sleepUntil returns at a moment, not at the runtime's next whole millisecond: over
// a card's thirteen answers that made the simulated line slower than a real one by a
// tenth.
func sleepUntil(t time.Time) {
	const whole = 2 * time.Millisecond
	time.Sleep(time.Until(t) - whole)
	for left := time.Until(t); left > 0; left = time.Until(t) {
		rest := unix.NsecToTimespec(left.Nanoseconds())
		_ = unix.Nanosleep(&rest, nil) // a signal ends it early
	}
}
