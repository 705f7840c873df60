package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"sala/app/station"
)

// parting is how long the program stays, after its window was closed, for a station
// that was being opened: what it then leaves unfinished is taken back by the next
// opening.
const parting = 5 * time.Second

// opening opens a station beside the window.
type opening struct {
	how    station.Options
	before func(context.Context) // is done first where the machine opens the station; may be nil
	// recovered is set by before: nothing is left open of what a kiosk that died had.
	recovered bool
	ctx       context.Context
	cancel    context.CancelFunc
	indexed   atomic.Int64
	working   sync.WaitGroup
	begun     chan opened // holds what was begun before there was a window

	mu   sync.Mutex // guards
	st   *station.Station
	left bool // the window is closed: what opens now is closed at once
}

type opened struct {
	st  *station.Station
	err error
}

func newOpening(ctx context.Context, how station.Options) *opening {
	o := &opening{how: how, begun: make(chan opened, 1)}
	o.ctx, o.cancel = context.WithCancel(ctx)
	o.how.Indexing = func(done int) { o.indexed.Store(int64(done)) }
	return o
}

// begin opens the station as the machine does, while the window is made.
func (o *opening) begin() {
	o.working.Go(func() {
		how := o.how
		how.Before = o.before
		st, err := station.Open(o.ctx, how)
		o.keep(st)
		o.begun <- opened{st, err}
	})
}

// await returns what was begun.
func (o *opening) await() (*station.Station, error) {
	b := <-o.begun
	return b.st, b.err
}

// again opens the station; officer is "" where the machine does so.
func (o *opening) again(officer, password string) (*station.Station, error) {
	how := o.how
	if officer != "" {
		how = how.By(officer, password)
	}
	o.indexed.Store(0)
	o.working.Add(1)
	defer o.working.Done()
	st, err := station.Open(o.ctx, how)
	o.keep(st)
	return st, err
}

func (o *opening) keep(st *station.Station) {
	if st == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.left {
		st.Close()
		return
	}
	o.st = st
}

// leave says that the window is closed.
func (o *opening) leave() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.left = true
}

// gone reports whether the window is closed.
func (o *opening) gone() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.left
}

// end stops what is being opened and closes what was.
func (o *opening) end() {
	o.leave()
	o.cancel()
	ended := make(chan struct{})
	go func() {
		o.working.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(parting):
	}
	o.mu.Lock()
	st := o.st
	o.mu.Unlock()
	if st != nil {
		st.Close()
	}
}
