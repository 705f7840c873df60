package station

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"sala/app/office"
	"sala/app/paper"
	"sala/devices/escpos"
	"sala/devices/fault"
	"sala/devices/gnss"
	"sala/devices/outcome"
	"sala/devices/supervisor"
	"sala/devices/thaiid"
	"sala/forms/calendar"
	"sala/forms/register"
)

// patience is how long a use of a device waits for one that has not been
// looked at yet.
const patience = 5 * time.Second

// plug connects the devices that the configuration names.
func (st *Station) plug(ctx context.Context, how Options) error {
	o := st.Office
	off := office.Lamp{Light: office.LightOff, Code: "none"}
	o.SetLamps(func(l *office.Lamps) {
		*l = office.Lamps{Network: office.Lamp{Light: office.LightBusy, Code: "network.starting"}, Reader: off, Pages: off, Receipt: off}
	})
	var plugged []supervisor.Device
	for _, d := range st.Config.Devices {
		if how.bare || how.Quiet && d.Kind != supervisor.PagePrinter {
			continue
		}
		if d.Folder != "" && !filepath.IsAbs(d.Folder) {
			d.Folder = filepath.Join(st.Dir, d.Folder)
		}
		plugged = append(plugged, d)
	}
	sup, err := supervisor.New(plugged, supervisor.Options{Now: o.Now})
	if err != nil {
		return fmt.Errorf("set up the devices: %w", err)
	}
	st.Devices = sup
	if name := sup.First(supervisor.CardReader); name != "" {
		o.Cards, o.PINs = cardReader{sup, name}, cardReader{sup, name}
	}
	o.Documents = sup.First(supervisor.DocumentReader) != ""
	o.Scanner = sup.First(supervisor.Scanner) != ""
	o.Behind = st.Store.Behind
	if name := sup.First(supervisor.ReceiptPrinter); name != "" {
		o.Receipts = receiptPrinter{sup, name}
	}
	if name := sup.First(supervisor.PagePrinter); name != "" {
		o.Pages = pagePrinter{sup, name}
	}
	if name := sup.First(supervisor.Till); name != "" {
		o.Till = till{sup, name}
	}
	if name := sup.First(supervisor.CardTerminal); name != "" {
		o.Terminal = cardTerminal{sup, name}
	}
	if sup.First(supervisor.Receiver) != "" {
		st.where = &receiver{now: o.Now}
		o.Receiver = st.where
	}
	for _, r := range sup.Reports() {
		st.light(r)
	}
	events := sup.Watch(ctx)
	sup.Start(ctx)
	st.work.Go(func() {
		for e := range events {
			st.follow(e)
		}
	})
	return nil
}

// follow turns what happens to a device into lamps and events.
func (st *Station) follow(e supervisor.Event) {
	st.light(e.Report)
	switch e.What {
	case supervisor.CardIn:
		st.Office.Publish(office.Event{Kind: office.CardInserted, ID: e.Report.Name, There: e.There})
	case supervisor.CardOut:
		st.Office.Publish(office.Event{Kind: office.CardRemoved, ID: e.Report.Name})
	case supervisor.Read:
		if fix, ok := e.Reading.(gnss.Fix); ok && st.where != nil {
			st.where.hear(fix)
		}
		st.hear(e)
	}
}

// light shows a device's state on its lamp.
func (st *Station) light(r supervisor.Report) {
	l := lampOf(r)
	st.Office.SetLamps(func(all *office.Lamps) {
		switch r.Kind {
		case supervisor.CardReader:
			all.Reader = l
		case supervisor.ReceiptPrinter:
			all.Receipt = l
		case supervisor.PagePrinter:
			all.Pages = l
		}
	})
}

func lampOf(r supervisor.Report) office.Lamp {
	ready := "printer.ready"
	if r.Kind == supervisor.CardReader {
		if ready = "reader.ready"; r.Card {
			ready = office.ReaderCard
		}
	}
	switch {
	case r.State == supervisor.Starting:
		return office.Lamp{Light: office.LightBusy, Code: ready}
	case r.Code != "":
		return office.Lamp{Light: office.LightBad, Code: string(r.Code)}
	case r.Warning != "":
		return office.Lamp{Light: office.LightWarn, Code: string(r.Warning)}
	case r.State != supervisor.Ready:
		return office.Lamp{Light: office.LightOff, Code: "none"}
	}
	return office.Lamp{Light: office.LightGood, Code: ready}
}

// await gives a device that was only just configured the time to answer.
func await(ctx context.Context, s *supervisor.Supervisor, name string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, _ = s.Await(ctx, name, func(r supervisor.Report) bool { return r.State != supervisor.Starting })
}

// outcomes are the same three words on both sides.
var outcomes = map[outcome.Outcome]office.Outcome{
	outcome.Printed: office.Printed, outcome.Failed: office.Failed, outcome.Unknown: office.Unknown,
}

