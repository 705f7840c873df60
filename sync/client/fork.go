package client

import (
	"context"
	"errors"
	"fmt"

	"sala/sync/wire"
)

// stopper is a Store that writes nothing more once it has seen that central
// keeps another journal under the station's name.
type stopper interface {
	// StoppedAt returns the number of an entry that central keeps otherwise, 0
	// when none is known.
	StoppedAt(ctx context.Context) (uint64, error)
}

// refusedAs returns the refusal of central's in err that has a code, or nil.
func refusedAs(err error, code string) *wire.Refusal {
	var refusal *wire.Refusal
	if errors.As(err, &refusal) && refusal.Code == code {
		return refusal
	}
	return nil
}

// stoppedAt is StoppedAt of a Store that has it.
func (c *Client) stoppedAt(ctx context.Context) (uint64, error) {
	s, ok := c.Store.(stopper)
	if !ok {
		return 0, nil
	}
	at, err := s.StoppedAt(ctx)
	if err != nil {
		return 0, local(err)
	}
	return at, nil
}

// stillStopped looks, for a machine that was stopped, whether central still
// keeps another journal. Nothing is pushed while it does: it would stop the
// right machine again, which a person has let go on.
func (c *Client) stillStopped(ctx context.Context, l *link, r *Report) error {
	at, err := c.stoppedAt(ctx)
	if err != nil || at == 0 {
		return err
	}
	err = c.compare(ctx, l, at-1, r)
	var store *storeError
	if errors.As(err, &store) {
		return &wire.Refusal{Code: wire.RefusedFork, Detail: fmt.Sprintf("entry %d", at)}
	}
	return err
}

// disputed looks into central's refusal of a fork: what central keeps is
// compared with what this machine has. A difference stops the machine; one that
// has the very same journal is held, and works on.
func (c *Client) disputed(ctx context.Context, l *link, refusal *wire.Refusal, r *Report) error {
	after, err := c.Store.Acknowledged(ctx)
	if err != nil {
		return local(err)
	}
	after = min(after, refusal.Through)
	if err := c.compare(ctx, l, after-min(after, 1), r); err != nil {
		return refusal
	}
	if _, ok := c.Store.(Restorer); !ok {
		return refusal
	}
	return &wire.Refusal{Code: ReasonHeld, Through: refusal.Through}
}

// compare shows the Store what central keeps of its journal after an entry. What
// it lost comes back with it.
func (c *Client) compare(ctx context.Context, l *link, after uint64, r *Report) error {
	restorer, ok := c.Store.(Restorer)
	if !ok {
		return nil
	}
	for {
		var j wire.Journal
		if _, err := l.get(ctx, fmt.Sprintf("%s?after=%d", wire.PathJournal, after), &j); err != nil {
			return err
		}
		for i := range j.Pushes {
			p := &j.Pushes[i]
			entries, _, err := p.Unpack(c.Identity.JournalKey)
			if err != nil {
				return err
			}
			if p.Station != c.Identity.Station || p.After != after || len(entries) == 0 {
				return fmt.Errorf("entries after %d of %s in place of %d of %s: %w", p.After, p.Station, after, c.Identity.Station, ErrForeign)
			}
			before, err := c.Store.Head(ctx)
			if err != nil {
				return local(err)
			}
			if err := restorer.Restore(ctx, entries); err != nil {
				return local(err)
			}
			after = entries[len(entries)-1].Seq
			r.Restored += int(max(after, before.Seq) - before.Seq)
		}
		if !j.More || len(j.Pushes) == 0 {
			return nil
		}
	}
}
