package store

import (
	"context"
	"errors"

	"sala/app/office"
	"sala/forms/act"
	"sala/sync/wire"
)

// Purge forgets what a kiosk need not keep: the payloads of entries through a
// sequence number that central has acknowledged and accepted, and the petitions
// and certificates that followed from them and from nothing else. A petition of
// which the kiosk has still to give somebody something stays whole, whatever central
// has of it: see petition.Petition.Forgettable. The chain still verifies, numbers stay
// spent, and what central set aside stays whole. It returns how many payloads went.
// Their pages are wiped at once, and their copies in the log at the next checkpoint.
func (s *Store) Purge(ctx context.Context, through uint64) (purged int, err error) {
	err = s.write(ctx, "purge", func(c *conn) error {
		acked, err := number64(c, settingAcked)
		if err != nil {
			return err
		}
		through = min(through, acked)
		if err := c.script("PRAGMA secure_delete = ON"); err != nil {
			return err
		}
		p := projection{c: c, office: s.identity.Office}
		ids, err := p.forgettable(through)
		if err != nil {
			return err
		}
		for _, id := range ids {
			n, err := p.purgePetition(id)
			if err != nil {
				return err
			}
			purged += n
		}
		for _, kind := range []string{act.CardRead, act.RecordViewed} {
			r, err := c.exec("UPDATE journal SET payload = NULL, about = '' WHERE seq <= ? AND kind = ? AND payload IS NOT NULL", through, kind)
			if err != nil {
				return err
			}
			n, err := r.RowsAffected()
			if err != nil {
				return err
			}
			purged += int(n)
		}
		n, err := p.purgeAttachments(s.identity.Station, through)
		if err != nil {
			return err
		}
		purged += n
		_, err = c.exec("DELETE FROM viewing WHERE seq <= ?", through)
		return err
	})
	if err != nil {
		return 0, err
	}
	return purged, s.Checkpoint(ctx)
}

// forgettable returns those of finished that owe nobody anything. One that has gone
// already leaves entries only.
func (p *projection) forgettable(through uint64) ([]string, error) {
	ids, err := p.finished(through)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range ids {
		pet, _, err := p.petition(id)
		switch {
		case errors.Is(err, office.ErrNotFound):
		case err != nil:
			return nil, err
		case !pet.Forgettable():
			continue
		}
		out = append(out, id)
	}
	return out, nil
}

// finished returns the petitions of which central has accepted every entry, all
// of them through a sequence number.
func (p *projection) finished(through uint64) ([]string, error) {
	return column[string](p.c, `SELECT substr(j.about, ?) FROM journal j LEFT JOIN verdict v ON v.seq = j.seq WHERE j.about >= 'petition/' AND j.about < 'petition0'
		GROUP BY j.about HAVING max(j.seq) <= ? AND sum(v.outcome IS NOT '`+wire.Accepted+`') = 0`, len(aboutPetition)+1, through)
}

// purgePetition drops a petition and all that follows from its entries. Its
// numbers stay spent: their rows name an entry without a payload, which a
// rebuild leaves alone.
func (p *projection) purgePetition(id string) (int, error) {
	about := aboutPetition + id
	if err := p.dropPetition(id); err != nil {
		return 0, err
	}
	if err := p.forget(about); err != nil {
		return 0, err
	}
	for _, q := range []string{"DELETE FROM certificate WHERE petition = ?", "DELETE FROM payment WHERE petition = ?"} {
		if _, err := p.c.exec(q, id); err != nil {
			return 0, err
		}
	}
	// first in place: rows that shrink are moved, and a page keeps what stood there
	if _, err := p.c.exec("UPDATE journal SET payload = zeroblob(length(payload)) WHERE about = ? AND payload IS NOT NULL", about); err != nil {
		return 0, err
	}
	r, err := p.c.exec("UPDATE journal SET payload = NULL, about = '' WHERE about = ?", about)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// purgeAttachments drops the photos and files of the station's own, through a
// sequence number, of which central has every byte.
func (p *projection) purgeAttachments(station string, through uint64) (int, error) {
	type own struct {
		seq      uint64
		id, hash string
	}
	all, err := list(p.c, "SELECT j.seq, a.id, a.hash FROM journal j JOIN attached a ON a.id = ? || j.seq JOIN blob b ON b.hash = a.hash AND b.sent = 1 WHERE j.seq <= ? AND j.kind = ?",
		[]any{station + "/", through, act.AttachmentAdded}, func(scan func(...any) error) (o own, err error) {
			err = scan(&o.seq, &o.id, &o.hash)
			return o, err
		})
	if err != nil {
		return 0, err
	}
	for _, o := range all {
		if _, err := dropBlob(p.c, o.hash); err != nil {
			return 0, err
		}
		if _, err := p.c.exec("DELETE FROM attached WHERE id = ?", o.id); err != nil {
			return 0, err
		}
		if _, err := p.c.exec("UPDATE journal SET payload = NULL, about = '' WHERE seq = ?", o.seq); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
