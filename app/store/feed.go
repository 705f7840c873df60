package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/sync/wire"
)

// Cursor returns how far the station has pulled the feed.
func (s *Store) Cursor(ctx context.Context) (uint64, error) { return s.setting64(ctx, settingCursor) }

// setting64 returns a number that the station keeps for itself; 0 before it was
// kept.
func (s *Store) setting64(ctx context.Context, name string) (n uint64, err error) {
	err = s.read(ctx, func(v *view) error {
		n, err = number64(v.c, name)
		return err
	})
	return n, err
}

// quiet is how long central's word that nothing is new goes unwritten: each is a write
// that must be durable, and comes every few seconds.
const quiet = 5 * time.Minute

// ApplyPage takes in a page of the feed and its cursor, both or neither. A
// change that is older than what the station has is passed over, so a page may
// come again. An empty page says that the station has all, as of now.
func (s *Store) ApplyPage(ctx context.Context, page wire.Page) error {
	if len(page.Changes) == 0 {
		known, err := s.hasSince(ctx, page.Cursor, s.env.Now().Add(-quiet))
		if known || err != nil {
			return err
		}
	}
	return s.write(ctx, "apply a page", func(c *conn) error {
		p := projection{c: c, office: s.identity.Office, at: s.env.Now().UnixMilli(), station: s.identity.Station, fetches: s.fetches}
		if err := p.takeAll(page.Changes); err != nil {
			return err
		}
		if err := setNumber64(c, settingCursor, page.Cursor); err != nil {
			return err
		}
		return s.synced(c)
	})
}

// hasSince reports whether the station has the feed as far as a cursor, and it was
// written down later than since.
func (s *Store) hasSince(ctx context.Context, cursor uint64, since time.Time) (known bool, err error) {
	err = s.read(ctx, func(v *view) error {
		at, err := number64(v.c, settingCursor)
		if err != nil || at != cursor {
			return err
		}
		synced, err := number64(v.c, settingSyncedAt)
		known = int64(synced) > since.UnixMilli()
		return err
	})
	return known, err
}

func (p *projection) takeAll(changes []wire.Change) error {
	sent := readSent(changes)
	for i := range changes {
		if err := p.take(&changes[i], &sent[i]); err != nil {
			return fmt.Errorf("%s %s: %w", changes[i].What, changes[i].ID, err)
		}
	}
	return nil
}

// take applies one accepted change of central's.
func (p *projection) take(ch *wire.Change, r *sentRecord) error {
	switch ch.What {
	case whatRecord:
		return p.takeRecord(ch, r)
	case whatPetition:
		return p.takePetition(ch)
	case whatAttached:
		return p.takeAttachment(ch)
	}
	// What this version does not know is kept for one that does.
	_, err := p.c.exec(`INSERT INTO trunk (about, version, body) VALUES (?, ?, ?)
		ON CONFLICT (about) DO UPDATE SET version = excluded.version, body = excluded.body WHERE excluded.version > version`,
		ch.What+"/"+ch.ID, ch.Version, notNil(ch.Body))
	return err
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (p *projection) takeRecord(ch *wire.Change, r *sentRecord) error {
	reg, id, ok := strings.Cut(ch.ID, "/")
	if !ok {
		return errors.New("not of the form register/ID")
	}
	var rid int64
	var version, trunk uint64
	found, err := p.c.one([]any{&rid, &version, &trunk}, "SELECT rid, version, trunk FROM record WHERE register = ? AND id = ?", reg, id)
	if err != nil {
		return err
	}
	if found && trunk >= ch.Version {
		return nil
	}
	if len(ch.Body) == 0 {
		return errors.Join(p.forget(ch.ID), p.forgetRevisions(ch.ID), p.dropRecord(reg, id))
	}
	if trunk > 0 {
		if err := p.keepRevision(ch.ID, rid, trunk); err != nil {
			return err
		}
	}
	if r.err != nil {
		return r.err
	}
	if r.rec.Register != reg || r.rec.ID != id {
		return fmt.Errorf("the body is of %s/%s", r.rec.Register, r.rec.ID)
	}
	if !found || version == trunk { // nothing of the station's own on it
		return p.putRecordBody(rid, r.rec, ch.Version, ch.Body, r.find)
	}
	if err := p.keepTrunkBody(ch.ID, ch.Version, ch.Body); err != nil {
		return err
	}
	return p.refold(ch.ID)
}

func (p *projection) takePetition(ch *wire.Change) error {
	var version, trunk uint64
	found, err := p.c.one([]any{&version, &trunk}, "SELECT version, trunk FROM petition WHERE id = ?", ch.ID)
	if err != nil {
		return err
	}
	if found && trunk >= ch.Version {
		return nil
	}
	about := aboutPetition + ch.ID
	if len(ch.Body) == 0 {
		return errors.Join(p.forget(about), p.dropPetition(ch.ID))
	}
	pet, err := act.Decode[petition.Petition](ch.Body)
	if err != nil {
		return err
	}
	if pet.ID != ch.ID {
		return fmt.Errorf("the body is of %s", pet.ID)
	}
	pet.Version = ch.Version
	if !found || version == trunk {
		return p.putPetition(pet, ch.Version)
	}
	if err := p.keepTrunk(about, ch.Version, pet); err != nil {
		return err
	}
	return p.refold(about)
}

func (p *projection) forget(about string) error {
	_, err := p.c.exec("DELETE FROM trunk WHERE about = ?", about)
	return err
}

func (p *projection) keepTrunkBody(about string, version uint64, body []byte) error {
	_, err := p.c.exec("INSERT INTO trunk (about, version, body) VALUES (?, ?, ?) ON CONFLICT (about) DO UPDATE SET version = excluded.version, body = excluded.body",
		about, version, body)
	return err
}

// pending is the condition for an entry that counts on top of a trunk: central
// has not judged it yet, or accepted it into a version that the trunk has not
// reached. Without a trunk (version 0) every entry counts.
const pending = `FROM journal j LEFT JOIN verdict v ON v.seq = j.seq
	WHERE j.about = ? AND j.payload IS NOT NULL AND (? = 0 OR v.seq IS NULL OR v.outcome = '` + wire.Accepted + `' AND v.version > ?) ORDER BY j.seq`

// refold makes a record or petition anew: central's last word, and the
// station's own entries that are not in it.
func (p *projection) refold(about string) error {
	if id, ok := strings.CutPrefix(about, aboutPetition); ok {
		return p.refoldPetition(about, id)
	}
	if strings.HasPrefix(about, aboutCardLeft) {
		return nil
	}
	reg, id, _ := strings.Cut(about, "/")
	return p.refoldRecord(about, reg, id)
}

// own is an entry of the station's about a subject, as far as a fold needs it.
type own struct {
	seq     uint64
	at      int64
	officer string
	kind    string
	payload []byte
}

func (p *projection) pending(about string, trunk uint64) ([]own, error) {
	return list(p.c, "SELECT j.seq, j.time, j.officer, j.kind, j.payload "+pending, []any{about, trunk, trunk}, ownOf)
}

func ownOf(scan func(...any) error) (o own, err error) {
	err = scan(&o.seq, &o.at, &o.officer, &o.kind, &o.payload)
	return o, err
}

// trunkOf returns central's last word on a subject; version 0 when there is
// none beside the row itself.
func (p *projection) trunkOf(about string) (version uint64, body []byte, err error) {
	_, err = p.c.one([]any{&version, &body}, "SELECT version, body FROM trunk WHERE about = ?", about)
	return version, body, err
}
