package office

import (
	"context"
	"time"

	"sala/forms/chart"
	"sala/forms/register"
)

// Fix is a position as a receiver gave it.
type Fix struct {
	register.Point
	Accuracy   float64   `json:"accuracy"` // metres: two of three fixes are nearer than that
	Satellites int       `json:"satellites"`
	At         time.Time `json:"at"`
}

// Receiver is a satellite receiver. The error's code is the device's:
// "position.no_fix" while it has no position.
type Receiver interface {
	Position(ctx context.Context) (Fix, error)
}

// Where returns where this station is. The error's code is "position_none" when
// it has no receiver.
func (o *Office) Where(ctx context.Context) (Fix, error) {
	const op = "find the position"
	if o.Receiver == nil {
		return Fix{}, &Error{Op: op, Code: "position_none"}
	}
	f, err := o.Receiver.Position(ctx)
	return f, o.explain(op, err)
}

// Away returns how far a visit is from a position, in metres, and false when
// nobody knows where the visit is.
func (s Stop) Away(from register.Point) (metres float64, known bool) {
	if s.Visit.Position.IsZero() || from.IsZero() {
		return 0, false
	}
	return chart.Distance(from, s.Visit.Position), true
}

// Machine is the computer that the program runs on.
type Machine interface {
	// Battery returns how full it is, 0 to 100, and whether it is being charged;
	// there is false when the machine has none.
	Battery() (percent int, charging, there bool)
	// Free returns how many bytes may still be written.
	Free() (int64, error)
}

// Warning is something about the machine that an officer should know of before it
// stops her: Code is looked up as "machine.CODE" with Args, and what to do as
// "machine.hint.CODE".
type Warning struct {
	Code string         `json:"code"`
	Bad  bool           `json:"bad"` // it stops the work soon
	Args map[string]any `json:"args,omitempty"`
}

// Bounds of what is warned of.
const (
	batteryLow  = 20 // percent
	batteryDone = 8
	spaceLow    = 1 << 30 // bytes
	spaceDone   = 200 << 20
)

// Warnings returns what is the matter with the machine, the worst first.
func (o *Office) Warnings() []Warning {
	if o.Machine == nil {
		return nil
	}
	var out []Warning
	if percent, charging, there := o.Machine.Battery(); there && !charging && percent <= batteryLow {
		out = append(out, Warning{Code: "battery", Bad: percent <= batteryDone, Args: map[string]any{"percent": percent}})
	}
	if free, err := o.Machine.Free(); err == nil && free < spaceLow {
		w := Warning{Code: "space", Bad: free < spaceDone, Args: map[string]any{"megabytes": free >> 20}}
		if w.Bad && (len(out) == 0 || !out[0].Bad) {
			return append([]Warning{w}, out...)
		}
		out = append(out, w)
	}
	return out
}
