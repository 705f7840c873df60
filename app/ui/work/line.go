// Package work keeps the screen from waiting: a Line does one job after the
// other on a goroutine of its own and brings the end of each back to the
// screen.
package work

import (
	"context"
	"slices"
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

// Stop ends the job, once its notice has offered that: what ends within a second
// is not cut off by a key that was meant for something else. It reports whether
// it did; nothing is a Wait of nil.
func (w *Wait) Stop() bool {
	if w == nil || w.Cancel == nil || time.Since(w.Since) < time.Second {
		return false
	}
	w.Cancel()
	return true
}

// Line is a Runner with one goroutine. What is waited for is said from when the
// job was given, also while it stands behind another.
type Line struct {
	do   func(func()) // runs a function on the screen's goroutine
	tell func(*Wait)  // is told what is waited for, nil when nothing is

	telling sync.Mutex // the screen is told in the order in which things happen

	mu     sync.Mutex
	queue  []*entry // the first is being done
	told   *entry   // of which the screen knows
	wake   chan struct{}
	closed bool
	done   chan struct{}
	stop   context.CancelFunc
	ctx    context.Context
}

type entry struct {
	what   string
	job    Job
	ctx    context.Context
	cancel context.CancelFunc
	since  time.Time
	late   *time.Timer // nil for a job of which nothing is said
	lasts  bool        // it has taken longer than patience
	begun  bool
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
	e := &entry{what: what, job: job, since: time.Now()}
	e.ctx, e.cancel = context.WithCancel(l.ctx)
	if what != "" && l.tell != nil {
		e.late = time.AfterFunc(patience, func() { l.show(func() { e.lasts = true }) })
	}
	l.queue = append(l.queue, e)
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// show changes something of the line, and then tells the screen what it waits for
// if that is another job: the first that takes long, unless it knows of one.
func (l *Line) show(change func()) {
	l.telling.Lock()
	defer l.telling.Unlock()
	l.mu.Lock()
	change()
	was := l.told
	waits := func(e *entry) bool { return e.lasts && (e.begun || e.ctx.Err() == nil) }
	if was == nil || !waits(was) {
		l.told = nil
		if at := slices.IndexFunc(l.queue, waits); at >= 0 {
			l.told = l.queue[at]
		}
	}
	now := l.told
	l.mu.Unlock()
	switch {
	case now == was:
	case now == nil:
		l.do(func() { l.tell(nil) })
	default:
		l.do(func() {
			l.tell(&Wait{What: now.what, Since: now.since, Cancel: func() { l.show(now.cancel) }})
		})
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

func (l *Line) next() (e *entry, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		return nil, l.closed
	}
	l.queue[0].begun = true
	return l.queue[0], false
}

func (l *Line) work() {
	defer close(l.done)
	for {
		e, end := l.next()
		switch {
		case end:
			return
		case e == nil:
			<-l.wake
			continue
		}
		l.one(e)
	}
}

func (l *Line) one(e *entry) {
	defer e.cancel()
	after := e.job(e.ctx)
	if e.late != nil {
		e.late.Stop()
	}
	l.show(func() { l.queue, e.lasts = l.queue[1:], false })
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
