package store

import (
	"context"

	"sala/app/store/keys"
)

// CheckPassword reports whether it is the officer's password. It takes a tenth
// of a second by design; too many wrong ones in a row have to wait. A right one
// that was set in a cheaper year is kept under today's cost from then on. The caller
// journals what came of it.
func (s *Store) CheckPassword(ctx context.Context, officer, password string) error {
	file, err := keys.Load(s.dir) // another process may have changed it
	if err != nil {
		return explain("check password", err)
	}
	_, err = keys.Attempt(s.dir, officer, s.env.Now(), true, func() error { return file.Holds(officer, password) })
	if err == nil {
		s.harden(ctx, file, officer, password)
	}
	return explain("check password", err)
}

// harden puts a password that was just given right under today's cost, when it was
// set in a cheaper year. If it fails it is tried at the next sign-in.
func (s *Store) harden(ctx context.Context, file *keys.File, officer, password string) {
	if s.Behind() == nil && file.Cheaper(officer, s.env.Cost) {
		_ = s.SetPassword(ctx, officer, password)
	}
}

// SetPassword gives an officer a new password, and so a way in.
func (s *Store) SetPassword(ctx context.Context, officer, password string) error {
	return s.changeKeys(ctx, "set password", func(f *keys.File) error {
		return f.SetPassword(s.env.Random, s.master, officer, password, s.env.Cost)
	})
}

// RemovePassword shuts an officer out. Who may have copied the key is shut out
// by Rotate only.
func (s *Store) RemovePassword(ctx context.Context, officer string) error {
	return s.changeKeys(ctx, "remove password", func(f *keys.File) error {
		f.Remove(officer)
		return nil
	})
}

// SetMachine lets the machine open the station without a password, for a kiosk.
func (s *Store) SetMachine(ctx context.Context, keep keys.MachineSecret) error {
	return s.changeKeys(ctx, "set machine", func(f *keys.File) error { return f.SetMachine(s.master, s.dir, keep) })
}

// changeKeys reads the key file, changes it and writes it. The database's write
// lock keeps other processes from doing the same meanwhile.
func (s *Store) changeKeys(ctx context.Context, op string, change func(*keys.File) error) error {
	return s.write(ctx, op, func(*conn) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		file, err := keys.Load(s.dir)
		if err == nil && file.Epoch != s.master.Epoch { // another process has brought a new key in
			err = s.adopt(file)
		}
		if err == nil {
			err = change(file)
		}
		if err == nil {
			err = file.Save(s.dir)
		}
		if err == nil {
			s.file = file
		}
		return err
	})
}
