package kept

import "sala/app/ui/kit"

// Page are the inputs of one page, each with its place.
type Page struct {
	texts  *Texts
	places map[string]func() // puts back what stands there at first
	later  []func()          // puts back what was kept, once the page is there
}

// NewPage returns a page on which nothing can be entered yet.
func (t *Texts) NewPage() *Page { return &Page{texts: t, places: map[string]func(){}} }

// Keep makes what is entered into an input outlive a crash: what was kept at its
// place is put back when the page is there, and every change is kept.
func (p *Page) Keep(place string, in kit.Input) {
	first := in.Holds()
	in.Keep(func(held string) {
		if held == first {
			p.texts.Forget(place)
		} else {
			p.texts.Put(place, held)
		}
	})
	p.places[place] = func() { in.Restore(first) }
	p.later = append(p.later, func() {
		if held, ok := p.texts.At(place); ok {
			in.Restore(held)
		}
	})
}

// Fill puts back what was kept of one input that is new on the page; it reports
// whether there was one. Whoever is told of it may have the page made anew.
func (p *Page) Fill() bool {
	if len(p.later) == 0 {
		return false
	}
	fill := p.later[0]
	p.later = p.later[1:]
	fill()
	return true
}

// Clear takes off the page what is done with.
func (p *Page) Clear() {
	for place, empty := range p.places {
		if _, held := p.texts.At(place); !held {
			empty()
		}
	}
}
