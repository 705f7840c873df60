package soak

import (
	"context"
	"fmt"
	"maps"

	"sala/app/store"
	"sala/forms/act"
	"sala/sync/journal"
)

// check opens the station and looks whether everything that it must hold is
// there and whole. It returns the verified head.
func (r *run) check(ctx context.Context, dir, what string, from journal.Head, confirmed []journal.Head, rebuild bool) (journal.Head, error) {
	s, err := reopen(ctx, dir, store.Environment{})
	if err != nil {
		r.fault("%s: it does not open: %v", what, err)
		return from, nil
	}
	defer s.Close()
	if err := s.Behind(); err != nil {
		r.fault("%s: a false alarm: %v", what, err)
	}
	rep, err := s.VerifyJournalFrom(ctx, from)
	if err != nil {
		r.fault("%s: %v", what, err)
		return from, nil
	}
	r.report.Verified += rep.Entries - from.Seq
	last := from.Seq
	for _, h := range confirmed {
		last = max(last, h.Seq)
		e, err := s.Entry(ctx, h.Seq)
		if err != nil {
			r.fault("%s: entry %d was confirmed and is lost: %v", what, h.Seq, err)
		} else if e.Hash() != h.Hash {
			r.fault("%s: entry %d is another than was confirmed", what, h.Seq)
		}
	}
	r.report.Confirmed += last - from.Seq
	r.report.Unsaid += rep.Entries - min(rep.Entries, last)
	if err := s.CheckIntegrity(ctx, true); err != nil {
		r.fault("%s: %v", what, err)
	}
	if rebuild {
		r.rebuild(ctx, s, what)
		r.numbers(ctx, s, what)
	}
	return rep.Head, nil
}

// rebuild makes the tables anew and compares.
func (r *run) rebuild(ctx context.Context, s *store.Store, what string) {
	before, err := s.Digest(ctx)
	if err == nil {
		err = s.Rebuild(ctx, nil)
	}
	var after map[string]string
	if err == nil {
		after, err = s.Digest(ctx)
	}
	r.report.Rebuilt++
	if err != nil {
		r.fault("%s: rebuild: %v", what, err)
		return
	}
	for name := range before {
		if before[name] != after[name] {
			r.fault("%s: table %s does not follow from the journal", what, name)
		}
	}
}

// numbers looks for a legal number that the journal spends twice, and for a
// clock that went back.
func (r *run) numbers(ctx context.Context, s *store.Store, what string) {
	spent := map[string]uint64{}
	var last journal.Time
	for e, err := range s.Entries(ctx, 0) {
		if err != nil {
			r.fault("%s: %v", what, err)
			return
		}
		if e.Time <= last {
			r.fault("%s: entry %d is not later than the one before", what, e.Seq)
		}
		last = e.Time
		payload, err := act.Payload(e.Kind, e.Payload)
		if err != nil {
			r.fault("%s: entry %d: %v", what, e.Seq, err)
			continue
		}
		use := ""
		switch v := payload.(type) {
		case act.Certificate:
			use = v.Number.Text
		case act.Payment:
			use = v.Receipt.Text
		}
		if first, twice := spent[use]; twice && use != "" {
			r.fault("%s: entries %d and %d spend %s", what, first, e.Seq, use)
		}
		spent[use] = e.Seq
	}
}

// same says which tables differ.
func same(a, b map[string]string) error {
	if maps.Equal(a, b) {
		return nil
	}
	for name := range a {
		if a[name] != b[name] {
			return fmt.Errorf("table %s is not what it was when it was confirmed", name)
		}
	}
	return fmt.Errorf("the tables are others")
}
