package escpos_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"sala/devices/escpos"
	"sala/devices/fault"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/port/porttest"
	"sala/devices/sim"
)

// fast is the patience of a test with a printer that will not answer, patient
// that with one that will, however busy the machine is.
func fast() escpos.Options {
	return escpos.Options{Baud: 1_000_000, Answer: 120 * time.Millisecond, Finish: 300 * time.Millisecond}
}

func patient() escpos.Options {
	return escpos.Options{Baud: 1_000_000, Answer: time.Second, Finish: 10 * time.Second}
}

// connect joins a driver and a simulated printer by a line in memory.
func connect(pr *sim.Printer, p escpos.Profile, o escpos.Options) (*escpos.Printer, error) {
	host, device := porttest.Pair(256)
	pr.Wire().OnSever(func() { _ = device.Close() })
	go func() { _ = pr.Serve(device) }()
	return escpos.Open(context.Background(), host, p, o)
}

func printOver(pr *sim.Printer, p escpos.Profile, j *escpos.Job, o escpos.Options) (outcome.Outcome, error) {
	d, err := connect(pr, p, o)
	if err != nil {
		return outcome.Failed, err
	}
	defer func() { _ = d.Close() }()
	return d.Print(context.Background(), j)
}

// At whatever byte the line dies or falls silent, in either direction: printed is
// only said of a receipt that is whole, every other answer has a reason, and the
// next receipt on a new line is whole and alone.
func TestSoakFaultsAtEveryByteOfAReceipt(t *testing.T) {
	p := escpos.Profiles()["thai-58"]
	job := escpos.Slip{Title: "A", Rows: []escpos.Row{{"fee", "20.00"}}, QR: "X"}.Native(p)
	stride := 47
	if os.Getenv("SALA_LONG") != "" {
		stride = 1
	}
	faultsAtEveryByte(t, sim.PrinterOptions{Dots: p.Dots, Columns: p.Columns}, p, job, stride)
	if stride > 1 {
		stride *= 3 // every opening of a plain printer waits for an answer that does not come
	}
	faultsAtEveryByte(t, sim.PrinterOptions{Dots: p.Dots, Columns: p.Columns, Plain: true}, p, job, stride)
}

func faultsAtEveryByte(t *testing.T, kind sim.PrinterOptions, p escpos.Profile, job *escpos.Job, stride int) {
	pr, err := sim.NewPrinter(kind)
	if err != nil {
		t.Fatal(err)
	}
	if o, err := printOver(pr, p, job, patient()); o != outcome.Printed {
		t.Fatal(o, err)
	}
	sent, taken := pr.Wire().Sent(), pr.Wire().Taken()
	for name, tt := range map[string]struct {
		total int
		set   func(n int)
	}{
		"unplugged while it takes": {taken, func(n int) { pr.Wire().FaultIn(sim.After(n, sim.Sever)) }},
		"deaf":                     {taken, func(n int) { pr.Wire().FaultIn(sim.After(n, sim.Lose)) }},
		"unplugged while it says":  {sent, func(n int) { pr.Wire().Fault(sim.After(n, sim.Sever)) }},
		"mute":                     {sent, func(n int) { pr.Wire().Fault(sim.After(n, sim.Lose)) }},
	} {
		t.Run(fmt.Sprintf("%s, plain %t", name, kind.Plain), func(t *testing.T) {
			for n := 0; n < tt.total; n += stride {
				pr.Forget()
				tt.set(n)
				o, err := printOver(pr, p, job, fast())
				if o == outcome.Printed && len(pr.Slips()) != 1 || (o == outcome.Printed) != (err == nil) {
					t.Fatalf("byte %d: %s, %v, %d slips", n, o, err, len(pr.Slips()))
				}
				if err != nil && fault.CodeOf(err) == fault.Internal {
					t.Fatalf("byte %d: a trouble without a name: %v", n, err)
				}
				if o == outcome.Failed && len(pr.Slips()) > 0 {
					t.Fatalf("byte %d: failed, and a slip came out: %v", n, err)
				}
				pr.Wire().Fault(nil)
				pr.Wire().FaultIn(nil)
				again(t, n, pr, p, job)
			}
		})
	}
}

// again prints once more on a new line.
func again(t *testing.T, n int, pr *sim.Printer, p escpos.Profile, job *escpos.Job) {
	t.Helper()
	began := time.Now()
	before := len(pr.Slips())
	o, err := printOver(pr, p, job, patient())
	if o != outcome.Printed {
		t.Fatalf("byte %d: afterwards %s, %v", n, o, err)
	}
	if got := len(pr.Slips()); got > before+1 {
		t.Fatalf("byte %d: afterwards %d slips more", n, got-before)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Fatalf("byte %d: usable again only after %v", n, d)
	}
}

