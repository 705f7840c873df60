package client

import (
	"context"
	"errors"
	"slices"
	"time"
)

// relayAttachments hands photos and files to the office's relay and fetches the
// others' there, after all text. Nothing counts as sent by it: central has not
// seen them. Trouble is no reason to call the run a failed one, for they go to
// central in any case.
func (c *Client) relayAttachments(ctx context.Context, r *Report) {
	if c.Attachments == nil {
		return
	}
	l, err := c.relayLink(ctx)
	if err != nil || l.url == "" {
		return
	}
	left := allowance{bytes: 1 << 62, until: time.Now().Add(c.Turn)} // the office's own network costs nothing
	out, err := c.Attachments.Outgoing(ctx)
	if err != nil {
		return
	}
	out = slices.DeleteFunc(out, func(a Attachment) bool { return c.lent[a.Hash] })
	_, err = c.sendAttachments(ctx, l, out, &left, func(_ context.Context, hashes []string) error {
		if c.lent == nil {
			c.lent = map[string]bool{}
		}
		for _, hash := range hashes {
			c.lent[hash] = true
		}
		r.Lent += len(hashes)
		return nil
	})
	if err != nil { // the relay went away, or new text may be waiting
		r.More = errors.Is(err, errTurn)
		return
	}
	in, err := c.Attachments.Incoming(ctx)
	if err != nil {
		return
	}
	for _, a := range in {
		err := c.fetchAttachment(ctx, l, a, &left, c.Attachments.WriteRelayed)
		switch {
		case err == nil:
			r.Fetched++
		case err == errTurn:
			r.More = true
			return
		case !reached(err):
			return
		}
	}
}
