package supervisor

import (
	"context"

	"sala/devices/port"
	"sala/devices/zvt"
)

// currencies are ISO 4217's numbers by the country of a device.
var currencies = map[string]int{"TH": 764, "KR": 410}

// terminalDriver is a card terminal.
type terminalDriver struct{ terminal *zvt.Device }

func openTerminal(ctx context.Context, line port.Line, d Device) (driver, error) {
	t, err := zvt.Open(ctx, line, zvt.Options{Currency: currencies[d.Country], TCP: d.TCP != ""})
	if err != nil {
		return nil, err
	}
	return &terminalDriver{t}, nil
}

func (d *terminalDriver) names() (string, string) { return "ZVT", d.terminal.ID() }

func (d *terminalDriver) check(ctx context.Context) (health, error) {
	return health{}, d.terminal.Check(ctx)
}

func (d *terminalDriver) test(ctx context.Context, _ bool) []Step {
	return []Step{step("terminal", "terminal "+d.terminal.ID(), d.terminal.Check(ctx))}
}

func (d *terminalDriver) close() error { return d.terminal.Close() }

// UseTerminal lends the card terminal; name "" means the first.
func (s *Supervisor) UseTerminal(ctx context.Context, name string, do func(*zvt.Device) error) error {
	sl, err := s.slotOf(name, CardTerminal)
	if err != nil {
		return err
	}
	return sl.use(ctx, func(d driver) error { return do(d.(*terminalDriver).terminal) })
}
