package port_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"sala/devices/port"
)

func TestAvailable(t *testing.T) {
	dev := fstest.MapFS{}
	for _, n := range []string{"ttyS10", "ttyS2", "ttyUSB0", "serial/by-id/usb-Gemalto-if00", "tty0", "null", "serial/by-path/x"} {
		dev[n] = &fstest.MapFile{}
	}
	got, err := port.Available(dev)
	want := []string{"serial/by-id/usb-Gemalto-if00", "ttyS2", "ttyS10", "ttyUSB0"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
}
