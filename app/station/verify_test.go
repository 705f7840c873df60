package station

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// papersOf is a folder that trusts one root, and what the root's house seals.
type papersOf struct {
	dir     string
	root    seal.Identity
	station seal.Identity
	now     time.Time
}

func newPapers(t *testing.T) papersOf {
	t.Helper()
	p := papersOf{dir: t.TempDir(), now: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)}
	var err error
	p.root, _, p.station, err = seal.Demonstration(rand.Reader, "TH-5001", "TH-5001-D01", p.now.AddDate(-1, 0, 0), p.now.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	b, err := act.Encode(Trust{Roots: []seal.Root{p.root.Root()}, X509: p.root.X509})
	if err == nil {
		err = os.WriteFile(filepath.Join(p.dir, TrustFile), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p papersOf) sealed(t *testing.T, number string, provisional bool) string {
	t.Helper()
	text, err := seal.Sign(seal.Sealed{Issuer: "TH-5001", Number: number, Template: "th.birth", Name: "ทดสอบ", Issued: p.now.AddDate(0, 0, -9), Provisional: provisional, Content: [32]byte{1}}, p.station)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (p papersOf) list(t *testing.T, serial uint64, by seal.Identity, issued time.Time, numbers ...string) []byte {
	t.Helper()
	r := seal.Revocations{Serial: serial, Issued: issued.Unix(), Next: issued.Add(7 * 24 * time.Hour).Unix()}
	for _, n := range numbers {
		r.Documents = append(r.Documents, seal.RevokedDocument{Issuer: "TH-5001", Number: n, Since: issued.Unix(), Reason: "voided"})
	}
	b, err := seal.SignRevocations(r, by)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (p papersOf) verdict(t *testing.T, text string) office.Verdict {
	t.Helper()
	v, err := NewVerifier(p.dir, func() time.Time { return p.now }, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := v.Seal(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What another office withdrew is told by the list that was carried here, with
// its date; only a newer list of the same root takes its place.
func TestRevocationListsAreBelievedByTheirRoot(t *testing.T) {
	p := newPapers(t)
	good, gone := p.sealed(t, "C-1", true), p.sealed(t, "C-2", false)
	if v := p.verdict(t, gone); !v.Stands || v.Word != "genuine" || !v.List.Missing() {
		t.Errorf("without a list: %+v", v)
	}
	week := p.now.AddDate(0, 0, -5)
	if err := TakeRevocations(p.dir, p.list(t, 3, p.root, week, "C-2")); err != nil {
		t.Fatal(err)
	}
	v := p.verdict(t, gone)
	if v.Stands || v.Word != "revoked" || v.Status != certificate.Void || v.Revoked == nil || !v.Revoked.Since.Equal(week) || v.List.Days != 5 || v.List.Old || v.List.Serial != 3 {
		t.Errorf("with the list: %+v, revoked %+v", v, v.Revoked)
	}
	if v := p.verdict(t, good); !v.Stands || v.Word != "provisional" {
		t.Errorf("a paper that is not in the list: %+v", v)
	}
	stranger := newPapers(t)
	for name, c := range map[string]struct {
		list []byte
		code string
	}{
		"an older list":     {p.list(t, 2, p.root, p.now), ""},
		"a stranger's list": {p.list(t, 9, stranger.root, p.now), "not_a_list"},
		"a station's list":  {p.list(t, 9, p.station, p.now), "not_a_list"},
		"something else":    {[]byte("no list"), "not_a_list"},
	} {
		if err := TakeRevocations(p.dir, c.list); office.CodeOf(err) != c.code {
			t.Errorf("%s gives %v, want %q", name, err, c.code)
		}
		if v := p.verdict(t, gone); v.Word != "revoked" {
			t.Errorf("after %s the paper is %s", name, v.Word)
		}
	}
	p.now = p.now.AddDate(0, 0, 30)
	if v := p.verdict(t, good); !v.List.Old || v.List.Days != 35 {
		t.Errorf("a month later: %+v", v.List)
	}
	if err := TakeRevocations(p.dir, p.list(t, 4, p.root, p.now)); err != nil {
		t.Fatal(err)
	}
	if v := p.verdict(t, gone); !v.Stands || v.List.Serial != 4 || v.List.Days != 0 {
		t.Errorf("with a newer list: %+v", v)
	}
}

// Each way in which a paper can be wrong has its own word.
func TestPapersAreToldApart(t *testing.T) {
	p, stranger := newPapers(t), newPapers(t)
	good := p.sealed(t, "C-1", false)
	changed := []byte(good)
	changed[len(changed)-9] ^= 3
	expired, err := seal.Sign(seal.Sealed{Issuer: "TH-5001", Number: "C-3", Template: "th.birth", Issued: p.now.AddDate(0, 0, -90), Expires: p.now.AddDate(0, 0, -1), Content: [32]byte{1}}, p.station)
	if err != nil {
		t.Fatal(err)
	}
	for word, text := range map[string]string{"genuine": good, "provisional": p.sealed(t, "C-2", true), "unknown_issuer": stranger.sealed(t, "C-1", false),
		"expired": expired, "not_a_seal": "https://example.org/1"} {
		if v := p.verdict(t, text); v.Word != word || v.Stands != (word == "genuine" || word == "provisional") {
			t.Errorf("%s: %+v", word, v)
		}
	}
	if v := p.verdict(t, string(changed)); v.Stands || v.Word != "changed" && v.Word != "not_a_seal" {
		t.Errorf("one changed character: %+v", v)
	}
	v, err := NewVerifier(p.dir, func() time.Time { return p.now }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if cut, err := v.File(context.Background(), []byte("%PDF-1.4 cut")); err != nil || cut.Word != "pdf_damaged" {
		t.Errorf("a file that was cut: %+v (%v)", cut, err)
	}
}
