package central

import (
	"context"
	"fmt"
	"iter"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/wire"
)

// Feed returns the next page of a station's office. The scope is the
// station's own office: there is no way to ask for another's. A station that
// carries a part of it gets what concerns that part (see TakeOut).
func (c *Central) Feed(ctx context.Context, station string, after uint64, limit int) (wire.Page, error) {
	return c.feed(ctx, station, after, limit, false)
}

// FeedPart is Feed for a station that says of itself that it carries no more
// than a part, also before it has taken one out.
func (c *Central) FeedPart(ctx context.Context, station string, after uint64, limit int) (wire.Page, error) {
	return c.feed(ctx, station, after, limit, true)
}

func (c *Central) feed(ctx context.Context, station string, after uint64, limit int, part bool) (wire.Page, error) {
	limit = min(max(limit, 1), wire.MaxChanges)
	var page wire.Page
	err := c.Store.View(ctx, func(tx Tx) error {
		s, err := tx.Station(station)
		if err != nil {
			return err
		}
		filter, err := c.narrowed(tx, station, part)
		if err != nil {
			return err
		}
		if filter != nil {
			page = wire.Page{Office: s.Office, After: after, Cursor: after, At: c.millis()}
			return filter.fill(tx, &page, limit)
		}
		items, err := tx.Feed(s.Office, after, limit+1)
		if err != nil {
			return err
		}
		page = wire.Page{Office: s.Office, After: after, Cursor: after, At: c.millis(), More: len(items) > limit}
		size := 0
		for _, i := range items[:min(len(items), limit)] {
			if size += len(i.Body) + 128; size > wire.MaxMessage/4 && len(page.Changes) > 0 {
				page.More = true
				break
			}
			page.Changes = append(page.Changes, changeOf(i))
			page.Cursor = i.Position
		}
		return nil
	})
	if err != nil {
		return page, fmt.Errorf("feed of %s: %w", station, err)
	}
	return page.Signed(c.Authority.Signing), nil
}

// Seed brings records in that an office keeps already, from its former system.
// A record that central has is left as it is. It returns how many were new.
func (c *Central) Seed(ctx context.Context, records iter.Seq2[register.Record, error]) (int, error) {
	added := 0
	var batch []register.Record
	write := func() error {
		n := 0
		err := c.Store.Update(ctx, func(tx Tx) (err error) {
			n, err = seed(tx, batch)
			return err
		})
		added, batch = added+n, batch[:0]
		return err
	}
	for rec, err := range records {
		if err == nil {
			if batch = append(batch, rec); len(batch) < 2000 {
				continue
			}
			err = write()
		}
		if err != nil {
			return added, fmt.Errorf("seed the registers: %w", err)
		}
	}
	if err := write(); err != nil {
		return added, fmt.Errorf("seed the registers: %w", err)
	}
	return added, nil
}

func seed(tx Tx, records []register.Record) (int, error) {
	byOffice := map[string][]register.Record{}
	for _, r := range records {
		byOffice[r.Office] = append(byOffice[r.Office], r)
	}
	added := 0
	for _, id := range sortedKeys(byOffice) {
		office, err := tx.Office(id)
		if err != nil {
			return 0, err
		}
		keys := make([]Key, len(byOffice[id]))
		for i, r := range byOffice[id] {
			keys[i] = recordKey(r.Register, r.ID)
		}
		owners, err := tx.Owners(keys)
		if err != nil {
			return 0, err
		}
		var items []Item
		for i, r := range byOffice[id] {
			if !plausible(r.Register, r.ID) {
				return 0, fmt.Errorf("record %q of register %q has no usable name", r.ID, r.Register)
			}
			if owners[keys[i]] != "" {
				continue
			}
			owners[keys[i]] = id
			r.Version = max(r.Version, 1)
			body, err := act.Encode(r)
			if err != nil {
				return 0, err
			}
			office.Position++
			items = append(items, Item{Key: keys[i], Office: id, Version: r.Version, Position: office.Position, Body: body})
		}
		if err := tx.PutItems(items); err != nil {
			return 0, err
		}
		if err := tx.PutOffice(office); err != nil {
			return 0, err
		}
		added += len(items)
	}
	return added, nil
}
