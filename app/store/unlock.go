package store

import (
	"context"
	"errors"
	"fmt"

	"sala/app/office"
	"sala/app/store/keys"
	"sala/forms/act"
)

// Unlock is what opens a station: an officer and her password, or the agency's
// recovery identity, or the machine itself.
type Unlock struct {
	Officer  string
	Password string
	Recovery string // AGE-SECRET-KEY-1…
	Machine  keys.MachineSecret
}

func (u Unlock) open(dir string, file *keys.File, env Environment) (m *keys.Master, refused int, err error) {
	switch {
	case u.Recovery != "":
		m, err = file.WithIdentity(keys.Recovery, u.Recovery)
		if errors.Is(err, keys.ErrSecret) {
			err = fmt.Errorf("%w: %w", errRecovery, err)
		}
		return m, 0, err
	case u.Machine != nil:
		m, err = file.WithMachine(dir, u.Machine)
		return m, 0, err
	}
	refused, err = keys.Attempt(dir, u.Officer, env.Now(), false, func() (err error) {
		m, err = file.WithPassword(u.Officer, u.Password)
		return err
	})
	return m, refused, err
}

// refused journals the wrong passwords that were tried while the station was
// closed and could not be written to.
func (s *Store) refused(ctx context.Context, officer string, n int) error {
	return s.Write(ctx, officer, func(w office.Writer) error {
		for range min(n, 20) {
			if err := w.Append(act.SignInRefused, "officer/"+officer, 0, act.Officer{ID: officer}); err != nil {
				return err
			}
		}
		return nil
	})
}
