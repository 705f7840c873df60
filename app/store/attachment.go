package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

// attachedFor is how old an attachment of another station may be to be fetched
// by itself: older ones come when somebody opens them.
const attachedFor = 90 * 24 * time.Hour

// fetches reports whether another station's attachment of that time is fetched
// by itself.
func (s *Store) fetches(at time.Time) bool {
	return !s.env.Sparse && s.env.Now().Sub(at) <= attachedFor
}

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

// Keep keeps the bytes of an attachment, once.
func (w *writer) Keep(hash string, body []byte) error {
	var done, size int64
	found, err := w.c.one([]any{&done, &size}, "SELECT done, size FROM blob WHERE hash = ?", hash)
	if err != nil || found && done == size && size > 0 {
		return err
	}
	if err := cutBlob(w.c, hash, 0); err != nil {
		return err
	}
	for at := 0; at < len(body); at += wire.ChunkSize {
		if err := putChunk(w.c, hash, at/wire.ChunkSize, body[at:min(at+wire.ChunkSize, len(body))]); err != nil {
			return err
		}
	}
	_, err = w.c.exec(`INSERT INTO blob (hash, size, done, sent, wanted) VALUES (?, ?, ?, 0, 0)
		ON CONFLICT (hash) DO UPDATE SET size = excluded.size, done = excluded.done, wanted = 0`, hash, len(body), len(body))
	return err
}

func putChunk(c *conn, hash string, n int, body []byte) error {
	_, err := c.exec("INSERT INTO blob_chunk (hash, n, body) VALUES (?, ?, ?) ON CONFLICT (hash, n) DO UPDATE SET body = excluded.body", hash, n, body)
	return err
}

// cutBlob forgets the chunks from one on.
func cutBlob(c *conn, hash string, from int64) error {
	_, err := c.exec("DELETE FROM blob_chunk WHERE hash = ? AND n >= ?", hash, from)
	return err
}

// attach projects an act of the station's own.
func (p *projection) attach(e *journal.Entry, v act.Attaching, at int64) error {
	_, err := p.c.exec(`INSERT INTO attached (id, hash, subject, name, mime, size, officer, at, complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		fmt.Sprintf("%s/%d", e.Station, e.Seq), v.Hash, e.Subject, v.Name, v.MIME, v.Size, e.Officer, at)
	return err
}

// takeAttachment takes in what central says of an attachment: what it belongs
// to and whether all of it has arrived there.
func (p *projection) takeAttachment(ch *wire.Change) error {
	if len(ch.Body) == 0 {
		_, err := p.c.exec("DELETE FROM attached WHERE id = ?", ch.ID)
		return err
	}
	a, err := act.Decode[wire.Attachment](ch.Body)
	if err != nil {
		return err
	}
	if a.Complete {
		if _, err := p.c.exec("UPDATE blob SET sent = 1 WHERE hash = ?", a.Hash); err != nil {
			return err
		}
	}
	if a.Station == p.station { // the station's own follow from its journal
		return nil
	}
	_, err = p.c.exec(`INSERT INTO attached (id, hash, subject, name, mime, size, officer, at, complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET complete = max(complete, excluded.complete)`,
		ch.ID, a.Hash, a.Subject, a.Name, a.MIME, a.Size, a.Officer, a.At, a.Complete)
	if err != nil || !a.Complete || !p.fetches(time.UnixMilli(a.At)) {
		return err
	}
	return want(p.c, a.Hash, a.Size)
}

// want sends for an attachment, unless all of it is here.
func want(c *conn, hash string, size int64) error {
	_, err := c.exec(`INSERT INTO blob (hash, size, done, sent, wanted) VALUES (?, ?, 0, 1, 1)
		ON CONFLICT (hash) DO UPDATE SET wanted = CASE WHEN done < size OR size = 0 THEN 1 ELSE 0 END`, hash, size)
	return err
}

// WantAttachment sends for an attachment, unless all of it is here.
func (s *Store) WantAttachment(ctx context.Context, hash string) error {
	return s.write(ctx, "send for an attachment", func(c *conn) error { return want(c, hash, 0) })
}

const selectAttached = `SELECT a.hash, a.subject, a.name, a.mime, a.size, a.officer, a.at, a.complete, coalesce(b.done, 0), coalesce(b.sent, 0), coalesce(b.wanted, 0)
	FROM attached a LEFT JOIN blob b ON b.hash = a.hash `

func (v *view) attached(query string, args ...any) ([]office.Attached, error) {
	rows, err := v.c.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []office.Attached
	for rows.Next() {
		var a office.Attached
		var at int64
		var complete, sent, wanted bool
		if err := rows.Scan(&a.Hash, &a.Subject, &a.Name, &a.MIME, &a.Size, &a.Officer, &at, &complete, &a.Here, &sent, &wanted); err != nil {
			return nil, err
		}
		a.At = time.UnixMilli(at).In(v.s.env.Now().Location())
		switch {
		case a.Here == a.Size && sent:
			a.Place = office.AttachmentSafe
		case a.Here == a.Size:
			a.Place = office.AttachmentWaiting
		case wanted:
			a.Place = office.AttachmentComing
		case complete || sent:
			a.Place = office.AttachmentAway
		default:
			a.Place = office.AttachmentUnsent
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// Attachment returns what is known of an attachment.
func (v *view) Attachment(hash string) (office.Attached, error) {
	all, err := v.attached(selectAttached+"WHERE a.hash = ? ORDER BY a.at, a.id LIMIT 1", hash)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("attachment %s: %w", hash, office.ErrNotFound)
	}
	if err != nil {
		return office.Attached{}, err
	}
	return all[0], nil
}

// Attachments returns what belongs to a subject.
func (v *view) Attachments(subject string) ([]office.Attached, error) {
	return v.attached(selectAttached+"WHERE a.subject = ? ORDER BY a.at, a.id", subject)
}

// AttachmentBody returns the bytes of an attachment.
func (v *view) AttachmentBody(hash string) ([]byte, error) {
	var done, size int64
	found, err := v.c.one([]any{&done, &size}, "SELECT done, size FROM blob WHERE hash = ?", hash)
	if err != nil {
		return nil, err
	}
	if !found || done < size || size == 0 {
		return nil, fmt.Errorf("attachment %s has %d bytes here of %d: %w", hash, done, size, office.ErrNotFound)
	}
	return blobBytes(v.c, hash, size)
}

func blobBytes(c *conn, hash string, size int64) ([]byte, error) {
	rows, err := c.query("SELECT body FROM blob_chunk WHERE hash = ? ORDER BY n", hash)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	body := make([]byte, 0, size)
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		body = append(body, b...)
	}
	return body, rows.Err()
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

func (a Attachments) list(ctx context.Context, query string, args ...any) ([]Blob, error) {
	var out []Blob
	err := a.s.read(ctx, func(v *view) error {
		rows, err := v.c.query(query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var b Blob
			if err := rows.Scan(&b.Hash, &b.Size, &b.Done); err != nil {
				return err
			}
			out = append(out, b)
		}
		return rows.Err()
	})
	return out, err
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
