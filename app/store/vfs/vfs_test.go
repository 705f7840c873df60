package vfs_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	_ "modernc.org/sqlite"

	"sala/app/store/vfs"
)

// counting is a layer that only counts.
type counting struct {
	vfs.Through
	writes, syncs, opens atomic.Int64
}

func (c *counting) Open(f *vfs.File) vfs.Code { c.opens.Add(1); return vfs.OK }
func (c *counting) Write(f *vfs.File, p []byte, off int64) vfs.Code {
	c.writes.Add(1)
	return f.WriteBelow(p, off)
}
func (c *counting) Sync(f *vfs.File) vfs.Code { c.syncs.Add(1); return f.SyncBelow() }

func open(t *testing.T, path string, m *vfs.Mount) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?vfs=%s&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)", path, m.Name()))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// TestLayersSeeEveryWrite: one layer over another, both see what is written,
// and what comes out is a plain database.
func TestLayersSeeEveryWrite(t *testing.T) {
	lower, upper := &counting{}, &counting{}
	below, err := vfs.New(lower, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer below.Unmount()
	above, err := vfs.New(upper, below)
	if err != nil {
		t.Fatal(err)
	}
	defer above.Unmount()
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, above)
	if _, err := db.Exec("CREATE TABLE t (x); INSERT INTO t VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if upper.writes.Load() == 0 || upper.writes.Load() != lower.writes.Load() || upper.syncs.Load() == 0 || upper.syncs.Load() != lower.syncs.Load() {
		t.Errorf("upper %d writes %d syncs, lower %d and %d", upper.writes.Load(), upper.syncs.Load(), lower.writes.Load(), lower.syncs.Load())
	}
	plain, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	var x int
	if err := plain.QueryRow("SELECT x FROM t").Scan(&x); err != nil || x != 1 {
		t.Errorf("read %d, %v", x, err)
	}
}

// refusing lets nothing open.
type refusing struct{ vfs.Through }

func (refusing) Open(*vfs.File) vfs.Code { return vfs.CantOpen }

func TestRefusedFileDoesNotOpen(t *testing.T) {
	m, err := vfs.New(refusing{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, filepath.Join(t.TempDir(), "a.db"), m)
	if _, err := db.Exec("CREATE TABLE t (x)"); err == nil {
		t.Error("it opened")
	}
	db.Close()
	m.Unmount()
	m.Unmount() // twice is once
	db = open(t, filepath.Join(t.TempDir(), "b.db"), m)
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE t (x)"); err == nil {
		t.Error("an unmounted layer still serves")
	}
}
