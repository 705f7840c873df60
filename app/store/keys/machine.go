package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"filippo.io/age"
)

// MachineSecret keeps a secret on this machine and nowhere else, for a kiosk
// that starts without anybody's password.
type MachineSecret interface {
	// Name says how the secret is kept: "tpm", "file".
	Name() string
	Keep(dir string, secret []byte) error
	Fetch(dir string) ([]byte, error)
}

// SetMachine gives the machine a slot, in place of the one that there was.
func (f *File) SetMachine(m *Master, dir string, keep MachineSecret) error {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("make the machine's slot: %w", err)
	}
	s := Slot{Kind: Machine, Holder: keep.Name(), Recipient: id.Recipient().String()}
	if err := s.wrap(m.byEpoch[m.Epoch]); err != nil {
		return err
	}
	if err := keep.Keep(dir, []byte(id.String())); err != nil {
		return fmt.Errorf("keep the machine's secret: %w", err)
	}
	f.Slots = slices.DeleteFunc(f.Slots, func(s Slot) bool { return s.Kind == Machine })
	f.Slots = append(f.Slots, s)
	return nil
}

// WithMachine opens the machine's slot.
func (f *File) WithMachine(dir string, keep MachineSecret) (*Master, error) {
	secret, err := keep.Fetch(dir)
	if err != nil {
		return nil, fmt.Errorf("fetch the machine's secret: %w", errors.Join(ErrSecret, err))
	}
	return f.WithIdentity(Machine, string(secret))
}

// FileSecret keeps the machine's secret in a file that only the program's own
// user can read. Whoever takes the whole disk has it: it is for kiosks without
// a TPM, and the doctor says so.
type FileSecret struct{}

// FileSecretName is the file's name in a station's folder.
const FileSecretName = "station.machine"

// Name returns "file".
func (FileSecret) Name() string { return "file" }

// Keep writes the file.
func (FileSecret) Keep(dir string, secret []byte) error {
	path := filepath.Join(dir, FileSecretName)
	if err := replace(path, secret); err != nil {
		return err
	}
	return os.Chmod(path, 0o600)
}

// Fetch reads the file, and refuses one that others may read as well.
func (FileSecret) Fetch(dir string) ([]byte, error) {
	path := filepath.Join(dir, FileSecretName)
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%s can be read by others: %w", FileSecretName, fs.ErrPermission)
	}
	return os.ReadFile(path)
}
