//go:build window && linux

package main_test

import (
	"testing"
	"time"

	"sala/app/station"
)

// set changes a station's configuration before its window is opened.
func set(t testing.TB, o *office, change func(*station.Config)) {
	t.Helper()
	c, err := station.ReadConfig(o.Station)
	if err != nil {
		t.Fatal(err)
	}
	change(&c)
	if err := c.Write(o.Station); err != nil {
		t.Fatal(err)
	}
}

// Whoever is asked whether she is still there has more time by any key, and by a
// touch of any place, also where there is nothing to touch.
func TestKioskGivesMoreTime(t *testing.T) {
	o := openOffice(t, "--kiosk")
	set(t, o, func(c *station.Config) { c.Kiosk.Patience = 1 })
	w := openKiosk(t, o)
	w.until("services", func() { w.keys("Down", "Return") }) // the page may just be made anew, as a device comes
	for _, does := range [][]string{
		{"key", "a"}, {"key", "Tab"}, {"key", "shift"}, {"key", "F5"}, {"key", "Left"},
		{"mousemove", "--window", w.id, "60", "500", "click", "1"}, {"mousemove", "--window", w.id, "640", "980", "click", "1"},
	} {
		w.at("services idle")
		began := time.Now()
		w.do(does...)
		w.at("services$")
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%v gave more time after %v", does, took)
		}
	}
	w.at("services idle")
	w.picture("idle")
}
