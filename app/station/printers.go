package station

import (
	"context"
	"fmt"
	"image"
	"time"

	"sala/app/office"
	"sala/devices/escpos"
	"sala/devices/fault"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/spooler"
)

// outcomes are the same three words on both sides.
var outcomes = map[outcome.Outcome]office.Outcome{
	outcome.Printed: office.Printed, outcome.Failed: office.Failed, outcome.Unknown: office.Unknown,
}

// pagePrinter is a spooler as the use cases see it.
type pagePrinter struct {
	spooler spooler.Printer
	lamp    func(office.Lamp)
}

// Name implements office.PagePrinter.
func (p pagePrinter) Name() string { return p.spooler.Name() }

// PrintPage implements office.PagePrinter.
func (p pagePrinter) PrintPage(ctx context.Context, title string, pdf []byte) (office.Outcome, error) {
	o, err := p.spooler.Print(ctx, title, pdf)
	p.lamp(printerLamp(err))
	return outcomes[o], coded("print the page", err)
}

func printerLamp(err error) office.Lamp {
	if err != nil {
		return office.Lamp{Light: office.LightBad, Code: string(fault.CodeOf(err))}
	}
	return office.Lamp{Light: office.LightGood, Code: "printer.ready"}
}

// receiptPrinter opens its line for each job, so that a printer that was off
// or unplugged a moment ago is found again.
type receiptPrinter struct {
	line    port.Config
	profile escpos.Profile
	picture func(office.Receipt, int) (image.Image, error)
	lamp    func(office.Lamp)
}

// Name implements office.ReceiptPrinter.
func (p receiptPrinter) Name() string { return p.line.Name }

// PrintReceipt implements office.ReceiptPrinter. The receipt goes out as a
// picture, which every printer can print in Thai and Korean.
func (p receiptPrinter) PrintReceipt(ctx context.Context, r office.Receipt) (office.Outcome, error) {
	picture, err := p.picture(r, p.profile.Dots)
	if err != nil {
		return office.Failed, fmt.Errorf("set the receipt: %w", err)
	}
	o, err := p.print(ctx, picture)
	p.lamp(printerLamp(err))
	return outcomes[o], coded("print the receipt", err)
}

func (p receiptPrinter) print(ctx context.Context, picture image.Image) (outcome.Outcome, error) {
	printer, err := p.open(ctx)
	if err != nil {
		return outcome.Failed, err
	}
	defer printer.Close()
	job := escpos.NewJob(p.profile)
	job.Picture(picture, escpos.Left)
	job.Cut()
	return printer.Print(ctx, job)
}

func (p receiptPrinter) open(ctx context.Context) (*escpos.Printer, error) {
	line, err := port.Open(p.line)
	if err != nil {
		return nil, err
	}
	o := escpos.DefaultOptions()
	o.Baud = p.line.Baud
	printer, err := escpos.Open(ctx, line, p.profile, o)
	if err != nil {
		line.Close()
		return nil, err
	}
	return printer, nil
}

// check asks the printer how it is.
func (p receiptPrinter) check(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	printer, err := p.open(ctx)
	if err == nil {
		var state escpos.State
		if state, err = printer.Check(ctx); err == nil {
			err = state.Trouble()
		}
		printer.Close()
	}
	p.lamp(printerLamp(err))
}
