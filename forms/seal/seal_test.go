package seal_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20"
	"pgregory.net/rapid"

	"sala/forms/certificate"
	"sala/forms/seal"
)

var (
	from  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	until = time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC)
	today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

// seeded is randomness that a test can repeat.
func seeded(seed string) io.Reader {
	k := sha256.Sum256([]byte(seed))
	c, err := chacha20.NewUnauthenticatedCipher(k[:], make([]byte, 12))
	if err != nil {
		panic(err)
	}
	return stream{c}
}

type stream struct{ *chacha20.Cipher }

func (s stream) Read(b []byte) (int, error) {
	clear(b)
	s.XORKeyStream(b, b)
	return len(b), nil
}

type house struct{ root, office, station seal.Identity }

func demonstration(t testing.TB, seed string) house {
	t.Helper()
	root, office, station, err := seal.Demonstration(seeded(seed), "TH-5001", "TH-5001-D01", from, until)
	if err != nil {
		t.Fatal(err)
	}
	return house{root, office, station}
}

func (h house) trust() seal.Trust { return seal.Trust{Roots: []seal.Root{h.root.Root()}, Now: today} }

func sample() seal.Sealed {
	return seal.Sealed{
		Issuer: "TH-5001", Number: "๕๐๐๑-๒๕๖๙-๐๐๐๑๒๘", Template: "th.house-register-copy", Language: "th",
		Name: "นายสมชาย ใจดี", Personal: "1 1017 00230 70 8", Birth: "๑ มกราคม ๒๕๓๓",
		Issued: today.Add(-time.Hour), Content: sha256.Sum256([]byte("content")), Provisional: true,
	}
}

func sign(t testing.TB, s seal.Sealed, by seal.Identity) string {
	t.Helper()
	text, err := seal.Sign(s, by)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSealSaysWhatWasSigned(t *testing.T) {
	h := demonstration(t, "a")
	want := sample()
	text := sign(t, want, h.station)
	got, err := seal.Verify(text, h.trust())
	if err != nil {
		t.Fatal(err)
	}
	want.Station, want.KeyID = "TH-5001-D01", seal.KeyID(&h.station.Key.PublicKey)
	if got.Content != want.Content || !bytes.Equal(got.KeyID, want.KeyID) {
		t.Errorf("content or key differ: %x %x", got.Content, got.KeyID)
	}
	got.KeyID, want.KeyID = nil, nil
	if got.Name != want.Name || got.Number != want.Number || got.Personal != want.Personal || got.Birth != want.Birth || got.Template != want.Template ||
		got.Issuer != want.Issuer || got.Station != want.Station || !got.Issued.Equal(want.Issued) || !got.Provisional || !got.Expires.IsZero() {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if again := sign(t, sample(), h.station); again != text {
		t.Error("signing again gave another text")
	}
	// Version 20 with medium correction holds 970 characters: 97 modules at
	// 0.4 mm are 39 mm of paper.
	if len(text) > 970 {
		t.Errorf("%d characters", len(text))
	}
	t.Logf("%d characters", len(text))
}

func TestRefusals(t *testing.T) {
	h, other := demonstration(t, "a"), demonstration(t, "b")
	expired := sample()
	expired.Expires = today.Add(-time.Second)
	crossed := h.station
	crossed.Chain = [][]byte{h.station.Chain[0], other.station.Chain[1]}
	upside := h.station
	upside.Chain = [][]byte{h.station.Chain[1], h.station.Chain[0]}
	stolen := h.station // the chain of one, the key of another
	stolen.Key = other.station.Key
	revoke := func(r seal.Revocations) seal.Trust {
		t := h.trust()
		t.Revocations = r
		return t
	}
	for name, c := range map[string]struct {
		text  string
		trust seal.Trust
		want  error
		code  string
	}{
		"another root":           {sign(t, sample(), other.station), h.trust(), seal.ErrUnknownIssuer, "unknown_issuer"},
		"no root":                {sign(t, sample(), h.station), seal.Trust{Now: today}, seal.ErrUnknownIssuer, "unknown_issuer"},
		"expired":                {sign(t, expired, h.station), h.trust(), seal.ErrExpired, "expired"},
		"document revoked":       {sign(t, sample(), h.station), revoke(seal.Revocations{Documents: []seal.RevokedDocument{{Issuer: "TH-5001", Number: sample().Number}}}), seal.ErrRevoked, "revoked"},
		"station's key revoked":  {sign(t, sample(), h.station), revoke(seal.Revocations{Keys: []seal.RevokedKey{{ID: seal.KeyID(&h.station.Key.PublicKey)}}}), seal.ErrRevoked, "revoked"},
		"office's key revoked":   {sign(t, sample(), h.station), revoke(seal.Revocations{Keys: []seal.RevokedKey{{ID: seal.KeyID(&h.office.Key.PublicKey)}}}), seal.ErrRevoked, "revoked"},
		"office of another root": {sign(t, sample(), crossed), h.trust(), seal.ErrUnknownIssuer, "unknown_issuer"},
		"chain upside down":      {sign(t, sample(), upside), h.trust(), seal.ErrUnknownIssuer, "unknown_issuer"},
		"key and chain differ":   {sign(t, sample(), stolen), h.trust(), seal.ErrChanged, "changed"},
		"a web address":          {"https://example.org", h.trust(), seal.ErrNotSeal, "not_a_seal"},
		"nothing":                {"", h.trust(), seal.ErrNotSeal, "not_a_seal"},
		"prefix alone":           {seal.Prefix, h.trust(), seal.ErrNotSeal, "not_a_seal"},
		"cut off":                {sign(t, sample(), h.station)[:300], h.trust(), seal.ErrChanged, "changed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := seal.Verify(c.text, c.trust)
			if !errors.Is(err, c.want) || seal.Code(err) != c.code {
				t.Errorf("got %v (%s), want %v", err, seal.Code(err), c.want)
			}
		})
	}
}

func TestKeyMustBeValidAtIssue(t *testing.T) {
	h := demonstration(t, "a")
	for name, at := range map[string]time.Time{"before": from.Add(-time.Second), "at the end": until} {
		s := sample()
		s.Issued = at
		if _, err := seal.Sign(s, h.station); !errors.Is(err, seal.ErrKeyExpired) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := sample()
	s.Issuer = "TH-9999"
	if _, err := seal.Sign(s, h.station); !errors.Is(err, seal.ErrUnknownIssuer) {
		t.Errorf("for another office: %v", err)
	}
}

// A key that was revoked from a day on still stands for what it sealed before.
func TestRevokedSince(t *testing.T) {
	h := demonstration(t, "a")
	trust := h.trust()
	trust.Revocations.Keys = []seal.RevokedKey{{ID: seal.KeyID(&h.station.Key.PublicKey), Since: today.Unix()}}
	before, after := sample(), sample()
	after.Issued = today
	if _, err := seal.Verify(sign(t, before, h.station), trust); err != nil {
		t.Errorf("sealed before: %v", err)
	}
	if _, err := seal.Verify(sign(t, after, h.station), trust); !errors.Is(err, seal.ErrRevoked) {
		t.Errorf("sealed after: %v", err)
	}
}

// Whatever is changed, the seal is refused.
func TestAnyChangeIsRefused(t *testing.T) {
	h := demonstration(t, "a")
	text := sign(t, sample(), h.station)
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		c := rapid.SampledFrom([]byte(alphabet)).Draw(t, "character")
		changed := text[:i] + string(c) + text[i+1:]
		if _, err := seal.Verify(changed, h.trust()); (err == nil) != (changed == text) {
			t.Fatalf("character %d: %q for %q: %v", i, c, text[i], err)
		}
	})
}

