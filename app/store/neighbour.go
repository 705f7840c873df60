package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

// settingNeighbours is how far the station has read what the relay keeps.
const settingNeighbours = "neighbour_cursor"

// NeighbourCursor returns how far the station has read what the relay keeps.
func (s *Store) NeighbourCursor(ctx context.Context) (uint64, error) {
	return s.setting64(ctx, settingNeighbours)
}

// HearNeighbours takes in what the office's other stations did while the line
// was down. It is shown on top of what central said last, and is no more than a
// showing: the journal and what is sent to central are untouched.
func (s *Store) HearNeighbours(ctx context.Context, w wire.OfficeWork) error {
	return s.hearNeighbours(ctx, w, false)
}

// HearCarried is HearNeighbours on a station that goes out: it takes in no more
// than what is about the records that it carries.
func (s *Store) HearCarried(ctx context.Context, w wire.OfficeWork) error {
	return s.hearNeighbours(ctx, w, true)
}

func (s *Store) hearNeighbours(ctx context.Context, w wire.OfficeWork, carried bool) error {
	return s.write(ctx, "hear of the others' work", func(c *conn) error {
		p := projection{c: c, office: s.identity.Office, fetches: s.fetches}
		var abouts []string
		for _, push := range w.Pushes {
			if push.Station == s.identity.Station {
				continue
			}
			entries, err := push.Read()
			if err != nil {
				return err
			}
			for i := range entries {
				if carried {
					if ours, err := p.carries(&entries[i]); err != nil {
						return err
					} else if !ours {
						continue
					}
				}
				about, err := p.hear(&entries[i], s.env.Now())
				if err != nil {
					return err
				}
				if about != "" && !slices.Contains(abouts, about) {
					abouts = append(abouts, about)
				}
			}
		}
		if err := setNumber64(c, settingNeighbours, w.Cursor); err != nil {
			return err
		}
		return p.refoldAll(abouts)
	})
}

