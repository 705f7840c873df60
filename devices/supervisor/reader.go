package supervisor

import (
	"context"
	"fmt"

	"sala/devices/ccid"
	"sala/devices/fault"
	"sala/devices/port"
	"sala/devices/thaiid"
)

// readerDriver is a smart-card reader.
type readerDriver struct {
	reader     *ccid.Reader
	insertions int // at the last look
}

func openReader(ctx context.Context, line port.Line) (driver, error) {
	r, err := ccid.Open(ctx, line, ccid.DefaultOptions())
	if err != nil {
		return nil, err
	}
	return &readerDriver{reader: r}, nil
}

func (d *readerDriver) names() (string, string) { return "GemPC Twin (CCID)", d.reader.Firmware() }

func (d *readerDriver) check(ctx context.Context) (health, error) {
	present, err := d.reader.CardPresent(ctx)
	was := d.insertions
	d.insertions = d.reader.Insertions()
	return health{card: present, changed: d.insertions != was}, err
}

// test powers a card that is in the reader and reads nothing from it.
func (d *readerDriver) test(ctx context.Context, _ bool) []Step {
	present, err := d.reader.CardPresent(ctx)
	steps := []Step{step("slot", fmt.Sprintf("firmware %s, card: %t", d.reader.Firmware(), present), err)}
	if err != nil || !present {
		return steps
	}
	atr, err := d.reader.PowerOn(ctx)
	steps = append(steps, step("card", fmt.Sprintf("ATR % X", atr.Raw), err))
	if err == nil {
		steps = append(steps, step("power off", "", d.reader.PowerOff(ctx)))
	}
	return steps
}

func (d *readerDriver) close() error { return d.reader.Close() }

// ReadThaiID reads the Thai identity card that is in a reader; name "" means the
// first reader. Its errors are those of the packages ccid and thaiid.
func (s *Supervisor) ReadThaiID(ctx context.Context, name string, progress func(thaiid.Progress)) (thaiid.Card, error) {
	var c thaiid.Card
	err := s.UseReader(ctx, name, func(r *ccid.Reader) error {
		atr, err := r.PowerOn(ctx)
		if err != nil {
			return err
		}
		c, err = thaiid.Read(ctx, r, atr.Raw, progress)
		return err
	})
	return c, err
}

// VerifyPIN has the Thai identity card of a number, which is in a reader, compare a
// PIN. Its errors are those of the packages ccid and thaiid.
func (s *Supervisor) VerifyPIN(ctx context.Context, name, number string, pin []byte) error {
	return s.UseReader(ctx, name, func(r *ccid.Reader) error {
		atr, err := r.PowerOn(ctx)
		if err != nil {
			return err
		}
		return thaiid.VerifyPIN(ctx, r, atr.Raw, number, pin)
	})
}

// UseReader lends a card reader.
func (s *Supervisor) UseReader(ctx context.Context, name string, do func(*ccid.Reader) error) error {
	sl, err := s.slotOf(name, CardReader)
	if err != nil {
		return err
	}
	return sl.use(ctx, func(d driver) error { return do(d.(*readerDriver).reader) })
}

func step(name, detail string, err error) Step {
	s := Step{Name: name, OK: err == nil, Detail: detail}
	if err != nil {
		s.Code, s.Detail = fault.CodeOf(err), err.Error()
	}
	return s
}
