package kiosk_test

import (
	"testing"

	"sala/app/ui/work"
)

// screen is the goroutine that draws.
type screen struct {
	jobs chan func()
	shut chan struct{}
	line *work.Line
}

func draw(t testing.TB) *screen {
	s := &screen{jobs: make(chan func(), 1000), shut: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case f := <-s.jobs:
				f()
			case <-s.shut:
				return
			}
		}
	}()
	s.line = work.NewLine(s.do, nil)
	t.Cleanup(func() { s.line.Close(); close(s.shut); <-done })
	return s
}

// do has f done there; what devices say after its end is dropped.
func (s *screen) do(f func()) {
	select {
	case s.jobs <- f:
	case <-s.shut:
	}
}

func (s *screen) wait(f func()) {
	done := make(chan struct{})
	s.do(func() { defer close(done); f() })
	select {
	case <-done:
	case <-s.shut:
	}
}
