package station

import (
	"context"
	"strings"

	"sala/devices/supervisor"
	"sala/devices/zvt"
	"sala/forms/act"
	"sala/forms/fee"
)

// cardTerminal is a card terminal as the use cases see it.
type cardTerminal struct {
	devices *supervisor.Supervisor
	name    string
}

// Name implements office.CardTerminal.
func (t cardTerminal) Name() string { return t.name }

// Charge implements office.CardTerminal.
func (t cardTerminal) Charge(ctx context.Context, amount fee.Money, shown func(string)) (act.Booking, error) {
	await(ctx, t.devices, t.name)
	var b zvt.Booking
	err := t.devices.UseTerminal(ctx, t.name, func(d *zvt.Device) (err error) {
		b, err = d.Charge(ctx, amount.Minor, func(s zvt.Step) { shown(string(s)) })
		return err
	})
	return bookingOf(b), coded("charge a card", err)
}

// Reverse implements office.CardTerminal.
func (t cardTerminal) Reverse(ctx context.Context, b act.Booking) error {
	await(ctx, t.devices, t.name)
	return coded("take a booking back", t.devices.UseTerminal(ctx, t.name, func(d *zvt.Device) error { return d.Reverse(ctx, b.Receipt) }))
}

// Last implements office.CardTerminal. A terminal that has just fallen silent is
// given the time to come back.
func (t cardTerminal) Last(ctx context.Context) (act.Booking, fee.Money, error) {
	back, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, _ = t.devices.Await(back, t.name, func(r supervisor.Report) bool { return r.State == supervisor.Ready })
	var b zvt.Booking
	err := t.devices.UseTerminal(ctx, t.name, func(d *zvt.Device) (err error) {
		b, err = d.Last(ctx)
		return err
	})
	return bookingOf(b), fee.Money{Minor: b.Amount}, coded("ask the card terminal", err)
}

func bookingOf(b zvt.Booking) act.Booking {
	return act.Booking{Receipt: b.Receipt, Trace: b.Trace, Terminal: b.Terminal, Card: strings.TrimSpace(b.CardName + " " + b.Card)}
}
