package magstripe_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"sala/devices/magstripe"
	"sala/devices/port"
	"sala/devices/port/porttest"
)

const (
	bank    = "%B4111111111111111^SALA/TEST^29121010000000000?;4111111111111111=29121010000000000?"
	licence = "\x02%^JAIDEENGAM$SOMCHAI$MR.^^?;6007641101700230708=291219870214=?+24 1 0000000 00100?\r\x03"
)

func TestParse(t *testing.T) {
	const A, R, B = magstripe.Absent, magstripe.Read, magstripe.Bad
	for name, tt := range map[string]struct {
		msg  string
		want [3]magstripe.State
		bad  bool
	}{
		"bank card":           {bank, [3]magstripe.State{R, R, A}, false},
		"licence":             {licence, [3]magstripe.State{R, R, R}, false},
		"bad first track":     {"%E?;6007641101700230708=2912?\r", [3]magstripe.State{B, R, A}, false},
		"all bad":             {"%E?;E?+E?\r", [3]magstripe.State{B, B, B}, true},
		"AAMVA third track":   {"%CA^X?;636014=1?%24?", [3]magstripe.State{R, R, R}, false},
		"empty track":         {"%?;123=4?", [3]magstripe.State{R, R, A}, false},
		"torn":                {"%B4111", [3]magstripe.State{A, A, A}, true},
		"nothing":             {"", [3]magstripe.State{A, A, A}, true},
		"right check":         {";12=3?9", [3]magstripe.State{A, R, A}, false},
		"check, first track":  {"%7C^SZ?9", [3]magstripe.State{R, A, A}, false}, // DataCard's manual
		"check, second track": {";0?4", [3]magstripe.State{A, R, A}, false},     // MagTek's
		"wrong check":         {";12=3?5", [3]magstripe.State{A, B, A}, true},
		"insertion, sensor":   {"\x02\x1B%AB^C?;12=3?\r\x03", [3]magstripe.State{R, R, A}, false},
		"far too long":        {strings.Repeat("%A?", 400), [3]magstripe.State{A, A, A}, true},
		"control in a track":  {";12\x003?", [3]magstripe.State{A, B, A}, true},
	} {
		s, err := magstripe.Parse([]byte(tt.msg))
		if got := [3]magstripe.State{s.Tracks[0].State, s.Tracks[1].State, s.Tracks[2].State}; got != tt.want || errors.Is(err, magstripe.ErrUnreadable) != tt.bad {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestWhoseCard(t *testing.T) {
	s, err := magstripe.Parse([]byte(licence))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := s.ThaiLicence()
	want := magstripe.Person{Number: "1101700230708", Surname: "JAIDEENGAM", Given: "SOMCHAI", Title: "MR."}
	if !ok || p != want {
		t.Errorf("%+v, %t", p, ok)
	}
	if _, ok := s.Payment(); ok {
		t.Error("a licence is taken for a bank card")
	}
	s, _ = magstripe.Parse([]byte(strings.Replace(licence, "1101700230708", "1101700230709", 1)))
	if p, ok := s.ThaiLicence(); ok {
		t.Errorf("a wrong number is taken: %+v", p)
	}
	s, _ = magstripe.Parse([]byte(bank))
	if last, ok := s.Payment(); !ok || last != "1111" {
		t.Errorf("%q, %t", last, ok)
	}
	if _, ok := s.ThaiLicence(); ok {
		t.Error("a bank card is taken for a licence")
	}
	if j, _ := json.Marshal(s); strings.Contains(string(j), "4111") {
		t.Errorf("the number is shown: %s", j)
	}
}

func TestListen(t *testing.T) {
	host, device := porttest.Pair(1 << 12)
	heard := make(chan error, 4)
	done := make(chan error, 1)
	go func() {
		done <- magstripe.Listen(context.Background(), porttest.Torn(host, 3), func(_ magstripe.Swipe, err error) { heard <- err })
	}()
	for _, tt := range []struct {
		msg  string
		want error
	}{{licence, nil}, {"%E?;E?\r", magstripe.ErrUnreadable}, {bank, nil}} {
		if _, err := device.Write([]byte(tt.msg)); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-heard:
			if !errors.Is(err, tt.want) {
				t.Errorf("%q: %v", tt.msg, err)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("no swipe")
		}
	}
	_ = device.Close()
	if err := <-done; !errors.Is(err, port.ErrGone) {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(bank))
	f.Add([]byte(licence))
	f.Fuzz(func(t *testing.T, p []byte) {
		s, err := magstripe.Parse(p)
		s.ThaiLicence()
		s.Payment()
		good := false
		for _, tr := range s.Tracks {
			good = good || tr.State == magstripe.Read
		}
		if err == nil && !good {
			t.Error("no error and no track")
		}
	})
}
