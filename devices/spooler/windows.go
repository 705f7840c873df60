//go:build windows

package spooler

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"sala/devices/outcome"
)

// Windows prints through the spooler of Windows (winspool.drv). The document
// goes to the printer as it is, so the printer must understand PDF, as office
// printers of the last ten years do.
//
// Source of names and numbers: the Windows SDK, winspool.h.
type Windows struct {
	Queue string // "" is the default printer
	// Limit is how long a job may take; 0 means two minutes.
	Limit time.Duration
}

// Name implements Printer.
func (w Windows) Name() string {
	if w.Queue == "" {
		return "windows"
	}
	return "windows:" + w.Queue
}

// Bits of a job's state.
const (
	jobPaused    = 0x0001
	jobError     = 0x0002
	jobOffline   = 0x0020
	jobPaperOut  = 0x0040
	jobPrinted   = 0x0080
	jobDeleted   = 0x0100
	jobBlocked   = 0x0200
	jobAttention = 0x0400
	jobComplete  = 0x1000

	jobDelete = 5 // SetJob: take the job back
)

// spool is the library's procedures.
type spool struct {
	open, close, startDoc, write, endDoc, getJob, setJob, defaultName *windows.LazyProc
}

func loadSpool() spool {
	d := windows.NewLazySystemDLL("winspool.drv")
	return spool{
		open: d.NewProc("OpenPrinterW"), close: d.NewProc("ClosePrinter"), startDoc: d.NewProc("StartDocPrinterW"),
		write: d.NewProc("WritePrinter"), endDoc: d.NewProc("EndDocPrinter"), getJob: d.NewProc("GetJobW"),
		setJob: d.NewProc("SetJobW"), defaultName: d.NewProc("GetDefaultPrinterW"),
	}
}

// call runs a procedure that returns 0 when it fails.
func call(p *windows.LazyProc, args ...uintptr) (uintptr, error) {
	r, _, err := p.Call(args...)
	if r == 0 {
		return 0, fmt.Errorf("%s: %w", p.Name, err)
	}
	return r, nil
}

func (w Windows) open(s spool) (uintptr, error) {
	name := make([]uint16, 512)
	if w.Queue != "" {
		n, err := windows.UTF16FromString(w.Queue)
		if err != nil {
			return 0, ErrNoQueue.Because(err)
		}
		name = n
	} else {
		size := uint32(len(name))
		if _, err := call(s.defaultName, uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&size))); err != nil {
			return 0, ErrNoQueue.Because(err)
		}
	}
	var h uintptr
	if _, err := call(s.open, uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&h)), 0); err != nil {
		return 0, ErrNoQueue.Because(err)
	}
	return h, nil
}

// Check implements Printer.
func (w Windows) Check(context.Context) error {
	s := loadSpool()
	h, err := w.open(s)
	if err != nil {
		return fmt.Errorf("spooler: %w", err)
	}
	_, _, _ = s.close.Call(h)
	return nil
}

// docInfo is DOC_INFO_1.
type docInfo struct{ name, output, kind *uint16 }

// Print implements Printer.
func (w Windows) Print(ctx context.Context, title string, pdf []byte) (outcome.Outcome, error) {
	s := loadSpool()
	h, err := w.open(s)
	if err != nil {
		return outcome.Failed, fmt.Errorf("spooler: %w", err)
	}
	defer func() { _, _, _ = s.close.Call(h) }()
	job, err := w.submit(s, h, title, pdf)
	if err != nil {
		return outcome.Failed, fmt.Errorf("spooler: %w", ErrStopped.Because(err))
	}
	o, err := w.watch(ctx, s, h, job)
	if err != nil {
		return o, fmt.Errorf("spooler: job %d: %w", job, err)
	}
	return o, nil
}

func (w Windows) submit(s spool, h uintptr, title string, pdf []byte) (uintptr, error) {
	name, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return 0, err
	}
	kind, err := windows.UTF16PtrFromString("RAW")
	if err != nil {
		return 0, err
	}
	doc := docInfo{name: name, kind: kind}
	job, err := call(s.startDoc, h, 1, uintptr(unsafe.Pointer(&doc)))
	if err != nil {
		return 0, err
	}
	for len(pdf) > 0 {
		var n uint32
		if _, err := call(s.write, h, uintptr(unsafe.Pointer(&pdf[0])), uintptr(len(pdf)), uintptr(unsafe.Pointer(&n))); err != nil || n == 0 {
			_, _, _ = s.setJob.Call(h, job, 0, 0, jobDelete)
			return 0, errors.Join(err, errors.New("the spooler took no more bytes"))
		}
		pdf = pdf[n:]
	}
	_, err = call(s.endDoc, h)
	return job, err
}

// jobInfo is JOB_INFO_1.
type jobInfo struct {
	id                                                    uint32
	printer, machine, user, document, datatype, statusStr *uint16
	status, priority, position, total, pages              uint32
	submitted                                             windows.Systemtime
}

func (w Windows) watch(ctx context.Context, s spool, h, job uintptr) (outcome.Outcome, error) {
	limit := w.Limit
	if limit == 0 {
		limit = 2 * time.Minute
	}
	late := time.NewTimer(limit)
	defer late.Stop()
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	var why error = ErrSlow
	for {
		status, there := w.status(s, h, job)
		switch {
		case !there, status&(jobPrinted|jobComplete) != 0:
			return outcome.Printed, nil // a finished job leaves the queue
		case status&jobDeleted != 0:
			return outcome.Failed, ErrCancelled
		case status&jobPaperOut != 0:
			why = ErrPaperOut
		case status&jobOffline != 0:
			why = ErrOffline
		case status&(jobError|jobBlocked|jobAttention|jobPaused) != 0:
			why = ErrStopped
		}
		select {
		case <-tick.C:
			continue
		case <-ctx.Done():
			why = ctx.Err()
		case <-late.C:
		}
		_, _, _ = s.setJob.Call(h, job, 0, 0, jobDelete)
		return outcome.Unknown, why
	}
}

func (w Windows) status(s spool, h, job uintptr) (uint32, bool) {
	buf := make([]uint64, 1024) // aligned as the structure wants it
	var need uint32
	if _, err := call(s.getJob, h, job, 1, uintptr(unsafe.Pointer(&buf[0])), uintptr(8*len(buf)), uintptr(unsafe.Pointer(&need))); err != nil {
		return 0, false
	}
	return (*jobInfo)(unsafe.Pointer(&buf[0])).status, true
}
