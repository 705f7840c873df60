package store

import (
	"context"
	"fmt"
	"io/fs"

	"sala/app/office"
	"sala/forms/register"
)

// Secrets keeps small secrets of the program's (a client certificate, a token)
// in the encrypted database.
type Secrets struct{ s *Store }

// Secrets returns the store's place for secrets.
func (s *Store) Secrets() Secrets { return Secrets{s} }

const secretPrefix = "secret/"

// Load returns a secret, or an error that wraps fs.ErrNotExist.
func (x Secrets) Load(name string) (b []byte, err error) {
	err = x.s.read(context.Background(), func(v *view) error {
		b, err = setting(v.c, secretPrefix+name)
		return err
	})
	if err == nil && b == nil {
		return nil, fmt.Errorf("secret %q: %w", name, fs.ErrNotExist)
	}
	return b, err
}

// Save keeps a secret, durably.
func (x Secrets) Save(name string, value []byte) error {
	return x.s.write(context.Background(), "save a secret", func(c *conn) error {
		return setSetting(c, secretPrefix+name, notNil(value))
	})
}

// Record returns a record of any register.
func (s *Store) Record(ctx context.Context, reg, id string) (rec register.Record, err error) {
	err = s.Read(ctx, func(r office.Reader) error {
		rec, err = r.(*view).Record(reg, id)
		return err
	})
	return rec, err
}
