// Package gnss reads satellite receivers that speak NMEA 0183.
//
// It promises that a position is only given out with what it is worth: its
// quality, the satellites and dilution behind it, and its age is the caller's to
// judge by the time in it. Sentences with a wrong check sum are not used.
//
// Source: NMEA 0183 as published by receivers' makers (GGA, RMC).
package gnss

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Quality is how a position was found.
type Quality int

// The values of Quality, as GGA numbers them.
const (
	NoFix      Quality = 0
	Autonomous Quality = 1
	Corrected  Quality = 2 // differential
	Precise    Quality = 3
	Fixed      Quality = 4 // RTK
	Float      Quality = 5 // RTK, not settled
	Estimated  Quality = 6 // dead reckoning
	Manual     Quality = 7
	Simulated  Quality = 8
)

// Fix is a position.
type Fix struct {
	At         time.Time `json:"at,omitzero"` // UTC; no date before the first RMC: zero
	Latitude   float64   `json:"latitude"`    // degrees, north positive
	Longitude  float64   `json:"longitude"`   // degrees, east positive
	Quality    Quality   `json:"quality"`
	Satellites int       `json:"satellites"`
	Dilution   float64   `json:"dilution"` // horizontal, 1 is ideal
	Altitude   float64   `json:"altitude"` // metres above the sea
	Speed      float64   `json:"speed"`    // metres a second
	Course     float64   `json:"course"`   // degrees from true north
}

// Usable reports whether the position may stand in a record of a field visit: a
// real fix with a horizontal dilution under 10.
func (f Fix) Usable() bool {
	return f.Quality >= Autonomous && f.Quality <= Float && f.Dilution < 10
}

// ErrNoFix means that the receiver runs and has no position.
var ErrNoFix = fault.New(fault.PositionNoFix)

// ErrSentence means that a line is not a sentence, or that it was damaged.
var ErrSentence = errors.New("gnss: not a sentence")

// maxSentence is the longest line; the standard allows 82, some receivers more.
const maxSentence = 120

// sentence takes a line apart: the address without its talker, and the fields.
func sentence(line string) (kind string, fields []string, err error) {
	line = strings.TrimSpace(line)
	if len(line) < 9 || len(line) > maxSentence || line[0] != '$' && line[0] != '!' {
		return "", nil, fmt.Errorf("%w: %.12q", ErrSentence, line)
	}
	body, sum, ok := strings.Cut(line[1:], "*")
	if !ok || len(sum) != 2 {
		return "", nil, fmt.Errorf("%w: no check sum", ErrSentence)
	}
	want, err := strconv.ParseUint(sum, 16, 8)
	if err != nil || byte(want) != CheckSum(body) {
		return "", nil, fmt.Errorf("%w: wrong check sum", ErrSentence)
	}
	fields = strings.Split(body, ",")
	if len(fields[0]) != 5 {
		return "", nil, fmt.Errorf("%w: address %q", ErrSentence, fields[0])
	}
	return fields[0][2:], fields[1:], nil
}

// CheckSum returns the exclusive or of what stands between $ and *.
func CheckSum(body string) byte {
	var x byte
	for i := range len(body) {
		x ^= body[i]
	}
	return x
}

// Receiver puts fixes together from sentences.
type Receiver struct {
	fix  Fix
	date string // DDMMYY of the last RMC
}

// Take takes one line. done is true when the line completed a fix (a GGA); a
// sentence of another kind is no error.
func (r *Receiver) Take(line string) (f Fix, done bool, err error) {
	kind, fields, err := sentence(line)
	if err != nil {
		return Fix{}, false, err
	}
	switch kind {
	case "GGA":
		return r.gga(fields)
	case "RMC":
		return Fix{}, false, r.rmc(fields)
	}
	return Fix{}, false, nil
}

