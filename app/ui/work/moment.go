package work

import (
	"context"
	"sync"
	"time"
)

// moment is a quarter of a picture of the screen.
const moment = 4 * time.Millisecond

// AtOnceIf gives a runner a job and stays for a moment: what it finds by then is on
// the screen in the same picture as the key that asked for it, and not one later. A
// job that takes longer ends as every other does. It is called on the screen's
// goroutine.
func AtOnceIf(r Runner, what string, job Job) {
	ended := make(chan func(), 1)
	var once sync.Once
	r.Run(what, func(ctx context.Context) func() {
		after := job(ctx)
		show := func() {
			once.Do(func() {
				if after != nil {
					after()
				}
			})
		}
		ended <- show
		return show
	})
	late := time.NewTimer(moment)
	defer late.Stop()
	select {
	case show := <-ended:
		show()
	case <-late.C:
	}
}
