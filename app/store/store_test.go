package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

func TestPetitionFromDraftToFinalCertificate(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 8)
	leases(t, s)
	submit(t, s, "p1", "r0000001")
	number := issue(t, s, "p1")

	status := func() (st certificate.Status) {
		read(t, s, func(r office.Reader) error {
			c, err := r.Certificate(number)
			st = c.Status
			return err
		})
		return st
	}
	if got := status(); got != certificate.Provisional {
		t.Errorf("before central has spoken the certificate is %s, want provisional", got)
	}
	read(t, s, func(r office.Reader) error {
		p, err := r.Petition("p1")
		if err != nil {
			return err
		}
		if p.State != petition.Fulfilled || p.Due().Minor != 0 || p.Office != testOffice {
			t.Errorf("petition is %s, due %s, of %q", p.State, p.Due(), p.Office)
		}
		j, err := r.Journal()
		if err != nil {
			return err
		}
		if j.Pending == 0 || j.Acknowledged != 0 || j.Entries != uint64(j.Pending) {
			t.Errorf("journal state %+v, want everything pending", j)
		}
		return nil
	})
	acknowledge(t, s, nil)
	if got := status(); got != certificate.Final {
		t.Errorf("after acknowledgement the certificate is %s, want final", got)
	}
	if _, err := s.VerifyJournal(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestCentralObjectsToAnIssue(t *testing.T) {
	s := create(t, t.TempDir())
	leases(t, s)
	submit(t, s, "p1", "")
	number := issue(t, s, "p1")
	h, _ := s.Head(context.Background())
	acknowledge(t, s, map[uint64]wire.Verdict{h.Seq: {Outcome: wire.Rejected, Reason: "resident_moved"}})
	read(t, s, func(r office.Reader) error {
		c, err := r.Certificate(number)
		if err == nil && c.Status != certificate.Objected {
			t.Errorf("status %s, want objected", c.Status)
		}
		return err
	})
	aside, err := s.SetAside(context.Background())
	if err != nil || len(aside) != 1 || aside[0].Entry.Seq != h.Seq || aside[0].Verdict.Reason != "resident_moved" {
		t.Errorf("set aside: %+v, %v", aside, err)
	}
	write(t, s, "malee", func(w office.Writer) error {
		return w.Append(act.EntrySettled, "certificate/"+number, 0, act.Settlement{Seq: h.Seq, How: "theirs"})
	})
	if aside, err = s.SetAside(context.Background()); err != nil || len(aside) != 0 {
		t.Errorf("set aside after it was settled: %+v, %v", aside, err)
	}
	rebuildEquals(t, s)
}

func TestRefusedActLeavesNothing(t *testing.T) {
	s := create(t, t.TempDir())
	submit(t, s, "p1", "")
	before, _ := s.Head(context.Background())
	digest, _ := s.Digest(context.Background())
	err := s.Write(context.Background(), "malee", func(w office.Writer) error {
		p, err := w.Petition("p1")
		if err != nil {
			return err
		}
		if err := w.Append(act.PetitionReviewed, "petition/p1", p.Version, act.Decision{Petition: "p1"}); err != nil {
			return err
		}
		return w.Append(act.PetitionApproved, "petition/p1", p.Version, act.Decision{Petition: "p1", Content: []byte("something else")})
	})
	if !errors.Is(err, petition.ErrContent) {
		t.Fatalf("error %v, want ErrContent", err)
	}
	after, _ := s.Head(context.Background())
	now, _ := s.Digest(context.Background())
	if after != before || !maps.Equal(digest, now) {
		t.Error("a refused act left something behind")
	}
}

// TestNothingIsWrittenThatCannotBeSent promises that no entry gets into the
// journal that central will never take: all after it would wait for ever.
func TestNothingIsWrittenThatCannotBeSent(t *testing.T) {
	s := create(t, t.TempDir())
	before, _ := s.Head(context.Background())
	for name, c := range map[string]struct {
		officer, subject string
		text             int
		fits, noText     bool
	}{
		"the largest":    {officer: "malee", subject: "petition/p", text: wire.MaxPayload - 200, fits: true},
		"a long text":    {officer: "malee", subject: "petition/p", text: wire.MaxPayload},
		"a long subject": {officer: "malee", subject: "petition/" + strings.Repeat("p", wire.MaxText)},
		"a long officer": {officer: strings.Repeat("m", wire.MaxText+1), subject: "petition/p"},
		"no text":        {officer: "malee", subject: "petition/\x00", noText: true},
		"broken text":    {officer: "mal\xff", subject: "petition/p", noText: true},
	} {
		id := strings.ReplaceAll(name, " ", "-")
		err := s.Write(context.Background(), c.officer, func(w office.Writer) error {
			return w.Append(act.PetitionDrafted, c.subject, 0, act.Draft{Petition: id, Form: "f", FormVersion: "1", Answers: map[string]any{"purpose": strings.Repeat("x", c.text)}})
		})
		if c.noText && errors.Is(err, wire.ErrMalformed) {
			continue
		}
		if c.fits && err != nil || !c.fits && office.CodeOf(err) != "entry_too_large" {
			t.Errorf("%s: %v", name, err)
		}
	}
	waiting, err := s.Unacknowledged(context.Background(), before.Seq, 0, 0)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%d entries, %v", len(waiting), err)
	}
	if _, err := wire.Pack(waiting).Read(); err != nil {
		t.Errorf("what was written cannot be sent: %v", err)
	}
}

