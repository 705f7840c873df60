package store

import (
	"context"

	"sala/app/office"
	"sala/forms/act"
)

const textPrefix = "text/"

var _ office.Texts = (*Store)(nil)

// textsOf begins the name of every text of an officer. The zero byte ends her ID,
// so that no other officer's begins alike.
func textsOf(officer string) string { return textPrefix + officer + "\x00" }

// KeepTexts keeps texts of an officer durably, in place of what stood there, and
// forgets those at the places in gone.
func (s *Store) KeepTexts(ctx context.Context, officer string, kept []office.Text, gone []string) error {
	return s.write(ctx, "keep a text", func(c *conn) error {
		for _, place := range gone {
			if _, err := c.exec("DELETE FROM setting WHERE name = ?", textsOf(officer)+place); err != nil {
				return err
			}
		}
		for _, t := range kept {
			b, err := act.Encode(t)
			if err != nil {
				return err
			}
			if err := setSetting(c, textsOf(officer)+t.Place, b); err != nil {
				return err
			}
		}
		return nil
	})
}

// Texts returns what is kept of an officer's typing beside the forms.
func (s *Store) Texts(ctx context.Context, officer string) ([]office.Text, error) {
	return settings[office.Text](ctx, s, textsOf(officer))
}

// settings returns the values of every setting whose name begins with prefix.
func settings[T any](ctx context.Context, s *Store, prefix string) (all []T, err error) {
	err = s.read(ctx, func(v *view) error {
		all, err = bodies[T](v.c, "SELECT value FROM setting WHERE name > ? AND name < ? ORDER BY name", prefix, prefix+"\U0010FFFF")
		return err
	})
	return all, err
}

// forgetTyped forgets everything that was typed and is no act yet.
func forgetTyped(c *conn) error {
	for _, prefix := range []string{typingPrefix, textPrefix} {
		if _, err := c.exec("DELETE FROM setting WHERE name > ? AND name < ?", prefix, prefix+"\U0010FFFF"); err != nil {
			return err
		}
	}
	return nil
}
