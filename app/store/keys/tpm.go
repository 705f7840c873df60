package keys

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/go-tpm/tpm2"
	"github.com/google/go-tpm/tpm2/transport"
)

// TPM keeps the machine's secret sealed to the machine's security chip (TPM 2.0):
// the file beside the database is of no use in any other machine. It is not bound
// to what was started: whoever becomes root on the running machine has it, and an
// update of the firmware does not shut the office out.
type TPM struct {
	// Open opens the chip; nil: this machine's.
	Open func() (transport.TPMCloser, error)
}

// TPMName is the name of the sealed secret's file in a station's folder.
const TPMName = "station.tpm"

// ErrNoTPM means that this machine has no security chip that the program may use.
var ErrNoTPM = errors.New("no TPM 2.0 that can be used")

// Name returns "tpm".
func (TPM) Name() string { return "tpm" }

func (t TPM) open() (transport.TPMCloser, error) {
	open := t.Open
	if open == nil {
		open = machineTPM
	}
	chip, err := open()
	if err != nil {
		return nil, errors.Join(ErrNoTPM, err)
	}
	return chip, nil
}

// Keep seals the secret and writes what came out to the file.
func (t TPM) Keep(dir string, secret []byte) error {
	chip, err := t.open()
	if err != nil {
		return err
	}
	defer chip.Close()
	root, err := storageRoot(chip)
	if err != nil {
		return err
	}
	defer root.flush()
	sealed, err := tpm2.Create{
		ParentHandle: root.handle(),
		InSensitive: tpm2.TPM2BSensitiveCreate{Sensitive: &tpm2.TPMSSensitiveCreate{
			Data: tpm2.NewTPMUSensitiveCreate(&tpm2.TPM2BSensitiveData{Buffer: secret}),
		}},
		InPublic: tpm2.New2B(tpm2.TPMTPublic{
			Type: tpm2.TPMAlgKeyedHash, NameAlg: tpm2.TPMAlgSHA256,
			ObjectAttributes: tpm2.TPMAObject{FixedTPM: true, FixedParent: true, UserWithAuth: true, NoDA: true},
		}),
	}.Execute(chip)
	if err != nil {
		return fmt.Errorf("seal to the TPM: %w", err)
	}
	b := append(tpm2.Marshal(sealed.OutPublic), tpm2.Marshal(sealed.OutPrivate)...)
	path := filepath.Join(dir, TPMName)
	if err := replace(path, b); err != nil {
		return err
	}
	return os.Chmod(path, 0o600)
}

// Fetch has the chip open the file.
func (t TPM) Fetch(dir string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, TPMName))
	if err != nil {
		return nil, err
	}
	public, private, err := halves(b)
	if err != nil {
		return nil, err
	}
	chip, err := t.open()
	if err != nil {
		return nil, err
	}
	defer chip.Close()
	root, err := storageRoot(chip)
	if err != nil {
		return nil, err
	}
	defer root.flush()
	loaded, err := tpm2.Load{ParentHandle: root.handle(), InPrivate: *private, InPublic: *public}.Execute(chip)
	if err != nil {
		return nil, fmt.Errorf("the TPM did not seal this: %w", errors.Join(ErrSecret, err))
	}
	defer tpm2.FlushContext{FlushHandle: loaded.ObjectHandle}.Execute(chip)
	// What comes out is encrypted on its way from the chip.
	out, err := tpm2.Unseal{ItemHandle: tpm2.AuthHandle{Handle: loaded.ObjectHandle, Name: loaded.Name, Auth: tpm2.HMAC(tpm2.TPMAlgSHA256, 16,
		tpm2.AESEncryption(128, tpm2.EncryptOut), tpm2.Salted(root.made.ObjectHandle, *root.public))}}.Execute(chip)
	if err != nil {
		return nil, fmt.Errorf("unseal from the TPM: %w", err)
	}
	return out.OutData.Buffer, nil
}

// halves reads the public and the private half of a sealed secret, each of them
// with its length before it.
func halves(b []byte) (*tpm2.TPM2BPublic, *tpm2.TPM2BPrivate, error) {
	if len(b) < 2 || len(b) < 2+int(b[0])<<8+int(b[1]) {
		return nil, nil, ErrFile
	}
	n := 2 + int(b[0])<<8 + int(b[1])
	public, err := tpm2.Unmarshal[tpm2.TPM2BPublic](b[:n])
	if err != nil {
		return nil, nil, errors.Join(ErrFile, err)
	}
	private, err := tpm2.Unmarshal[tpm2.TPM2BPrivate](b[n:])
	if err != nil {
		return nil, nil, errors.Join(ErrFile, err)
	}
	return public, private, nil
}

// rootKey is the chip's storage root key, made anew from its seed each time.
type rootKey struct {
	chip   transport.TPM
	made   *tpm2.CreatePrimaryResponse
	public *tpm2.TPMTPublic
}

func storageRoot(chip transport.TPM) (*rootKey, error) {
	made, err := tpm2.CreatePrimary{PrimaryHandle: tpm2.TPMRHOwner, InPublic: tpm2.New2B(tpm2.ECCSRKTemplate)}.Execute(chip)
	if err != nil {
		return nil, fmt.Errorf("make the TPM's storage root key: %w", err)
	}
	public, err := made.OutPublic.Contents()
	if err != nil {
		return nil, fmt.Errorf("read the TPM's storage root key: %w", err)
	}
	return &rootKey{chip, made, public}, nil
}

// session is one in which what goes to the chip and what comes from it is
// encrypted.
func (r *rootKey) session() tpm2.Session {
	return tpm2.HMAC(tpm2.TPMAlgSHA256, 16, tpm2.AESEncryption(128, tpm2.EncryptInOut), tpm2.Salted(r.made.ObjectHandle, *r.public))
}

func (r *rootKey) handle() tpm2.AuthHandle {
	return tpm2.AuthHandle{Handle: r.made.ObjectHandle, Name: r.made.Name, Auth: r.session()}
}

func (r *rootKey) flush() { _, _ = tpm2.FlushContext{FlushHandle: r.made.ObjectHandle}.Execute(r.chip) }

// BestMachine is the best that this machine has to keep a secret in: its
// security chip, else a file.
func BestMachine() MachineSecret {
	chip, err := TPM{}.open()
	if err != nil {
		return FileSecret{}
	}
	chip.Close()
	return TPM{}
}

// MachineOf is what keeps the secret of the machine's slot in a key file; a file
// where it has none.
func MachineOf(f *File) MachineSecret {
	for _, s := range f.Slots {
		if s.Kind == Machine && s.Holder == (TPM{}).Name() {
			return TPM{}
		}
	}
	return FileSecret{}
}
