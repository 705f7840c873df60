package courier

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"

	"sala/forms/act"
	"sala/sync/wire"
)

// Central is what a bundle needs of the central system.
type Central interface {
	Push(ctx context.Context, station string, p wire.Push) (wire.Acknowledgement, error)
	AddChunk(ctx context.Context, station, hash string, size, offset int64, chunk []byte) (received int64, err error)
	Feed(ctx context.Context, station string, after uint64, limit int) (wire.Page, error)
	Leases(ctx context.Context, station string, r wire.LeaseRequest) (wire.LeaseAnswer, error)
	ReadChunk(ctx context.Context, station, hash string, offset int64) (chunk []byte, size int64, err error)
	Journal(ctx context.Context, station string, after uint64) (wire.Journal, error)
	Through(ctx context.Context, station string) (uint64, error)
}

// Keys are central's: the one that opens bundles and the one that signs.
type Keys struct {
	Courier age.Identity
	Signing ed25519.PrivateKey
}

// Taken is what a bundle brought.
type Taken struct {
	Header
	Entries     int    `json:"entries"`
	Accepted    int    `json:"accepted"`
	SetAside    int    `json:"set_aside"`
	Attachments int    `json:"attachments"`
	Refused     string `json:"refused,omitempty"` // why entries were not taken
	Changes     int    `json:"changes"`           // that go back in the reply
	Fetched     int    `json:"fetched"`           // attachments and packs that go back
	Restored    int    `json:"restored"`          // entries that the station lost and that go back

	forkAfter uint64 // the entry after which the push that was refused as a fork begins
}

// Answer takes a bundle in and writes the reply. Entries that central has
// already it acknowledges again. A bundle that follows on one that never came
// is refused in the reply, which says from where the station must export.
func Answer(ctx context.Context, c Central, k Keys, bundle io.Reader, reply func() (io.WriteCloser, error)) (Taken, error) {
	whole, err := io.ReadAll(io.LimitReader(bundle, 8<<30))
	if err != nil {
		return Taken{}, fmt.Errorf("take a bundle: %w", err)
	}
	var t Taken
	// a file that was cut or changed does nothing at all
	if err := read(bytes.NewReader(whole), k.Courier, func(h Header, _ item, _ []byte) error {
		if t.Header = h; h.Reply || h.Station == "" {
			return ErrForeign
		}
		return nil
	}); err != nil {
		return t, fmt.Errorf("take a bundle: %w", err)
	}
	var back []item
	err = read(bytes.NewReader(whole), k.Courier, func(_ Header, i item, _ []byte) error {
		answer, err := t.take(ctx, c, i)
		var refusal *wire.Refusal
		if errors.As(err, &refusal) {
			if t.Refused == "" {
				t.Refused, answer = refusal.Code, []item{{Refusal: refusal}}
			}
			err = nil
		}
		back = append(back, answer...)
		return err
	})
	if err != nil {
		return t, fmt.Errorf("take a bundle: %w", err)
	}
	lost, err := t.lost(ctx, c)
	if err != nil {
		return t, fmt.Errorf("answer a bundle: %w", err)
	}
	// What was lost comes first: an acknowledgement of it means nothing to a
	// station that does not have it.
	if err := t.reply(ctx, c, k, append(lost, back...), reply); err != nil {
		return t, fmt.Errorf("answer a bundle: %w", err)
	}
	return t, nil
}

func (t *Taken) take(ctx context.Context, c Central, i item) ([]item, error) {
	switch {
	case i.Push != nil:
		if t.Refused != "" {
			return nil, nil // what follows on refused entries cannot be taken either
		}
		ack, err := c.Push(ctx, t.Station, *i.Push)
		if err != nil {
			t.forkAfter = i.Push.After
			return nil, err
		}
		t.Entries += len(ack.Verdicts)
		for _, v := range ack.Verdicts {
			if v.Outcome == wire.Accepted {
				t.Accepted++
			} else {
				t.SetAside++
			}
		}
		return []item{{Acknowledgement: &ack}}, nil
	case i.Chunk != nil:
		received, err := c.AddChunk(ctx, t.Station, i.Chunk.Hash, i.Chunk.Size, i.Chunk.Offset, i.Chunk.Body)
		if err != nil {
			return nil, err
		}
		if received == i.Chunk.Size && i.Chunk.Offset+int64(len(i.Chunk.Body)) == i.Chunk.Size {
			t.Attachments++
			return []item{{Received: i.Chunk.Hash}}, nil
		}
	}
	return nil, nil
}

func (t *Taken) reply(ctx context.Context, c Central, k Keys, back []item, create func() (io.WriteCloser, error)) error {
	to, err := age.ParseX25519Recipient(t.Recipient)
	if err != nil {
		return err
	}
	leases, err := c.Leases(ctx, t.Station, wire.LeaseRequest{Have: t.Header.Leases})
	if err != nil {
		return err
	}
	for _, l := range leases.Leases {
		back = append(back, item{Lease: &l})
	}
	wanted := t.Wanted
	for cursor, more := t.Cursor, true; more; {
		page, err := c.Feed(ctx, t.Station, cursor, 5000)
		if err != nil {
			return err
		}
		if len(page.Changes) > 0 {
			back = append(back, item{Page: &page})
			wanted = append(wanted, offered(page)...)
		}
		cursor, more = page.Cursor, page.More
		t.Changes += len(page.Changes)
	}
	file, err := create()
	if err != nil {
		return err
	}
	h := Header{Reply: true, Station: t.Station, Office: t.Office, Number: t.Number, Volume: t.Volume, At: t.At}
	w, err := newWriter(file, to, h)
	for _, i := range back {
		if err == nil {
			err = w.put(i)
		}
	}
	if err == nil && t.Volume == 1 {
		err = t.fetch(ctx, c, w, wanted)
	}
	if err == nil {
		err = w.close(k.Signing)
	}
	return errors.Join(err, file.Close())
}

// replyLimit is how many bytes of attachments go into one reply; the rest goes
// with the next.
const replyLimit = 512 << 20

// offered are the packs that a page offers: they go back at once, so that a
// station without a network is not one journey behind.
func offered(p wire.Page) []string {
	var hashes []string
	for _, ch := range p.Changes {
		if ch.What != wire.WhatPack {
			continue
		}
		if o, err := act.Decode[wire.PackOffer](ch.Body); err == nil {
			hashes = append(hashes, o.Attachment)
		}
	}
	return hashes
}

// fetch puts the attachments that the station waits for into the reply. What
// central does not have yet it leaves out.
func (t *Taken) fetch(ctx context.Context, c Central, w *writer, wanted []string) error {
	slices.Sort(wanted)
	var sent int64
	for _, hash := range slices.Compact(wanted) {
		for at, size := int64(0), int64(1); at < size; {
			if sent > replyLimit && at == 0 {
				return nil
			}
			b, all, err := c.ReadChunk(ctx, t.Station, hash, at)
			var refusal *wire.Refusal
			if errors.As(err, &refusal) {
				break
			}
			if err == nil {
				err = w.put(item{Chunk: &chunk{Hash: hash, Size: all, Offset: at, Body: b}})
			}
			if err != nil {
				return err
			}
			at, size, sent = at+int64(len(b)), all, sent+int64(len(b))
			if at >= all {
				t.Fetched++
			}
		}
	}
	return nil
}
