package client_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sala/sync/client"
)

// TestTokens promises that a token's file is read as it was written, and that
// what is no token, or not for this station, is refused with its reason.
func TestTokens(t *testing.T) {
	token := client.Token{URL: "https://central.example:8443", Authority: strings.Repeat("ab", 32), Office: "TH-5014", Station: "TH-5014-D01", Code: "AAAA-BBBB", Expires: 2_000_000_000}
	b, err := token.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.ReadToken(b)
	token.Format = client.TokenFormat
	if err != nil || got != token {
		t.Errorf("%+v, %v", got, err)
	}
	for name, change := range map[string]func(string) string{
		"nothing":         func(string) string { return "" },
		"another file":    func(string) string { return "%PDF-1.4" },
		"another format":  func(s string) string { return strings.Replace(s, "sala-enrolment/1", "sala-enrolment/9", 1) },
		"no encryption":   func(s string) string { return strings.Replace(s, "https:", "http:", 1) },
		"half authority":  func(s string) string { return strings.Replace(s, "abab", "", 1) },
		"no code":         func(s string) string { return strings.Replace(s, "AAAA-BBBB", "", 1) },
		"a very long one": func(s string) string { return s + strings.Repeat(" ", 5000) },
	} {
		if _, err := client.ReadToken([]byte(change(string(b)))); !errors.Is(err, client.ErrNotToken) || client.TokenCodeOf(err) != "not_a_token" {
			t.Errorf("%s: %v", name, err)
		}
	}
	now := time.Unix(1_900_000_000, 0)
	for _, c := range []struct {
		office, station string
		now             time.Time
		want            error
	}{
		{"TH-5014", "TH-5014-D01", now, nil},
		{"TH-5014", "TH-5014-D02", now, client.ErrTokenOther},
		{"TH-5015", "TH-5014-D01", now, client.ErrTokenOther},
		{"TH-5014", "TH-5014-D01", time.Unix(2_000_000_001, 0), client.ErrTokenExpired},
	} {
		if err := token.Fits(c.office, c.station, c.now); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
