package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sala/sync/wire"
)

// batchSize is how much one push holds; it follows the line.
type batchSize struct{ entries, bytes int }

// Bounds of a batch. A batch that took less than quick grows, one that took
// more than slow shrinks, and after trouble on the line it begins small, so
// that a line that drops every few seconds still moves something.
var (
	startSize = batchSize{1000, 1 << 20}
	leastSize = batchSize{8, 16 << 10}
)

const (
	quick = 3 * time.Second
	slow  = 15 * time.Second
)

func (s batchSize) after(took time.Duration) batchSize {
	switch {
	case took < quick:
		return s.grown()
	case took > slow:
		return s.smaller()
	}
	return s
}

func (s batchSize) grown() batchSize {
	return batchSize{min(s.entries*4, wire.MaxEntries), min(s.bytes*4, wire.MaxMessage/8)}
}

func (s batchSize) smaller() batchSize {
	return batchSize{max(s.entries/4, leastSize.entries), max(s.bytes/4, leastSize.bytes)}
}

// SyncOnce pushes what waits, pulls what is new, and fetches leases. The
// halves do not depend on one another: the error joins what went wrong in
// each. ReasonOf gives its code.
func (c *Client) SyncOnce(ctx context.Context) (Report, error) {
	c.run.Lock()
	defer c.run.Unlock()
	c.setState(func(s *State) { s.Running, s.NextTry = true, time.Time{} })
	there := c.once
	if c.Elsewhere != nil {
		there = c.elsewhere
	}
	r, err := there(ctx)
	c.setState(func(s *State) {
		s.Running = false
		if err != nil && errors.Is(ctx.Err(), context.Canceled) {
			return // who stopped it learned nothing of the line
		}
		s.Err, s.Reason = err, ReasonOf(err)
		s.Online = err == nil || reached(err)
		if err == nil {
			s.LastSync = c.Clock()
		}
	})
	if err != nil {
		return r, fmt.Errorf("synchronise: %w", err)
	}
	return r, nil
}

// once is a run of this process's own; the caller holds run.
func (c *Client) once(ctx context.Context) (Report, error) {
	var r Report
	reused := c.link != nil
	l, err := c.connect()
	if err == nil {
		err = c.exchange(ctx, l, &r)
	}
	if reused && ReasonOf(err) == ReasonCut {
		// a connection that lay idle may be dead without a word: the reason that
		// counts is what a fresh one says
		c.drop()
		if l, err = c.connect(); err == nil {
			err = c.exchange(ctx, l, &r)
		}
	}
	if err != nil && !reached(err) && !errors.Is(err, ErrNotEnrolled) {
		err = c.relayed(ctx, c.suspect(ctx, l, err), &r)
	}
	if ReasonOf(err) == ReasonRelayed && c.Relayed != nil {
		c.run.Unlock()
		c.Relayed(ctx)
		c.run.Lock()
	}
	if ReasonOf(err) == ReasonRelayed {
		c.relayAttachments(ctx, &r)
	}
	return r, err
}

func (c *Client) exchange(ctx context.Context, l *link, r *Report) error {
	if err := c.stillStopped(ctx, l, r); err != nil {
		if !reached(err) {
			c.drop()
		}
		return err
	}
	pushed := c.push(ctx, l, r)
	if refusal := refusedAs(pushed, wire.RefusedFork); refusal != nil {
		if pushed = c.disputed(ctx, l, refusal, r); ReasonOf(pushed) == wire.RefusedFork {
			return pushed
		}
	}
	if pushed != nil && !reached(pushed) {
		c.size = c.size.smaller()
		c.drop()
		return pushed
	}
	if fatal(pushed) || c.PushOnly {
		return pushed
	}
	pulled := c.pull(ctx, l, r)
	if pulled == nil {
		pulled = c.leases(ctx, l, r)
	}
	if pulled == nil {
		pulled = c.renew(ctx, l)
	}
	if pulled == nil {
		pulled = c.carryAttachments(ctx, l, r)
	}
	if pulled == nil {
		pulled = c.tell(ctx, l)
	}
	return errors.Join(pushed, pulled)
}
