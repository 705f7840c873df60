// Package spooler gives pages to a page printer and says what became of them:
// through CUPS, through the Windows spooler, or into a folder that another
// program prints from.
//
// It promises that Printed means that the print system called the job finished
// (or, for a folder, that the file is whole and durable under its final name);
// that a job which it gives up on is withdrawn; and that what it cannot know is
// Unknown.
//
// Through CUPS a printer that is out of paper, jammed, open, without toner or off
// line is told by that name. CUPS passes on what a driver last said, and a driver
// speaks only while it has a job: when that is over or withdrawn the reason stays,
// and starting the next job does not take it away either (tried with CUPS 2.4.2).
// Believing it for ever would keep a kiosk from ever printing again, so:
//
//   - a reason that comes up during a job and lasts (Grace) ends the job;
//   - one that stood before the job does not end it early, but is told when the
//     job takes too long (Limit);
//   - Check believes a reason while its queue has work, and for five minutes
//     after a job of ours ended for one, unless the reason goes before; after that
//     the next job finds out;
//   - Print never asks what Check remembers: who has put paper in prints again
//     at once.
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
	ErrPaperOut  = fault.New(fault.SpoolerPaperOut)
	ErrJammed    = fault.New(fault.SpoolerJammed)
	ErrOpen      = fault.New(fault.SpoolerOpen)
	ErrToner     = fault.New(fault.SpoolerToner)
	ErrOffline   = fault.New(fault.SpoolerOffline)
)