// carries reports whether an entry changes a record that is here.
func (p *projection) carries(e *journal.Entry) (bool, error) {
	if e.Kind != act.RecordSet || e.Payload == nil {
		return false, nil
	}
	c, err := act.Decode[act.Change](e.Payload)
	if err != nil {
		return false, nil // of a newer program
	}
	if c.Register != register.Visits {
		return false, nil
	}
	_, _, err = p.record(c.Register, c.ID)
	if errors.Is(err, office.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// hear keeps an act that changes a petition or a record, and sends for a photo
// or file. Others are nobody else's to see.
func (p *projection) hear(e *journal.Entry, now time.Time) (about string, err error) {
	if e.Payload == nil || !act.Known(e.Kind) {
		return "", nil
	}
	payload, err := act.Payload(e.Kind, e.Payload)
	if err != nil {
		return "", nil // of a newer program
	}
	if a, ok := payload.(act.Attaching); ok {
		return "", p.hearAttached(e, a)
	}
	if about, err = p.about(payload); err != nil || about == "" {
		return "", err
	}
	_, err = p.c.exec(`INSERT INTO neighbour (station, seq, time, officer, kind, about, payload, heard) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		e.Station, e.Seq, int64(e.Time), e.Officer, e.Kind, about, e.Payload, now.UnixMilli())
	return about, err
}

// hearAttached notes what belongs to what, as central will say it, and sends for
// its bytes, which the relay may have.
func (p *projection) hearAttached(e *journal.Entry, a act.Attaching) error {
	if !isAttachment(a) {
		return nil
	}
	at := e.Time.Wall()
	_, err := p.c.exec("INSERT INTO attached (id, hash, subject, name, mime, size, officer, at, complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
		fmt.Sprintf("%s/%d", e.Station, e.Seq), a.Hash, e.Subject, a.Name, a.MIME, a.Size, e.Officer, at.UnixMilli())
	if err != nil || !p.fetches(at) {
		return err
	}
	_, err = p.c.exec(`INSERT INTO blob (hash, size, done, sent, wanted) VALUES (?, ?, 0, 0, 1)
		ON CONFLICT (hash) DO UPDATE SET wanted = CASE WHEN done < size OR size = 0 THEN 1 ELSE 0 END`, a.Hash, a.Size)
	return err
}

// isAttachment reports whether an act names an attachment that there can be.
func isAttachment(a act.Attaching) bool {
	b, err := hex.DecodeString(a.Hash)
	return err == nil && len(b) == sha256.Size && a.Size > 0 && a.Size <= wire.MaxAttachment
}

func (p *projection) refoldAll(abouts []string) error {
	for _, about := range abouts {
		if err := p.refold(about); err != nil {
			return err
		}
	}
	return nil
}

// neighbours returns what others did to a subject after a moment.
func (p *projection) neighbours(about string, after time.Time) ([]own, error) {
	all, err := list(p.c, "SELECT 0, time, officer, kind, payload FROM neighbour WHERE about = ? ORDER BY time, station, seq", []any{about}, ownOf)
	return slices.DeleteFunc(all, func(o own) bool { return !journal.Time(o.at).Wall().After(after) }), err
}

// withNeighbours puts what others did between the station's own acts, by time.
func (p *projection) withNeighbours(about string, entries []own, after time.Time) ([]own, error) {
	others, err := p.neighbours(about, after)
	if err != nil || len(others) == 0 {
		return entries, err
	}
	return between(entries, others), nil
}

// between puts what others did between the station's own acts, by time.
func between(entries, others []own) []own {
	entries = append(entries, others...)
	slices.SortStableFunc(entries, func(a, b own) int { return cmp.Compare(a.at, b.at) })
	return entries
}

// ForgetTold takes what others did at visits off what is shown once central has
// told of it: its visit has the call of who did it. What central does not know yet
// stays, however long the line has been up, for the other may be out of reach still.
func (s *Store) ForgetTold(ctx context.Context) error {
	var heard int
	err := s.read(ctx, func(v *view) error {
		_, err := v.c.one([]any{&heard}, "SELECT count(*) FROM neighbour")
		return err
	})
	if err != nil || heard == 0 {
		return err
	}
	return s.write(ctx, "forget what central has told", func(c *conn) error {
		p := projection{c: c, office: s.identity.Office}
		abouts, err := column[string](c, "SELECT DISTINCT about FROM neighbour WHERE about LIKE ?", register.Visits+"/%")
		if err != nil {
			return err
		}
		for _, about := range abouts {
			if err := p.forgetTold(about); err != nil {
				return err
			}
		}
		return nil
	})
}

// sameCall is how long after a call what was done at it is written at the most.
const sameCall = time.Minute

func (p *projection) forgetTold(about string) error {
	version, body, err := p.trunkOf(about)
	if err != nil || version == 0 {
		return err
	}
	rec, err := decodeRecord(body, version)
	if err != nil {
		return err
	}
	for _, call := range register.AsVisit(rec).Calls {
		at, err := time.Parse(time.RFC3339, call.At)
		if err != nil {
			continue
		}
		until := journal.TimeAt(at.Add(sameCall))
		if _, err := p.c.exec("DELETE FROM neighbour WHERE about = ? AND officer = ? AND time <= ?", about, call.Officer, int64(until)); err != nil {
			return err
		}
	}
	return p.refold(about)
}

// ForgetNeighbours takes what was heard before a moment off what is shown: the
// line to central has been up since, and central has told what became of it.
func (s *Store) ForgetNeighbours(ctx context.Context, before time.Time) error {
	var heard int
	err := s.read(ctx, func(v *view) error {
		_, err := v.c.one([]any{&heard}, "SELECT count(*) FROM neighbour WHERE heard < ?", before.UnixMilli())
		return err
	})
	if err != nil || heard == 0 {
		return err
	}
	return s.write(ctx, "forget the others' work", func(c *conn) error {
		p := projection{c: c, office: s.identity.Office}
		abouts, err := column[string](p.c, "SELECT DISTINCT about FROM neighbour WHERE heard < ?", before.UnixMilli())
		if err != nil {
			return err
		}
		if _, err := c.exec("DELETE FROM neighbour WHERE heard < ?", before.UnixMilli()); err != nil {
			return err
		}
		return p.refoldAll(abouts)
	})
}
