package seal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sala/forms/certificate"
	"sala/forms/seal"
)

var update = flag.Bool("update", false, "write the test vectors anew")

// vector is one published example: a text, and what a verifier that trusts root
// must say of it at now.
type vector struct {
	About   string   `json:"about"`
	Text    string   `json:"text"`
	Root    string   `json:"root"` // compressed point, hexadecimal
	Revoked string   `json:"revocations,omitempty"`
	Now     int64    `json:"now"`     // Unix seconds
	Verdict string   `json:"verdict"` // seal.Verdict
	Says    *sayings `json:"says,omitempty"`
	Content string   `json:"content_sha256,omitempty"`
}

type sayings struct {
	Issuer, Station, Number, Template, Language, Name, Personal string
	Issued                                                      int64
}

const vectorFile = "testdata/vectors/seal-1.json"

// makeVectors makes the published examples out of fixed keys.
func makeVectors(t *testing.T) []vector {
	h, other := demonstration(t, "published test vectors"), demonstration(t, "somebody else")
	point := func(h house) string { return hex.EncodeToString(h.root.Root().Point) }
	s := sample()
	korean := s
	korean.Number, korean.Template, korean.Language, korean.Name, korean.Personal, korean.Birth, korean.Provisional = "KR-3001-2026-000045", "kr.family-relations", "ko", "김민수", "780314-1******", "", false
	expiring := korean
	expiring.Expires = today.Add(time.Hour)
	list, err := seal.SignRevocations(seal.Revocations{Issued: today.Unix(), Serial: 1, Documents: []seal.RevokedDocument{{Issuer: "TH-5001", Number: s.Number, Since: today.Unix(), Reason: "voided"}}}, h.root)
	if err != nil {
		t.Fatal(err)
	}
	text, now := sign(t, s, h.station), today.Unix()
	changed := []byte(text)
	if changed[len(changed)-8]++; changed[len(changed)-8] == 'Z'+1 || changed[len(changed)-8] == '9'+1 {
		changed[len(changed)-8] = '0'
	}
	return []vector{
		{About: "a provisional Thai certificate", Text: text, Root: point(h), Now: now},
		{About: "a Korean certificate", Text: sign(t, korean, h.station), Root: point(h), Now: now},
		{About: "valid for another hour", Text: sign(t, expiring, h.station), Root: point(h), Now: now},
		{About: "an hour later", Text: sign(t, expiring, h.station), Root: point(h), Now: now + 3600},
		{About: "on the list of revocations", Text: text, Root: point(h), Now: now, Revoked: hex.EncodeToString(list)},
		{About: "one character changed", Text: string(changed), Root: point(h), Now: now},
		{About: "by an office that this root does not vouch for", Text: sign(t, s, other.station), Root: point(h), Now: now},
		{About: "the code of a receipt", Text: "R-5001-2569-000077", Root: point(h), Now: now},
	}
}

func judge(t *testing.T, v vector) (seal.Sealed, string) {
	t.Helper()
	point, err := hex.DecodeString(v.Root)
	if err != nil {
		t.Fatal(err)
	}
	trust := seal.Trust{Roots: []seal.Root{{Name: "root", Point: point}}, Now: time.Unix(v.Now, 0)}
	if v.Revoked != "" {
		raw, err := hex.DecodeString(v.Revoked)
		if err != nil {
			t.Fatal(err)
		}
		if trust.Revocations, err = seal.ReadRevocations(raw, trust.Roots); err != nil {
			t.Fatal(err)
		}
	}
	s, err := seal.Verify(v.Text, trust)
	return s, seal.Verdict(s, err, "")
}

func said(s seal.Sealed) *sayings {
	if s.Number == "" {
		return nil
	}
	return &sayings{s.Issuer, s.Station, s.Number, s.Template, s.Language, s.Name, s.Personal, s.Issued.Unix()}
}

// The format does not change under those who verify it without our code: the
// published examples are made, and judged, as ever.
func TestPublishedVectors(t *testing.T) {
	made := makeVectors(t)
	for i := range made {
		s, verdict := judge(t, made[i])
		made[i].Verdict, made[i].Says = verdict, said(s)
		if s.Number != "" {
			made[i].Content = hex.EncodeToString(s.Content[:])
		}
	}
	now, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	now = append(now, '\n')
	if *update {
		if err := os.MkdirAll(filepath.Dir(vectorFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(vectorFile, now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now, published) {
		t.Error("the seals are no longer those that were published")
	}
	var vectors []vector
	if err := json.Unmarshal(published, &vectors); err != nil {
		t.Fatal(err)
	}
	want := []string{"provisional", "genuine", "genuine", "expired", "revoked", "changed", "unknown_issuer", "not_a_seal"}
	for i, v := range vectors {
		if _, got := judge(t, v); got != v.Verdict || got != want[i] {
			t.Errorf("%s: %s, published %s, promised %s", v.About, got, v.Verdict, want[i])
		}
	}
}

func TestVerdictKnowsTheOffice(t *testing.T) {
	h := demonstration(t, "a")
	s, err := seal.Verify(sign(t, sample(), h.station), h.trust())
	for known, want := range map[certificate.Status]string{"": "provisional", certificate.Final: "final", certificate.Void: "revoked", certificate.Provisional: "provisional"} {
		if got := seal.Verdict(s, err, known); got != want {
			t.Errorf("%q: %s, want %s", known, got, want)
		}
	}
}

// TestLongList promises that the list of a whole country can be read.
func TestLongList(t *testing.T) {
	root, _, _, err := seal.Demonstration(rand.Reader, "TH-5001", "D1", today.AddDate(-1, 0, 0), today.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r := seal.Revocations{Issued: today.Unix(), Serial: 7}
	for i := range 20000 {
		r.Documents = append(r.Documents, seal.RevokedDocument{Issuer: "TH-5001", Number: fmt.Sprintf("TH-5001-C-2569-%06d", i), Since: today.Unix(), Reason: "voided"})
	}
	b, err := seal.SignRevocations(r, root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal.ReadRevocations(b, []seal.Root{root.Root()})
	if err != nil || len(got.Documents) != len(r.Documents) {
		t.Errorf("%d of %d documents: %v", len(got.Documents), len(r.Documents), err)
	}
}
