package sim_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"sala/devices/gnss"
	"sala/devices/sim"
)

// TestPosition promises that a receiver understands what the simulator says, to a
// metre, in all four quarters of the earth.
func TestPosition(t *testing.T) {
	at := time.Date(2026, 11, 22, 3, 4, 5, 0, time.UTC)
	for _, p := range [][2]float64{{18.9, 99.03}, {-33.999999, 151.2}, {37.49, -122.0001}, {0.5, 0.9999999}} {
		var r gnss.Receiver
		var fix gnss.Fix
		for _, line := range strings.Split(strings.TrimSpace(string(sim.Position(at, p[0], p[1]))), "\r\n") {
			f, done, err := r.Take(line)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if done {
				fix = f
			}
		}
		if math.Abs(fix.Latitude-p[0]) > 1e-5 || math.Abs(fix.Longitude-p[1]) > 1e-5 || !fix.Usable() {
			t.Errorf("%v is read as %+v", p, fix)
		}
	}
}
