// Package kept is what an officer entered beside the forms and has not acted on
// yet: reasons, choices, dates, filters, the page that lay open. Every change is
// kept at once, durably, by whoever is the Keeper, so that it is there again after
// a crash; it is forgotten when it was acted on, or left on purpose.
//
// A password is never entered here: kit.Input holds none.
package kept

import (
	"context"
	"strings"
	"sync"

	"sala/app/ui/work"
)

// Keeper keeps the texts of one officer; *office.Session is one.
type Keeper interface {
	// KeepTexts keeps some by place, and forgets what stood at the places in gone.
	KeepTexts(ctx context.Context, typed map[string]string, gone []string) error
}

// Texts are the texts of the officer who is here. Its methods are called on the
// screen's goroutine.
type Texts struct {
	// Changed is told of all that is put or forgotten; nil when nobody asks.
	Changed func()

	run    work.Runner
	failed func(error)
	keeper Keeper            // nil while nobody is here: nothing is kept
	here   map[string]string // as they stand on the screen

	mu      sync.Mutex
	waiting map[Keeper]change // for the runner
}

// change is what was entered and done with since the runner last took it.
type change struct {
	typed map[string]string
	gone  []string
}

// New returns texts that run keeps; failed is told why something was not.
func New(run work.Runner, failed func(error)) *Texts {
	return &Texts{run: run, failed: failed}
}

// Begin goes on with the texts of an officer.
func (t *Texts) Begin(k Keeper, here map[string]string) { t.keeper, t.here = k, here }

// Add adds what was read of the officer's texts only now. What she has entered
// meanwhile stays.
func (t *Texts) Add(here map[string]string) {
	for place, words := range here {
		if _, ok := t.here[place]; !ok {
			if t.here == nil {
				t.here = map[string]string{}
			}
			t.here[place] = words
		}
	}
}

// Keeper sets who keeps what is entered from now on, nil for nobody. What stands
// on the screen stays.
func (t *Texts) Keeper(k Keeper) { t.keeper = k }

// At returns what stands at a place.
func (t *Texts) At(place string) (words string, ok bool) {
	words, ok = t.here[place]
	return words, ok
}

// Under returns what stands at the places that begin so, by the rest of the place.
func (t *Texts) Under(begin string) map[string]string {
	out := map[string]string{}
	for place, words := range t.here {
		if rest, under := strings.CutPrefix(place, begin); under {
			out[rest] = words
		}
	}
	return out
}

// Put keeps what stands at a place.
func (t *Texts) Put(place, words string) {
	if was, ok := t.here[place]; t.keeper == nil || ok && was == words {
		return
	}
	if t.here == nil {
		t.here = map[string]string{}
	}
	t.here[place] = words
	t.keep(map[string]string{place: words}, nil)
	t.tell()
}

func (t *Texts) tell() {
	if t.Changed != nil {
		t.Changed()
	}
}

// Forget forgets what stands at one place.
func (t *Texts) Forget(place string) {
	if _, ok := t.here[place]; ok {
		delete(t.here, place)
		if t.keeper != nil {
			t.keep(nil, []string{place})
		}
		t.tell()
	}
}

// Done forgets what stands at places that begin so.
func (t *Texts) Done(begins ...string) {
	var gone []string
	for place := range t.here {
		for _, begin := range begins {
			if strings.HasPrefix(place, begin) {
				gone = append(gone, place)
				delete(t.here, place)
				break
			}
		}
	}
	if len(gone) == 0 {
		return
	}
	if t.keeper != nil {
		t.keep(nil, gone)
	}
	t.tell()
}

// keep hands a change to the runner, together with what still waits there.
func (t *Texts) keep(typed map[string]string, gone []string) {
	k := t.keeper
	if t.add(k, typed, gone) {
		return
	}
	t.run.Run("", func(ctx context.Context) func() {
		c := t.take(k)
		if err := k.KeepTexts(ctx, c.typed, c.gone); err != nil {
			return func() { t.failed(err) }
		}
		return nil
	})
}

// add adds to what waits; it reports whether something waits already.
func (t *Texts) add(k Keeper, typed map[string]string, gone []string) (waits bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, waits := t.waiting[k]
	if !waits {
		c.typed = map[string]string{}
	}
	for _, place := range gone {
		delete(c.typed, place)
	}
	c.gone = append(c.gone, gone...)
	for place, words := range typed {
		c.typed[place] = words
	}
	if t.waiting == nil {
		t.waiting = map[Keeper]change{}
	}
	t.waiting[k] = c
	return waits
}

// take takes what waits.
func (t *Texts) take(k Keeper) change {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.waiting[k]
	delete(t.waiting, k)
	return c
}
