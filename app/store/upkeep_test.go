package store_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/number"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

func findings(fs []store.Finding) map[string]string {
	out := map[string]string{}
	for _, f := range fs {
		out[f.Check] = string(f.Level) + " " + f.Code
	}
	return out
}

func TestDoctor(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	submit(t, s, "p1", "")
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	got := findings(s.Examine(ctx, true))
	for _, check := range []string{"folder", "files", "space", "log", "clock", "database", "journal", "copy"} {
		if got[check] != "good ok" {
			t.Errorf("%s: %s", check, got[check])
		}
	}
	if got["keys"] != "warn password_cheap" {
		t.Errorf("keys: %s, want the cheap password of the test", got["keys"])
	}
	s.Close()

	back := testEnv()
	back.Now = func() time.Time { return noon().AddDate(-1, 0, 0) }
	s, err := store.Open(ctx, dir, byPassword, back)
	if err != nil {
		t.Fatal(err)
	}
	if got := findings(s.Examine(ctx, false)); got["clock"] != "bad clock_back" {
		t.Errorf("a clock a year back: %s", got["clock"])
	}
	s.Close()
	if err := os.Chmod(filepath.Join(dir, store.FileName), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := findings(store.Examine(dir)); got["files"] != "warn file_open_to_others" {
		t.Errorf("a file that others may read: %s", got["files"])
	}
	if got := findings(store.Examine(t.TempDir())); got["files"] != "bad no_station" {
		t.Errorf("an empty folder: %s", got["files"])
	}
}

func TestSupportBundleHoldsNobody(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 20)
	leases(t, s)
	submit(t, s, "p1", "r0000002")
	issue(t, s, "p1")
	var b bytes.Buffer
	if err := s.Support(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(z.File) < 4 {
		t.Fatalf("%d files, %v", len(z.File), err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"ณัฐพล", "malee", "มาลี", "r0000002", "สมัครงาน", "15000000", "petition/p1", "-c0000"} {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("%s holds %q", f.Name, word)
			}
		}
	}
}

func TestPurgeForgetsPersonsAndKeepsTheChain(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	leases(t, s)
	submit(t, s, "p1", "")
	gone := issue(t, s, "p1")
	submit(t, s, "p2", "")
	h, _ := s.Head(ctx)
	acknowledge(t, s, map[uint64]wire.Verdict{h.Seq: {Outcome: wire.Conflict, Reason: "x"}}) // the last entry of p2
	submit(t, s, "p3", "")                                                                   // not acknowledged
	n, err := s.Purge(ctx, 1<<40)
	if err != nil || n < 5 {
		t.Fatalf("%d payloads purged, %v", n, err)
	}
	r, err := s.VerifyJournal(ctx)
	if err != nil || r.Purged != uint64(n) {
		t.Errorf("%+v, %v", r, err)
	}
	err = s.Read(ctx, func(r office.Reader) error { _, err := r.Petition("p1"); return err })
	if err == nil {
		t.Error("the petition is still there")
	}
	for _, id := range []string{"p2", "p3"} {
		read(t, s, func(r office.Reader) error { _, err := r.Petition(id); return err })
	}
	rebuildEquals(t, s)
	read(t, s, func(r office.Reader) error {
		use, err := r.NextNumber(number.Certificates)
		if use.Text == gone {
			t.Error("a purged certificate's number is free again")
		}
		return err
	})
	// It goes to central, and comes back, without its payload.
	all, err := s.Unacknowledged(ctx, 0, 0, 0)
	if err != nil || !slices.ContainsFunc(all, func(e journal.Entry) bool { return e.Payload == nil }) {
		t.Errorf("%d entries, %v", len(all), err)
	}
}

func TestWhoLookedAtMe(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 4)
	for _, purpose := range []string{"house register copy", "welfare"} {
		write(t, s, "malee", func(w office.Writer) error {
			return w.Append(act.RecordViewed, "resident/r0000001", 1, act.Viewing{Register: register.Residents, ID: "r0000001", Purpose: purpose})
		})
	}
	got, err := s.Viewings(context.Background(), register.Residents, "r0000001")
	if err != nil || len(got) != 2 || got[0].Purpose != "welfare" || got[0].Officer != "malee" || !got[0].At.After(got[1].At) {
		t.Errorf("viewings %+v, %v", got, err)
	}
	if got, _ := s.Viewings(context.Background(), register.Residents, "r0000002"); len(got) != 0 {
		t.Errorf("viewings of another: %+v", got)
	}
}

func TestTidyLosesNothing(t *testing.T) {
	s := create(t, t.TempDir())
	for i := range 12 { // in pieces
		var recs []register.Record
		for k := range 20 {
			recs = append(recs, resident(i*20+k).Record())
		}
		if err := s.ApplyPage(context.Background(), changes(t, uint64(i*20), recs...)); err != nil {
			t.Fatal(err)
		}
	}
	find := func() (ids []string) {
		read(t, s, func(r office.Reader) error {
			hits, err := r.Find("ณัฐพล", 100)
			for _, h := range hits {
				ids = append(ids, h.ID)
			}
			return err
		})
		return ids
	}
	want, tables := find(), mustDigest(t, s)
	for range 2 {
		if err := s.Tidy(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if got := find(); len(got) != 60 || !slices.Equal(got, want) || !maps.Equal(mustDigest(t, s), tables) {
		t.Errorf("%d found after tidying, %d before", len(got), len(want))
	}
}
