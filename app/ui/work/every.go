package work

import "time"

// Every has f called by do, at once and then again after each pause, until the
// returned function is called. What do was handed before may still come after.
func Every(pause time.Duration, do func(func()), f func()) (stop func()) {
	stopped := make(chan struct{})
	go func() {
		t := time.NewTicker(pause)
		defer t.Stop()
		for {
			do(f)
			select {
			case <-stopped:
				return
			case <-t.C:
			}
		}
	}()
	return func() { close(stopped) }
}
