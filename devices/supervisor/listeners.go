package supervisor

import (
	"context"

	"sala/devices/barcode"
	"sala/devices/gnss"
	"sala/devices/magstripe"
	"sala/devices/mrz"
	"sala/devices/port"
)

// Reading is what a device that speaks of its own accord has read: one of mrz.Document,
// magstripe.Swipe, barcode.Scan and gnss.Fix, and what was wrong with it.
type Reading struct {
	What any   `json:"what"`
	Err  error `json:"-"`
}

// listenDriver is a device that is only listened to.
type listenDriver struct {
	line   port.Line
	device Device
}

func openListener(line port.Line, d Device) (driver, error) { return &listenDriver{line, d}, nil }

func (d *listenDriver) names() (string, string) { return "", "" }

// check only proves that the line is there: these devices answer no questions.
func (d *listenDriver) check(context.Context) (health, error) {
	if a, ok := d.line.(interface{ Alive() error }); ok {
		return health{}, a.Alive()
	}
	return health{}, nil
}

func (d *listenDriver) test(ctx context.Context, _ bool) []Step {
	_, err := d.check(ctx)
	return []Step{step("line", d.line.Name(), err)}
}

func (d *listenDriver) close() error { return d.line.Close() }

func (d *listenDriver) listen(ctx context.Context, heard func(Reading)) error {
	switch d.device.Kind {
	case DocumentReader:
		return mrz.Listen(ctx, d.line, mrz.Framing(d.device.Framing), func(x mrz.Document, err error) { heard(Reading{x, err}) })
	case StripeReader:
		return magstripe.Listen(ctx, d.line, func(x magstripe.Swipe, err error) { heard(Reading{x, err}) })
	case Scanner:
		return barcode.Listen(ctx, d.line, func(x barcode.Scan, err error) { heard(Reading{x, err}) })
	}
	return gnss.Listen(ctx, d.line, func(x gnss.Fix, err error) { heard(Reading{x, err}) })
}
