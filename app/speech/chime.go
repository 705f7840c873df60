package speech

import (
	"context"
	"math"
)

// Of the chime: samples a second, how long a tone lasts in seconds, and how loud it
// is beside the loudest that there is.
const (
	chimeRate = 16000
	chimeTone = 0.35
	chimeLoud = 0.6
)

// Chime returns two tones, the second higher, three times: it calls somebody back
// where no voice can.
func Chime() Wave {
	w := Wave{Rate: chimeRate}
	tone := int(chimeTone * chimeRate)
	for range 3 {
		for _, pitch := range []float64{784, 1047} {
			for i := range tone {
				at := float64(i) / chimeRate
				swell := math.Sin(math.Pi * float64(i) / float64(tone)) // no click at either end
				w.Samples = append(w.Samples, int16(chimeLoud*math.MaxInt16*swell*math.Sin(2*math.Pi*pitch*at)))
			}
		}
	}
	return w
}

// Ring plays the chime, in place of what is being read.
func (v *Voice) Ring() {
	v.begin(func(ctx context.Context, _, _ float64) error { return v.play.Play(ctx, Chime()) })
}
