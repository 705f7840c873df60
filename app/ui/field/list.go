package field

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/register"
)

// ToList shows the work list.
func (f *Field) ToList() {
	f.leave()
	f.view.Screen = List
	f.changed()
	f.load()
	f.lookAround()
}

func (f *Field) load() { f.read("field.wait.list") }

// news reads the list anew where it is shown, past the officer: another laptop has
// told what was done, or central what changed.
func (f *Field) news() {
	switch {
	case f.view.Screen != List || !f.view.Loaded: // it is read when it is shown
	case f.reading != nil:
		f.stale = true
	default:
		f.read("")
	}
}

func (f *Field) read(waited string) {
	s, language := f.session, f.language
	mine := &turn{}
	f.reading = mine
	f.run.Run(waited, func(ctx context.Context) func() {
		stops, err := stopsOf(ctx, s, language)
		var differs []office.Overlap
		var kept []office.Kept
		if err == nil && s.Office().GoesOut() {
			differs, kept, err = unsettled(ctx, s)
		}
		return func() {
			if f.reading != mine {
				return
			}
			again := f.stale
			f.reading, f.stale = nil, false
			if err != nil {
				f.failed(err)
				return
			}
			f.view.Stops, f.view.Loaded, f.view.Overlaps, f.view.Kept = stops, true, differs, kept
			f.sort()
			f.changed()
			if again {
				f.news()
			}
		}
	})
}

// met notes in the list that is shown how a visit ended, before it is read anew:
// Enter on its first row goes to the next visit. What is being read may not know
// of it yet, and is not shown.
func (f *Field) met(id string, state register.VisitState) {
	f.reading = nil
	stops := slices.Clone(f.view.Stops)
	if i := slices.IndexFunc(stops, func(s Stop) bool { return s.ID == id }); i >= 0 {
		stops[i].State = state
	}
	f.view.Stops = stops
	f.sort()
}

// SortByDeadline sorts the list by deadline, or by route.
func (f *Field) SortByDeadline(yes bool) {
	f.view.ByDeadline, f.view.Mapped, f.view.Told = yes, false, ""
	f.mark("deadline", yes)
	f.mark("map", false)
	f.sort()
	f.changed()
}

// ShowMap shows where the visits are.
func (f *Field) ShowMap(yes bool) {
	f.view.Mapped, f.view.Told = yes, ""
	f.mark("map", yes)
	f.changed()
}

// sort puts what is open first, by route or by deadline.
func (f *Field) sort() {
	rank := func(s Stop) int {
		if s.State.Open() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(f.view.Stops, func(a, b Stop) int {
		due := strings.Compare(a.Due.String(), b.Due.String())
		if a.Due.IsZero() != b.Due.IsZero() {
			due = -due // what has no deadline comes last
		}
		if !f.view.ByDeadline {
			due = 0
		}
		return cmp.Or(rank(a)-rank(b), due, a.Order-b.Order)
	})
}

// Exchange tells another laptop of the office by the stick that is plugged in
// what was done, and hears what it has told.
func (f *Field) Exchange() {
	s := f.session
	f.run.Run("field.wait.exchange", func(ctx context.Context) func() {
		done, err := s.Exchange(ctx, "")
		return func() {
			if f.failed(err) {
				return
			}
			switch {
			case len(done.Heard) > 0:
				f.view.Told = "field.told.heard"
			case len(done.Written) > 0:
				f.view.Told = "field.told.written"
			case len(done.Refused) > 0:
				f.view.Told = "field.told.letters_refused"
			default:
				f.view.Told = "field.told.card_left"
			}
			f.changed()
			f.load()
		}
	})
}
