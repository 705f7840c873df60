//go:build unix

// Package processor tells figures what a thing takes that has the machine alone,
// however many others want it.
package processor

import (
	"syscall"
	"time"
)

// Time returns how long this process has had the processor, all threads together
// (getrusage); 0 where the system does not say.
func Time() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
