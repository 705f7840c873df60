package work_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sala/app/ui/work"
)

func TestEveryBeginsAtOnceAndStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int32 // Every calls from a goroutine of its own
		stop := work.Every(time.Second, func(f func()) { f() }, func() { n.Add(1) })
		synctest.Wait()
		if n.Load() != 1 {
			t.Errorf("called %d times at the start, want once", n.Load())
		}
		time.Sleep(3500 * time.Millisecond)
		if n.Load() != 4 {
			t.Errorf("called %d times after three pauses and a half, want 4", n.Load())
		}
		stop()
		time.Sleep(time.Minute)
		if n.Load() != 4 {
			t.Errorf("called %d times, though it was stopped after 4", n.Load())
		}
	})
}
