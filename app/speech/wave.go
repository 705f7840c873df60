package speech

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// Wave is sound: one channel of 16-bit samples.
type Wave struct {
	Rate    int // samples a second
	Samples []int16
}

// ErrWave means that bytes are not sound that this package can play.
var ErrWave = errors.New("not a WAV file of one channel with 16-bit samples")

// ReadWave reads a WAV file (RIFF, PCM, 16 bits, one channel). A data chunk that
// claims more than there is, as one has that was written into a pipe, ends with
// the bytes.
func ReadWave(b []byte) (Wave, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return Wave{}, ErrWave
	}
	var w Wave
	for rest := b[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:8]))
		rest = rest[8:]
		chunk := rest[:min(size, uint64(len(rest)))]
		switch name {
		case "fmt ":
			if len(chunk) < 16 || binary.LittleEndian.Uint16(chunk) != 1 || binary.LittleEndian.Uint16(chunk[2:]) != 1 || binary.LittleEndian.Uint16(chunk[14:]) != 16 {
				return Wave{}, ErrWave
			}
			w.Rate = int(binary.LittleEndian.Uint32(chunk[4:]))
		case "data":
			if w.Rate < 1000 || w.Rate > 192000 {
				return Wave{}, fmt.Errorf("%w: %d samples a second", ErrWave, w.Rate)
			}
			w.Samples = make([]int16, len(chunk)/2)
			for i := range w.Samples {
				w.Samples[i] = int16(binary.LittleEndian.Uint16(chunk[2*i:]))
			}
			return w, nil
		}
		rest = rest[min((size+1)&^1, uint64(len(rest))):]
	}
	return Wave{}, ErrWave
}

// Bytes returns w as a WAV file.
func (w Wave) Bytes() []byte {
	const head = 44
	b := make([]byte, head, head+2*len(w.Samples))
	copy(b, "RIFF")
	binary.LittleEndian.PutUint32(b[4:], uint32(head-8+2*len(w.Samples)))
	copy(b[8:], "WAVEfmt ")
	binary.LittleEndian.PutUint32(b[16:], 16)
	binary.LittleEndian.PutUint16(b[20:], 1)
	binary.LittleEndian.PutUint16(b[22:], 1)
	binary.LittleEndian.PutUint32(b[24:], uint32(w.Rate))
	binary.LittleEndian.PutUint32(b[28:], uint32(2*w.Rate))
	binary.LittleEndian.PutUint16(b[32:], 2)
	binary.LittleEndian.PutUint16(b[34:], 16)
	copy(b[36:], "data")
	binary.LittleEndian.PutUint32(b[40:], uint32(2*len(w.Samples)))
	for _, s := range w.Samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	return b
}

// Louder returns w with every sample multiplied; what would be too loud for the
// format is as loud as it can be.
func (w Wave) Louder(factor float64) Wave {
	out := Wave{Rate: w.Rate, Samples: make([]int16, len(w.Samples))}
	for i, s := range w.Samples {
		out.Samples[i] = int16(math.Max(math.MinInt16, math.Min(math.MaxInt16, math.Round(float64(s)*factor))))
	}
	return out
}

// Length is how long w takes to play.
func (w Wave) Length() time.Duration {
	if w.Rate == 0 {
		return 0
	}
	return time.Duration(len(w.Samples)) * time.Second / time.Duration(w.Rate)
}

// Loudness is the root of the mean square of the samples: 0 for silence, 1 for
// the loudest that there is.
func (w Wave) Loudness() float64 {
	if len(w.Samples) == 0 {
		return 0
	}
	var sum float64
	for _, s := range w.Samples {
		sum += float64(s) * float64(s)
	}
	return math.Sqrt(sum/float64(len(w.Samples))) / (math.MaxInt16 + 1)
}

// clear overwrites the samples: they said what a citizen's page said.
func (w Wave) clear() {
	for i := range w.Samples {
		w.Samples[i] = 0
	}
}
