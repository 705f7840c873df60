package keys_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-tpm/tpm2/transport"

	"sala/app/store/keys"
)

// softwareTPM starts Debian's swtpm, a whole TPM 2.0 in a program, at the other end
// of a pair of sockets.
func softwareTPM(t *testing.T) keys.TPM {
	t.Helper()
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "ours"), os.NewFile(uintptr(pair[1]), "theirs")
	cmd := exec.Command("swtpm", "socket", "--tpm2", "--fd", "3", "--tpmstate", "dir="+t.TempDir(), "--flags", "not-need-init,startup-clear")
	cmd.ExtraFiles = []*os.File{theirs}
	if err := cmd.Start(); err != nil {
		t.Fatal("swtpm is missing: run go run ./cmd/dev test, which installs it:", err)
	}
	theirs.Close()
	t.Cleanup(func() {
		ours.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return keys.TPM{Open: func() (transport.TPMCloser, error) { return transport.FromReadWriteCloser(steady{ours}), nil }}
}

// steady stays open from one use to the next.
type steady struct{ io.ReadWriter }

func (steady) Close() error { return nil }

// TestTheChipKeepsTheKey promises that a machine's slot that is kept by a TPM
// opens the same master key, that the file beside it holds nothing of the secret,
// and that another chip cannot open it.
func TestTheChipKeepsTheKey(t *testing.T) {
	f, m := made(t)
	dir, chip := t.TempDir(), softwareTPM(t)
	if err := f.SetMachine(m, dir, chip); err != nil {
		t.Fatal(err)
	}
	got, err := f.WithMachine(dir, chip)
	if err != nil || !bytes.Equal(got.Page(1), m.Page(1)) {
		t.Fatalf("the chip opens another key: %v", err)
	}
	b, err := os.ReadFile(filepath.Join(dir, keys.TPMName))
	if err != nil || bytes.Contains(b, []byte("AGE-SECRET-KEY")) {
		t.Errorf("the file holds the secret: %v", err)
	}
	if _, ok := keys.MachineOf(f).(keys.TPM); !ok {
		t.Error("the key file does not say that a chip keeps it")
	}
	if _, err := f.WithMachine(dir, softwareTPM(t)); !errors.Is(err, keys.ErrSecret) {
		t.Errorf("another machine's chip: %v", err)
	}
	b[len(b)-1] ^= 1
	if err := os.WriteFile(filepath.Join(dir, keys.TPMName), b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WithMachine(dir, chip); !errors.Is(err, keys.ErrSecret) {
		t.Errorf("a changed file: %v", err)
	}
	for _, half := range [][]byte{nil, {1}, {255, 255, 1}, b[:40]} {
		if err := os.WriteFile(filepath.Join(dir, keys.TPMName), half, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := f.WithMachine(dir, chip); !errors.Is(err, keys.ErrSecret) {
			t.Errorf("a file of %d bytes: %v", len(half), err)
		}
	}
}

func TestNoChip(t *testing.T) {
	f, m := made(t)
	none := keys.TPM{Open: func() (transport.TPMCloser, error) { return nil, os.ErrNotExist }}
	if err := f.SetMachine(m, t.TempDir(), none); !errors.Is(err, keys.ErrNoTPM) {
		t.Errorf("sealed to no chip: %v", err)
	}
}
