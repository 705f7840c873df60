package desk

import (
	"context"
	"strings"
	"sync"

	"sala/app/office"
)

// texts are what the officer typed beside the forms and has not acted on yet, by
// place. Every key is kept at once, so that they are there again after a crash.
type texts struct {
	here map[string]string // as they stand on the screen

	mu      sync.Mutex
	waiting map[*office.Session]change // for the keeper
}

// change is what was typed and done with since the keeper last took it.
type change struct {
	typed map[string]string
	gone  []string
}

// typedAt is the place of what is typed on a screen about something, such as one
// petition.
func typedAt(s Screen, about ...string) string {
	return string(s) + "/" + strings.Join(about, "/") + "/"
}

// Typed returns what the officer typed at a place and has not acted on.
func (d *Desk) Typed(place string) (words string, ok bool) {
	words, ok = d.texts.here[place]
	return words, ok
}

// Type keeps what the officer types at a place.
func (d *Desk) Type(place, words string) {
	if d.session == nil {
		return
	}
	if d.texts.here == nil {
		d.texts.here = map[string]string{}
	}
	d.texts.here[place] = words
	d.keepTexts(map[string]string{place: words}, nil)
}

// done forgets what was typed at places that begin so: it was acted on, or left.
func (d *Desk) done(places ...string) {
	var gone []string
	for place := range d.texts.here {
		for _, begin := range places {
			if strings.HasPrefix(place, begin) {
				gone = append(gone, place)
				delete(d.texts.here, place)
				break
			}
		}
	}
	if d.session != nil && len(gone) > 0 {
		d.keepTexts(nil, gone)
	}
}

// keepTexts hands a change to the keeper, together with what still waits there.
func (d *Desk) keepTexts(typed map[string]string, gone []string) {
	s, t := d.session, &d.texts
	if t.add(s, typed, gone) {
		return
	}
	keeper := d.keeper
	if keeper == nil {
		keeper = d.run
	}
	keeper.Run("", func(ctx context.Context) func() {
		c := t.take(s)
		if err := s.KeepTexts(ctx, c.typed, c.gone); err != nil {
			return func() { d.failed(err) }
		}
		return nil
	})
}

// add adds to what waits for the keeper; it reports whether something waits
// there already.
func (t *texts) add(s *office.Session, typed map[string]string, gone []string) (waits bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, waits := t.waiting[s]
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
		t.waiting = map[*office.Session]change{}
	}
	t.waiting[s] = c
	return waits
}

// take takes what waits for the keeper.
func (t *texts) take(s *office.Session) change {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.waiting[s]
	delete(t.waiting, s)
	return c
}
