package store

import (
	"context"

	"sala/app/office"
	"sala/forms/act"
)

const typingPrefix = "typing/"

var _ office.Typings = (*Store)(nil)

// KeepTyping keeps what is being typed on a petition's form, durably, in place
// of what was kept of it before.
func (s *Store) KeepTyping(ctx context.Context, t office.Typing) error {
	b, err := act.Encode(t)
	if err != nil {
		return err
	}
	return s.write(ctx, "keep what was typed", func(c *conn) error { return setSetting(c, typingPrefix+t.Petition, b) })
}

// DropTyping forgets what was being typed on a petition's form.
func (s *Store) DropTyping(ctx context.Context, petition string) error {
	return s.write(ctx, "leave a form", func(c *conn) error {
		_, err := c.exec("DELETE FROM setting WHERE name = ?", typingPrefix+petition)
		return err
	})
}

// Typings returns what is being typed on every form that lies open.
func (s *Store) Typings(ctx context.Context) ([]office.Typing, error) {
	return settings[office.Typing](ctx, s, typingPrefix)
}
