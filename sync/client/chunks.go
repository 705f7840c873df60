package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"sala/sync/wire"
)

// startMany is how many chunks go at once at first, and after trouble on the line:
// a line that breaks costs no more than what came through before it did.
const startMany = 1

// sending is an attachment on its way, and how much of it is at the line's other
// end.
type sending struct {
	Attachment
	there int64
}

// arrived is told of attachments that are whole at the line's other end.
type arrived func(ctx context.Context, hashes []string) error

// sendAttachments sends attachments, each from where the copy at the other end
// ends. Trouble with one of them is joined to trouble and does not stop the
// others; err is what stops all.
func (c *Client) sendAttachments(ctx context.Context, l *link, out []Attachment, left *allowance, done arrived) (trouble, err error) {
	for group := range slices.Chunk(out, wire.MaxAsked) {
		send := c.sendTogether
		if l.single {
			send = c.sendSingly
		}
		var some error
		some, err = send(ctx, l, group, left, done)
		if trouble = errors.Join(trouble, some); err != nil {
			break
		}
	}
	return trouble, err
}

// sendSingly sends attachments one after the other, chunk by chunk.
func (c *Client) sendSingly(ctx context.Context, l *link, group []Attachment, left *allowance, done arrived) (trouble, err error) {
	for _, a := range group {
		err := c.sendAttachment(ctx, l, a, left)
		if err == nil {
			err = done(ctx, []string{a.Hash})
		}
		if errors.Is(err, errBudget) || errors.Is(err, errTurn) || err != nil && (!reached(err) || fatal(err)) {
			return trouble, err
		}
		trouble = errors.Join(trouble, err)
	}
	return trouble, nil
}

// sendTogether sends many chunks at once, to whoever takes them so.
func (c *Client) sendTogether(ctx context.Context, l *link, group []Attachment, left *allowance, done arrived) (trouble, err error) {
	if err := left.spent(); err != nil {
		return nil, err
	}
	asked, held := wire.Asked{}, wire.Held{}
	for _, a := range group {
		asked.Hashes = append(asked.Hashes, a.Hash)
	}
	err = l.post(ctx, wire.PathAttachments, asked, &held)
	if isUnknown(err) {
		l.single = true
		return c.sendSingly(ctx, l, group, left, done)
	}
	if err != nil {
		return nil, err
	}
	way := make([]*sending, len(group))
	for i, a := range group {
		way[i] = &sending{Attachment: a, there: holding(held, a.Hash).Received}
	}
	for {
		if way, err = landed(ctx, way, done); err != nil || len(way) == 0 {
			return trouble, err
		}
		if err := left.spent(); err != nil {
			return trouble, err
		}
		var load []wire.Chunk
		var some error
		load, way, some = c.loaded(ctx, way, left)
		trouble = errors.Join(trouble, some)
		if len(load) == 0 {
			continue
		}
		held, err := c.bring(ctx, l, load)
		if err != nil {
			return trouble, err
		}
		if way, some, err = progress(way, load, held); err != nil {
			return trouble, err
		}
		trouble = errors.Join(trouble, some)
	}
}

// landed tells of those that are whole at the other end, and returns the rest.
func landed(ctx context.Context, way []*sending, done arrived) ([]*sending, error) {
	var whole []string
	rest := way[:0:0]
	for _, s := range way {
		if s.there >= s.Size {
			whole = append(whole, s.Hash)
		} else {
			rest = append(rest, s)
		}
	}
	if len(whole) == 0 {
		return rest, nil
	}
	return rest, done(ctx, whole)
}

// loaded is what comes next, as much as goes at once. What cannot be read here is
// trouble, and left out of the way.
func (c *Client) loaded(ctx context.Context, way []*sending, left *allowance) (load []wire.Chunk, rest []*sending, trouble error) {
	rest = slices.DeleteFunc(way, func(s *sending) bool {
		for at := s.there / wire.ChunkSize * wire.ChunkSize; at < s.Size && len(load) < c.many && (left.bytes > 0 || len(load) == 0); at += wire.ChunkSize {
			body, err := c.Attachments.ReadAt(ctx, s.Hash, at)
			chunk := wire.Chunk{Hash: s.Hash, Size: s.Size, Offset: at, Body: body}
			if err == nil && !chunk.Fits() {
				err = fmt.Errorf("attachment %s: %d bytes at %d of %d are no chunk of one", s.Hash, len(body), at, s.Size)
			}
			if err != nil {
				trouble = errors.Join(trouble, local(err))
				return true
			}
			load = append(load, chunk)
			left.take(len(body))
		}
		return false
	})
	return load, rest, trouble
}

// progress notes how much of what was brought is at the other end now. What was
// refused is trouble, and left out of the way.
func progress(way []*sending, load []wire.Chunk, held wire.Held) (rest []*sending, trouble, err error) {
	brought := map[string]bool{}
	for _, c := range load {
		brought[c.Hash] = true
	}
	rest = slices.DeleteFunc(way, func(s *sending) bool {
		if !brought[s.Hash] {
			return false
		}
		h := holding(held, s.Hash)
		switch {
		case h.Refused != "":
			trouble = errors.Join(trouble, &wire.Refusal{Code: h.Refused, Through: uint64(h.Received)})
			return true
		case h.Received <= s.there:
			err = fmt.Errorf("attachments: %w", ErrForeign)
		}
		s.there = h.Received
		return false
	})
	return rest, trouble, err
}

// holding returns what is said of one attachment.
func holding(held wire.Held, hash string) wire.Holding {
	i := slices.IndexFunc(held.Attachments, func(h wire.Holding) bool { return h.Hash == hash })
	if i < 0 {
		return wire.Holding{Hash: hash}
	}
	return held.Attachments[i]
}

// bring sends some chunks, and learns from how long that takes how many may go at
// once.
func (c *Client) bring(ctx context.Context, l *link, load []wire.Chunk) (held wire.Held, err error) {
	b, err := l.codec.EncodeChunks(load)
	if err != nil {
		return held, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPatch, l.url+wire.PathAttachments, bytes.NewReader(b))
	if err != nil {
		return held, err
	}
	began := time.Now()
	_, err = l.do(r, &held)
	switch took := time.Since(began); {
	case err != nil:
		c.many = startMany
	case took > slow:
		c.many = max(c.many/4, startMany)
	case took < quick:
		c.many = min(c.many*2, wire.MaxChunks)
	}
	return held, err
}

// isUnknown reports whether an error says that the other end takes chunks only
// one at a time: a central or a relay of before.
func isUnknown(err error) bool {
	var other *answerError
	return refusedAs(err, wire.RefusedVersion) != nil || errors.As(err, &other) && other.status == http.StatusNotFound
}