func TestNumbersAreUsedOnce(t *testing.T) {
	s := create(t, t.TempDir())
	if err := s.AddLease(context.Background(), lease(number.Certificates, 7, 8)); err != nil {
		t.Fatal(err)
	}
	if err := s.AddLease(context.Background(), lease(number.Certificates, 7, 8)); err != nil {
		t.Fatal("the same lease again:", err)
	}
	spoil := func(use act.NumberUse) error {
		return s.Write(context.Background(), "malee", func(w office.Writer) error {
			return w.Append(act.NumberSpoiled, "number/"+use.Text, 0, use)
		})
	}
	var first act.NumberUse
	for want := uint64(7); want <= 8; want++ {
		read(t, s, func(r office.Reader) (err error) {
			use, err := r.NextNumber(number.Certificates)
			if use.Number != want {
				t.Errorf("next number %d, want %d", use.Number, want)
			}
			first = use
			return err
		})
		if err := spoil(first); err != nil {
			t.Fatal(err)
		}
	}
	if err := spoil(first); !errors.Is(err, store.ErrNumberSpent) {
		t.Errorf("the same number again: %v, want ErrNumberSpent", err)
	}
	err := s.Read(context.Background(), func(r office.Reader) error { _, err := r.NextNumber(number.Certificates); return err })
	if !errors.Is(err, office.ErrNoNumbers) {
		t.Errorf("an empty lease: %v, want ErrNoNumbers", err)
	}
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	s := create(t, dir)
	submit(t, s, "p1", "")
	want, id := mustDigest(t, s), s.Identity()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(context.Background(), dir, store.Unlock{Officer: "malee", Password: "wrong"}, store.Environment{Cost: cheap})
	var refused *store.Error
	if !errors.As(err, &refused) || refused.Code() != "wrong_password" {
		t.Errorf("wrong password: %v", err)
	}
	s = open(t, dir)
	got := mustDigest(t, s)
	delete(want, "about") // the wrong password is an entry more
	delete(got, "about")
	if !maps.Equal(got, want) {
		t.Error("the tables differ after opening again")
	}
	if got := s.Identity(); got.Station != id.Station || got.Office != id.Office || !got.Public.Equal(id.Public) {
		t.Errorf("identity %+v, want %+v", got, id)
	}
}