// coded gives a device's error the code that a person's words are found by.
func coded(op string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) {
		return &office.Error{Op: op, Code: "cancelled", Err: err}
	}
	return &office.Error{Op: op, Code: string(fault.CodeOf(err)), Err: err}
}

// pagePrinter is a page printer as the use cases see it.
type pagePrinter struct {
	devices *supervisor.Supervisor
	name    string
}

// Name implements office.PagePrinter.
func (p pagePrinter) Name() string { return p.name }

// PrintPage implements office.PagePrinter.
func (p pagePrinter) PrintPage(ctx context.Context, title string, pdf []byte) (office.Outcome, error) {
	await(ctx, p.devices, p.name)
	o, err := p.devices.PrintPage(ctx, p.name, title, pdf)
	return outcomes[o], coded("print the page", err)
}

// receiptPrinter is a receipt printer as the use cases see it.
type receiptPrinter struct {
	devices *supervisor.Supervisor
	name    string
}

// Name implements office.ReceiptPrinter.
func (p receiptPrinter) Name() string { return p.name }

// PrintReceipt implements office.ReceiptPrinter. The receipt goes out in the
// printer's own letters where it has them and that is quicker on the line, and
// as a picture, which every printer can print, everywhere else.
func (p receiptPrinter) PrintReceipt(ctx context.Context, r office.Receipt) (office.Outcome, error) {
	await(ctx, p.devices, p.name)
	o, err := p.devices.PrintReceipt(ctx, p.name, func(profile escpos.Profile) (*escpos.Job, error) {
		picture, err := paper.ReceiptImage(r, profile.Dots)
		if err != nil {
			return nil, fmt.Errorf("set the receipt: %w", err)
		}
		job := escpos.NewJob(profile)
		job.Picture(picture, escpos.Left)
		job.Cut()
		return escpos.Quicker(slipOf(r).Native(profile), job), nil
	})
	return outcomes[o], coded("print the receipt", err)
}

// slipOf is the receipt in words.
func slipOf(r office.Receipt) escpos.Slip {
	s := escpos.Slip{Head: []string{r.Office}, Title: r.Title, Subtitle: r.Subtitle, Total: escpos.Row{Label: r.TotalLabel, Value: r.Total}, Foot: r.Foot, QR: r.QR}
	s.Rows = append(s.Rows, escpos.Row{Label: r.Number, Value: r.At})
	for _, l := range r.Lines {
		s.Rows = append(s.Rows, escpos.Row(l))
	}
	for _, l := range []string{r.Payer, r.Officer} {
		if l != "" {
			s.Rows = append(s.Rows, escpos.Row{Label: l})
		}
	}
	return s
}

// cardReader is a reader with Thai identity cards as the use cases see it.
type cardReader struct {
	devices *supervisor.Supervisor
	name    string
}

// ReadCard implements office.CardReader.
func (r cardReader) ReadCard(ctx context.Context, progress func(office.CardProgress)) (office.Card, error) {
	await(ctx, r.devices, r.name)
	c, err := r.devices.ReadThaiID(ctx, r.name, func(p thaiid.Progress) {
		progress(office.CardProgress{Part: p.Part, Done: p.Done, Texts: p.Texts, Total: p.Total, Card: officeCard(p.Card, r.name)})
	})
	if err != nil {
		return office.Card{}, coded("read the card", err)
	}
	return officeCard(c, r.name), nil
}

// VerifyPIN implements office.CardPIN.
func (r cardReader) VerifyPIN(ctx context.Context, number string, pin []byte) error {
	await(ctx, r.devices, r.name)
	err := r.devices.VerifyPIN(ctx, r.name, number, pin)
	coding := coded("verify the PIN", err)
	var tries *thaiid.PINTries
	var e *office.Error
	if errors.As(err, &tries) && errors.As(coding, &e) {
		e.Args = map[string]any{"left": tries.Left}
	}
	return coding
}

func officeCard(c thaiid.Card, reader string) office.Card {
	date := func(d thaiid.Date) calendar.Date { return calendar.Date{Year: d.Year, Month: d.Month, Day: d.Day} }
	name := func(n thaiid.Name) register.Name {
		return register.Name{Prefix: n.Prefix, First: n.First, Middle: n.Middle, Last: n.Last}
	}
	out := office.Card{
		Reader: reader, NationalNumber: c.Number,
		Names: map[string]register.Name{"th": name(c.Thai), "en": name(c.English)},
		Sex:   register.Sex(c.Sex), Birth: date(c.Birth),
		Address: register.Address{Country: "TH", House: c.Address.House, Village: c.Address.Moo, Alley: c.Address.Lane, Lane: c.Address.Soi,
			Road: c.Address.Road, Subdistrict: c.Address.SubDistrict, District: c.Address.District, Province: c.Address.Province},
		Issuer: c.Issuer, Issued: date(c.Issued), Photo: c.Photo,
	}
	if !c.ForLife {
		out.Expires = date(c.Expires)
	}
	return out
}
