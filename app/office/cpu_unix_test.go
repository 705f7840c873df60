//go:build unix

package office_test

import (
	"syscall"
	"time"
)

// processor is how long the process has had the processor: what a thing takes
// that has it alone, however many others want it.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
