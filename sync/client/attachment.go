package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"sala/sync/wire"
)

// Attachments is what the client needs of whoever keeps photos and files. They
// are named by the SHA-256 of their content, in hexadecimal.
type Attachments interface {
	// Outgoing lists attachments that central does not have yet, in the order in
	// which they should go.
	Outgoing(ctx context.Context) ([]Attachment, error)
	// ReadAt returns up to wire.ChunkSize bytes at an offset.
	ReadAt(ctx context.Context, hash string, offset int64) ([]byte, error)
	// Sent notes that central has all of some attachments.
	Sent(ctx context.Context, hashes ...string) error
	// Incoming lists attachments that are wanted from central. Done is how much
	// of each has come.
	Incoming(ctx context.Context) ([]Attachment, error)
	// WriteAt keeps a chunk. The last one completes the attachment, whose hash
	// the keeper checks.
	WriteAt(ctx context.Context, hash string, offset, size int64, chunk []byte) error
	// WriteRelayed is WriteAt of a chunk that the office's relay gave: whether
	// central has the attachment is not known.
	WriteRelayed(ctx context.Context, hash string, offset, size int64, chunk []byte) error
}

// Attachment is a photo or a file.
type Attachment struct {
	Hash string
	Size int64 // 0 while unknown
	Done int64
}

// Ends of a run's attachments: the rest goes with the next.
var (
	errBudget = errors.New("the line's budget is used up")
	errTurn   = errors.New("new text may be waiting")
)

// allowance is what a run may still carry of attachments.
type allowance struct {
	bytes int64
	until time.Time
	moved bool // something went: a run always carries a chunk
}

func (a *allowance) take(n int) { a.bytes, a.moved = a.bytes-int64(n), true }

// spent says why no further chunk goes with this run, nil while one may.
func (a *allowance) spent() error {
	switch {
	case a.bytes <= 0:
		return errBudget
	case a.moved && time.Now().After(a.until):
		return errTurn
	}
	return nil
}

// carryAttachments sends and fetches attachments, after all text has gone:
// what an office decides on goes before its photos. Trouble with one of them
// does not stop the others.
func (c *Client) carryAttachments(ctx context.Context, l *link, r *Report) error {
	if c.Attachments == nil {
		return nil
	}
	left := allowance{bytes: c.Budget, until: time.Now().Add(c.Turn)}
	if left.bytes == 0 {
		left.bytes = 1 << 62
	}
	out, err := c.Attachments.Outgoing(ctx)
	if err != nil {
		return local(err)
	}
	trouble, err := c.sendAttachments(ctx, l, out, &left, func(ctx context.Context, hashes []string) error {
		r.Sent += len(hashes)
		if err := c.Attachments.Sent(ctx, hashes...); err != nil {
			return local(err)
		}
		return nil
	})
	if errors.Is(err, errBudget) || errors.Is(err, errTurn) {
		r.More = errors.Is(err, errTurn)
		return trouble
	}
	if err != nil {
		return err
	}
	in, err := c.Attachments.Incoming(ctx)
	if err != nil {
		return local(err)
	}
	for _, a := range in {
		err := c.fetchAttachment(ctx, l, a, &left, c.Attachments.WriteAt)
		if errors.Is(err, errBudget) || errors.Is(err, errTurn) {
			r.More = errors.Is(err, errTurn)
			return trouble
		}
		var refusal *wire.Refusal
		if errors.As(err, &refusal) && refusal.Code == wire.RefusedAbsent { // its own station has not sent it yet
			r.Missing++
			continue
		}
		if err != nil && (!reached(err) || fatal(err)) {
			return err
		}
		if err == nil {
			r.Fetched++
		}
		trouble = errors.Join(trouble, err)
	}
	return trouble
}

// sendAttachment goes on where the copy at the line's other end ends.
func (c *Client) sendAttachment(ctx context.Context, l *link, a Attachment, left *allowance) error {
	received, _, err := l.attachment(ctx, http.MethodHead, a.Hash, "", nil)
	var refusal *wire.Refusal
	if errors.As(err, &refusal) && refusal.Code == wire.RefusedAbsent {
		received, err = 0, nil
	}
	for err == nil && received < a.Size {
		if err := left.spent(); err != nil {
			return err
		}
		offset := received / wire.ChunkSize * wire.ChunkSize
		var chunk []byte
		if chunk, err = c.Attachments.ReadAt(ctx, a.Hash, offset); err != nil {
			return local(err)
		}
		left.take(len(chunk))
		before := received
		received, _, err = l.attachment(ctx, http.MethodPatch, a.Hash, fmt.Sprintf("?offset=%d&size=%d", offset, a.Size), chunk)
		if err == nil && received <= before {
			err = fmt.Errorf("attachment: %w", ErrForeign)
		}
	}
	return err
}

// fetchAttachment goes on where the station's copy ends; keep takes a chunk.
func (c *Client) fetchAttachment(ctx context.Context, l *link, a Attachment, left *allowance, keep func(ctx context.Context, hash string, offset, size int64, chunk []byte) error) error {
	for offset := a.Done / wire.ChunkSize * wire.ChunkSize; a.Size == 0 || offset < a.Size; {
		if err := left.spent(); err != nil {
			return err
		}
		var chunk bytes.Buffer
		_, size, err := l.attachment(ctx, http.MethodGet, a.Hash, fmt.Sprintf("?offset=%d", offset), &chunk)
		if err != nil {
			return err
		}
		if chunk.Len() == 0 || size <= 0 || size > wire.MaxAttachment {
			return fmt.Errorf("attachment: %w", ErrForeign)
		}
		left.take(chunk.Len())
		if err := keep(ctx, a.Hash, offset, size, chunk.Bytes()); err != nil {
			return local(err)
		}
		offset, a.Size = offset+int64(chunk.Len()), size
	}
	return nil
}

// attachment sends one request about an attachment: body is a chunk to send
// ([]byte) or where to put one (*bytes.Buffer).
func (l *link) attachment(ctx context.Context, method, hash, query string, body any) (received, size int64, err error) {
	var out io.Reader
	if chunk, ok := body.([]byte); ok {
		out = bytes.NewReader(chunk)
	}
	r, err := http.NewRequestWithContext(ctx, method, l.url+wire.PathAttachment+"/"+hash+query, out)
	if err != nil {
		return 0, 0, err
	}
	resp, err := l.http.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != wire.ContentType {
		return 0, 0, &answerError{resp.StatusCode, resp.Header.Get("Content-Type")}
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, wire.ChunkSize+1))
	if err != nil {
		return 0, 0, fmt.Errorf("read the answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		if method == http.MethodHead && resp.StatusCode == http.StatusNotFound { // an answer to HEAD has no body
			return 0, 0, &wire.Refusal{Code: wire.RefusedAbsent}
		}
		refusal := &wire.Refusal{}
		if err := l.codec.Decode(b, refusal); err != nil {
			return 0, 0, errors.Join(&answerError{resp.StatusCode, wire.ContentType}, err)
		}
		return 0, 0, refusal
	}
	if in, ok := body.(*bytes.Buffer); ok {
		in.Write(b)
	}
	received, err = strconv.ParseInt(resp.Header.Get(wire.HeaderReceived), 10, 64)
	size, err2 := strconv.ParseInt(resp.Header.Get(wire.HeaderSize), 10, 64)
	if err := errors.Join(err, err2); err != nil {
		return 0, 0, &answerError{resp.StatusCode, wire.ContentType}
	}
	return received, size, nil
}
