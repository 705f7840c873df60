package sqlstore_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sala/sync/central"
	"sala/sync/central/sqlstore"
	"sala/sync/wire"
)

// dump writes every row of a SQLite file in order.
func dump(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]string{}
	names, err := db.Query("select name from sqlite_master where type = 'table' order by name")
	if err != nil {
		t.Fatal(err)
	}
	defer names.Close()
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out[name] = rows(t, db, "select * from "+name+" order by 1, 2, 3")
	}
	return out
}

func rows(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	r, err := db.Query(query)
	if err != nil {
		if r, err = db.Query(query[:len(query)-len(", 2, 3")]); err != nil {
			t.Fatal(err)
		}
	}
	defer r.Close()
	columns, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	row, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	var b bytes.Buffer
	for r.Next() {
		if err := r.Scan(into...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%T %v\n", row, row)
	}
	return b.String()
}

// TestCopyThereAndBack promises that a central which outgrew SQLite has all of
// it in PostgreSQL, and that a backup of that is a SQLite file with all of it
// again.
func TestCopyThereAndBack(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	from, err := sqlstore.OpenSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := central.OpenAuthority(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	papers, err := central.OpenPapers(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	c := central.New(central.Config{Store: from, Authority: authority, Papers: papers, Now: time.Now})
	if err := c.AddOffice(ctx, central.Office{ID: "A", Country: "TH", Name: "สุเทพ"}); err != nil {
		t.Fatal(err)
	}
	pushes, key := petitions("S1", 1500, 700)
	if err := from.Update(ctx, func(tx central.Tx) error {
		if err := tx.PutItems([]central.Item{{Key: central.Key{What: wire.WhatRecord, ID: "resident/left"}, Office: "A", Version: 3, Position: 1 << 40}}); err != nil {
			return err // one that left: its body is empty
		}
		return tx.PutStation(central.Station{Name: "S1", Office: "A", State: central.StationActive, JournalKey: key})
	}); err != nil {
		t.Fatal(err)
	}
	for _, p := range pushes {
		if _, err := c.Push(ctx, "S1", p); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Leases(ctx, "S1", wire.LeaseRequest{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.PutAttachment(ctx, "", bytes.Repeat([]byte{0, 1, 2}, 50000)); err != nil {
		t.Fatal(err)
	}
	if err := c.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	address, err := server.Database(ctx)
	if err != nil {
		t.Fatal(err)
	}
	to, err := sqlstore.OpenPostgres(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	total := 0
	if err := sqlstore.Copy(ctx, from, to, func(c sqlstore.Copied) { total += c.Rows }); err != nil {
		t.Fatal(err)
	}
	if total < 3000 {
		t.Errorf("only %d rows were copied", total)
	}
	if err := sqlstore.Copy(ctx, from, to, nil); !errors.Is(err, sqlstore.ErrNotEmpty) {
		t.Errorf("a second time: %v", err)
	}
	back := filepath.Join(t.TempDir(), "back.db")
	if err := to.Backup(ctx, back); err != nil {
		t.Fatal(err)
	}
	if err := to.Backup(ctx, back); err == nil {
		t.Error("a backup was written over")
	}
	if err := from.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	from.Close()
	want, got := dump(t, filepath.Join(dir, sqlstore.FileName)), dump(t, back)
	if len(want) < 12 {
		t.Fatalf("only %d tables", len(want))
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("table %s is not what it was: %d bytes, %d", name, len(got[name]), len(want[name]))
		}
	}
}