// A trouble that comes at whatever byte of a receipt, the twelve bytes of questions
// before it and the three of its end mark included: printed is only said of a
// whole slip, failed has the trouble's own name, and when it is over nothing of the
// old receipt comes out.
func TestSoakTroubleAtEveryByteOfAReceipt(t *testing.T) {
	p := escpos.Profiles()["thai-58"]
	job := escpos.Slip{Title: "A", Rows: []escpos.Row{{"fee", "20.00"}}, QR: "X"}.Native(p)
	stride := 61
	if os.Getenv("SALA_LONG") != "" {
		stride = 1
	}
	for trouble, want := range map[sim.Trouble]error{sim.PaperOut: escpos.ErrPaperOut, sim.CoverOpen: escpos.ErrCoverOpen,
		sim.CutterJam: escpos.ErrCutter, sim.Offline: escpos.ErrOffline} {
		pr, err := sim.NewPrinter(sim.PrinterOptions{Dots: p.Dots, Columns: p.Columns})
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < job.Size()+15; n += stride {
			d, err := connect(pr, p, patient())
			if err != nil {
				t.Fatal(err)
			}
			happened := make(chan struct{})
			pr.Wire().FaultIn(func(at int, b byte) (byte, sim.Fate) {
				if at == n {
					go func() {
						defer close(happened)
						pr.Set(trouble, true)
					}()
				}
				return b, sim.Pass
			})
			o, err := d.Print(context.Background(), job)
			pr.Wire().FaultIn(nil)
			slips := len(pr.Slips())
			switch {
			case o == outcome.Printed && slips == 1 && err == nil:
			case o == outcome.Failed && errors.Is(err, want):
			default:
				t.Fatalf("%s at byte %d: %s, %v, %d slips", trouble, n, o, err, slips)
			}
			select {
			case <-happened:
			case <-time.After(5 * time.Second):
				t.Fatalf("%s at byte %d did not happen", trouble, n)
			}
			before := len(pr.Slips())
			pr.Set(trouble, false)
			if after := len(pr.Slips()); after > before && o == outcome.Failed {
				t.Fatalf("%s at byte %d: a rest came out", trouble, n)
			}
			pr.Forget()
			if o, err := d.Print(context.Background(), job); o != outcome.Printed || len(pr.Slips()) != 1 {
				t.Fatalf("%s at byte %d: afterwards %s, %v, %d slips", trouble, n, o, err, len(pr.Slips()))
			}
			pr.Forget()
			_ = d.Close()
		}
	}
}

func TestFlowControlHoldsAPrinterWithoutPaper(t *testing.T) {
	pr, err := sim.NewPrinter(sim.PrinterOptions{Buffer: 512})
	if err != nil {
		t.Fatal(err)
	}
	plug, err := sim.Plug(pr, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = plug.Close() }()
	line, err := port.Open(port.Config{Name: plug.Path(), Baud: 115200, Flow: port.XonXoff})
	if err != nil {
		t.Fatal(err)
	}
	p := escpos.Profiles()["picture-80"]
	o := escpos.DefaultOptions()
	o.Finish = 30 * time.Second // the trouble must end the job, not its patience
	d, err := escpos.Open(context.Background(), line, p, o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	j := escpos.NewJob(p)
	for range 20 {
		j.Picture(noisePicture(), escpos.Left)
	}
	pr.PaperOutAfter(100)
	began := time.Now()
	got, err := d.Print(context.Background(), j)
	if got != outcome.Failed || !errors.Is(err, escpos.ErrPaperOut) {
		t.Errorf("%s, %v", got, err)
	}
	if time.Since(began) > 20*time.Second {
		t.Error("the job waited for the line instead of the trouble")
	}
	pr.Forget()
	pr.Set(sim.PaperOut, false)
	if got, err := d.Print(context.Background(), escpos.TestSheet(p)); got != outcome.Printed {
		t.Errorf("with new paper: %s, %v", got, err)
	}
}

// On a line without flow control of its own the driver keeps to XOFF and XON.
func TestStopAndGoOn(t *testing.T) {
	host, device := porttest.Pair(64)
	p := escpos.Profiles()["silent-80"]
	d, err := escpos.Open(context.Background(), host, p, patient())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	j := escpos.NewJob(p)
	for range 8 { // long enough that a busy machine hears the stop before the end
		j.Picture(noisePicture(), escpos.Left)
	}
	done := make(chan outcome.Outcome, 1)
	go func() {
		o, _ := d.Print(context.Background(), j)
		done <- o
	}()
	read := func(n int, limit time.Duration) int {
		got, _ := port.ReadFull(context.Background(), device, make([]byte, n), limit)
		return got
	}
	total := j.Size() + 2 // the greeting's ESC @
	got := read(1000, 5*time.Second)
	if _, err := device.Write([]byte{0x13}); err != nil {
		t.Fatal(err)
	}
	held := read(total-got, 200*time.Millisecond) // until nothing more comes
	if got+held == total {
		t.Error("all of the job came, although it was told to stop")
	}
	if _, err := device.Write([]byte{0x11}); err != nil {
		t.Fatal(err)
	}
	if rest := read(total-got-held, 5*time.Second); got+held+rest != total {
		t.Errorf("%d bytes of %d", got+held+rest, total)
	}
	if o := <-done; o != outcome.Unknown {
		t.Errorf("%s", o)
	}
}

func TestAPrinterThatNeverSpeaksIsNeverBelieved(t *testing.T) {
	pr, err := sim.NewPrinter(sim.PrinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	pr.Wire().Fault(sim.After(0, sim.Lose))
	p := escpos.Profiles()["silent-80"]
	o, err := printOver(pr, p, escpos.TestSheet(p), fast())
	if o != outcome.Unknown || !errors.Is(err, escpos.ErrUnconfirmed) {
		t.Errorf("%s, %v", o, err)
	}
}
