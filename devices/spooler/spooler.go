// Package spooler gives pages to a page printer and says what became of them:
// through CUPS, through the Windows spooler, or into a folder that another
// program prints from.
//
// It promises that Printed means that the print system called the job finished
// (or, for a folder, that the file is whole and durable under its final name);
// that a job which it gives up on is withdrawn; and that what it cannot know is
// Unknown.
package spooler

import (
	"context"

	"sala/devices/fault"
	"sala/devices/outcome"
)

// Printer takes one document at a time.
type Printer interface {
	// Name returns what the printer is called in messages.
	Name() string
	// Print prints a PDF under a title and says what became of it; the error
	// is nil when it is Printed.
	Print(ctx context.Context, title string, pdf []byte) (outcome.Outcome, error)
	// Check returns nil when the printer takes jobs.
	Check(ctx context.Context) error
}

// The troubles of a page printer, to be told apart with errors.Is.
var (
	ErrNoQueue   = fault.New(fault.SpoolerNoQueue)
	ErrStopped   = fault.New(fault.SpoolerStopped)
	ErrCancelled = fault.New(fault.SpoolerCancelled)
	ErrSlow      = fault.New(fault.SpoolerSlow)
	ErrFolder    = fault.New(fault.SpoolerFolder)
	ErrMissing   = fault.New(fault.SpoolerMissing)
)
