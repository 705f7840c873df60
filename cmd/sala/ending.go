package main

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// lingering is how long Fyne's loop may take to return once it was told to end.
const lingering = time.Second

// ending ends the program when its window is closed, whether Fyne's loop returns or
// not. What Fyne 2.8.1 queues in the moment in which its loop ends, its own stopped
// hook among it, it waits for and never runs (fyne-io/fyne, pull request 6442): there
// would be a program without a window, which still gives signs of life.
type ending struct {
	finish func() error // closes what is open, once, and says why the program ends
	exit   func(error)
}

func newEnding(finish func() error, exit func(error)) *ending {
	return &ending{sync.OnceValue(finish), exit}
}

// begin says that the loop was told to end.
func (e *ending) begin() { time.AfterFunc(lingering, func() { e.exit(e.finish()) }) }

// leaver is an application that says when it was told to quit.
type leaver struct {
	fyne.App
	leave func()
}

// Quit is for Fyne.
func (l leaver) Quit() {
	l.leave()
	l.App.Quit()
}
