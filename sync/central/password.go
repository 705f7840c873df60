package central

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Reasons why an official's new password is refused.
var (
	ErrPasswordOld  = errors.New("the old password is wrong")
	ErrPasswordWeak = errors.New("the new password is too short, too long, the name or the old one")
)

// Bounds of a password that an official chooses, in letters.
const (
	shortestPassword = 12
	shortestGiven    = 10 // that the command line gives her, to be changed
	longestPassword  = 128
)

// ChangePassword gives the official of a session another password of her own
// choice. The old one is asked; wrong ones count as at the door, and lock the
// name (ErrPasswordOld). The second factor stays, and so does this session;
// every other one under the name ends.
func (c *Central) ChangePassword(ctx context.Context, token, old, fresh string) error {
	var refused error
	var name string
	err := c.Store.Update(ctx, func(tx Tx) error {
		refused = nil
		kept, err := tx.Setting(spaceSession, tokenHash(token))
		if err != nil {
			return err
		}
		var s Session
		if err := json.Unmarshal(kept, &s); err != nil {
			return err
		}
		name = s.Official
		b, err := tx.Setting(spaceOfficer, name)
		if err != nil {
			return err
		}
		var o Official
		if err := json.Unmarshal(b, &o); err != nil {
			return err
		}
		right := subtle.ConstantTimeCompare(stretch(old, o.Salt), o.Password) == 1
		if !right || o.Off || o.Until > c.millis() {
			refused = ErrPasswordOld
			c.failed(&o)
			return putJSON(tx, spaceOfficer, name, o)
		}
		if n := utf8.RuneCountInString(fresh); n < shortestPassword || n > longestPassword || fresh == old || strings.EqualFold(fresh, name) {
			refused = ErrPasswordWeak
			return nil
		}
		o.Salt = make([]byte, 16)
		rand.Read(o.Salt)
		o.Password, o.Failures = stretch(fresh, o.Salt), 0
		o.By, o.At = name, c.millis()
		if err := endSessions(tx, name); err != nil {
			return err
		}
		return errors.Join(tx.PutSetting(spaceSession, tokenHash(token), kept), putJSON(tx, spaceOfficer, name, o))
	})
	if err = errors.Join(err, refused); err != nil {
		return fmt.Errorf("change a password: %w", err)
	}
	c.Log.Info("password changed", "official", name)
	return nil
}

// failed counts a wrong attempt, and locks the name after some.
func (c *Central) failed(o *Official) {
	if o.Failures++; o.Failures >= lockAfter && o.Until <= c.millis() {
		o.Until, o.Failures = c.Now().Add(lockFor).UnixMilli(), 0
	}
}
