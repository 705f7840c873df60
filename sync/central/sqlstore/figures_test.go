package sqlstore_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/forms/act"
	"sala/sync/central"
	"sala/sync/central/sqlstore"
	"sala/sync/client/memory"
	"sala/sync/journal"
	"sala/sync/wire"
)

// petitions returns pushes of n drafted petitions in all.
func petitions(name string, n, size int) ([]wire.Push, ed25519.PublicKey) {
	seed := sha256.Sum256([]byte(name))
	key := ed25519.NewKeyFromSeed(seed[:])
	store := memory.New(name, "A", key, time.Now)
	for i := range n - 1 {
		id := fmt.Sprintf("%s-r%08d", name, i)
		store.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Resident: id,
			Answers: map[string]any{"purpose": "ใช้ประกอบการสมัครงาน", "copies": int64(i % 3), "phone": fmt.Sprintf("08%08d", i*7919), "note": fmt.Sprint(i)}})
	}
	var pushes []wire.Push
	for rest := []journal.Entry(store.Entries); len(rest) > 0; {
		k := min(size, len(rest))
		pushes, rest = append(pushes, wire.Pack(rest[:k])), rest[k:]
	}
	return pushes, key.Public().(ed25519.PublicKey)
}

// BenchmarkFigureIngest measures how fast central takes entries in, with all its
// rules, beside a raw insert of the same rows into tables of the same columns
// and indexes: many rows to a statement, as many transactions, nothing checked.
func BenchmarkFigureIngest(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		dir := b.TempDir()
		s, err := sqlstore.OpenSQLite(context.Background(), dir)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		raw, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "raw.db")+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-65536)")
		if err != nil {
			b.Fatal(err)
		}
		defer raw.Close()
		raw.SetMaxOpenConns(1)
		ingest(b, s, raw, "?", "blob")
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		address, err := server.Database(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		s, err := sqlstore.OpenPostgres(context.Background(), address)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		raw, err := sql.Open("pgx", address)
		if err != nil {
			b.Fatal(err)
		}
		defer raw.Close()
		ingest(b, s, raw, "$", "bytea")
	})
}

func ingest(b *testing.B, s central.Store, raw *sql.DB, mark, blob string) {
	ctx := context.Background()
	authority, err := central.OpenAuthority(b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	c := central.New(central.Config{Store: s, Authority: authority, Now: time.Now})
	if err := c.AddOffice(ctx, central.Office{ID: "A", Country: "TH"}); err != nil {
		b.Fatal(err)
	}
	for _, statement := range []string{
		"create table raw_entry (station text not null, seq bigint not null, hash # not null, prev # not null, office text not null, received bigint not null, at bigint not null, officer text not null, kind text not null, subject text not null, base bigint not null, payload #, payload_hash # not null, signature #, outcome text not null, reason text not null, position bigint not null, version bigint not null, fields text not null, primary key (station, seq))",
		"create index raw_office on raw_entry (office, received)",
		"create table raw_item (office text not null, what text not null, id text not null, version bigint not null, position bigint not null, body # not null, primary key (office, what, id))",
		"create unique index raw_position on raw_item (office, position)", "create index raw_id on raw_item (what, id)",
	} {
		if _, err := raw.ExecContext(ctx, strings.ReplaceAll(statement, "#", blob)); err != nil {
			b.Fatal(err)
		}
	}
	const n, size = 10000, 2000
	var ours, bare time.Duration
	runs := 0
	for b.Loop() {
		runs++
		name := fmt.Sprintf("S%d", runs)
		b.StopTimer()
		pushes, key := petitions(name, n, size)
		if err := s.Update(ctx, func(tx central.Tx) error {
			return tx.PutStation(central.Station{Name: name, Office: "A", State: central.StationActive, JournalKey: key})
		}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		began := time.Now()
		for _, p := range pushes {
			if _, err := c.Push(ctx, name, p); err != nil {
				b.Fatal(err)
			}
		}
		ours += time.Since(began)
		began = time.Now()
		for _, p := range pushes {
			insertRaw(b, raw, mark, p)
		}
		bare += time.Since(began)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n*runs)/ours.Seconds(), "entries/s")
	b.ReportMetric(float64(n*runs)/bare.Seconds(), "raw-rows/s")
	b.ReportMetric(bare.Seconds()/ours.Seconds(), "x-raw>=0.5")
}

// insertRaw writes a push's entries, and an item for each, in one transaction.
func insertRaw(b *testing.B, db *sql.DB, mark string, p wire.Push) {
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	rows := func(table string, width int, values []any) {
		var groups []string
		for i := range len(values) / width {
			marks := make([]string, width)
			for k := range marks {
				if marks[k] = "?"; mark == "$" {
					marks[k] = fmt.Sprintf("$%d", i*width+k+1)
				}
			}
			groups = append(groups, "("+strings.Join(marks, ",")+")")
		}
		if _, err := tx.Exec("insert into "+table+" values "+strings.Join(groups, ","), values...); err != nil {
			b.Fatal(err)
		}
	}
	hash := sha256.Sum256([]byte(p.Station))
	for at := 0; at < len(p.Entries); at += 128 {
		part := p.Entries[at:min(at+128, len(p.Entries))]
		var entries, items []any
		for i := range part {
			e, seq := &part[i], int64(p.After)+int64(at+i)
			entries = append(entries, p.Station, seq, hash[:], hash[:], "A", int64(1), int64(e.Time), e.Officer, e.Kind, e.Subject, int64(e.Base), e.Payload, hash[:], nil, "accepted", "", seq, int64(1), "")
			items = append(items, "A", "petition", e.Subject, int64(1), int64(at)+rawPosition(p.Station, p.After)+int64(i), e.Payload)
		}
		rows("raw_entry", 19, entries)
		if p.After > 0 || at > 0 {
			rows("raw_item", 6, items)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// rawPosition is a place in the raw table's order that no other push takes.
func rawPosition(station string, after uint64) int64 {
	var run int64
	fmt.Sscanf(station, "S%d", &run)
	return run<<32 + int64(after)
}
