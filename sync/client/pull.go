package client

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sala/sync/journal"
	"sala/sync/wire"
)

// pull applies pages of the office's feed until it has all.
func (c *Client) pull(ctx context.Context, l *link, r *Report) error {
	for n := 1000; ; n = wire.MaxChanges {
		cursor, err := c.Store.Cursor(ctx)
		if err != nil {
			return local(err)
		}
		r.Cursor = cursor
		var page wire.Page
		header, err := l.get(ctx, fmt.Sprintf("%s?after=%d&n=%d", wire.PathFeed, cursor, n)+c.part(), &page)
		if err != nil {
			return err
		}
		if err := page.Verify(l.centralKey); err != nil {
			return err
		}
		if page.TakeOut != "" || page.Office != c.Identity.Office || page.After != cursor || page.Cursor < cursor || (page.More && page.Cursor == cursor) {
			return fmt.Errorf("page of %s after %d in place of %s after %d: %w", page.Office, page.After, c.Identity.Office, cursor, ErrForeign)
		}
		skew := c.Clock().Sub(time.UnixMilli(page.At))
		c.setState(func(s *State) { s.Skew = skew })
		if err := c.Store.ApplyPage(ctx, page); err != nil { // an empty one, too: all that there is has come
			return local(err)
		}
		r.Pulled, r.Cursor = r.Pulled+len(page.Changes), page.Cursor
		if !page.More {
			return c.heal(ctx, l, header.Get(wire.HeaderThrough), r)
		}
	}
}

// heal takes back entries of the station's own that central has and the
// station lost: it was restored from an old backup.
func (c *Client) heal(ctx context.Context, l *link, through string, r *Report) error {
	has, err := strconv.ParseUint(through, 10, 64)
	if err != nil {
		return nil // a central that does not say
	}
	head, err := c.Store.Head(ctx)
	if err != nil {
		return local(err)
	}
	if has <= head.Seq {
		return c.settle(ctx, has)
	}
	restorer, ok := c.Store.(Restorer)
	if !ok {
		return &wire.Refusal{Code: wire.RefusedBehind, Through: has}
	}
	for head.Seq < has {
		var j wire.Journal
		if _, err := l.get(ctx, fmt.Sprintf("%s?after=%d", wire.PathJournal, head.Seq), &j); err != nil {
			return err
		}
		if len(j.Pushes) == 0 {
			return &wire.Refusal{Code: wire.RefusedBehind, Through: has}
		}
		for _, p := range j.Pushes {
			entries, hashes, err := p.Unpack(c.Identity.JournalKey)
			if err != nil {
				return err
			}
			if p.Station != c.Identity.Station || p.After != head.Seq || p.Prev != head.Hash {
				return c.disputed(ctx, l, &wire.Refusal{Code: wire.RefusedFork, Through: has}, r)
			}
			if err := restorer.Restore(ctx, entries); err != nil {
				return local(err)
			}
			head = journal.Head{Seq: entries[len(entries)-1].Seq, Hash: hashes[len(hashes)-1]}
			r.Restored += len(entries)
		}
	}
	return c.settle(ctx, has)
}

// settle tells a Store that was put back from a backup how far central has its
// journal: it may write again when it has as much.
func (c *Client) settle(ctx context.Context, has uint64) error {
	if s, ok := c.Store.(interface {
		CentralHas(ctx context.Context, through uint64) error
	}); ok {
		if err := s.CentralHas(ctx, has); err != nil {
			return local(err)
		}
	}
	return nil
}
