package store_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/petition"
	"sala/sync/wire"
)

var update = flag.Bool("update", false, "write the fixture of the newest version")

// upTo returns the program's migrations through a version.
func upTo(t *testing.T, version int) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for v := 1; v <= version; v++ {
		name := fmt.Sprintf("schema/%04d.sql", v)
		b, err := fs.ReadFile(store.Schema(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	return files
}

// TestEveryVersionOpens: the rows of a database of each version (testdata),
// in the tables of that version, are opened and carried over by this one.
func TestEveryVersionOpens(t *testing.T) {
	all, err := fs.Glob(store.Schema(), "schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		writeFixture(t, len(all))
	}
	for version := 1; version <= len(all); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			dump, err := os.ReadFile(fixture(version))
			if err != nil {
				t.Fatal("a version without a fixture; run go test -update before the next migration:", err)
			}
			dir := t.TempDir()
			o := store.Options{Station: testStation, Office: testOffice, Officer: officer("malee"), Password: testPassword,
				Environment: store.WithSchema(testEnv(), upTo(t, version))}
			s, err := store.Create(context.Background(), dir, o)
			if err != nil {
				t.Fatal(err)
			}
			if err := store.Load(s, string(dump)); err != nil {
				t.Fatal(err)
			}
			s.Close()
			if err := os.Remove(filepath.Join(dir, store.WitnessName)); err != nil {
				t.Fatal(err)
			}

			s = open(t, dir)
			if r, err := s.VerifyJournal(context.Background()); err != nil || r.Entries < 10 {
				t.Errorf("%+v, %v", r, err)
			}
			want := mustDigest(t, s)
			if err := s.Rebuild(context.Background(), nil); err != nil {
				t.Fatal(err)
			}
			if got := mustDigest(t, s); !maps.Equal(got, want) {
				t.Error("the tables do not follow from the journal")
			}
			read(t, s, func(r office.Reader) error {
				p, err := r.Petition("p1")
				if p.State != petition.Fulfilled {
					t.Errorf("p1 is %s", p.State)
				}
				hits, ferr := r.Find("ณัฐพล", 0)
				if len(hits) != 1+1 || ferr != nil { // her and her petition: the index was made anew
					t.Errorf("%d hits, %v", len(hits), ferr)
				}
				return err
			})
			submit(t, s, "after", "r0000001")
		})
	}
}

func fixture(version int) string {
	return filepath.Join("testdata", fmt.Sprintf("version-%d.sql", version))
}

func writeFixture(t *testing.T, version int) {
	s := create(t, t.TempDir())
	populate(t, s, 4)
	leases(t, s)
	submit(t, s, "p1", "r0000002")
	issue(t, s, "p1")
	h, _ := s.Head(context.Background())
	acknowledge(t, s, map[uint64]wire.Verdict{h.Seq: {Outcome: wire.Conflict, Reason: "fixture"}})
	submit(t, s, "p2", "r0000003")
	dump, err := store.Dump(s)
	if err == nil {
		err = os.MkdirAll("testdata", 0o755)
	}
	if err == nil {
		err = os.WriteFile(fixture(version), []byte(dump), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
