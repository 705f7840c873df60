package supervisor

import (
	"context"
	"fmt"
	"time"

	"sala/devices/escpos"
	"sala/devices/fault"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/spooler"
)

// receiptDriver is a receipt printer.
type receiptDriver struct{ printer *escpos.Printer }

func openReceipt(ctx context.Context, line port.Line, d Device) (driver, error) {
	p, err := profileOf(d)
	if err != nil {
		return nil, err
	}
	o := escpos.DefaultOptions()
	o.Baud = d.Port.Baud
	pr, err := escpos.Open(ctx, line, p, o)
	if err != nil {
		return nil, err
	}
	return &receiptDriver{pr}, nil
}

// plainProfile is what every receipt printer can do: pictures on wide paper.
const plainProfile = "picture-80"

func profileOf(d Device) (escpos.Profile, error) {
	name := d.Profile
	if name == "" {
		name = plainProfile
	}
	p, ok := escpos.Profiles()[name]
	if !ok {
		return p, fmt.Errorf("supervisor: %s has profile %q: %w", d.Name, d.Profile, port.ErrSettings)
	}
	return p, nil
}

func (d *receiptDriver) names() (string, string) { return d.printer.Maker(), d.printer.Model() }

func (d *receiptDriver) news() <-chan struct{} { return d.printer.News() }

func (d *receiptDriver) check(ctx context.Context) (health, error) {
	s, err := d.printer.Check(ctx)
	if err != nil {
		return health{}, err
	}
	if err := s.Trouble(); err != nil {
		return health{}, err
	}
	var h health
	if w := s.Warning(); w != nil {
		h.warning = fault.CodeOf(w)
	}
	return h, nil
}

func (d *receiptDriver) test(ctx context.Context, loud bool) []Step {
	s, err := d.printer.Check(ctx)
	steps := []Step{step("answers", fmt.Sprintf("maker %q, model %q", d.printer.Maker(), d.printer.Model()), err)}
	if err != nil {
		return steps
	}
	steps = append(steps, step("state", "paper, cover, cutter", s.Trouble()))
	if loud {
		_, err := d.printer.Print(ctx, escpos.TestSheet(d.printer.Profile()))
		steps = append(steps, step("test sheet", "printed", err))
	}
	return steps
}

func (d *receiptDriver) close() error { return d.printer.Close() }

// PrintReceipt prints a job on a receipt printer; name "" means the first one.
// build makes the job for what the printer can do.
func (s *Supervisor) PrintReceipt(ctx context.Context, name string, build func(escpos.Profile) (*escpos.Job, error)) (outcome.Outcome, error) {
	sl, err := s.slotOf(name, ReceiptPrinter)
	if err != nil {
		return outcome.Failed, err
	}
	o := outcome.Failed
	err = sl.use(ctx, func(d driver) error {
		p := d.(*receiptDriver).printer
		j, err := build(p.Profile())
		if err != nil {
			return err
		}
		o, err = p.Print(ctx, j)
		return err
	})
	return o, err
}

// ReceiptProfile returns what a receipt printer can do, connected or not.
func (s *Supervisor) ReceiptProfile(name string) (escpos.Profile, error) {
	sl, err := s.slotOf(name, ReceiptPrinter)
	if err != nil {
		return escpos.Profile{}, err
	}
	return profileOf(sl.device)
}

// pageDriver is a page printer.
type pageDriver struct{ printer spooler.Printer }

func openPage(d Device, now func() time.Time) driver {
	if d.Folder != "" {
		return &pageDriver{spooler.Folder{Dir: d.Folder}}
	}
	return &pageDriver{spooler.System(d.Queue, now)}
}

// names says what takes the pages: a page printer itself is known only to the
// print system.
func (d *pageDriver) names() (string, string) {
	if _, folder := d.printer.(spooler.Folder); folder {
		return "folder", d.printer.Name()
	}
	return "print system", d.printer.Name()
}

func (d *pageDriver) check(ctx context.Context) (health, error) {
	return health{}, d.printer.Check(ctx)
}

func (d *pageDriver) test(ctx context.Context, _ bool) []Step {
	return []Step{step("takes jobs", d.printer.Name(), d.printer.Check(ctx))}
}

func (d *pageDriver) close() error { return nil }

// PrintPage prints a PDF on a page printer; name "" means the first one.
func (s *Supervisor) PrintPage(ctx context.Context, name, title string, pdf []byte) (outcome.Outcome, error) {
	sl, err := s.slotOf(name, PagePrinter)
	if err != nil {
		return outcome.Failed, err
	}
	o := outcome.Failed
	err = sl.use(ctx, func(d driver) error {
		var err error
		o, err = d.(*pageDriver).printer.Print(ctx, title, pdf)
		return err
	})
	return o, err
}

// Test tries a device out; loud allows what costs paper. The result stays in
// its report.
func (s *Supervisor) Test(ctx context.Context, name string, loud bool) (Report, error) {
	for _, sl := range s.slots {
		if sl.device.Name != name {
			continue
		}
		var steps []Step
		err := sl.use(ctx, func(d driver) error {
			steps = d.test(ctx, loud)
			return nil
		})
		if err != nil {
			steps = []Step{step("connected", "", err)}
		}
		t := &SelfTest{At: s.opt.Now(), OK: true, Steps: steps}
		for _, st := range steps {
			t.OK = t.OK && st.OK
		}
		sl.change(func(r *Report) { r.SelfTest = t })
		return sl.snapshot(), nil
	}
	return Report{}, fmt.Errorf("%w: %q", ErrNoDevice, name)
}
