package supervisor_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sala/devices/barcode"
	"sala/devices/ccid"
	"sala/devices/escpos"
	"sala/devices/fault"
	"sala/devices/gnss"
	"sala/devices/magstripe"
	"sala/devices/mrz"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/supervisor"
	"sala/devices/thaiid"
)

// bench is a desk with a reader and two printers.
type bench struct {
	sup         *supervisor.Supervisor
	reader      *sim.Reader
	printer     *sim.Printer
	readerPlug  *sim.Plugged
	printerPlug *sim.Plugged
	events      <-chan supervisor.Event
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return benchWith(t, func(*sim.Reader) {})
}

// benchWith is newBench with a reader to which something was done before it is
// looked at.
func benchWith(t *testing.T, before func(*sim.Reader)) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{reader: sim.NewReader(sim.ReaderOptions{})}
	before(b.reader)
	var err error
	if b.printer, err = sim.NewPrinter(sim.PrinterOptions{}); err != nil {
		t.Fatal(err)
	}
	if b.readerPlug, err = sim.Plug(b.reader, filepath.Join(dir, "reader")); err != nil {
		t.Fatal(err)
	}
	if b.printerPlug, err = sim.Plug(b.printer, filepath.Join(dir, "printer")); err != nil {
		t.Fatal(err)
	}
	b.sup, err = supervisor.New([]supervisor.Device{
		{Name: "reader", Kind: supervisor.CardReader, Port: port.Config{Name: b.readerPlug.Path(), Baud: 115200, Frame: "8N2"}},
		{Name: "receipt", Kind: supervisor.ReceiptPrinter, Port: port.Config{Name: b.printerPlug.Path(), Baud: 115200}, Profile: "thai-80"},
		{Name: "page", Kind: supervisor.PagePrinter, Folder: filepath.Join(dir, "pages")},
	}, supervisor.Options{First: 20 * time.Millisecond, Most: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.events = b.sup.Watch(ctx)
	b.sup.Start(ctx)
	t.Cleanup(func() {
		b.sup.Stop()
		cancel()
		_ = b.readerPlug.Close()
		_ = b.printerPlug.Close()
	})
	return b
}

// await waits for a report; five seconds is what the package promises.
func (b *bench) await(t *testing.T, name string, want func(supervisor.Report) bool) supervisor.Report {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r, err := b.sup.Await(ctx, name, want)
	if err != nil {
		t.Fatalf("%s: %v; last %+v", name, err, r)
	}
	return r
}

func ready(r supervisor.Report) bool { return r.State == supervisor.Ready }
func lost(r supervisor.Report) bool  { return r.State == supervisor.Lost }

func TestDevicesReportThemselves(t *testing.T) {
	b := newBench(t)
	for _, name := range []string{"reader", "receipt", "page"} {
		r := b.await(t, name, ready)
		if r.LastGood.IsZero() || r.Code != "" {
			t.Errorf("%+v", r)
		}
		tested, err := b.sup.Test(context.Background(), name, true)
		if err != nil || tested.SelfTest == nil || !tested.SelfTest.OK {
			t.Errorf("test of %s: %+v, %v", name, tested.SelfTest, err)
		}
	}
	if r := b.await(t, "receipt", ready); r.Maker != "SIM" || r.Model != "TM-SIM" {
		t.Errorf("maker %q, model %q", r.Maker, r.Model)
	}
	if n := len(b.printer.Slips()); n != 1 {
		t.Errorf("%d test sheets", n)
	}
	if _, err := json.Marshal(b.sup.Reports()); err != nil {
		t.Error(err)
	}
}

func TestCardComesAndGoes(t *testing.T) {
	b := newBench(t)
	b.await(t, "reader", ready)
	if _, err := b.sup.ReadThaiID(context.Background(), "", nil); !errors.Is(err, ccid.ErrNoCard) {
		t.Errorf("without a card: %v", err)
	}
	b.reader.Insert(sim.NewThaiCard(sim.Invented()))
	b.await(t, "reader", func(r supervisor.Report) bool { return r.Card })
	c, err := b.sup.ReadThaiID(context.Background(), "", nil)
	if err != nil || c.Thai.First != "สมชาย" || len(c.Photo) == 0 {
		t.Errorf("%+v, %v", c.Thai, err)
	}
	b.reader.Remove()
	b.await(t, "reader", func(r supervisor.Report) bool { return !r.Card })
	var seen []supervisor.What
	for len(seen) < 2 {
		e := <-b.events
		if e.What != supervisor.Changed {
			seen = append(seen, e.What)
		}
	}
	if seen[0] != supervisor.CardIn || seen[1] != supervisor.CardOut {
		t.Errorf("events %v", seen)
	}
}

// A card that was in before anybody looked may be somebody's who has gone.
func TestACardThatWasThereIsToldApart(t *testing.T) {
	b := benchWith(t, func(r *sim.Reader) { r.Insert(sim.NewThaiCard(sim.Invented())) })
	b.await(t, "reader", func(r supervisor.Report) bool { return r.Card })
	b.reader.Remove()
	b.await(t, "reader", func(r supervisor.Report) bool { return !r.Card })
	b.reader.Insert(sim.NewThaiCard(sim.Invented()))
	for _, there := range []bool{true, false} {
		e := <-b.events
		for e.What != supervisor.CardIn {
			e = <-b.events
		}
		if e.There != there {
			t.Errorf("the card was there before: %t, want %t", e.There, there)
		}
	}
}

func TestOneCardForAnotherIsSeen(t *testing.T) {
	b := newBench(t)
	b.reader.Insert(sim.NewThaiCard(sim.Invented()))
	b.await(t, "reader", func(r supervisor.Report) bool { return r.Card })
	b.reader.Remove()
	b.reader.Insert(sim.NewOldThaiCard(sim.Invented()))
	var seen []supervisor.What
	for len(seen) < 3 {
		if e := <-b.events; e.What != supervisor.Changed {
			seen = append(seen, e.What)
		}
	}
	if want := []supervisor.What{supervisor.CardIn, supervisor.CardOut, supervisor.CardIn}; !slices.Equal(seen, want) {
		t.Errorf("events %v", seen)
	}
}

func TestUnpluggedDevicesComeBack(t *testing.T) {
	b := newBench(t)
	b.reader.Insert(sim.NewThaiCard(sim.Invented()))
	for name, plug := range map[string]*sim.Plugged{"reader": b.readerPlug, "receipt": b.printerPlug} {
		b.await(t, name, ready)
		if err := plug.Unplug(); err != nil {
			t.Fatal(err)
		}
		r := b.await(t, name, lost)
		if r.Code != fault.LineGone && r.Code != fault.LineNotFound {
			t.Errorf("%s: code %s (%s)", name, r.Code, r.Error)
		}
		if err := plug.Replug(); err != nil {
			t.Fatal(err)
		}
		if r := b.await(t, name, ready); r.Returns != 1 || r.LastCode == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if c, err := b.sup.ReadThaiID(context.Background(), "reader", nil); err != nil || c.Number == "" {
		t.Errorf("afterwards: %v", err)
	}
}

func TestUnpluggedInTheMiddleOfACard(t *testing.T) {
	b := newBench(t)
	b.reader.Insert(sim.NewThaiCard(sim.Invented()))
	b.await(t, "reader", ready)
	c, err := b.sup.ReadThaiID(context.Background(), "", func(p thaiid.Progress) {
		if p.Part == "photo" {
			_ = b.readerPlug.Unplug()
		}
	})
	if fault.CodeOf(err) != fault.LineGone || c.Number != "" {
		t.Errorf("%v, number %q", err, c.Number)
	}
	b.await(t, "reader", lost)
}

func TestPrinterTroubleIsSeenAndEnds(t *testing.T) {
	b := newBench(t)
	b.await(t, "receipt", ready)
	b.printer.Set(sim.NearEnd, true)
	if r := b.await(t, "receipt", func(r supervisor.Report) bool { return r.Warning != "" }); r.Warning != fault.PrinterPaperLow || r.State != supervisor.Ready {
		t.Errorf("%+v", r)
	}
	b.printer.Set(sim.PaperOut, true)
	if r := b.await(t, "receipt", func(r supervisor.Report) bool { return r.State == supervisor.Trouble }); r.Code != fault.PrinterPaperOut {
		t.Errorf("%+v", r)
	}
	o, err := b.sup.PrintReceipt(context.Background(), "", func(p escpos.Profile) (*escpos.Job, error) { return escpos.TestSheet(p), nil })
	if o != outcome.Failed || !errors.Is(err, escpos.ErrPaperOut) {
		t.Errorf("%s, %v", o, err)
	}
	b.printer.Set(sim.PaperOut, false)
	b.await(t, "receipt", ready)
}

func TestWrongConfigurationIsRefused(t *testing.T) {
	for name, ds := range map[string][]supervisor.Device{
		"no line":       {{Name: "r", Kind: supervisor.CardReader}},
		"no name":       {{Kind: supervisor.PagePrinter}},
		"unknown kind":  {{Name: "x", Kind: "toaster"}},
		"no profile":    {{Name: "p", Kind: supervisor.ReceiptPrinter, TCP: "x:1", Profile: "gutenberg"}},
		"the same name": {{Name: "p", Kind: supervisor.PagePrinter}, {Name: "p", Kind: supervisor.PagePrinter}},
	} {
		if _, err := supervisor.New(ds, supervisor.Options{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestDevicesThatSpeakAreHeard(t *testing.T) {
	tests := []struct {
		device supervisor.Device
		say    string
		want   func(any) bool
	}{
		{supervisor.Device{Kind: supervisor.DocumentReader, Framing: "desko"},
			"\x02I<UTOD231458907<<<<<<<<<<<<<<<\r7408122F1204159UTO<<<<<<<<<<<6\rERIKSSON<<ANNA<MARIA<<<<<<<<<<\r\x03",
			func(x any) bool { d, ok := x.(mrz.Document); return ok && d.Number == "D23145890" }},
		{supervisor.Device{Kind: supervisor.StripeReader}, "%^A$B$MR^?;6007641101700230708=291219870214=?\r",
			func(x any) bool { s, ok := x.(magstripe.Swipe); _, th := s.ThaiLicence(); return ok && th }},
		{supervisor.Device{Kind: supervisor.Scanner}, "]Q1SALA1:ABC\r",
			func(x any) bool { s, ok := x.(barcode.Scan); return ok && s.Seal }},
		{supervisor.Device{Kind: supervisor.Receiver}, "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n",
			func(x any) bool { f, ok := x.(gnss.Fix); return ok && f.Usable() }},
	}
	for _, tt := range tests {
		t.Run(string(tt.device.Kind), func(t *testing.T) {
			speaker := sim.NewSpeaker()
			plug, err := sim.Plug(speaker, filepath.Join(t.TempDir(), "line"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = plug.Close() }()
			tt.device.Name, tt.device.Port = "it", port.Config{Name: plug.Path()}
			b := &bench{}
			if b.sup, err = supervisor.New([]supervisor.Device{tt.device}, supervisor.Options{First: 10 * time.Millisecond, Most: 50 * time.Millisecond}); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			events := b.sup.Watch(ctx)
			b.sup.Start(ctx)
			defer b.sup.Stop()
			hear := func() {
				speaker.Say([]byte(tt.say))
				for e := range events {
					if e.What == supervisor.Read {
						if !tt.want(e.Reading) || e.Code != "" {
							t.Errorf("%+v", e)
						}
						return
					}
				}
				t.Fatal("nothing was heard")
			}
			b.await(t, "it", ready)
			hear()
			if err := plug.Unplug(); err != nil {
				t.Fatal(err)
			}
			b.await(t, "it", lost)
			if err := plug.Replug(); err != nil {
				t.Fatal(err)
			}
			b.await(t, "it", ready)
			hear()
			if r, err := b.sup.Test(ctx, "it", false); err != nil || !r.SelfTest.OK {
				t.Errorf("%+v, %v", r.SelfTest, err)
			}
		})
	}
}

// A reader behind a serial server is a device as any other, and comes back when
// the server does.
func TestDeviceBehindASerialServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	conns := make(chan net.Conn, 8)
	r := sim.NewReader(sim.ReaderOptions{})
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			conns <- c
			_ = r.Serve(c)
		}
	}()
	b := &bench{}
	b.sup, err = supervisor.New([]supervisor.Device{{Name: "far", Kind: supervisor.CardReader, TCP: l.Addr().String()}},
		supervisor.Options{First: 10 * time.Millisecond, Most: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	b.sup.Start(context.Background())
	defer b.sup.Stop()
	b.await(t, "far", ready)
	r.Insert(sim.NewThaiCard(sim.Invented()))
	_ = (<-conns).Close()
	b.await(t, "far", func(x supervisor.Report) bool { return x.State == supervisor.Ready && x.Returns == 1 })
	if c, err := b.sup.ReadThaiID(context.Background(), "far", nil); err != nil || c.Number == "" {
		t.Errorf("%q, %v", c.Number, err)
	}
}

// Who stops a card's photograph half-way has her PIN compared at once, and the card
// is read again as if nothing had been.
func TestAPhotographIsStopped(t *testing.T) {
	b := newBench(t)
	b.reader.Insert(sim.NewThaiCard(sim.Invented()))
	b.await(t, "reader", func(r supervisor.Report) bool { return r.Card })
	const baud = 9600
	b.reader.Wire().Pace(baud) // seven seconds for the photograph
	ctx, stop := context.WithCancel(t.Context())
	_, err := b.sup.ReadThaiID(ctx, "reader", func(p thaiid.Progress) {
		if p.Part == "photo" {
			if p.Done != p.Texts || p.Card.Number != sim.Invented().Number || p.Card.Address.Province == "" {
				t.Errorf("before the photograph %d bytes of %d were read: %+v", p.Done, p.Texts, p.Card)
			}
			time.AfterFunc(100*time.Millisecond, stop) // in the middle of a block
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the reading ends with %v", err)
	}
	b.reader.Wire().Pace(0)
	if err := b.sup.VerifyPIN(t.Context(), "reader", sim.Invented().Number, []byte(sim.Invented().PIN)); err != nil {
		t.Errorf("the PIN after it: %v", err)
	}
	if c, err := b.sup.ReadThaiID(t.Context(), "reader", nil); err != nil || len(c.Photo) == 0 {
		t.Errorf("the card after it: %d bytes of photograph, %v", len(c.Photo), err)
	}
}
