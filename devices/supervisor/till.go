package supervisor

import (
	"context"

	"sala/devices/cctalk"
	"sala/devices/port"
)

// tillDriver is the machines that take and give money.
type tillDriver struct{ till *cctalk.Till }

func openTill(ctx context.Context, line port.Line, d Device) (driver, error) {
	t, err := cctalk.Open(ctx, line, cctalk.Options{Country: d.Country})
	if err != nil {
		return nil, err
	}
	return &tillDriver{t}, nil
}

func (d *tillDriver) names() (string, string) { return "ccTalk", d.till.Product() }

func (d *tillDriver) check(ctx context.Context) (health, error) {
	warning, err := d.till.Check(ctx)
	return health{warning: warning}, err
}

func (d *tillDriver) test(ctx context.Context, _ bool) []Step {
	warning, err := d.till.Check(ctx)
	return []Step{step("machines", "change: "+map[bool]string{true: "enough", false: "few coins"}[warning == ""], err)}
}

func (d *tillDriver) close() error { return d.till.Close() }

// UseTill lends the machines that take money; name "" means the first.
func (s *Supervisor) UseTill(ctx context.Context, name string, do func(*cctalk.Till) error) error {
	sl, err := s.slotOf(name, Till)
	if err != nil {
		return err
	}
	return sl.use(ctx, func(d driver) error { return do(d.(*tillDriver).till) })
}
