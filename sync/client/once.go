package client

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sala/forms/number"
	"sala/sync/journal"
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
		if s.Running = false; err != nil && ctx.Err() == context.Canceled {
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
		if page.Cursor > cursor { // a station that carries a part may be told only how far it is
			if err := c.Store.ApplyPage(ctx, page); err != nil {
				return local(err)
			}
			r.Pulled, r.Cursor = r.Pulled+len(page.Changes), page.Cursor
		}
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

// leases asks for the blocks of numbers that the station should hold.
func (c *Client) leases(ctx context.Context, l *link, r *Report) error {
	request, err := c.wanted(ctx, c.Wanted)
	if err != nil {
		return local(err)
	}
	var answer wire.LeaseAnswer
	if err := l.post(ctx, wire.PathLeases, request, &answer); err != nil {
		return err
	}
	for _, lease := range answer.Leases {
		if err := wire.VerifyLease(lease, l.centralKey); err != nil {
			return err
		}
	}
	err = c.takeLeases(ctx, answer.Leases, request.Have, r, func(l number.Lease) bool { return l.Station == c.Identity.Station })
	if err != nil {
		return local(err)
	}
	return nil
}

// wanted says which blocks the station has, and what it lacks.
func (c *Client) wanted(ctx context.Context, lacks func(context.Context) (map[string]uint64, error)) (wire.LeaseRequest, error) {
	b, err := c.load(secretLeases)
	if err != nil {
		return wire.LeaseRequest{}, err
	}
	request := wire.LeaseRequest{Have: strings.Fields(string(b))}
	if lacks != nil {
		request.Ask, err = lacks(ctx)
	}
	return request, err
}

// takeLeases takes in those of some blocks that the station does not have and
// that are meant for it.
func (c *Client) takeLeases(ctx context.Context, leases []number.Lease, have []string, r *Report, meant func(number.Lease) bool) error {
	for _, lease := range leases {
		if !meant(lease) || lease.Office != c.Identity.Office || slices.Contains(have, lease.ID) {
			continue
		}
		if err := c.Store.AddLease(ctx, lease); err != nil {
			return err
		}
		have = append(have, lease.ID)
		r.Leases++
		if err := c.Secrets.Save(secretLeases, []byte(strings.Join(have, "\n"))); err != nil {
			return err
		}
	}
	return nil
}