func mustDigest(t testing.TB, s *store.Store) map[string]string {
	t.Helper()
	d, err := s.Digest(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFeedAndOwnChanges(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	populate(t, s, 4)
	move := func(field, value string, base uint64) {
		write(t, s, "malee", func(w office.Writer) error {
			return w.Append(act.RecordSet, "resident/r0000001", base, act.Change{Register: register.Residents, ID: "r0000001", Office: testOffice, Set: register.Fields{field: value}})
		})
	}
	show := func() (rec register.Record) {
		rec, err := s.Record(ctx, register.Residents, "r0000001")
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	move("moved_from", "ลำพูน", 1)
	move("relation", "child", 2)
	if rec := show(); rec.Version != 3 || rec.Fields.Text("moved_from") != "ลำพูน" || rec.Fields.Text("relation") != "child" {
		t.Fatalf("own changes do not show: %+v", rec)
	}

	// Another office changes the same person, and central puts that first.
	other := resident(1).Record()
	other.Version = 2
	other.Fields["last_th"] = "สุขใจ"
	if err := s.ApplyPage(ctx, changes(t, 100, other)); err != nil {
		t.Fatal(err)
	}
	if rec := show(); rec.Version != 4 || rec.Fields.Text("last_th") != "สุขใจ" || rec.Fields.Text("relation") != "child" {
		t.Fatalf("own changes are not on top of central's: %+v", rec)
	}

	// Central accepts the first as version 3 and rejects the second.
	h, _ := s.Head(ctx)
	acknowledge(t, s, map[uint64]wire.Verdict{h.Seq - 1: {Outcome: wire.Accepted, Version: 3}, h.Seq: {Outcome: wire.Rejected, Reason: "not_a_relation"}})
	if rec := show(); rec.Fields.Text("moved_from") != "ลำพูน" || rec.Fields.Text("relation") != "" {
		t.Fatalf("after the verdicts: %+v", rec)
	}
	merged := other
	merged.Version = 3
	merged.Fields = maps.Clone(other.Fields)
	merged.Fields["moved_from"] = "ลำพูน"
	if err := s.ApplyPage(ctx, changes(t, 101, merged)); err != nil {
		t.Fatal(err)
	}
	if rec := show(); rec.Version != 3 || rec.Fields.Text("moved_from") != "ลำพูน" {
		t.Fatalf("after central's merge: %+v", rec)
	}
	// An old page again changes nothing; a new cursor counts.
	want := mustDigest(t, s)
	if err := s.ApplyPage(ctx, changes(t, 100, other)); err != nil {
		t.Fatal(err)
	}
	if got := mustDigest(t, s); !maps.Equal(got, want) {
		t.Error("an old page changed the tables")
	}
	rebuildEquals(t, s)
}

func rebuildEquals(t testing.TB, s *store.Store) {
	t.Helper()
	want := mustDigest(t, s)
	if err := s.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	got := mustDigest(t, s)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("table %s differs after a rebuild", name)
		}
	}
}

func TestRebuildEquals(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 20)
	leases(t, s)
	for _, id := range []string{"p1", "p2", "p3"} {
		submit(t, s, id, "r0000002")
	}
	issue(t, s, "p2")
	acknowledge(t, s, nil)
	issue(t, s, "p3")
	rebuildEquals(t, s)
	read(t, s, func(r office.Reader) error {
		hits, err := r.Find("ณัฐพล", 50)
		if len(hits) != 5+3 {
			t.Errorf("%d hits after a rebuild, want five people and the petitions of one", len(hits))
		}
		return err
	})
}

func TestFind(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 8)
	minsu := register.Resident{ID: "k1", Version: 1, Office: testOffice, NationalNumber: "9001011234567", Names: map[string]register.Name{"ko": {First: "민수", Last: "김"}, "en": {First: "Minsu", Last: "Kim"}}}
	minsuk := register.Resident{ID: "k2", Version: 1, Office: testOffice, NationalNumber: "8502022345678", Names: map[string]register.Name{"ko": {First: "민숙", Last: "박"}}}
	if err := s.ApplyPage(context.Background(), changes(t, 500, minsu.Record(), minsuk.Record())); err != nil {
		t.Fatal(err)
	}
	submit(t, s, "p1", "k1")
	for _, test := range []struct {
		query string
		want  []string // the IDs, in order
	}{
		{"ณัฐพล", []string{"r0000002", "r0000006"}},
		{"แสงทอง", []string{"r0000002", "r0000006"}},
		{"ณัฐพลแสง", []string{"r0000002", "r0000006"}},
		{"แสงทอง ณัฐพล", []string{"r0000002", "r0000006"}},
		{"ติพง", []string{"r0000001", "r0000005"}},
		{"somy", []string{"r0000000", "r0000004"}},
		{"김민수", []string{"k1", "p1"}},      // and his petition
		{"민수", []string{"k1", "k2", "p1"}}, // 민수 is in 민숙 while one types
		{"민숙", []string{"k2"}},
		{"ㄱㅁㅅ", []string{"k1", "p1"}},
		{"ㅂㅁ", []string{"k2"}},
		{"Kim Minsu", []string{"k1", "p1"}},
		{"Gim Min-soo", []string{"k1", "p1"}},
		{"Bak Minsook", []string{"k2"}},             // who has no Latin name in the register
		{"นัทพน", []string{"r0000002", "r0000006"}}, // as it sounds
		{"Natthaphon Saengtong", []string{"r0000002", "r0000006"}},
		{"กิตติพงษ์", []string{"r0000001", "r0000005"}}, // misspelt
		{"900101-1234567", []string{"k1", "p1"}},
		{"0112345", []string{"k1", "p1"}},
		{"D01-p1", []string{"p1"}},
		{"สมัครงาน", []string{"p1"}},
		{"เชียงใหม่ 2/1", []string{"h000001"}},
		{"ไม่มีใคร", nil},
		{`"; DROP TABLE record --`, nil},
	} {
		t.Run(test.query, func(t *testing.T) {
			read(t, s, func(r office.Reader) error {
				hits, err := r.Find(test.query, 0)
				var got []string
				for _, h := range hits {
					got = append(got, h.ID)
				}
				if !slices.Equal(got, test.want) {
					t.Errorf("found %v, want %v", got, test.want)
				}
				return err
			})
		})
	}
}

