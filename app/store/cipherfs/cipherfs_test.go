package cipherfs_test

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"sala/app/store/cipherfs"
	"sala/app/store/vfs"
)

const marker = "ความลับของประชาชน"

func keyed(t testing.TB, b byte) *cipherfs.Keys {
	t.Helper()
	k := cipherfs.NewKeys(rand.Reader)
	if err := k.Add(1, bytes.Repeat([]byte{b}, 32)); err != nil {
		t.Fatal(err)
	}
	return k
}

// mounted returns the vfs name of a new mount under the keys.
func mounted(t testing.TB, k *cipherfs.Keys) string {
	t.Helper()
	m, err := vfs.New(cipherfs.Layer(k), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Unmount)
	return m.Name()
}

func open(t testing.TB, path, mount, mode string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?vfs=%s&_pragma=temp_store(memory)&_pragma=journal_mode(%s)&_pragma=synchronous(FULL)", path, mount, mode))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// fill writes n rows with the marker and a blob of several pages.
func fill(t testing.TB, db *sql.DB, n int) {
	t.Helper()
	exec(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, body BLOB); CREATE INDEX tn ON t (name)")
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := tx.Exec("INSERT INTO t (name, body) VALUES (?, ?)", fmt.Sprint(marker, i), bytes.Repeat([]byte(marker), i%9*100)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func check(t testing.TB, db *sql.DB) {
	t.Helper()
	var said string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&said); err != nil || said != "ok" {
		t.Errorf("integrity check: %s, %v", said, err)
	}
}

func TestEverythingOfSQLiteWorks(t *testing.T) {
	for _, mode := range []string{"WAL", "DELETE", "PERSIST", "TRUNCATE"} {
		t.Run(mode, func(t *testing.T) {
			mount := mounted(t, keyed(t, 1))
			path := filepath.Join(t.TempDir(), "a.db")
			db := open(t, path, mount, mode)
			fill(t, db, 500)
			exec(t, db, "CREATE VIRTUAL TABLE f USING fts5 (x, tokenize='trigram'); INSERT INTO f SELECT name FROM t")
			big := bytes.Repeat([]byte(marker), 60_000) // 3 MB
			exec(t, db, "INSERT INTO t (id, name, body) VALUES (10000, 'big', ?)", big)
			exec(t, db, "SAVEPOINT s; DELETE FROM t WHERE id < 100; ROLLBACK TO s; RELEASE s")
			exec(t, db, "BEGIN; DELETE FROM t; ROLLBACK")
			exec(t, db, "DELETE FROM t WHERE id % 3 = 0")
			exec(t, db, "VACUUM")
			check(t, db)
			var n int
			if err := db.QueryRow("SELECT count(*) FROM f WHERE f MATCH 'ประชาชน1'").Scan(&n); err != nil || n == 0 {
				t.Errorf("search finds %d, %v", n, err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			db = open(t, path, mount, mode)
			check(t, db)
			var got []byte
			if err := db.QueryRow("SELECT body FROM t WHERE id = 10000").Scan(&got); err != nil || !bytes.Equal(got, big) {
				t.Errorf("the big blob is another, %v", err)
			}
			clear := 0
			files, _ := filepath.Glob(path + "*")
			for _, f := range files {
				b, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				if bytes.Contains(b, []byte(marker)) || bytes.Contains(b, []byte("SQLite format")) || bytes.Contains(b, []byte("CREATE TABLE")) {
					clear++
				}
			}
			if clear > 0 {
				t.Errorf("%d files hold plaintext", clear)
			}
		})
	}
}

// code returns SQLite's extended result code.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// closed returns the bytes of a filled, closed database, and its keys' byte.
func closed(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, mounted(t, keyed(t, 1)), "WAL")
	fill(t, db, 400)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDamageIsTold changes a database behind the layer's back.
func TestDamageIsTold(t *testing.T) {
	good := closed(t)
	other := closed(t)
	page := func(b []byte, n int) []byte { return b[(n-1)*vfs.PageSize : n*vfs.PageSize] }
	last := len(good) / vfs.PageSize
	for _, test := range []struct {
		name   string
		key    byte
		change func(b []byte) []byte
		want   string // whole = nothing is wrong
	}{
		{"untouched", 1, func(b []byte) []byte { return b }, ""},
		{"wrong key", 2, func(b []byte) []byte { return b }, "refused"},
		{"one bit", 1, func(b []byte) []byte { page(b, 5)[1000] ^= 4; return b }, "refused"},
		{"the tag", 1, func(b []byte) []byte { page(b, 5)[4080] ^= 1; return b }, "refused"},
		{"the epoch", 1, func(b []byte) []byte { page(b, 5)[4092] ^= 2; return b }, "refused"},
		{"two pages swapped", 1, func(b []byte) []byte {
			x := bytes.Clone(page(b, 5))
			copy(page(b, 5), page(b, 6))
			copy(page(b, 6), x)
			return b
		}, "refused"},
		{"a page of another database under the same key in another place", 1, func(b []byte) []byte { copy(page(b, 5), page(other, 7)); return b }, "refused"},
		{"a page of zeros", 1, func(b []byte) []byte { clear(page(b, last)); return b }, "refused"},
		{"cut short", 1, func(b []byte) []byte { return b[:len(b)-3*vfs.PageSize] }, "refused"},
		{"not a database", 1, func(b []byte) []byte { return []byte(strings.Repeat("SQLite format 3\x00", 1000)) }, "refused"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "b.db")
			if err := os.WriteFile(path, test.change(bytes.Clone(good)), 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?vfs=%s&mode=rw&_pragma=temp_store(memory)", path, mounted(t, keyed(t, test.key))))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			var said string
			err = db.QueryRow("PRAGMA integrity_check").Scan(&said)
			got := ""
			if err != nil || said != "ok" {
				got = "refused"
			}
			if got != test.want {
				t.Errorf("integrity check says %q, %v", said, err)
			}
			if err != nil && code(err) != lib.SQLITE_IOERR_DATA && code(err) != lib.SQLITE_NOTADB && code(err) != lib.SQLITE_CORRUPT && code(err)&0xff != lib.SQLITE_IOERR {
				t.Errorf("code %d: %v", code(err), err)
			}
		})
	}
}

// TestTornLog: a log cut anywhere, with noise before the cut, opens, and holds
// whole transactions only.
func TestTornLog(t *testing.T) {
	dir := t.TempDir()
	keys := keyed(t, 1)
	mount := mounted(t, keys)
	path := filepath.Join(dir, "a.db")
	db := open(t, path, mount, "WAL")
	exec(t, db, "PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (tx INTEGER, body BLOB)")
	for tx := range 40 {
		exec(t, db, "BEGIN")
		for range 3 {
			exec(t, db, "INSERT INTO t VALUES (?, randomblob(?))", tx, 50+tx*97%5000)
		}
		exec(t, db, "COMMIT")
	}
	main, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 512)
	for i := range 60 {
		cut := len(log) - 1 - i*(len(log)/90)
		torn := bytes.Clone(log[:cut])
		if i%3 == 0 {
			rand.Read(noise)
			copy(torn[len(torn)-600-i*50:], noise)
		}
		to := filepath.Join(dir, fmt.Sprintf("torn%d.db", i))
		if err := errors.Join(os.WriteFile(to, main, 0o600), os.WriteFile(to+"-wal", torn, 0o600)); err != nil {
			t.Fatal(err)
		}
		again := open(t, to, mount, "WAL")
		check(t, again)
		var parts int
		if err := again.QueryRow("SELECT count(*) FROM (SELECT tx FROM t GROUP BY tx HAVING count(*) <> 3)").Scan(&parts); err != nil || parts != 0 {
			t.Errorf("cut at %d: %d transactions in part, %v", cut, parts, err)
		}
		again.Close()
	}
}

// TestHotJournal: a transaction that was cut off in the middle of writing the
// main file is rolled back from the encrypted journal.
func TestHotJournal(t *testing.T) {
	dir := t.TempDir()
	mount := mounted(t, keyed(t, 1))
	path := filepath.Join(dir, "a.db")
	db := open(t, path, mount, "DELETE")
	exec(t, db, "PRAGMA cache_size = 5; CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, body BLOB)")
	exec(t, db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 2000) INSERT INTO t SELECT i, 0, randomblob(200) FROM n")
	exec(t, db, "BEGIN; UPDATE t SET v = 1") // spills into the main file
	var main, log []byte
	var err error
	if main, err = os.ReadFile(path); err == nil {
		log, err = os.ReadFile(path + "-journal")
	}
	if err != nil || len(log) < 10*vfs.PageSize {
		t.Fatalf("the journal has %d bytes, %v", len(log), err)
	}
	to := filepath.Join(dir, "cut.db")
	if err := errors.Join(os.WriteFile(to, main, 0o600), os.WriteFile(to+"-journal", log, 0o600)); err != nil {
		t.Fatal(err)
	}
	again := open(t, to, mount, "DELETE")
	check(t, again)
	var changed int
	if err := again.QueryRow("SELECT count(*) FROM t WHERE v = 1").Scan(&changed); err != nil || changed != 0 {
		t.Errorf("%d rows of the unfinished transaction stayed, %v", changed, err)
	}
}

func TestNothingSpillsToDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	mount := mounted(t, keyed(t, 1))
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?vfs=%s&_pragma=temp_store(file)&_pragma=cache_size(5)", path, mount))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec("CREATE TEMP TABLE x AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000) SELECT i, hex(randomblob(100)) FROM n")
	if code(err) != lib.SQLITE_CANTOPEN {
		t.Errorf("a temporary file: %v, want it refused", err)
	}
}

// TestEpochs: pages under an old key stay readable, new ones are under the new
// key, and a forgotten key opens nothing.
func TestEpochs(t *testing.T) {
	keys := keyed(t, 1)
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, mounted(t, keys), "WAL")
	fill(t, db, 200)
	if err := keys.Add(2, bytes.Repeat([]byte{7}, 32)); err != nil {
		t.Fatal(err)
	}
	exec(t, db, "INSERT INTO t (name) VALUES ('new')")
	exec(t, db, "PRAGMA wal_checkpoint(TRUNCATE)")
	check(t, db)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[byte]int{}
	for i := vfs.PageSize - 4; i < len(b); i += vfs.PageSize {
		seen[b[i]]++
	}
	if seen[1] == 0 || seen[2] == 0 {
		t.Errorf("pages by epoch: %v, want both", seen)
	}
	exec(t, db, "VACUUM")
	exec(t, db, "PRAGMA wal_checkpoint(TRUNCATE)")
	keys.RetireBefore(2)
	check(t, db)
	keys.Forget()
	if _, err := db.Exec("INSERT INTO t (name) VALUES ('after')"); err == nil {
		t.Error("a page was written without a key")
	}
}
