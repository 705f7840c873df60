package station

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"sala/app/office"
	"sala/devices/gnss"
)

func supply(values map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, v := range values {
		out[name] = &fstest.MapFile{Data: []byte(v + "\n")}
	}
	return out
}

// TestBattery promises that the charge is that of the machine's own batteries
// together, and that a machine without one has none.
func TestBattery(t *testing.T) {
	for name, x := range map[string]struct {
		files           map[string]string
		percent         int
		charging, there bool
	}{
		"a desk":          {map[string]string{"AC/type": "Mains", "AC/online": "1"}, 0, false, false},
		"nothing":         {nil, 0, false, false},
		"on the road":     {map[string]string{"AC/type": "Mains", "AC/online": "0", "BAT0/type": "Battery", "BAT0/capacity": "17", "BAT0/status": "Discharging"}, 17, false, true},
		"two, plugged in": {map[string]string{"AC/type": "Mains", "AC/online": "1", "BAT0/type": "Battery", "BAT0/capacity": "20", "BAT1/type": "Battery", "BAT1/capacity": "40"}, 30, true, true},
		"a mouse as well": {map[string]string{"m/type": "Battery", "m/scope": "Device", "m/capacity": "3", "BAT0/type": "Battery", "BAT0/capacity": "80", "BAT0/status": "Discharging"}, 80, false, true},
	} {
		percent, charging, there := machine{supplies: supply(x.files)}.Battery()
		if percent != x.percent || charging != x.charging || there != x.there {
			t.Errorf("%s: %d %v %v, want %d %v %v", name, percent, charging, there, x.percent, x.charging, x.there)
		}
	}
}

// TestPosition promises that a position has its accuracy, that one without a fix
// is none, and that an old one does not stand for where the officer is now.
func TestPosition(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	r := &receiver{now: func() time.Time { return now }}
	where := func() (office.Fix, string) {
		f, err := r.Position(context.Background())
		var e *office.Error
		errors.As(err, &e)
		return f, office.CodeOf(err)
	}
	if _, code := where(); code != "position.no_fix" {
		t.Errorf("before anything was heard: %q", code)
	}
	r.hear(gnss.Fix{Latitude: 18.9, Longitude: 99.03, Quality: gnss.Autonomous, Satellites: 9, Dilution: 1.2})
	if f, code := where(); code != "" || f.Lat != 18.9 || f.Accuracy != 6 || f.Satellites != 9 {
		t.Errorf("%+v, %q", f, code)
	}
	now = now.Add(10 * time.Second)
	r.hear(gnss.Fix{}) // the sky is gone
	if f, code := where(); code != "" || f.Lat != 18.9 {
		t.Errorf("ten seconds later: %+v, %q", f, code)
	}
	now = now.Add(25 * time.Second)
	if _, code := where(); code != "position.no_fix" {
		t.Errorf("an old position is given out: %q", code)
	}
}
