package journal

import (
	"sync"
	"time"
)

// Time is a reading of a hybrid logical clock: milliseconds since 1970 (UTC) in
// the upper 48 bits, a counter in the lower 16. It never goes back on one
// station, whatever its wall clock does (Kulkarni et al., "Logical Physical
// Clocks", 2014).
type Time uint64

// TimeAt returns the first Time of a moment.
func TimeAt(t time.Time) Time { return Time(max(0, t.UnixMilli())) << 16 }

// Wall returns the wall clock's part of t, to the millisecond, in UTC.
func (t Time) Wall() time.Time { return time.UnixMilli(int64(t >> 16)).UTC() }

// Clock gives readings that only go forward. It is safe for several goroutines.
type Clock struct {
	now func() time.Time

	mu   sync.Mutex
	last Time
}

// NewClock returns a clock over the wall clock now that will not go back before
// last, the newest reading that the station has used.
func NewClock(now func() time.Time, last Time) *Clock { return &Clock{now: now, last: last} }

// Next returns a reading later than every one before it.
func (c *Clock) Next() Time {
	wall := TimeAt(c.now())
	c.mu.Lock()
	defer c.mu.Unlock()
	if wall > c.last {
		c.last = wall
	} else {
		c.last++
	}
	return c.last
}
