package store

import (
	"context"
	"runtime"
	"sync"

	"sala/forms/petition"
	"sala/forms/register"
)

// freshIndex makes the search index anew when it is that of another version of
// the program.
func (s *Store) freshIndex(ctx context.Context) error {
	at, err := s.setting64(ctx, settingIndex)
	if err != nil || at == indexVersion {
		return err
	}
	return s.write(ctx, "make the search index anew", func(c *conn) error {
		p := projection{c: c, office: s.identity.Office}
		return p.reindex(ctx, s.env.Indexing)
	})
}

// reindex makes the search index of all records and petitions anew.
func (p *projection) reindex(ctx context.Context, progress func(int)) error {
	if err := p.c.script("DELETE FROM word; INSERT INTO word_parts (word_parts) VALUES ('delete-all')"); err != nil {
		return err
	}
	if err := p.reindexPetitions(); err != nil {
		return err
	}
	if err := p.reindexRecords(ctx, progress); err != nil {
		return err
	}
	return setNumber64(p.c, settingIndex, indexVersion)
}

func (p *projection) reindexPetitions() error {
	all, err := bodies[petition.Petition](p.c, "SELECT body FROM petition")
	if err != nil {
		return err
	}
	for _, script := range []string{"INSERT INTO petition_words (petition_words) VALUES ('delete-all')", "UPDATE petition SET words = ''"} {
		if err := p.c.script(script); err != nil {
			return err
		}
	}
	for _, pet := range all {
		_, trunk, err := p.petition(pet.ID)
		if err == nil {
			err = p.putPetition(pet, trunk)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) reindexRecords(ctx context.Context, progress func(int)) error {
	if err := p.c.script("INSERT INTO record_words (record_words) VALUES ('delete-all'); INSERT INTO record_keys (record_keys) VALUES ('delete-all')"); err != nil {
		return err
	}
	next, err := p.findables(0)
	if err != nil {
		return err
	}
	next.make()
	for done := 0; len(next) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := next
		if next, err = p.findables(now[len(now)-1].rid); err != nil {
			return err
		}
		var making sync.WaitGroup // what the next are found by, while these are written
		making.Go(next.make)
		err = p.indexRows(now)
		making.Wait()
		if err != nil {
			return err
		}
		done += len(now)
		progress(done)
	}
	return nil
}

// foundRow is a row of the records, and what it is found by.
type foundRow struct {
	rid  int64
	body []byte
	find findable
	err  error
}

type foundRows []foundRow

// findables reads the next rows behind one.
func (p *projection) findables(after int64) (foundRows, error) {
	return list(p.c, "SELECT rid, body FROM record WHERE rid > ? ORDER BY rid LIMIT 2000", []any{after}, func(scan func(...any) error) (r foundRow, err error) {
		err = scan(&r.rid, &r.body)
		return r, err
	})
}

// make works out what the rows are found by, on all cores.
func (all foundRows) make() {
	var makers sync.WaitGroup
	part := len(all)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(all); from += part {
		makers.Go(func() {
			for i := from; i < min(from+part, len(all)); i++ {
				var rec register.Record
				if rec, all[i].err = decodeRecord(all[i].body, 0); all[i].err == nil {
					all[i].find = findableOf(rec)
				}
			}
		})
	}
	makers.Wait()
}

func (p *projection) indexRows(all foundRows) error {
	for _, r := range all {
		if r.err != nil {
			return r.err
		}
		if err := p.indexRow(r.rid, r.find); err != nil {
			return err
		}
	}
	return nil
}

// indexRow writes what is found of a row that the index does not have.
func (p *projection) indexRow(rid int64, find findable) error {
	if err := p.putKeys(rid, find.keys, false); err != nil {
		return err
	}
	return p.indexWords("record_words", rid, "", find.words, find.terms)
}
