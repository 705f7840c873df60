package station

import (
	"context"
	"sync"
	"time"

	"sala/app/office"
	"sala/devices/fault"
	"sala/devices/gnss"
	"sala/forms/register"
)

// fresh is how old a position may be: an officer who walks on is somewhere else.
const fresh = 30 * time.Second

// perDilution is how far off, in metres, a plain receiver is at a dilution of
// one: the usual range error of civil signals under an open sky. Two of three
// fixes are nearer.
const perDilution = 5

// receiver keeps the newest position of the satellite receiver.
type receiver struct {
	now func() time.Time

	mu    sync.Mutex
	fix   office.Fix
	heard time.Time // when anything was heard
}

// hear takes a reading of the receiver.
func (r *receiver) hear(f gnss.Fix) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard = r.now()
	if !f.Usable() {
		return
	}
	r.fix = office.Fix{Point: register.Point{Lat: f.Latitude, Lon: f.Longitude}, Accuracy: max(f.Dilution, 0.5) * perDilution, Satellites: f.Satellites, At: r.heard}
}

// Position implements office.Receiver. The time of a fix is the station's own: a
// receiver's has no date before its first minute.
func (r *receiver) Position(context.Context) (office.Fix, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch now := r.now(); {
	case !r.fix.At.IsZero() && now.Sub(r.fix.At) <= fresh:
		return r.fix, nil
	case !r.heard.IsZero() && now.Sub(r.heard) <= fresh:
		return office.Fix{}, coded("find the position", gnss.ErrNoFix)
	}
	return office.Fix{}, &office.Error{Op: "find the position", Code: string(fault.PositionNoFix)}
}
