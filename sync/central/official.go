package central

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Roles of officials, each with all that the one before may do.
const (
	RoleViewer    = "viewer"    // looks
	RoleRegistrar = "registrar" // settles what was set aside
	RoleAdmin     = "admin"     // revokes, sends packs out, reinstates, adds officials
)

// Roles returns them all.
func Roles() []string { return []string{RoleViewer, RoleRegistrar, RoleAdmin} }

// ErrSignIn is all that somebody hears whose name, password or code is wrong.
var ErrSignIn = errors.New("the name, the password or the code is wrong")

// Official is a person who may use the console.
type Official struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	Salt     []byte `json:"salt"`
	Password []byte `json:"password"` // Argon2id
	Secret   []byte `json:"secret"`   // of the second factor, RFC 6238
	LastStep int64  `json:"last_step"`
	Failures int    `json:"failures"`
	Until    int64  `json:"until"`         // locked until, Unix milliseconds
	Off      bool   `json:"off,omitempty"` // switched off
	By       string `json:"by,omitempty"`  // who added or changed it last, "" for the command line
	At       int64  `json:"at,omitempty"`  // Unix milliseconds
}

// Session is a signed-in official's.
type Session struct {
	Official string `json:"official"`
	Role     string `json:"role"`
	Form     string `json:"form"`    // stands in every form that changes something
	Expires  int64  `json:"expires"` // Unix milliseconds
}

// May reports whether the session's role includes a role.
func (s Session) May(role string) bool {
	rank := map[string]int{RoleViewer: 1, RoleRegistrar: 2, RoleAdmin: 3}
	return rank[s.Role] >= rank[role] && rank[role] > 0
}

const (
	sessionLife  = 8 * time.Hour
	lockAfter    = 5 // wrong attempts
	lockFor      = 5 * time.Minute
	totpStep     = 30
	spaceOfficer = "official"
	spaceSession = "session"
)

func stretch(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, 2, 32<<10, 1, 32)
}

// AddOfficial makes or replaces an official. It returns the key URI of the
// second factor, for an authenticator.
func (c *Central) AddOfficial(ctx context.Context, name, role, password string) (string, error) {
	switch {
	case name == "" || !(Session{Role: RoleAdmin}).May(role):
		return "", errors.New("add an official: a name and a known role are wanted")
	case utf8.RuneCountInString(password) < shortestGiven:
		return "", fmt.Errorf("add an official: %w", ErrPasswordWeak)
	}
	o := Official{Name: name, Role: role, At: c.millis()}
	secure(&o, password)
	err := c.Store.Update(ctx, func(tx Tx) error { return errors.Join(endSessions(tx, name), putJSON(tx, spaceOfficer, name, o)) })
	if err != nil {
		return "", fmt.Errorf("add an official: %w", err)
	}
	return factor(o), nil
}

// factor is the key URI of an official's second factor.
func factor(o Official) string {
	return "otpauth://totp/Sala:" + url.PathEscape(o.Name) + "?issuer=Sala&secret=" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(o.Secret)
}

func putJSON(tx Tx, space, id string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return tx.PutSetting(space, id, b)
}

// CodeAt is the second factor's code at a time (RFC 6238, SHA-1, 6 digits, 30 s).
func CodeAt(secret []byte, at time.Time) string { return totp(secret, at.Unix()/totpStep) }

func totp(secret []byte, step int64) string {
	m := hmac.New(sha1.New, secret)
	binary.Write(m, binary.BigEndian, step)
	sum := m.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff)%1_000_000)
}

// SignIn opens a session for whoever has the password and the second factor's
// code, which works once. After some wrong attempts the name is locked for a
// while. The token is for the browser; only its hash is kept.
func (c *Central) SignIn(ctx context.Context, name, password, code string) (token string, err error) {
	refused := false
	err = c.Store.Update(ctx, func(tx Tx) error {
		refused = false
		var o Official
		b, err := tx.Setting(spaceOfficer, name)
		if err == nil {
			err = json.Unmarshal(b, &o)
		} else if errors.Is(err, ErrNotFound) {
			stretch(password, make([]byte, 16)) // takes as long as for a name that there is
			refused = true
			return nil
		}
		if err != nil {
			return err
		}
		if o.Off {
			stretch(password, o.Salt)
			refused = true
			return nil
		}
		step, fresh := c.Now().Unix()/totpStep, int64(0)
		for _, s := range []int64{step - 1, step, step + 1} {
			if s > o.LastStep && subtle.ConstantTimeCompare([]byte(code), []byte(totp(o.Secret, s))) == 1 {
				fresh = s
			}
		}
		right := subtle.ConstantTimeCompare(stretch(password, o.Salt), o.Password) == 1
		if !right || fresh == 0 || o.Until > c.millis() {
			refused = true
			c.failed(&o)
			return putJSON(tx, spaceOfficer, name, o)
		}
		o.Failures, o.LastStep = 0, fresh
		token = randomText()
		if err := putJSON(tx, spaceSession, tokenHash(token), Session{Official: name, Role: o.Role, Form: randomText(), Expires: c.Now().Add(sessionLife).UnixMilli()}); err != nil {
			return err
		}
		return putJSON(tx, spaceOfficer, name, o)
	})
	if err == nil && refused {
		err = ErrSignIn
	}
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	return token, nil
}

// SessionOf returns the session of a token, or ErrNotFound.
func (c *Central) SessionOf(ctx context.Context, token string) (Session, error) {
	var s Session
	err := c.Store.View(ctx, func(tx Tx) error {
		b, err := tx.Setting(spaceSession, tokenHash(token))
		if err == nil {
			err = json.Unmarshal(b, &s)
		}
		if err == nil && s.Expires < c.millis() {
			err = ErrNotFound
		}
		return err
	})
	return s, err
}

// SignOut ends a session.
func (c *Central) SignOut(ctx context.Context, token string) error {
	return c.Store.Update(ctx, func(tx Tx) error { return tx.PutSetting(spaceSession, tokenHash(token), nil) })
}

func randomText() string {
	b := make([]byte, 24)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func tokenHash(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}
