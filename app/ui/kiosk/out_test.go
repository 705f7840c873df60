package kiosk_test

import (
	"errors"
	"testing"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kiosk"
)

// A kiosk that can serve nobody says so on its first page, and is back by itself
// when what was wrong is mended. Whoever is being served is not sent away.
func TestOutOfServiceAndBack(t *testing.T) {
	reader := func(light office.Light) func(*rehearsal.Office) {
		return func(o *rehearsal.Office) {
			o.SetLamps(func(l *office.Lamps) { l.Reader = office.Lamp{Light: light, Code: "port.unplugged"} })
		}
	}
	store := func(err error) func(*rehearsal.Office) {
		return func(o *rehearsal.Office) {
			o.Behind = func() error { return err }
			o.Publish(office.Event{Kind: office.DeviceChanged})
		}
	}
	tests := []struct {
		name         string
		wrong, right func(*rehearsal.Office)
		out          string
	}{
		{"the reader is gone", reader(office.LightBad), reader(office.LightGood), office.OutReader},
		{"the store is stopped", store(errors.New("a second copy")), store(nil), office.OutStore},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, o, _, _ := open(t)
			at(t, k, kiosk.Welcome)
			tt.wrong(o)
			at(t, k, kiosk.Closed)
			if out := k.View().Out; out != tt.out {
				t.Errorf("it says %q", out)
			}
			tt.right(o)
			at(t, k, kiosk.Welcome)
			k.Speak("th")
			tt.wrong(o)
			at(t, k, kiosk.Services)
			k.Wipe()
			at(t, k, kiosk.Closed)
		})
	}
}

// Where passports can be read, too, a kiosk without its card reader stays open.
func TestPassportsKeepAKioskOpen(t *testing.T) {
	k, o, _, _ := open(t)
	o.Documents = true
	o.SetLamps(func(l *office.Lamps) { l.Reader = office.Lamp{Light: office.LightBad, Code: "port.unplugged"} })
	at(t, k, kiosk.Welcome)
}
