// Package speech is the kiosk's voice: it turns a page's words into sound with
// espeak-ng, or with sentences that somebody recorded, and plays them.
//
// It promises that Say returns at once, that a new page ends the one before it,
// and that what is said passes to other programs through pipes alone: never on a
// command line, which everybody on the machine could read, and never on the disk.
//
// A sentence is split where its script changes, so that a Thai name on a Korean
// page is read by the Thai voice.
package speech

import "context"

// Maker makes sound of words in one language.
type Maker interface {
	// Make returns the sound of words, read at a speed of 1 for the usual.
	Make(ctx context.Context, language, words string, speed float64) (Wave, error)
}

// Player makes a sound audible and returns when it has ended or the context has.
type Player interface {
	Play(ctx context.Context, w Wave) error
}

// Steps by which a listener makes the voice louder or faster.
const (
	Quietest, Loudest = -3, 3
	Slowest, Fastest  = -2, 3
)
