//go:build !unix

// Package processor tells figures what a thing takes that has the machine alone,
// however many others want it.
package processor

import "time"

// Time returns the time of the clock: this system does not say what a process had.
func Time() time.Duration { return time.Duration(time.Now().UnixNano()) }
