package central

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Reasons why an administrator is refused a change of who may use the console.
var (
	ErrOfficialKnown = errors.New("there is an official of this name")
	ErrOfficialSelf  = errors.New("nobody switches off or renews their own account")
	ErrLastAdmin     = errors.New("the last administrator stays")
)

// longestName is how many letters an official's name may have.
const longestName = 64

// Credentials are what a new official signs in with. They are shown once: central
// keeps what it needs to recognise them.
type Credentials struct {
	Name     string
	Password string
	URI      string // of the second factor, for an authenticator
}

// Officials returns who may use the console, by name, without what they sign in
// with.
func (c *Central) Officials(ctx context.Context) ([]Official, error) {
	var out []Official
	err := c.Store.View(ctx, func(tx Tx) (err error) {
		out, err = officials(tx)
		return err
	})
	for i := range out {
		out[i].Salt, out[i].Password, out[i].Secret = nil, nil, nil
	}
	return out, err
}

func officials(tx Tx) ([]Official, error) {
	all, err := tx.Settings(spaceOfficer)
	if err != nil {
		return nil, err
	}
	out := make([]Official, 0, len(all))
	for _, b := range all {
		var o Official
		if err := json.Unmarshal(b, &o); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b Official) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// NewOfficial takes somebody in who may use the console. The error is
// ErrOfficialKnown when there is one of that name, switched off or not.
func (c *Central) NewOfficial(ctx context.Context, by, name, role string) (Credentials, error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > longestName || !(Session{Role: RoleAdmin}).May(role) {
		return Credentials{}, errors.New("add an official: a name and a known role are wanted")
	}
	o := Official{Name: name, Role: role, By: by, At: c.millis()}
	given := fresh(&o)
	err := c.Store.Update(ctx, func(tx Tx) error {
		if _, err := tx.Setting(spaceOfficer, name); !errors.Is(err, ErrNotFound) {
			return errors.Join(err, ErrOfficialKnown)
		}
		return putJSON(tx, spaceOfficer, name, o)
	})
	if err != nil {
		return Credentials{}, fmt.Errorf("add an official: %w", err)
	}
	return given, nil
}

// RenewOfficial gives an official another password and second factor: the old
// ones were forgotten or lost. Whoever is signed in with them is signed out.
func (c *Central) RenewOfficial(ctx context.Context, by, name string) (Credentials, error) {
	var given Credentials
	err := c.changeOfficial(ctx, by, name, func(_ Tx, o *Official) error {
		o.LastStep, o.Failures, o.Until = 0, 0, 0
		given = fresh(o)
		return nil
	})
	return given, err
}

// SwitchOfficial switches an official off, so that nobody signs in under the name
// and whoever is signed in is not any more, or on again. The one administrator who
// is left stays.
func (c *Central) SwitchOfficial(ctx context.Context, by, name string, off bool) error {
	return c.changeOfficial(ctx, by, name, func(tx Tx, o *Official) error {
		o.Off = off
		all, err := officials(tx)
		if err != nil || !off || o.Role != RoleAdmin {
			return err
		}
		if !slices.ContainsFunc(all, func(other Official) bool { return other.Name != o.Name && other.Role == RoleAdmin && !other.Off }) {
			return ErrLastAdmin
		}
		return nil
	})
}

// changeOfficial changes an official and ends the sessions under that name.
func (c *Central) changeOfficial(ctx context.Context, by, name string, change func(Tx, *Official) error) error {
	if by == name {
		return ErrOfficialSelf
	}
	err := c.Store.Update(ctx, func(tx Tx) error {
		b, err := tx.Setting(spaceOfficer, name)
		if err != nil {
			return err
		}
		var o Official
		if err := json.Unmarshal(b, &o); err != nil {
			return err
		}
		if err := change(tx, &o); err != nil {
			return err
		}
		o.By, o.At = by, c.millis()
		if err := endSessions(tx, name); err != nil {
			return err
		}
		return putJSON(tx, spaceOfficer, name, o)
	})
	if err != nil {
		return fmt.Errorf("change an official: %w", err)
	}
	c.Log.Info("official changed", "official", name, "by", by)
	return nil
}

func endSessions(tx Tx, name string) error {
	all, err := tx.Settings(spaceSession)
	if err != nil {
		return err
	}
	for id, b := range all {
		var s Session
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		if s.Official == name {
			if err := tx.PutSetting(spaceSession, id, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// fresh gives an official a password and a second factor.
func fresh(o *Official) Credentials {
	password := make([]byte, 10)
	rand.Read(password)
	text := strings.ToLower(base32.StdEncoding.EncodeToString(password))
	text = strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
	secure(o, text)
	return Credentials{Name: o.Name, Password: text, URI: factor(*o)}
}

// secure sets an official's password, and a second factor.
func secure(o *Official, password string) {
	o.Salt, o.Secret = make([]byte, 16), make([]byte, 20)
	rand.Read(o.Salt)
	rand.Read(o.Secret)
	o.Password = stretch(password, o.Salt)
}
