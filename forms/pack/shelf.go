package pack

import (
	"slices"
	"strings"

	"sala/forms/definition"
)

// Shelf keeps the versions of a country's pack that a station has: the one in
// use, and older ones for the drafts and petitions that began with them. It is
// read-only and safe for several goroutines.
type Shelf struct {
	current *Pack
	others  []*Pack // the newest first
}

// NewShelf returns a shelf of which current is in use.
func NewShelf(current *Pack, others ...*Pack) *Shelf {
	s := &Shelf{current: current, others: slices.Clone(others)}
	slices.SortStableFunc(s.others, func(a, b *Pack) int {
		v, _ := ParseVersion(a.Version) // Load checked them
		w, _ := ParseVersion(b.Version)
		return w.Compare(v)
	})
	return s
}

// Current returns the pack in use.
func (s *Shelf) Current() *Pack { return s.current }

// Form returns the form of the pack in use: for whatever begins now.
func (s *Shelf) Form(id string) (*definition.Form, bool) { return s.current.Form(id) }

// Began returns the form with which a draft or petition began, by its version;
// pinned is false when no pack on the shelf has that version any more and the
// form is that of the pack in use.
func (s *Shelf) Began(id, version string) (form *definition.Form, pinned, ok bool) {
	for _, p := range append([]*Pack{s.current}, s.others...) {
		if f, there := p.Form(id); there && f.Version == version {
			return f, true, true
		}
	}
	form, ok = s.current.Form(id)
	return form, false, ok
}

// Needed returns which of names ("th@1.0.0") must stay on the shelf: all that
// open drafts and petitions name. The others may be put away.
func (s *Shelf) Needed(names []string) []*Pack {
	out := []*Pack{s.current}
	for _, p := range s.others {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, p.Name()) }) {
			out = append(out, p)
		}
	}
	return out
}
