package courier

import (
	"context"

	"sala/sync/client"
	"sala/sync/wire"
)

// lost returns what central has of the station's journal and the station has
// not, and how far that goes: the station was put back from an old copy. A
// bundle of an older program does not say how far the station is. To a station
// that was refused as a fork goes what central keeps in place of its entries, so
// that it can see whether it is the copy.
func (t *Taken) lost(ctx context.Context, c Central) ([]item, error) {
	from := t.Header.Through
	switch {
	case t.Refused == wire.RefusedFork:
		from = t.forkAfter - min(t.forkAfter, 1)
	case from == 0 || t.Refused != "" || t.Volume != 1:
		return nil, nil
	}
	has, err := c.Through(ctx, t.Station)
	if err != nil {
		return nil, err
	}
	var out []item
	for after, more := from, has > from; more; {
		j, err := c.Journal(ctx, t.Station, after)
		if err != nil {
			return nil, err
		}
		more = j.More && len(j.Pushes) > 0
		for _, p := range j.Pushes {
			out = append(out, item{Lost: &p})
			after, t.Restored = after+uint64(len(p.Entries)), t.Restored+len(p.Entries)
		}
	}
	if t.Refused != "" {
		t.Restored = 0 // these are to be looked at, not to be taken back
	}
	return append(out, item{Has: has}), nil
}

// takeBack takes entries of the station's own in that it lost. Those that it has
// already, because the reply was imported before, it compares.
func (s *Station) takeBack(ctx context.Context, p *wire.Push, report *client.Report) error {
	entries, _, err := p.Unpack(s.Identity.JournalKey)
	if err != nil {
		return err
	}
	before, err := s.Store.Head(ctx)
	if err != nil {
		return err
	}
	restorer, ok := s.Store.(client.Restorer)
	if !ok {
		return &wire.Refusal{Code: wire.RefusedBehind, Through: before.Seq}
	}
	if err := restorer.Restore(ctx, entries); err != nil {
		return err
	}
	after, err := s.Store.Head(ctx)
	report.Restored += int(after.Seq - before.Seq)
	return err
}

// settle tells a Store that was put back from a copy how far central has its
// journal: it may write again when it has as much.
func (s *Station) settle(ctx context.Context, has uint64) error {
	if store, ok := s.Store.(interface {
		CentralHas(ctx context.Context, through uint64) error
	}); ok {
		return store.CentralHas(ctx, has)
	}
	return nil
}
