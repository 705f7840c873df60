package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"sala/app/office"
	"sala/sync/wire"
)

// Blob is an attachment's bytes as far as they are here.
type Blob struct {
	Hash string
	Size int64 // 0 while unknown
	Done int64
}

// Attachments is the place of photos and files, encrypted as all is.
type Attachments struct{ s *Store }

// Attachments returns the store's place of photos and files.
func (s *Store) Attachments() Attachments { return Attachments{s} }

func putChunk(c *conn, hash string, n int, body []byte) error {
	_, err := c.exec("INSERT INTO blob_chunk (hash, n, body) VALUES (?, ?, ?) ON CONFLICT (hash, n) DO UPDATE SET body = excluded.body", hash, n, body)
	return err
}

// cutBlob forgets the chunks from one on.
func cutBlob(c *conn, hash string, from int64) error {
	_, err := c.exec("DELETE FROM blob_chunk WHERE hash = ? AND n >= ?", hash, from)
	return err
}

// want sends for an attachment, unless all of it is here.
func want(c *conn, hash string, size int64) error {
	_, err := c.exec(`INSERT INTO blob (hash, size, done, sent, wanted) VALUES (?, ?, 0, 1, 1)
		ON CONFLICT (hash) DO UPDATE SET wanted = CASE WHEN done < size OR size = 0 THEN 1 ELSE 0 END`, hash, size)
	return err
}

func blobBytes(c *conn, hash string, size int64) ([]byte, error) {
	body := make([]byte, 0, size)
	err := c.each("SELECT body FROM blob_chunk WHERE hash = ? ORDER BY n", []any{hash}, func(scan func(...any) error) error {
		var b sql.RawBytes
		err := scan(&b)
		body = append(body, b...)
		return err
	})
	return body, err
}

// Outgoing lists the attachments that central does not have yet: what is small
// first, so that a signature does not wait for a film.
func (a Attachments) Outgoing(ctx context.Context) ([]Blob, error) {
	return a.list(ctx, "SELECT hash, size, done FROM blob WHERE sent = 0 AND done = size AND size > 0 ORDER BY size > ?, hash", wire.ChunkSize)
}

// Incoming lists the attachments that are to come from central.
func (a Attachments) Incoming(ctx context.Context) ([]Blob, error) {
	return a.list(ctx, "SELECT hash, size, done FROM blob WHERE wanted = 1 ORDER BY size > ?, hash", wire.ChunkSize)
}

func (a Attachments) list(ctx context.Context, query string, args ...any) (all []Blob, err error) {
	err = a.s.read(ctx, func(v *view) error {
		all, err = list(v.c, query, args, func(scan func(...any) error) (b Blob, err error) {
			err = scan(&b.Hash, &b.Size, &b.Done)
			return b, err
		})
		return err
	})
	return all, err
}

// ReadAt returns up to wire.ChunkSize bytes at an offset, a multiple of that.
func (a Attachments) ReadAt(ctx context.Context, hash string, offset int64) (b []byte, err error) {
	err = a.s.read(ctx, func(v *view) error {
		found, err := v.c.one([]any{&b}, "SELECT body FROM blob_chunk WHERE hash = ? AND n = ?", hash, offset/wire.ChunkSize)
		if err == nil && (!found || offset%wire.ChunkSize != 0) {
			return fmt.Errorf("attachment %s has no chunk at %d: %w", hash, offset, office.ErrNotFound)
		}
		return err
	})
	return b, err
}

// Sent notes that central has all of some attachments.
func (a Attachments) Sent(ctx context.Context, hashes ...string) error {
	return a.s.write(ctx, "note attachments as sent", func(c *conn) error {
		for _, hash := range hashes {
			if _, err := c.exec("UPDATE blob SET sent = 1 WHERE hash = ?", hash); err != nil {
				return err
			}
		}
		return nil
	})
}

// errContent means that an attachment came with other bytes than its hash says.
var errContent = errors.New("an attachment came with other content than its hash says")

// WriteAt keeps a chunk of an attachment that comes. After the last one the
// whole is compared with its hash: what differs is thrown away.
func (a Attachments) WriteAt(ctx context.Context, hash string, offset, size int64, chunk []byte) error {
	return a.writeAt(ctx, hash, offset, size, chunk, true)
}

// WriteRelayed is WriteAt of a chunk that the office's relay gave: until central
// says that it has the attachment it is to be sent there, by whoever is first.
func (a Attachments) WriteRelayed(ctx context.Context, hash string, offset, size int64, chunk []byte) error {
	return a.writeAt(ctx, hash, offset, size, chunk, false)
}

func (a Attachments) writeAt(ctx context.Context, hash string, offset, size int64, chunk []byte, sent bool) error {
	var right bool
	err := a.s.write(ctx, "keep a chunk", func(c *conn) error {
		var done int64
		found, err := c.one([]any{&done}, "SELECT done FROM blob WHERE hash = ?", hash)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("attachment %s was not asked for: %w", hash, office.ErrNotFound)
		case offset > done || offset%wire.ChunkSize != 0 || offset+int64(len(chunk)) > size:
			return fmt.Errorf("attachment %s: a chunk of %d at %d after %d bytes of %d", hash, len(chunk), offset, done, size)
		}
		if done, right, err = addChunk(c, hash, offset, size, done, chunk); err != nil {
			return err
		}
		_, err = c.exec("UPDATE blob SET size = ?, done = ?, sent = ?, wanted = ? WHERE hash = ?", size, done, sent, done < size, hash)
		return err
	})
	if err == nil && !right {
		err = fmt.Errorf("attachment %s: %w", hash, errContent)
	}
	return err
}

// addChunk keeps a chunk after done bytes, and returns how many there are then.
// The last one makes the whole be compared with its hash: when it is not right
// nothing of it stays.
func addChunk(c *conn, hash string, offset, size, done int64, chunk []byte) (now int64, right bool, err error) {
	if err := putChunk(c, hash, int(offset/wire.ChunkSize), chunk); err != nil {
		return done, false, err
	}
	if done = max(done, offset+int64(len(chunk))); done < size {
		return done, true, nil
	}
	body, err := blobBytes(c, hash, size)
	if err != nil {
		return done, false, err
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != hash {
		return 0, false, cutBlob(c, hash, 0)
	}
	return done, true, nil
}

// Drop takes an attachment's bytes off this station, if central has them. It
// can be fetched again. It reports whether the bytes are gone.
func (a Attachments) Drop(ctx context.Context, hash string) (dropped bool, err error) {
	err = a.s.write(ctx, "take an attachment off", func(c *conn) error {
		dropped, err = dropBlob(c, hash)
		return err
	})
	return dropped, err
}

func dropBlob(c *conn, hash string) (bool, error) {
	r, err := c.exec("UPDATE blob SET done = 0, wanted = 0 WHERE hash = ? AND sent = 1", hash)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	if err != nil || n == 0 {
		return false, err
	}
	return true, cutBlob(c, hash, 0)
}
