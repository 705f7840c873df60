package station

import (
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sala/app/store"
	"sala/forms/act"
	"sala/forms/seal"
	"sala/sync/client"
)

// TrustFile is the name of the file, in the station's folder, with the roots
// whose seals count: public, so that paper can be verified by whoever has the
// folder, without a password.
const TrustFile = "trust.cbor"

// paperKey is the secret under which the station's key for paper is kept, as a
// seal.Identity without a credential until central has vouched for it.
const paperKey = "paper.key"

// newPaperKey makes the station's key for paper.
func newPaperKey(secrets store.Secrets) error {
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("make the key for paper: %w", err)
	}
	b, err := (seal.Identity{Key: key}).Encode()
	if err == nil {
		err = secrets.Save(paperKey, b)
	}
	if err != nil {
		return fmt.Errorf("keep the key for paper: %w", err)
	}
	return nil
}

// paperPoint returns the public half, compressed.
func paperPoint(secrets store.Secrets) ([]byte, error) {
	id, err := storedPaperKey(secrets)
	if err != nil {
		return nil, err
	}
	return seal.Point(&id.Key.PublicKey), nil
}

func storedPaperKey(secrets store.Secrets) (seal.Identity, error) {
	b, err := secrets.Load(paperKey)
	if err != nil {
		return seal.Identity{}, err
	}
	if b == nil {
		return seal.Identity{}, fs.ErrNotExist
	}
	return seal.DecodeIdentity(b)
}

// paperIdentity returns the key with what central vouched for; the error is
// fs.ErrNotExist before the station has enrolled.
func paperIdentity(secrets store.Secrets) (seal.Identity, error) {
	id, err := storedPaperKey(secrets)
	if err != nil {
		return id, err
	}
	b, err := secrets.Load(client.PaperCredential)
	if err != nil {
		return id, err
	}
	if b == nil {
		return id, fs.ErrNotExist
	}
	id.Credential, err = act.Decode[seal.Credential](b)
	return id, err
}

// Trust is whose paper the station believes: what TrustFile holds.
type Trust struct {
	Roots []seal.Root `cbor:"1,keyasint"`
	X509  [][]byte    `cbor:"2,keyasint"` // DER, of the same roots
}

// writeTrust puts the roots that central named where verifiers find them.
func writeTrust(dir string, secrets store.Secrets) error {
	id, err := paperIdentity(secrets)
	if err != nil {
		return fmt.Errorf("central vouched for no key for paper: %w", err)
	}
	b, err := secrets.Load(client.PaperRoots)
	if err != nil {
		return fmt.Errorf("central named no roots for paper: %w", err)
	}
	t := Trust{X509: id.X509[len(id.X509)-1:]}
	if t.Roots, err = act.Decode[[]seal.Root](b); err != nil {
		return err
	}
	if b, err = act.Encode(t); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, TrustFile), b, 0o644)
}

// ReadTrust returns whose paper the station in dir believes.
func ReadTrust(dir string) (Trust, error) {
	b, err := os.ReadFile(filepath.Join(Folder(dir), TrustFile))
	if err != nil {
		return Trust{}, fmt.Errorf("read whose seals count: %w", err)
	}
	return act.Decode[Trust](b)
}