func TestRevocationList(t *testing.T) {
	h, other := demonstration(t, "a"), demonstration(t, "b")
	roots := []seal.Root{h.root.Root()}
	centralKey, err := seal.NewKey(seeded("central"))
	if err != nil {
		t.Fatal(err)
	}
	credential, err := h.root.VouchCentral("central", &centralKey.PublicKey, from, until)
	if err != nil {
		t.Fatal(err)
	}
	list := seal.Revocations{Issued: today.Unix(), Serial: 7, Documents: []seal.RevokedDocument{{Issuer: "TH-5001", Number: "1", Reason: "voided"}}}
	for name, by := range map[string]seal.Identity{"root": h.root, "central": {Key: centralKey, Credential: credential}} {
		b, err := seal.SignRevocations(list, by)
		if err != nil {
			t.Fatal(err)
		}
		got, err := seal.ReadRevocations(b, roots)
		if err != nil || got.Serial != 7 || len(got.Documents) != 1 || !got.AsOf().Equal(today) {
			t.Errorf("by %s: %+v %v", name, got, err)
		}
		for i := range b {
			changed := bytes.Clone(b)
			changed[i] ^= 1
			if _, err := seal.ReadRevocations(changed, roots); err == nil {
				t.Fatalf("by %s: byte %d changed and accepted", name, i)
			}
		}
		if _, err := seal.ReadRevocations(b, []seal.Root{other.root.Root()}); !errors.Is(err, seal.ErrUnknownIssuer) {
			t.Errorf("by %s, another root: %v", name, err)
		}
	}
	for name, by := range map[string]seal.Identity{"office": h.office, "station": h.station} {
		b, err := seal.SignRevocations(list, by)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seal.ReadRevocations(b, roots); !errors.Is(err, seal.ErrUnknownIssuer) {
			t.Errorf("a list by the %s: %v", name, err)
		}
	}
}

func TestIdentityAtRest(t *testing.T) {
	h := demonstration(t, "a")
	b, err := h.station.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal.DecodeIdentity(b)
	if err != nil || !got.Key.Equal(h.station.Key) || sign(t, sample(), got) != sign(t, sample(), h.station) {
		t.Errorf("%v", err)
	}
}

func TestX509ChainHolds(t *testing.T) {
	h := demonstration(t, "a")
	chain, err := h.station.Certificates()
	if err != nil || len(chain) != 3 {
		t.Fatalf("%d certificates, %v", len(chain), err)
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(chain[2])
	between.AddCert(chain[1])
	if _, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: today, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}}); err != nil {
		t.Error(err)
	}
}

func TestAttests(t *testing.T) {
	doc := certificate.Document{Number: "1", Issuer: certificate.Issuer{ID: "TH-5001"}, Title: "x"}
	s, err := seal.Of(doc)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Attests(doc); err != nil {
		t.Error(err)
	}
	doc.Title = "y"
	if err := s.Attests(doc); !errors.Is(err, seal.ErrOtherContent) {
		t.Errorf("changed content: %v", err)
	}
}

func FuzzVerify(f *testing.F) {
	h := demonstration(f, "a")
	text := sign(f, sample(), h.station)
	f.Add(text)
	f.Add(seal.Prefix + "6BF")
	f.Add(strings.ToLower(text))
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := seal.Verify(s, h.trust()); err == nil && s != text {
			t.Errorf("accepted %q", s)
		}
	})
}
