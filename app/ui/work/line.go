// Package work keeps the screen from waiting: a Line does one job after the
// other on a goroutine of its own and brings the end of each back to the
// screen.
package work

import (
	"context"
	"sync"
	"time"
)

// Job is done away from the screen. It returns what is to be done on the
// screen's goroutine afterwards, nil for nothing.
type Job func(ctx context.Context) (after func())

// Runner does jobs in the order in which they were given.
type Runner interface {
	// Run does the job. What is a key of the words catalogue that says what is
	// waited for, "" for a job of which nothing is said.
	Run(what string, job Job)
}

// Wait is what is being waited for.
type Wait struct {
	What   string
	Since  time.Time
	Cancel context.CancelFunc
}

// Line is a Runner with one goroutine.
type Line struct {
	do   func(func()) // runs a function on the screen's goroutine
	tell func(*Wait)  // is told what is waited for, nil when nothing is

	mu     sync.Mutex
	queue  []entry
	wake   chan struct{}
	closed bool
	done   chan struct{}
	stop   context.CancelFunc
	ctx    context.Context
}

type entry struct {
	what string
	job  Job
}

// patience is how long a job may take before the screen says what it waits for.
const patience = 100 * time.Millisecond

// NewLine returns a line. do runs a function on the screen's goroutine; tell is
// called there when a job takes longer than a tenth of a second, and with nil
// when it has ended.
func NewLine(do func(func()), tell func(*Wait)) *Line {
	l := &Line{do: do, tell: tell, wake: make(chan struct{}, 1), done: make(chan struct{})}
	l.ctx, l.stop = context.WithCancel(context.Background())
	go l.work()
	return l
}

// Run puts a job at the end of the line.
func (l *Line) Run(what string, job Job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	l.queue = append(l.queue, entry{what, job})
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Close cancels the job that is being done, finishes the others and ends the
// line.
func (l *Line) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.stop()
	select {
	case l.wake <- struct{}{}:
	default:
	}
	<-l.done
}

func (l *Line) next() (e entry, ok, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		return e, false, l.closed
	}
	e = l.queue[0]
	l.queue = l.queue[1:]
	return e, true, false
}

func (l *Line) work() {
	defer close(l.done)
	for {
		e, ok, end := l.next()
		switch {
		case end:
			return
		case !ok:
			<-l.wake
			continue
		}
		l.one(e)
	}
}

func (l *Line) one(e entry) {
	ctx, cancel := context.WithCancel(l.ctx)
	defer cancel()
	told := make(chan struct{})
	timer := time.AfterFunc(patience, func() {
		defer close(told)
		if e.what != "" && l.tell != nil {
			since := time.Now().Add(-patience)
			l.do(func() { l.tell(&Wait{What: e.what, Since: since, Cancel: cancel}) })
		}
	})
	after := e.job(ctx)
	if !timer.Stop() {
		<-told
		if e.what != "" && l.tell != nil {
			l.do(func() { l.tell(nil) })
		}
	}
	if after != nil {
		l.do(after)
	}
}

// Later runs do after a while, on a goroutine of its own.
func Later(after time.Duration, do func()) { time.AfterFunc(after, do) }

// AtOnce runs do at once, where it stands: for tests of presenters.
func AtOnce(_ time.Duration, do func()) { do() }

// Inline is a Runner that does each job at once, where it stands: for tests of
// presenters.
type Inline struct{}

// Run does the job.
func (Inline) Run(_ string, job Job) {
	if after := job(context.Background()); after != nil {
		after()
	}
}

// Never does nothing: for tests of what is not saved yet.
func Never(time.Duration, func()) {}