func TestMembersHeadFirst(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 8)
	read(t, s, func(r office.Reader) error {
		members, err := r.Members("h000001")
		var got []string
		for _, m := range members {
			got = append(got, m.ID)
		}
		if want := []string{"r0000006", "r0000004", "r0000005", "r0000007"}; !slices.Equal(got, want) {
			t.Errorf("members %v, want %v", got, want)
		}
		return err
	})
}

// TestNothingInClear searches every file of a station for planted words.
func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	s := create(t, dir)
	populate(t, s, 400)
	leases(t, s)
	submit(t, s, "p1", "r0000002")
	issue(t, s, "p1")
	find := func() {
		read(t, s, func(r office.Reader) error { _, err := r.Find("ณัฐพล", 0); return err })
	}
	find()
	planted := []string{"ณัฐพล", "แสงทอง", "Nattapol", "1500000015838", "เชียงใหม่", "สมัครงาน", "มาลี วงศ์ดี", "SQLite format 3", "CREATE TABLE"}
	look := func(when string) {
		files := 0
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			files++
			for _, word := range planted {
				for name, form := range encodings(word) {
					if bytes.Contains(b, form) {
						t.Errorf("%s: %s holds %q in %s", when, d.Name(), word, name)
					}
				}
			}
			return err
		})
		if err != nil || files < 2 {
			t.Fatalf("looked into %d files: %v", files, err)
		}
	}
	look("open")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	look("closed")
}

func encodings(s string) map[string][]byte {
	var le, be []byte
	for _, u := range utf16.Encode([]rune(s)) {
		le, be = append(le, byte(u), byte(u>>8)), append(be, byte(u>>8), byte(u))
	}
	out := map[string][]byte{"UTF-8": []byte(s), "UTF-16LE": le, "UTF-16BE": be}
	if tis, err := charmap.Windows874.NewEncoder().String(s); err == nil && !strings.Contains(tis, "\x1a") {
		out["TIS-620"] = []byte(tis)
	}
	return out
}

// TestSlowReaderHoldsNobody: a view that stays open neither holds up writes nor
// sees them.
func TestSlowReaderHoldsNobody(t *testing.T) {
	s := create(t, t.TempDir())
	read(t, s, func(r office.Reader) error {
		before, err := r.Journal()
		if err != nil {
			return err
		}
		for _, id := range []string{"p1", "p2", "p3"} {
			submit(t, s, id, "")
		}
		if err := s.Checkpoint(context.Background()); err != nil {
			t.Error("a checkpoint beside a reader:", err)
		}
		after, err := r.Journal()
		if before.Head != after.Head {
			t.Error("the view moved")
		}
		return err
	})
}

// TestManyAtOnce: readers and writers of two openings of one station, at once.
func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	first := create(t, dir)
	populate(t, first, 40)
	second := open(t, dir)
	errs := make(chan error, 64)
	for i := range 16 {
		s := first
		if i%2 == 1 {
			s = second
		}
		go func() {
			errs <- trySubmit(s, fmt.Sprintf("m%d", i), "r0000001")
		}()
		go func() {
			errs <- s.Read(context.Background(), func(r office.Reader) error { _, err := r.Find("ณัฐพล", 10); return err })
		}()
	}
	for range 32 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if r, err := second.VerifyJournal(context.Background()); err != nil || r.Entries != 2+32 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestWrongPasswordsAreCountedSlowedAndJournaled(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	create(t, dir).Close()
	now := noon()
	env := testEnv()
	env.Now = func() time.Time { return now }
	wrong := store.Unlock{Officer: "malee", Password: "wrong"}
	for range 4 {
		_, err := store.Open(ctx, dir, wrong, env)
		refusedAs(t, err, "wrong_password")
	}
	_, err := store.Open(ctx, dir, byPassword, env)
	refusedAs(t, err, "too_many_attempts")
	now = now.Add(2 * time.Second)
	s, err := store.Open(ctx, dir, byPassword, env)
	if err != nil {
		t.Fatal("after the wait:", err)
	}
	defer s.Close()
	refused := 0
	for e, err := range s.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == act.SignInRefused {
			refused++
		}
	}
	if refused != 4 {
		t.Errorf("%d refusals in the journal, want 4", refused)
	}
}

// TestClosed: a store that was closed says so.
func TestClosed(t *testing.T) {
	s := create(t, t.TempDir())
	s.Close()
	refusedAs(t, s.Read(context.Background(), func(office.Reader) error { return nil }), "closed")
	refusedAs(t, s.Write(context.Background(), "malee", func(office.Writer) error { return nil }), "closed")
}
