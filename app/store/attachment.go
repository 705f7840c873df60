package store

import (
	"context"
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

// WantAttachment sends for an attachment, unless all of it is here.
func (s *Store) WantAttachment(ctx context.Context, hash string) error {
	return s.write(ctx, "send for an attachment", func(c *conn) error { return want(c, hash, 0) })
}

const selectAttached = `SELECT a.hash, a.subject, a.name, a.mime, a.size, a.officer, a.at, a.complete, coalesce(b.done, 0), coalesce(b.sent, 0), coalesce(b.wanted, 0)
	FROM attached a LEFT JOIN blob b ON b.hash = a.hash `

func (v *view) attached(query string, args ...any) ([]office.Attached, error) {
	return list(v.c, query, args, func(scan func(...any) error) (a office.Attached, err error) {
		var at int64
		var complete, sent, wanted bool
		err = scan(&a.Hash, &a.Subject, &a.Name, &a.MIME, &a.Size, &a.Officer, &at, &complete, &a.Here, &sent, &wanted)
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
		return a, err
	})
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
