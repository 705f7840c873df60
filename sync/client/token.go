package client

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Token is what an administrator carries to a new station on a stick: all that
// the station needs to enrol, without typing. It works once and until it
// expires; whoever has it may enrol, so it is kept like a key.
type Token struct {
	Format    string `json:"format"`    // TokenFormat
	URL       string `json:"url"`       // of central
	Authority string `json:"authority"` // SHA-256 of central's authority, in hex
	Office    string `json:"office"`
	Station   string `json:"station,omitempty"` // the only name that the station may have; "" for any
	Code      string `json:"code"`
	Expires   int64  `json:"expires"` // Unix seconds
}

// TokenFormat names the format of tokens.
const TokenFormat = "sala-enrolment/1"

// Errors of ReadToken and Fits; each has words in the catalogue under its code.
var (
	ErrNotToken     = errors.New("the file is no enrolment token")
	ErrTokenExpired = errors.New("the enrolment token has expired")
	ErrTokenOther   = errors.New("the enrolment token is for another station or office")
)

// ReadToken reads a token's file.
func ReadToken(b []byte) (Token, error) {
	var t Token
	if len(b) > 4096 {
		return t, ErrNotToken
	}
	if err := json.Unmarshal(b, &t); err != nil {
		return t, fmt.Errorf("%w: %v", ErrNotToken, err)
	}
	u, err := url.Parse(t.URL)
	pin, err2 := hex.DecodeString(t.Authority)
	if t.Format != TokenFormat || err != nil || u.Scheme != "https" || u.Host == "" || err2 != nil || len(pin) != 32 || t.Code == "" || t.Office == "" {
		return t, ErrNotToken
	}
	return t, nil
}

// Encode returns the token's file.
func (t Token) Encode() ([]byte, error) {
	t.Format = TokenFormat
	b, err := json.MarshalIndent(t, "", "  ")
	return append(b, '\n'), err
}

// Fits says whether the token is for a station of an office, and still works.
func (t Token) Fits(office, station string, now time.Time) error {
	switch {
	case t.Office != office, t.Station != "" && t.Station != station:
		return fmt.Errorf("%w: %s of %s", ErrTokenOther, t.Station, t.Office)
	case t.Expires != 0 && now.Unix() > t.Expires:
		return ErrTokenExpired
	}
	return nil
}

// TokenCodeOf returns the code of an error of tokens, under which its words are
// found; "" for another.
func TokenCodeOf(err error) string {
	for cause, code := range map[error]string{ErrNotToken: "not_a_token", ErrTokenExpired: "token_expired", ErrTokenOther: "token_other"} {
		if errors.Is(err, cause) {
			return code
		}
	}
	return ""
}
