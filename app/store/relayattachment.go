package store

import (
	"context"

	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

// expectAttachments notes the photos and files that the entries of another
// station name, so that the relay takes them. They are kept beside the station's
// own, and its own way to central brings them there.
func expectAttachments(c *conn, entries []journal.Entry) error {
	for i := range entries {
		e := &entries[i]
		if e.Kind != act.AttachmentAdded || e.Payload == nil {
			continue
		}
		a, err := act.Decode[act.Attaching](e.Payload)
		if err != nil || !isAttachment(a) {
			continue // central will say so
		}
		if _, err := c.exec("INSERT INTO blob (hash, size, done, sent, wanted) VALUES (?, ?, 0, 0, 0) ON CONFLICT DO NOTHING", a.Hash, a.Size); err != nil {
			return err
		}
	}
	return nil
}

// Held returns how much of an attachment is here, of how much.
func (r Relay) Held(ctx context.Context, hash string) (received, size int64, err error) {
	err = r.s.read(ctx, func(v *view) error {
		received, size, err = held(v.c, hash)
		return err
	})
	return received, size, err
}

// held knows what was named by an act: of this station, of one that came through
// the relay, or of one that central told of.
func held(c *conn, hash string) (received, size int64, err error) {
	found, err := c.one([]any{&received, &size}, `SELECT coalesce(b.done, 0), max(coalesce(b.size, 0), coalesce(a.size, 0))
		FROM (SELECT ? AS hash) h LEFT JOIN blob b ON b.hash = h.hash LEFT JOIN attached a ON a.hash = h.hash LIMIT 1`, hash)
	if err == nil && (!found || size == 0) {
		err = &wire.Refusal{Code: wire.RefusedAbsent}
	}
	return received, size, err
}

// Take keeps the next chunk of an attachment that passes through.
func (r Relay) Take(ctx context.Context, hash string, size, offset int64, chunk []byte) (received int64, err error) {
	var refusal *wire.Refusal
	err = r.s.write(ctx, "keep a chunk for the office", func(c *conn) error {
		done, whole, err := held(c, hash)
		switch {
		case err != nil:
			return err
		case whole != size:
			return &wire.Refusal{Code: wire.RefusedContent}
		case offset > done:
			return &wire.Refusal{Code: wire.RefusedOffset, Through: uint64(done)}
		}
		if received = done; offset+int64(len(chunk)) <= done {
			return nil // it came again
		}
		var right bool
		if received, right, err = addChunk(c, hash, offset, size, done, chunk); err != nil {
			return err
		}
		if !right {
			refusal = &wire.Refusal{Code: wire.RefusedContent}
		}
		_, err = c.exec(`INSERT INTO blob (hash, size, done, sent, wanted) VALUES (?, ?, ?, 0, 0)
			ON CONFLICT (hash) DO UPDATE SET size = excluded.size, done = excluded.done, sent = 0, wanted = CASE WHEN excluded.done < excluded.size THEN wanted ELSE 0 END`, hash, size, received)
		return err
	})
	if err == nil && refusal != nil {
		err = refusal
	}
	return received, err
}

// Chunk returns a chunk of an attachment that is all here, and its size.
func (r Relay) Chunk(ctx context.Context, hash string, offset int64) (chunk []byte, size int64, err error) {
	err = r.s.read(ctx, func(v *view) error {
		var done int64
		done, size, err = held(v.c, hash)
		if err == nil && (done < size || offset >= size) {
			err = &wire.Refusal{Code: wire.RefusedAbsent}
		}
		if err == nil {
			_, err = v.c.one([]any{&chunk}, "SELECT body FROM blob_chunk WHERE hash = ? AND n = ?", hash, offset/wire.ChunkSize)
		}
		return err
	})
	return chunk, size, err
}
