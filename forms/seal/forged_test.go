package seal

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"sala/forms/act"
)

// A station that does not keep to Sign's rules gains nothing by it.
func TestForgedClaims(t *testing.T) {
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	random := bytes.NewReader(bytes.Repeat([]byte("thirty-two bytes of randomness.."), 8))
	root, _, station, err := Demonstration(random, "TH-5001", "TH-5001-D01", from, until)
	if err != nil {
		t.Fatal(err)
	}
	trust := Trust{Roots: []Root{root.Root()}, Now: from.Add(time.Hour)}
	honest := claims{Issuer: "TH-5001", Number: "1", Issued: from.Add(time.Hour).Unix(), Claim: &claim{Template: "t", Content: make([]byte, 32)}}
	for name, c := range map[string]struct {
		forge func(*claims)
		want  error
	}{
		"honest":             {func(*claims) {}, nil},
		"another office":     {func(c *claims) { c.Issuer = "TH-9999" }, ErrUnknownIssuer},
		"before the key":     {func(c *claims) { c.Issued = from.Unix() - 1 }, ErrKeyExpired},
		"after the key":      {func(c *claims) { c.Issued = until.Unix() }, ErrKeyExpired},
		"no number":          {func(c *claims) { c.Number = "" }, ErrNotSeal},
		"no hash":            {func(c *claims) { c.Claim = &claim{} }, ErrNotSeal},
		"no claim":           {func(c *claims) { c.Claim = nil }, ErrNotSeal},
		"long ago and gone":  {func(c *claims) { c.Expires = from.Unix() }, ErrExpired},
		"a hash of 31 bytes": {func(c *claims) { c.Claim = &claim{Content: make([]byte, 31)} }, ErrNotSeal},
	} {
		t.Run(name, func(t *testing.T) {
			forged := honest
			c.forge(&forged)
			payload, err := act.Encode(forged)
			if err != nil {
				t.Fatal(err)
			}
			msg, err := station.sign(payload, station.Chain)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Verify(Prefix+encode45(shorter(msg)), trust); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	// A key certificate or a list of revocations is no seal, though its signer is
	// trusted.
	for name, payload := range map[string]any{"a list": Revocations{Kind: revocationKind}, "a key": []any{1, 2, "x"}} {
		b, err := act.Encode(payload)
		if err != nil {
			t.Fatal(err)
		}
		msg, err := station.sign(b, station.Chain)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(Prefix+encode45(msg), trust); !errors.Is(err, ErrNotSeal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A stream that inflates without end is cut off.
func TestBomb(t *testing.T) {
	bomb := shorter(make([]byte, maxMessage*100))
	if _, err := unwrap(Prefix + encode45(bomb)); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
}

func TestBase45(t *testing.T) {
	// The examples of RFC 9285, section 4.3 and 4.4.
	for plain, coded := range map[string]string{"AB": "BB8", "Hello!!": "%69 VD92EX0", "base-45": "UJCLQE7W581", "ietf!": "QED8WEX0"} {
		if got := encode45([]byte(plain)); got != coded {
			t.Errorf("%q is written %q", plain, got)
		}
		if got, err := decode45(coded); err != nil || string(got) != plain {
			t.Errorf("%q reads %q, %v", coded, got, err)
		}
	}
	for _, bad := range []string{"A", "GGW", ":::", "::", "ab8", "BB8\n"} {
		if _, err := decode45(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
