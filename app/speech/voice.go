package speech

import (
	"context"
	"math"
	"sync"
)

// Voice reads pages aloud, one at a time. It is safe for several goroutines.
type Voice struct {
	make   Maker
	play   Player
	failed func(error) // is told of sound that could not be made; may be nil

	mu     sync.Mutex
	volume int
	speed  int
	cancel context.CancelFunc // of the page that is being read
	done   chan struct{}      // closed when that page has ended
}

// New returns a voice at its usual volume and speed.
func New(m Maker, p Player, failed func(error)) *Voice {
	if failed == nil {
		failed = func(error) {}
	}
	return &Voice{make: m, play: p, failed: failed}
}

// Tune sets volume and speed, in steps from the usual 0 between Quietest and
// Loudest, Slowest and Fastest; it holds from the next page.
func (v *Voice) Tune(volume, speed int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.volume, v.speed = max(Quietest, min(Loudest, volume)), max(Slowest, min(Fastest, speed))
}

// Say reads words aloud, in place of what is being read.
func (v *Voice) Say(language, words string) {
	v.begin(func(ctx context.Context, factor, speed float64) error {
		for _, p := range Phrases(language, words) {
			if err := v.one(ctx, p, factor, speed); err != nil {
				return err
			}
		}
		return nil
	})
}

// begin lets sound be made, in place of what is being read.
func (v *Voice) begin(sound func(ctx context.Context, factor, speed float64) error) {
	ctx, cancel := context.WithCancel(context.Background())
	v.mu.Lock()
	before, ended := v.cancel, v.done
	done := make(chan struct{})
	v.cancel, v.done = cancel, done
	factor, speed := math.Pow(2, float64(v.volume)/2), math.Pow(1.3, float64(v.speed))
	v.mu.Unlock()
	if before != nil {
		before()
	}
	go func() {
		defer close(done)
		defer cancel()
		if ended != nil {
			<-ended // a sound card has one player
		}
		if err := sound(ctx, factor, speed); err != nil && ctx.Err() == nil {
			v.failed(err)
		}
	}()
}

func (v *Voice) one(ctx context.Context, p Phrase, factor, speed float64) error {
	w, err := v.make.Make(ctx, p.Language, p.Words, speed)
	if err != nil || len(w.Samples) == 0 {
		return err
	}
	loud := w.Louder(factor)
	w.clear()
	defer loud.clear()
	return v.play.Play(ctx, loud)
}

// Reading reports whether something is being read.
func (v *Voice) Reading() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.cancel == nil {
		return false
	}
	select {
	case <-v.done:
		return false
	default:
		return true
	}
}

// Stop ends what is being read.
func (v *Voice) Stop() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.cancel != nil {
		v.cancel()
		v.cancel = nil
	}
}

// Wait returns when nothing is being read any more.
func (v *Voice) Wait() {
	v.mu.Lock()
	done := v.done
	v.mu.Unlock()
	if done != nil {
		<-done
	}
}

// Close stops, and waits for the programs that make and play sound to end.
func (v *Voice) Close() { v.Stop(); v.Wait() }
