//go:build !windows

package spooler

import "time"

// System returns the computer's own print system: CUPS here.
func System(queue string, now func() time.Time) Printer {
	return &CUPS{Queue: queue, Now: now}
}
