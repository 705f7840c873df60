package store_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"sala/app/store"
)

// next returns the program's migrations and one more.
func next(t *testing.T, sql string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(store.Schema(), "schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(store.Schema(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	files["schema/9999.sql"] = &fstest.MapFile{Data: []byte(sql)}
	return files
}

func TestMigrateAndStepBack(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	populate(t, s, 20)
	submit(t, s, "p1", "r0000001")
	want := mustDigest(t, s)
	s.Close()

	newer := store.WithSchema(testEnv(), next(t, "ALTER TABLE officer ADD COLUMN colour TEXT NOT NULL DEFAULT ''; CREATE TABLE room (id INTEGER PRIMARY KEY) STRICT;"))
	s, err := store.Open(ctx, dir, byPassword, newer)
	if err != nil {
		t.Fatal(err)
	}
	got := mustDigest(t, s)
	delete(got, "officer") // it has a column more
	same := maps.Clone(want)
	delete(same, "officer")
	if !maps.Equal(got, same) {
		t.Error("the migration changed the tables")
	}
	submit(t, s, "p2", "")
	s.Close()

	// The program of before refuses it, and says why; one step brings it back.
	_, err = store.Open(ctx, dir, byPassword, testEnv())
	refusedAs(t, err, "newer_version")
	aside, err := store.StepBack(ctx, dir, byPassword, newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(aside); err != nil {
		t.Error("what was done since is gone:", err)
	}
	s = open(t, dir)
	if !maps.Equal(mustDigest(t, s), want) {
		t.Error("the step back is not what it was before")
	}
	refusedAs(t, s.Behind(), "old_copy") // p2 was done since
}

func TestMigrationThatLosesIsRefused(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	submit(t, s, "p1", "")
	want := mustDigest(t, s)
	s.Close()
	for name, sql := range map[string]string{
		"a draft":        "DELETE FROM petition;",
		"an entry":       "DELETE FROM journal WHERE seq = 2;",
		"a changed word": "UPDATE journal SET officer = 'x' WHERE seq = 2;",
		"a wrong word":   "CREATE TABEL x;",
	} {
		t.Run(name, func(t *testing.T) {
			if s, err := store.Open(ctx, dir, byPassword, store.WithSchema(testEnv(), next(t, sql))); err == nil {
				s.Close()
				t.Fatal("the migration was let through")
			}
			s := open(t, dir)
			defer s.Close()
			if !maps.Equal(mustDigest(t, s), want) {
				t.Error("the refused migration changed something")
			}
		})
	}
}

// TestBadFolders: what is no station is told as what it is, and stays as it is.
func TestBadFolders(t *testing.T) {
	ctx := context.Background()
	good := t.TempDir()
	create(t, good).Close()
	for _, test := range []struct {
		name  string
		spoil func(dir string) error
		code  string
	}{
		{"no station", func(dir string) error { return os.Remove(filepath.Join(dir, "station.keys")) }, "keys_gone"},
		{"an empty folder", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "station.keys")), os.Remove(filepath.Join(dir, store.FileName)))
		}, "no_station"},
		{"no database", func(dir string) error { return os.Remove(filepath.Join(dir, store.FileName)) }, "database_gone"},
		{"half copied", func(dir string) error { return os.Truncate(filepath.Join(dir, store.FileName), 40_000) }, "half_copied"},
		{"cut at a page", func(dir string) error { return os.Truncate(filepath.Join(dir, store.FileName), 40_960) }, "damaged"},
		{"empty", func(dir string) error { return os.Truncate(filepath.Join(dir, store.FileName), 0) }, "half_copied"},
		{"keys damaged", func(dir string) error { return os.WriteFile(filepath.Join(dir, "station.keys"), []byte("{}"), 0o600) }, "keys_damaged"},
		{"keys of a newer version", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "station.keys"), []byte(`{"version":99}`), 0o600)
		}, "newer_version"},
		{"another station's keys", func(dir string) error {
			other := t.TempDir()
			create(t, other).Close()
			b, err := os.ReadFile(filepath.Join(other, "station.keys"))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "station.keys"), b, 0o600)
		}, "damaged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{"station.keys", store.FileName} {
				b, err := os.ReadFile(filepath.Join(good, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := test.spoil(dir); err != nil {
				t.Fatal(err)
			}
			before := listing(t, dir)
			s, err := store.Open(ctx, dir, byPassword, testEnv())
			if err == nil {
				s.Close()
				t.Fatal("it opened")
			}
			refusedAs(t, err, test.code)
			for name, b := range before {
				if now := listing(t, dir)[name]; now != b {
					t.Errorf("%s was changed", name)
				}
			}
		})
	}
	if _, err := store.Create(ctx, good, store.Options{Station: "x", Office: "x", Officer: officer("x"), Password: "x", Environment: testEnv()}); err == nil {
		t.Error("a station was made over another")
	} else {
		refusedAs(t, err, "station_exists")
	}
}

func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{"station.keys", store.FileName} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			out[name] = string(b)
		}
	}
	return out
}
