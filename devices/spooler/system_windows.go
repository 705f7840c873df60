package spooler

import "time"

// System returns the computer's own print system.
func System(queue string, _ func() time.Time) Printer { return Windows{Queue: queue} }
