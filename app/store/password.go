package store

import (
	"context"

	"sala/app/store/keys"
)

// CheckPassword reports whether it is the officer's password. It takes a tenth
// of a second by design; too many wrong ones in a row have to wait. The caller
// journals what came of it.
func (s *Store) CheckPassword(ctx context.Context, officer, password string) error {
	file, err := keys.Load(s.dir) // another process may have changed it
	if err != nil {
		return explain("check password", err)
	}
	_, err = keys.Attempt(s.dir, officer, s.env.Now(), true, func() error { return file.Holds(officer, password) })
	return explain("check password", err)
}

// SetPassword gives an officer a new password, and so a way in.
func (s *Store) SetPassword(ctx context.Context, officer, password string) error {
	return s.changeKeys("set password", func(f *keys.File) error {
		return f.SetPassword(s.env.Random, s.master, officer, password, s.env.Cost)
	})
}

// RemovePassword shuts an officer out. Who may have copied the key is shut out
// by Rotate only.
func (s *Store) RemovePassword(ctx context.Context, officer string) error {
	return s.changeKeys("remove password", func(f *keys.File) error {
		f.Remove(officer)
		return nil
	})
}

// SetMachine lets the machine open the station without a password, for a kiosk.
func (s *Store) SetMachine(ctx context.Context, keep keys.MachineSecret) error {
	return s.changeKeys("set machine", func(f *keys.File) error { return f.SetMachine(s.master, s.dir, keep) })
}

func (s *Store) changeKeys(op string, change func(*keys.File) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, err := keys.Load(s.dir)
	if err == nil {
		err = change(file)
	}
	if err == nil {
		err = file.Save(s.dir)
	}
	if err == nil {
		s.file = file
	}
	return explain(op, err)
}
