package client

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"sync"
	"time"

	"sala/sync/journal"
	"sala/sync/wire"
)

// flight is a batch on its way.
type flight struct {
	entries []journal.Entry
	began   time.Time
	written chan struct{} // closed when central has been sent all of it
	ack     chan wire.Acknowledgement
	err     error // valid once ack is closed
}

// push sends entries until none waits. A batch is sent while central still
// works on the one before, so that the line's delay is paid once; its
// acknowledgements are taken strictly in order.
func (c *Client) push(ctx context.Context, l *link, r *Report) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	after, err := c.Store.Acknowledged(ctx)
	if err != nil {
		return local(err)
	}
	r.Through = after
	for rewinds := 0; ; {
		refused, err := c.pushFrom(ctx, l, after, r)
		if err != nil {
			return err
		}
		if refused == nil {
			return nil
		}
		// central waits for earlier entries: the batch before this one was
		// overtaken, or central lost entries that it had signed for
		if rewinds++; rewinds > 8 || refused.Through >= after && rewinds > 4 {
			return refused
		}
		after = refused.Through
	}
}

// pushFrom sends what follows a sequence number. It returns central's refusal
// when entries before it are missing there.
func (c *Client) pushFrom(ctx context.Context, l *link, after uint64, r *Report) (*wire.Refusal, error) {
	ctx, cancel := context.WithCancel(ctx)
	var before *flight
	defer func() {
		cancel()
		if before != nil {
			for range before.ack {
			}
		}
	}()
	for {
		entries, err := c.Store.Unacknowledged(ctx, after, c.size.entries, c.size.bytes)
		if err != nil {
			return nil, local(err)
		}
		var next *flight
		if len(entries) > 0 {
			head, err := c.Store.Head(ctx)
			if err != nil {
				return nil, local(err)
			}
			after = entries[len(entries)-1].Seq
			next = c.launch(ctx, l, entries, head.Seq-min(head.Seq, after))
			if before == nil {
				select { // the next may follow as soon as this one is out
				case <-next.written:
				case <-ctx.Done():
					return nil, ctx.Err()
				}
				before = next
				c.size = c.size.grown()
				continue
			}
		}
		if before == nil {
			return nil, nil
		}
		done := before
		before = next
		if refused, err := c.land(ctx, done, r); refused != nil || err != nil {
			return refused, err
		}
	}
}

// launch sends a batch and returns at once.
func (c *Client) launch(ctx context.Context, l *link, entries []journal.Entry, waiting uint64) *flight {
	f := &flight{entries: entries, began: time.Now(), written: make(chan struct{}), ack: make(chan wire.Acknowledgement, 1)}
	var once sync.Once
	wrote := func() { once.Do(func() { close(f.written) }) }
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { wrote() }})
	go func() {
		defer close(f.ack)
		defer wrote()
		ack, err := c.send(ctx, l, entries, waiting)
		if f.err = err; err == nil {
			f.ack <- ack
		}
	}()
	return f
}

// land waits for a batch's acknowledgement and keeps it.
func (c *Client) land(ctx context.Context, f *flight, r *Report) (*wire.Refusal, error) {
	ack, ok := <-f.ack
	if !ok {
		var refusal *wire.Refusal
		if errors.As(f.err, &refusal) && refusal.Code == wire.RefusedGap {
			return refusal, nil
		}
		return nil, f.err
	}
	c.size = c.size.after(time.Since(f.began))
	if err := c.Store.Acknowledge(ctx, ack); err != nil {
		return nil, local(err)
	}
	r.Count(ack)
	return nil, nil
}

// Count adds what an acknowledgement says.
func (r *Report) Count(a wire.Acknowledgement) {
	r.Pushed += len(a.Verdicts)
	r.Through = max(r.Through, a.Through)
	for _, v := range a.Verdicts {
		switch v.Outcome {
		case wire.Accepted:
			r.Accepted++
		case wire.Conflict:
			r.Conflicts++
		default:
			r.Rejected++
		}
	}
}

// send pushes one batch and returns an acknowledgement of exactly this batch,
// signed by central.
func (c *Client) send(ctx context.Context, l *link, entries []journal.Entry, waiting uint64) (wire.Acknowledgement, error) {
	p := wire.Pack(entries)
	p.Waiting, p.Clock = waiting, c.Clock().UnixMilli()
	var ack wire.Acknowledgement
	if err := l.post(ctx, wire.PathPush, p, &ack); err != nil {
		return ack, err
	}
	if err := ack.Verify(l.centralKey); err != nil {
		return ack, err
	}
	last := &entries[len(entries)-1]
	if ack.Station != last.Station || ack.Through != last.Seq || ack.Head != last.Hash() || len(ack.Verdicts) != len(entries) {
		return ack, fmt.Errorf("acknowledgement through %d of %s for entries through %d of %s: %w", ack.Through, ack.Station, last.Seq, last.Station, ErrForeign)
	}
	for i, v := range ack.Verdicts {
		if v.Seq != entries[i].Seq {
			return ack, fmt.Errorf("verdict on entry %d in place of %d: %w", v.Seq, entries[i].Seq, ErrForeign)
		}
	}
	return ack, nil
}

// ErrForeign means that central signed for something else than was sent.
var ErrForeign = errors.New("the acknowledgement is of something else")
