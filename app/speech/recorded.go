package speech

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Recorded is a Maker that plays sentences which somebody spoke, and lets
// another make all the rest. A pack carries them as speech/LANGUAGE/KEY.wav,
// where KEY is the phrase's name in the catalogue of words: speech/th/kiosk.insert.wav.
type Recorded struct {
	sounds map[Phrase]Wave
	rest   Maker // nil when there is no other voice
}

// ErrUnspoken means that a sentence was not recorded and there is no other voice.
var ErrUnspoken = errors.New("this sentence was not recorded")

// ReadRecorded reads the recordings of a pack. text returns a phrase of the
// catalogue and whether there is one. A pack without recordings is no error.
func ReadRecorded(pack fs.FS, text func(language, key string) (string, bool), rest Maker) (*Recorded, error) {
	r := &Recorded{sounds: map[Phrase]Wave{}, rest: rest}
	names, err := fs.Glob(pack, "speech/*/*.wav")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		language, key := path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".wav")
		words, ok := text(language, key)
		if !ok {
			return nil, fmt.Errorf("recording %s: there is no phrase %q", name, key)
		}
		b, err := fs.ReadFile(pack, name)
		if err != nil {
			return nil, err
		}
		w, err := ReadWave(b)
		if err != nil {
			return nil, fmt.Errorf("recording %s: %w", name, err)
		}
		for _, p := range Phrases(language, words) {
			r.sounds[p] = Wave{Rate: w.Rate}
		}
		if all := Phrases(language, words); len(all) > 0 {
			r.sounds[all[0]] = w // a phrase of several sentences was recorded as one
		}
	}
	return r, nil
}

// Len returns how many sentences there are recordings of.
func (r *Recorded) Len() int { return len(r.sounds) }

// Make implements Maker. A recording is played at its own speed; at another
// speed the other voice reads, where there is one.
func (r *Recorded) Make(ctx context.Context, language, words string, speed float64) (Wave, error) {
	w, ok := r.sounds[Phrase{language, words}]
	switch {
	case ok && (speed == 1 || r.rest == nil):
		return Wave{Rate: w.Rate, Samples: append([]int16(nil), w.Samples...)}, nil
	case r.rest == nil:
		return Wave{}, ErrUnspoken
	}
	return r.rest.Make(ctx, language, words, speed)
}
