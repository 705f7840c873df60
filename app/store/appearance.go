package store

import (
	"context"

	"sala/app/office"
	"sala/forms/act"
)

var _ office.Appearances = (*Store)(nil)

// appearanceOf is the name of what an officer chose at a front end; with "" of
// what the last one there chose. No ID is empty.
func appearanceOf(front, officer string) string { return "appearance/" + front + "/" + officer }

// KeepAppearance keeps what an officer chose of how a front end looks, durably,
// and that she was the last there.
func (s *Store) KeepAppearance(ctx context.Context, front, officer string, a office.Appearance) error {
	b, err := act.Encode(a)
	if err != nil {
		return err
	}
	return s.write(ctx, "keep how the window looks", func(c *conn) error {
		if err := setSetting(c, appearanceOf(front, officer), b); err != nil {
			return err
		}
		return setSetting(c, appearanceOf(front, ""), b)
	})
}

// Appearance returns what an officer chose, or with "" what the last one at the
// front end did.
func (s *Store) Appearance(ctx context.Context, front, officer string) (out office.Appearance, err error) {
	err = s.read(ctx, func(v *view) error {
		b, err := setting(v.c, appearanceOf(front, officer))
		if err != nil || b == nil {
			return err
		}
		out, err = act.Decode[office.Appearance](b)
		return err
	})
	return out, err
}
