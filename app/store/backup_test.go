package store_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/sync/journal"
)

var byPassword = store.Unlock{Officer: "malee", Password: testPassword}

func testEnv() store.Environment { return store.Environment{Now: ticking(), Cost: cheap} }

func refusedAs(t *testing.T, err error, code string) {
	t.Helper()
	var e *store.Error
	if !errors.As(err, &e) || e.Code() != code {
		t.Errorf("error %v, want code %s", err, code)
	}
}

func TestBackupDrillAndPutBack(t *testing.T) {
	ctx := context.Background()
	dir, stick := t.TempDir(), t.TempDir()
	s := create(t, dir)
	populate(t, s, 40)
	leases(t, s)
	submit(t, s, "p1", "r0000001")
	acknowledge(t, s, nil)
	pages := 0
	b, err := s.Backup(ctx, stick, 2, func(done, total int) { pages = total })
	if err != nil {
		t.Fatal(err)
	}
	if pages == 0 || b.Head.Seq == 0 || b.Acked != b.Head.Seq {
		t.Errorf("backup %+v of %d pages", b, pages)
	}
	if info, err := os.Stat(filepath.Join(b.Dir, store.FileName)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the copy's rights are %v, %v", info.Mode(), err)
	}
	want := mustDigest(t, s)

	// The office works on, and central has it all; then the disk dies.
	number := issue(t, s, "p1")
	var lost []journal.Entry
	for e, err := range s.Entries(ctx, b.Head.Seq) {
		if err != nil {
			t.Fatal(err)
		}
		e.Signature = nil // central sends one signature for many
		lost = append(lost, e)
	}
	last := mustDigest(t, s)
	head, _ := s.Head(ctx)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := store.Drill(ctx, b.Dir, t.TempDir(), byPassword, testEnv()); err != nil || r.Head != b.Head {
		t.Errorf("drill: %+v, %v", r, err)
	}
	aside, err := store.PutBack(ctx, b.Dir, dir, byPassword, testEnv())
	if err != nil || len(aside) < 2 {
		t.Fatalf("put back: %v, %v", aside, err)
	}

	s = open(t, dir)
	if !maps.Equal(mustDigest(t, s), want) {
		t.Error("the backup is not what was copied")
	}
	refusedAs(t, s.Behind(), "old_copy")
	refusedAs(t, s.Write(ctx, "malee", func(office.Writer) error { return nil }), "old_copy")
	refusedAs(t, s.CentralHas(ctx, head.Seq), "old_copy")
	if err := s.Restore(ctx, lost); err != nil {
		t.Fatal(err)
	}
	if err := s.CentralHas(ctx, head.Seq); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.Head(ctx); got != head {
		t.Errorf("head %v after healing, want %v", got, head)
	}
	if !maps.Equal(mustDigest(t, s), last) {
		t.Error("after healing the tables are not what they were")
	}
	if _, err := s.VerifyJournal(ctx); err != nil {
		t.Error("signatures after healing:", err)
	}
	read(t, s, func(r office.Reader) error { _, err := r.Certificate(number); return err })
	submit(t, s, "p2", "")
}

// TestOldCopyIsTold: somebody copies an old database file over the newer one.
func TestOldCopyIsTold(t *testing.T) {
	ctx := context.Background()
	dir, elsewhere := t.TempDir(), t.TempDir()
	s := create(t, dir)
	submit(t, s, "p1", "")
	s.Close()
	old := map[string][]byte{}
	for _, name := range []string{store.FileName, store.WitnessName} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		old[name] = b
	}
	env := testEnv()
	env.Witnesses = []string{elsewhere}
	s, err := store.Open(ctx, dir, byPassword, env)
	if err != nil {
		t.Fatal(err)
	}
	submit(t, s, "p2", "")
	head, _ := s.Head(ctx)
	s.Close()

	put := func(names ...string) {
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(dir, name), old[name], 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(store.FileName)
	s = open(t, dir)
	refusedAs(t, s.Behind(), "old_copy")
	s.Close()

	// The whole folder, as a restored virtual machine does: the note elsewhere tells.
	put(store.WitnessName)
	s, err = store.Open(ctx, dir, byPassword, env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	refusedAs(t, s.Behind(), "old_copy")
	if err := s.GoOn(ctx); err != nil {
		t.Fatal(err)
	}
	submit(t, s, "p3", "")
	if h, _ := s.Head(ctx); h == head {
		t.Error("the head is that of the lost copy")
	}
	// Now central, which has the lost entries, sees a fork.
	lost := journal.Entry{Station: testStation, Seq: head.Seq, Kind: act.SignedIn}
	refusedAs(t, s.Restore(ctx, []journal.Entry{lost}), "second_copy")
	refusedAs(t, s.GoOn(ctx), "second_copy")
}

func TestBackupsAreKept(t *testing.T) {
	s, to := create(t, t.TempDir()), t.TempDir()
	for range 4 {
		if _, err := s.Backup(context.Background(), to, 2, nil); err != nil {
			t.Fatal(err)
		}
	}
	all, err := store.Backups(to, testStation)
	if err != nil || len(all) != 2 || !all[0].At.Before(all[1].At) {
		t.Errorf("%d backups, %v", len(all), err)
	}
	if err := os.Truncate(filepath.Join(all[1].Dir, store.FileName), 4096); err != nil {
		t.Fatal(err)
	}
	_, err = store.Drill(context.Background(), all[1].Dir, t.TempDir(), byPassword, testEnv())
	refusedAs(t, err, "damaged")
}