func (r *Receiver) gga(f []string) (Fix, bool, error) {
	if len(f) < 9 {
		return Fix{}, false, fmt.Errorf("%w: GGA of %d fields", ErrSentence, len(f))
	}
	q, err := strconv.Atoi(f[5])
	if err != nil || q < 0 || q > 8 {
		return Fix{}, false, fmt.Errorf("%w: quality %q", ErrSentence, f[5])
	}
	fix := r.fix
	fix.Quality = Quality(q)
	if fix.Quality == NoFix {
		r.fix = Fix{}
		return Fix{}, true, nil
	}
	if fix.Latitude, err = angle(f[1], f[2], 2); err != nil {
		return Fix{}, false, err
	}
	if fix.Longitude, err = angle(f[3], f[4], 3); err != nil {
		return Fix{}, false, err
	}
	fix.Satellites, _ = strconv.Atoi(f[6])
	fix.Dilution = number(f[7], 99)
	fix.Altitude = number(f[8], 0)
	fix.At = r.moment(f[0])
	r.fix = fix
	return fix, true, nil
}

func (r *Receiver) rmc(f []string) error {
	if len(f) < 9 {
		return fmt.Errorf("%w: RMC of %d fields", ErrSentence, len(f))
	}
	if f[1] != "A" {
		return nil // the receiver warns: nothing of it is used
	}
	r.date = f[8]
	const knot = 1852.0 / 3600
	r.fix.Speed, r.fix.Course = number(f[6], 0)*knot, number(f[7], 0)
	return nil
}

// moment joins the time of day with the last known date. Just after midnight
// the date may still be yesterday's: a GGA comes before its RMC.
func (r *Receiver) moment(clock string) time.Time {
	if len(clock) < 6 || len(r.date) != 6 {
		return time.Time{}
	}
	layout := "020106150405"
	if strings.Contains(clock, ".") {
		layout += ".999"
	}
	t, err := time.Parse(layout, r.date+clock)
	if err != nil {
		return time.Time{}
	}
	if last := r.fix.At; !last.IsZero() && last.Sub(t) > 12*time.Hour {
		t = t.Add(24 * time.Hour)
	}
	return t
}

// angle reads ddmm.mmmm with so many digits of degrees, and its letter.
func angle(s, letter string, degrees int) (float64, error) {
	if len(s) < degrees+2 {
		return 0, fmt.Errorf("%w: angle %q", ErrSentence, s)
	}
	d, err1 := strconv.ParseUint(s[:degrees], 10, 16)
	m, err2 := strconv.ParseFloat(s[degrees:], 64)
	if err1 != nil || err2 != nil || !(m >= 0 && m < 60) {
		return 0, fmt.Errorf("%w: angle %q", ErrSentence, s)
	}
	v, most := float64(d)+m/60, 90.0
	if degrees == 3 {
		most = 180
	}
	if v > most {
		return 0, fmt.Errorf("%w: angle %q", ErrSentence, s)
	}
	switch {
	case letter == "N" && degrees == 2, letter == "E" && degrees == 3:
		return v, nil
	case letter == "S" && degrees == 2, letter == "W" && degrees == 3:
		return -v, nil
	}
	return 0, fmt.Errorf("%w: direction %q", ErrSentence, letter)
}

// number reads a field that may be empty, which is then without.
func number(s string, without float64) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v != v {
		return without
	}
	return v
}

// gap only bounds how long half a line is kept.
const gap = 2 * time.Second

// Listen reads fixes from a line until it ends, and returns why. A receiver that
// runs without a position is heard with ErrNoFix.
func Listen(ctx context.Context, l port.Line, heard func(Fix, error)) error {
	var r Receiver
	var line []byte
	err := port.Listen(ctx, l, gap, func(p []byte) {
		for _, b := range p {
			if b != '\n' {
				if len(line) <= maxSentence {
					line = append(line, b)
				}
				continue
			}
			f, done, err := r.Take(string(line))
			line = line[:0]
			switch {
			case err != nil || !done:
			case f.Quality == NoFix:
				heard(Fix{}, ErrNoFix)
			default:
				heard(f, nil)
			}
		}
	}, func() { line = line[:0] })
	return fmt.Errorf("gnss: listen: %w", err)
}
