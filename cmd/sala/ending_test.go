package main

import (
	"testing"
	"testing/synctest"
	"time"
)

// A window that is closed ends the program with what it came to, also when Fyne's
// loop never returns; what is open is closed once.
func TestEndingWithoutFyne(t *testing.T) {
	for _, returns := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			finished, why := 0, error(nil)
			e := newEnding(func() error { finished++; return errFresh }, func(err error) { why = err })
			e.begin()
			if returns {
				_ = e.finish()
			}
			time.Sleep(2 * lingering)
			if finished != 1 {
				t.Errorf("the loop returns: %v; what is open was closed %d times", returns, finished)
			}
			if why != errFresh {
				t.Errorf("the loop returns: %v; the program ends with %v, want %v", returns, why, errFresh)
			}
		})
	}
}
