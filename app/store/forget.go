package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"

	"sala/forms/act"
)

// ErrUnsent means that something is on the station alone.
var ErrUnsent = errors.New("central does not have all of it yet")

// stays are the tables that tell of the station and its officers, not of
// citizens; of the settings what was typed goes. Every other table, also one that comes to be later, is emptied when
// what was carried is brought back.
var stays = map[string]bool{
	"setting": true, "journal": true, "verdict": true, "acknowledgement": true, "lease": true, "number": true, "officer": true,
	"closing": true, "settled": true,
}

// impersonal are the kinds of entries whose payload tells of no citizen.
var impersonal = []string{
	act.StationOpened, act.OfficerSet, act.SignedIn, act.SignInRefused, act.GlassBroken, act.PackUsed, act.LeaseReceived, act.LeaseHanded, act.LeaseReturned,
	act.StockReceived, act.NumberSpoiled, act.CardLeft, act.CardGivenBack,
	act.DayClosed, act.EntrySettled, act.StationKept, act.TakenOut, act.BroughtBack,
}

// Forget removes everything of a take-out: records, petitions, photographs, the
// search index and the payloads of the entries about them, from the tables and
// from the pages of the file. The chain still verifies and numbers stay spent.
// It refuses with ErrUnsent while anything is on this station alone. Running it
// again after a crash ends what was begun.
func (s *Store) Forget(ctx context.Context, takeOut string) error {
	const op = "remove a take-out"
	err := s.write(ctx, op, func(c *conn) error {
		if err := s.allSent(c); err != nil {
			return err
		}
		if err := c.script("PRAGMA secure_delete = ON"); err != nil {
			return err
		}
		if err := emptied(c); err != nil {
			return err
		}
		if err := forgetTyped(c); err != nil {
			return err
		}
		quoted := "'" + strings.Join(impersonal, "', '") + "'"
		if err := c.script("UPDATE journal SET payload = NULL, about = '' WHERE payload IS NOT NULL AND kind NOT IN (" + quoted + ")"); err != nil {
			return err
		}
		return c.script("DELETE FROM setting WHERE name = '" + settingFetched + "'")
	})
	if err != nil {
		return err
	}
	// What was deleted or grew before today may have left its bytes behind in
	// pages that are free or half full: the file is written anew.
	if err := errors.Join(s.compact(ctx), s.dropCopies(), s.Checkpoint(ctx)); err != nil {
		return explain(op, err)
	}
	return s.write(ctx, op, func(c *conn) error { return setSetting(c, settingGone, []byte(takeOut)) })
}

// allSent refuses while an entry is not acknowledged or a photograph not sent.
func (s *Store) allSent(c *conn) error {
	acked, err := number64(c, settingAcked)
	if err != nil {
		return err
	}
	last, _, err := head(c)
	if err != nil {
		return err
	}
	var unsent int
	if _, err := c.one([]any{&unsent}, "SELECT count(*) FROM blob WHERE sent = 0"); err != nil {
		return err
	}
	if last.Seq > acked || unsent > 0 {
		return fmt.Errorf("%d entries and %d photographs: %w", last.Seq-acked, unsent, ErrUnsent)
	}
	return nil
}

// emptied empties every table that does not stay, and central's last word on
// what is not of the station itself.
func emptied(c *conn) error {
	var plain, indexes []string
	err := c.each("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'", nil, func(scan func(...any) error) error {
		var name string
		var sql sql.NullString
		if err := scan(&name, &sql); err != nil {
			return err
		}
		if strings.Contains(sql.String, "USING fts5") {
			indexes = append(indexes, name)
		} else {
			plain = append(plain, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range indexes {
		if err := c.script(fmt.Sprintf("INSERT INTO %[1]s (%[1]s) VALUES ('delete-all')", name)); err != nil {
			return err
		}
	}
	for _, name := range plain {
		if stays[name] || ofIndex(name, indexes) {
			continue
		}
		where := ""
		if name == "trunk" {
			where = " WHERE about NOT LIKE 'officer/%' AND about NOT LIKE 'revocation/%' AND about NOT LIKE 'pack/%'"
		}
		if err := c.script("DELETE FROM " + name + where); err != nil {
			return err
		}
	}
	return nil
}

// ofIndex reports whether a table is one of those in which an index is kept.
func ofIndex(name string, indexes []string) bool {
	for _, index := range indexes {
		if strings.HasPrefix(name, index+"_") {
			return true
		}
	}
	return false
}

// compact writes the database anew, without the bytes of what was deleted. The
// connection is one of its own: SQLite attaches a nameless database in memory
// for it, which no other connection of ours may.
func (s *Store) compact(ctx context.Context) error {
	w, err := take(ctx, s.writer)
	if err != nil {
		return err
	}
	defer func() { s.writer <- w }()
	d := &sqlite.Driver{}
	d.RegisterConnectionHook(permitNameless)
	name := dsn(filepath.Join(s.dir, FileName), s.mount.Name(), "rw", "synchronous(FULL)", "secure_delete(1)")
	db := sql.OpenDB(connector{d, name})
	defer db.Close()
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, "VACUUM")
	return err
}

// permitNameless forbids to attach anything that has a name.
func permitNameless(c sqlite.ExecQuerierContext, _ string) error {
	r, ok := c.(sqlite.AuthorizerRegisterer)
	if !ok {
		return errors.New("the driver has no authorizer")
	}
	return r.RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, file, _, _, _ string) sqlite.AuthorizerReturnCode {
		if action == sqlite.AuthAttach && file != "" {
			return sqlite.AuthorizerDeny
		}
		return sqlite.AuthorizerOK
	})
}

// Pages calls do with every page of the database as SQLite sees it, decrypted,
// the free ones too: what is in none of them is not in the file.
func (s *Store) Pages(ctx context.Context, do func(number int, page []byte) error) error {
	return explain("read the pages", s.read(ctx, func(v *view) error {
		return v.c.each("SELECT pgno, data FROM sqlite_dbpage", nil, func(scan func(...any) error) error {
			var n int
			var page sql.RawBytes
			if err := scan(&n, &page); err != nil {
				return err
			}
			return do(n, page)
		})
	}))
}
