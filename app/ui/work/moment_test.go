package work_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"sala/app/ui/work"
)

// A quick job has ended when AtOnceIf returns, a slow one ends on the screen's
// goroutine when it is done; each ends once.
func TestAtOnceIf(t *testing.T) {
	for name, takes := range map[string]time.Duration{"quick": time.Millisecond, "slow": time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				screen := make(chan func(), 8)
				line := work.NewLine(func(f func()) { screen <- f }, nil)
				ended := 0
				work.AtOnceIf(line, "", func(context.Context) func() {
					time.Sleep(takes)
					return func() { ended++ }
				})
				if now := map[string]int{"quick": 1}[name]; ended != now {
					t.Errorf("it has ended %d times, want %d", ended, now)
				}
				time.Sleep(takes)
				synctest.Wait()
				line.Close()
				for len(screen) > 0 {
					(<-screen)()
				}
				if ended != 1 {
					t.Errorf("it has ended %d times at last", ended)
				}
			})
		})
	}
	ended := 0
	work.AtOnceIf(work.Inline{}, "", func(context.Context) func() { return func() { ended++ } })
	work.AtOnceIf(work.Inline{}, "", func(context.Context) func() { return nil })
	if ended != 1 {
		t.Errorf("in line it has ended %d times", ended)
	}
}
