package work_test

import (
	"testing"
	"testing/synctest"
	"time"

	"sala/app/ui/work"
)

func TestEveryBeginsAtOnceAndStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		stop := work.Every(time.Second, func(f func()) { f() }, func() { n++ })
		synctest.Wait()
		if n != 1 {
			t.Errorf("called %d times at the start, want once", n)
		}
		time.Sleep(3500 * time.Millisecond)
		if n != 4 {
			t.Errorf("called %d times after three pauses and a half, want 4", n)
		}
		stop()
		time.Sleep(time.Minute)
		if n != 4 {
			t.Errorf("called %d times, though it was stopped after 4", n)
		}
	})
}
