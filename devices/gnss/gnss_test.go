package gnss_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/devices/gnss"
	"sala/devices/port"
	"sala/devices/port/porttest"
)

const (
	gga  = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47"
	rmc  = "$GPRMC,123518,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A"
	none = "$GPGGA,123520,,,,,0,00,99.99,,,,,,*65"
)

func withSum(body string) string { return fmt.Sprintf("$%s*%02X", body, gnss.CheckSum(body)) }

func TestFix(t *testing.T) {
	var r gnss.Receiver
	body, _, _ := strings.Cut(rmc[1:], "*")
	if _, done, err := r.Take(withSum(body)); done || err != nil {
		t.Fatal(done, err)
	}
	f, done, err := r.Take(gga)
	if !done || err != nil {
		t.Fatal(done, err)
	}
	if math.Abs(f.Latitude-48.1173) > 1e-4 || math.Abs(f.Longitude-11.51667) > 1e-4 || f.Quality != gnss.Autonomous ||
		f.Satellites != 8 || f.Altitude != 545.4 || !f.Usable() || math.Abs(f.Speed-11.5236) > 1e-3 {
		t.Errorf("%+v", f)
	}
	if want := time.Date(1994, 3, 23, 12, 35, 19, 0, time.UTC); !f.At.Equal(want) {
		t.Errorf("at %v", f.At)
	}
	body, _, _ = strings.Cut(none[1:], "*")
	if f, done, err := r.Take(withSum(body)); !done || err != nil || f.Usable() || f.Quality != gnss.NoFix {
		t.Errorf("without a fix: %+v, %t, %v", f, done, err)
	}
}

func TestDamagedSentences(t *testing.T) {
	for _, s := range []string{
		"", "$", "$GPGGA*00", strings.Replace(gga, "4807", "4817", 1), strings.TrimSuffix(gga, "47"),
		withSum("GPGGA,123519,9907.038,N,01131.000,E,1,08,0.9,545.4,M"), withSum("GPGGA,123519,4807.038,X,01131.000,E,1,08,0.9,545.4,M"),
		withSum("GPGGA,123519,4867.038,N,01131.000,E,1,08,0.9,545.4,M"), withSum("GPGGA,123519,4807.038,N,18131.000,E,1,08,0.9,545.4,M"),
		withSum("GPGGA,123519"), withSum("GPRMC,1"), withSum("GPGGA,1,4807.038,N,01131.000,E,x,08,0.9,545.4,M"),
	} {
		var r gnss.Receiver
		if _, done, err := r.Take(s); done || !errors.Is(err, gnss.ErrSentence) {
			t.Errorf("%q: %t, %v", s, done, err)
		}
	}
}

func TestMidnight(t *testing.T) {
	var r gnss.Receiver
	take := func(s string) gnss.Fix {
		f, _, err := r.Take(s)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	take(withSum("GPRMC,235958,A,1345.000,N,10030.000,E,0,0,311226,,"))
	take(withSum("GPGGA,235959,1345.000,N,10030.000,E,1,05,1.0,5,M,,M,,"))
	f := take(withSum("GPGGA,000000,1345.000,N,10030.000,E,1,05,1.0,5,M,,M,,"))
	if want := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC); !f.At.Equal(want) {
		t.Errorf("at %v", f.At)
	}
}

// Whatever place a receiver names, the same place is read.
func TestEveryPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := rapid.Float64Range(-89.99, 89.99).Draw(t, "lat"), rapid.Float64Range(-179.99, 179.99).Draw(t, "lon")
		part := func(v float64, digits int, pos, neg string) string {
			letter := pos
			if v < 0 {
				letter, v = neg, -v
			}
			d := math.Floor(v)
			m := math.Min((v-d)*60, 59.9999)
			return fmt.Sprintf("%0*d%07.4f,%s", digits, int(d), m, letter)
		}
		var r gnss.Receiver
		f, done, err := r.Take(withSum("GNGGA,120000.00," + part(lat, 2, "N", "S") + "," + part(lon, 3, "E", "W") + ",4,12,0.7,10.0,M,,M,,"))
		if err != nil || !done || math.Abs(f.Latitude-lat) > 1e-5 || math.Abs(f.Longitude-lon) > 1e-5 {
			t.Fatalf("%v, %v became %+v, %v", lat, lon, f, err)
		}
	})
}

func TestListen(t *testing.T) {
	host, device := porttest.Pair(1 << 12)
	heard := make(chan error, 8)
	done := make(chan error, 1)
	go func() {
		done <- gnss.Listen(context.Background(), porttest.Torn(host, 5), func(_ gnss.Fix, err error) { heard <- err })
	}()
	body, _, _ := strings.Cut(none[1:], "*")
	if _, err := device.Write([]byte("garbage\r\n" + gga + "\r\n" + strings.Repeat("x", 500) + "\r\n" + withSum(body) + "\r\n")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []error{nil, gnss.ErrNoFix} {
		select {
		case err := <-heard:
			if !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("no fix")
		}
	}
	_ = device.Close()
	if err := <-done; !errors.Is(err, port.ErrGone) {
		t.Error(err)
	}
}

func FuzzTake(f *testing.F) {
	f.Add(gga)
	f.Add(rmc)
	f.Fuzz(func(t *testing.T, s string) {
		var r gnss.Receiver
		body, _, _ := strings.Cut(strings.TrimPrefix(s, "$"), "*")
		for _, line := range []string{s, withSum(body)} {
			if fix, done, err := r.Take(line); err == nil && done && (math.Abs(fix.Latitude) > 90 || math.Abs(fix.Longitude) > 180 || math.IsNaN(fix.Latitude)) {
				t.Errorf("%+v", fix)
			}
		}
	})
}
