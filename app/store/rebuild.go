package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"sala/forms/act"
	"sala/sync/journal"
)

// Rebuild makes every table that follows from the journal anew, and the search
// index, in one transaction. The tables before and after are equal (see Digest)
// unless something else than the store had changed them. progress is told of
// entries and records done; it may be nil.
func (s *Store) Rebuild(ctx context.Context, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	return s.write(ctx, "rebuild", func(c *conn) error {
		p := &projection{c: c, office: s.identity.Office}
		var total int
		if _, err := c.one([]any{&total}, "SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM record)"); err != nil {
			return err
		}
		if err := p.clear(s.identity.Station); err != nil {
			return err
		}
		done, err := p.replay(ctx, s, func(done int) { progress(done, total) })
		if err != nil {
			return err
		}
		return p.reindex(ctx, func(n int) { progress(done+n, total) })
	})
}

// clear empties the tables that follow from the journal alone, and drops
// records and petitions that central does not know of.
func (p *projection) clear(station string) error {
	if _, err := p.c.exec("DELETE FROM attached WHERE id >= ? AND id < ?", station+"/", station+"0"); err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM certificate", "DELETE FROM payment", "DELETE FROM closing", "DELETE FROM lease",
		// The numbers of purged entries stay spent for ever.
		"DELETE FROM number WHERE seq IN (SELECT seq FROM journal WHERE payload IS NOT NULL)",
		"DELETE FROM officer", "DELETE FROM viewing", "DELETE FROM settled",
		"DELETE FROM petition_words WHERE rowid IN (SELECT rid FROM petition WHERE trunk = 0)", "DELETE FROM petition WHERE trunk = 0",
		"DELETE FROM record_words WHERE rowid IN (SELECT rid FROM record WHERE trunk = 0)",
		"DELETE FROM record_keys WHERE rowid IN (SELECT rid FROM record WHERE trunk = 0)", "DELETE FROM record WHERE trunk = 0",
	} {
		if err := p.c.script(q); err != nil {
			return err
		}
	}
	return nil
}

// replay projects every entry, then makes each subject anew.
func (p *projection) replay(ctx context.Context, s *Store, progress func(int)) (int, error) {
	last, _, err := head(p.c)
	if err != nil {
		return 0, err
	}
	var subjects []string
	seen := map[string]bool{}
	var prev journal.Hash
	for from := uint64(0); from < last.Seq; from += 1000 {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		// In pieces: a table cannot be changed while a statement walks it.
		rows, err := p.c.query(selectEntries+"WHERE seq > ? ORDER BY seq LIMIT 1000", from)
		if err != nil {
			return 0, err
		}
		var piece []journal.Entry
		for e, err := range s.entries(rows, prev) {
			if err != nil {
				return 0, err
			}
			piece, prev = append(piece, e), e.Hash()
		}
		for i := range piece {
			about, err := p.replayOne(&piece[i])
			if err != nil {
				return 0, fmt.Errorf("entry %d: %w", piece[i].Seq, err)
			}
			if about != "" && !seen[about] {
				seen[about] = true
				subjects = append(subjects, about)
			}
		}
		progress(int(from) + len(piece))
	}
	heard, err := column[string](p.c, "SELECT DISTINCT about FROM neighbour")
	if err != nil {
		return 0, err
	}
	for _, about := range append(subjects, heard...) {
		if err := p.refold(about); err != nil {
			return 0, fmt.Errorf("%s: %w", about, err)
		}
	}
	return int(last.Seq), nil
}

func (p *projection) replayOne(e *journal.Entry) (about string, err error) {
	if e.Payload == nil {
		return "", nil // purged, and what followed from it with it
	}
	payload, err := act.Payload(e.Kind, e.Payload)
	if err != nil {
		return "", err
	}
	if about, err = p.about(payload); err != nil {
		return "", err
	}
	if _, err := p.c.exec("UPDATE journal SET about = ? WHERE seq = ? AND about <> ?", about, e.Seq, about); err != nil {
		return "", err
	}
	return about, p.side(e, payload)
}

// tables are the projected tables and the order in which Digest reads them.
var tables = []struct{ name, query string }{
	{"record", "SELECT register, id, version, trunk, number, household, head, birth, body FROM record ORDER BY register, id"},
	{"petition", "SELECT id, version, trunk, number, state, resident, created_by, submitted_by, changed, words, body FROM petition ORDER BY id"},
	{"certificate", "SELECT * FROM certificate ORDER BY number"},
	{"payment", "SELECT * FROM payment ORDER BY seq"},
	{"closing", "SELECT * FROM closing ORDER BY seq"},
	{"lease", "SELECT * FROM lease ORDER BY id"},
	{"number", "SELECT * FROM number ORDER BY lease, n"},
	{"officer", "SELECT * FROM officer ORDER BY id"},
	{"viewing", "SELECT * FROM viewing ORDER BY seq"},
	{"settled", "SELECT * FROM settled ORDER BY seq"},
	{"attached", "SELECT * FROM attached ORDER BY id"},
	{"trunk", "SELECT * FROM trunk ORDER BY about"},
	{"carried", "SELECT name, value FROM setting WHERE name IN ('" + settingTakenOut + "', '" + settingBack + "') ORDER BY name"},
	{"about", "SELECT seq, about FROM journal ORDER BY seq"},
}

// Digest returns a SHA-256 in hexadecimal of each table that follows from the
// journal, by the table's name.
func (s *Store) Digest(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := s.read(ctx, func(v *view) error {
		for _, t := range tables {
			sum, err := digest(v.c, t.query)
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			out[t.name] = sum
		}
		return nil
	})
	return out, err
}

func digest(c *conn, query string) (string, error) {
	rows, err := c.query(query)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	h := sha256.New()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		b, err := act.Encode(values)
		if err != nil {
			return "", err
		}
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), rows.Err()
}
